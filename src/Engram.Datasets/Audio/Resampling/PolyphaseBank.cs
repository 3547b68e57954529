namespace Engram.Datasets;

/// <summary>The weights of a <see cref="Resampler"/>: a row for every place that an output sample can have between two input samples.</summary>
internal sealed class PolyphaseBank
{
    /// <summary>What is let through untouched, as a share of the lower of the two Nyquist frequencies.</summary>
    internal const double PassBand = 0.9;

    /// <summary>How far what would alias is held down.</summary>
    internal const double StopBandDecibels = 80;

    private const int MostWeights = 1 << 24;

    /// <summary>Designs the filter.</summary>
    /// <param name="up">L: outputs for every <paramref name="down"/> inputs; no common factor with it.</param>
    /// <param name="down">M.</param>
    /// <exception cref="ArgumentException">There would be more than 16 million weights.</exception>
    internal PolyphaseBank(int up, int down)
    {
        // In cycles an input sample: the stop band begins where the lower rate can no longer follow.
        var nyquist = 0.5 * Math.Min(1, (double)up / down);
        var cut = nyquist * (1 + PassBand) / 2;
        var reach = KaiserWindow.Length(StopBandDecibels, nyquist * (1 - PassBand)) / 2;
        Half = (int)Math.Ceiling(reach);
        RowLength = ChainedDot.Padded(2 * Half);
        if ((long)up * RowLength > MostWeights)
        {
            throw new ArgumentException(
                $"A ratio of {up} to {down} needs {(long)up * RowLength} weights; {MostWeights} are the limit. Take rates with a greater common divisor.");
        }

        Weights = new float[up * RowLength];
        var beta = KaiserWindow.Beta(StopBandDecibels);
        var row = new double[2 * Half];
        for (var phase = 0; phase < up; phase++)
        {
            var sum = 0.0;
            for (var i = 0; i < row.Length; i++)
            {
                var distance = ((double)phase / up) + Half - 1 - i;
                row[i] = Sinc(2 * cut * distance) * KaiserWindow.At(distance / reach, beta);
                sum += row[i];
            }

            // Each row adds up to 1: a constant stays that constant at every phase.
            for (var i = 0; i < row.Length; i++)
                Weights[(phase * RowLength) + i] = (float)(row[i] / sum);
        }
    }

    /// <summary>How many input samples on each side an output depends on.</summary>
    internal int Half { get; }

    /// <summary>The weights of a row: twice <see cref="Half"/>, padded with zeros.</summary>
    internal int RowLength { get; }

    /// <summary>The weights, <c>[phase][input]</c>.</summary>
    internal float[] Weights { get; }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
