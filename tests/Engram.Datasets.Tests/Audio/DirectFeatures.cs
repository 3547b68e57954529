namespace Engram.Datasets.Tests.Audio;

/// <summary>
/// The features of the specification (Generalized Latent Equilibrium, §3.6) written down a second time, in double precision and by the direct
/// sum, with nothing shared with the code that is tested.
/// </summary>
internal static class DirectFeatures
{
    /// <summary>log₂(mel energies + floor), <c>[frame][filter]</c>.</summary>
    internal static double[][] LogMel(float[] samples, FeatureSettings settings)
    {
        var before = settings.IsCentred ? settings.WindowLength / 2 : 0;
        var frames = settings.IsCentred ? 1 + (samples.Length / settings.Hop) : 1 + ((samples.Length - settings.WindowLength) / settings.Hop);
        return [.. Enumerable.Range(0, frames).Select(frame => OfFrame(samples, (frame * settings.Hop) - before, settings))];
    }

    internal static double Mirrored(float[] samples, int place)
    {
        while (place < 0 || place >= samples.Length)
            place = place < 0 ? -place : (2 * (samples.Length - 1)) - place;
        return samples[place];
    }

    private static double[] OfFrame(float[] samples, int start, FeatureSettings settings)
    {
        var (window, length) = (settings.WindowLength, settings.FftLength);
        var faded = Enumerable.Range(0, window).Select(n => Mirrored(samples, start + n) * (0.5 - (0.5 * Math.Cos(2 * Math.PI * n / window)))).ToArray();
        var power = new double[(length / 2) + 1];
        for (var k = 0; k < power.Length; k++)
        {
            double re = 0, im = 0;
            for (var n = 0; n < window; n++)
            {
                var (sine, cosine) = Math.SinCos(2 * Math.PI * ((long)k * n % length) / length);
                (re, im) = (re + (faded[n] * cosine), im - (faded[n] * sine));
            }

            power[k] = (re * re) + (im * im);
        }

        return [.. Enumerable.Range(0, settings.Filters).Select(filter => Math.Log2(power.Select((p, k) => p * Weight(filter, k, settings)).Sum() + settings.Floor))];
    }

    private static double Weight(int filter, int bin, FeatureSettings settings)
    {
        var hertz = (double)bin * settings.SampleRate / settings.FftLength;
        double Corner(int i)
        {
            double low = Mel(settings.LowFrequency), high = Mel(settings.HighFrequency);
            return 700 * (Math.Pow(10, (low + ((high - low) * i / (settings.Filters + 1))) / 2595) - 1);
        }

        var (left, centre, right) = (Corner(filter), Corner(filter + 1), Corner(filter + 2));
        return hertz <= left || hertz >= right ? 0 : hertz <= centre ? (hertz - left) / (centre - left) : (right - hertz) / (right - centre);
    }

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
}
