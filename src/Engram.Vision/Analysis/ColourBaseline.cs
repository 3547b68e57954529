using Engram.Delaunay.Imaging;
using Engram.Vision.Data;
using Engram.Vision.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Engram.Vision.Analysis;

/// <summary>
/// How far colour alone goes (specification 2.8.6): logistic regression on the mean and deviation of red, green and blue and on a histogram of 8 x 8 x 8
/// colours, standardised over the training pictures.
/// </summary>
internal static class ColourBaseline
{
    /// <summary>Numbers of a picture.</summary>
    public const int Features = 6 + (Levels * Levels * Levels);

    private const int Levels = 8;
    private const int Steps = 300;

    // Chosen on drawn pictures, where accuracy is flat around them; a penalty keeps rare colours from deciding.
    private const double LearningRate = 0.02;
    private const double Decay = 0.01;

    /// <summary>Right answers on the test pictures, %.</summary>
    public static double Accuracy(PictureSet pictures, IReadOnlyList<int> train, IReadOnlyList<int> test)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor known = Describe(pictures, train), asked = Describe(pictures, test);
        Tensor mean = known.mean([0], keepdim: true), deviation = known.std([0], unbiased: false, keepdim: true).add(1e-6);
        known = known.sub(mean).div(deviation).clamp(-5, 5);
        asked = asked.sub(mean).div(deviation).clamp(-5, 5);
        Tensor labels = tensor(train.Select(index => (long)pictures.Labels[index]).ToArray());
        Linear map = nn.Linear(Features, pictures.Classes.Count);
        using (no_grad())
        {
            map.weight!.zero_();
            map.bias!.zero_();
        }

        var schedule = new LearningRateSchedule("cosine", LearningRate, Steps);
        using (var optimizer = new Training.Adam(map.named_parameters(), LearningRate, Decay))
        {
            for (int step = 0; step < Steps; step++)
            {
                using DisposeScope one = NewDisposeScope();
                nn.functional.cross_entropy(map.call(known), labels).backward();
                optimizer.LearningRate = schedule.At(step);
                optimizer.Step();
            }
        }

        using IDisposable still = no_grad();
        int right = ClassifierTraining.Right(map.call(asked), tensor(test.Select(index => (long)pictures.Labels[index]).ToArray()));
        map.Dispose();
        return 100.0 * right / test.Count;
    }

    /// <summary>The numbers of a picture: means, deviations, square roots of the shares of 512 colours.</summary>
    public static float[] Describe(RgbImage image)
    {
        var numbers = new float[Features];
        Span<double> sums = stackalloc double[3], squares = stackalloc double[3];
        ReadOnlySpan<byte> pixels = image.Pixels;
        int count = pixels.Length / 3;
        for (int at = 0; at < pixels.Length; at += 3)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                sums[channel] += pixels[at + channel];
                squares[channel] += pixels[at + channel] * pixels[at + channel];
            }

            numbers[6 + ((((pixels[at] / 32) * Levels) + (pixels[at + 1] / 32)) * Levels) + (pixels[at + 2] / 32)]++;
        }

        for (int channel = 0; channel < 3; channel++)
        {
            double mean = sums[channel] / count;
            numbers[channel] = (float)(mean / 255);
            numbers[3 + channel] = (float)(Math.Sqrt(Math.Max(0, (squares[channel] / count) - (mean * mean))) / 255);
        }

        for (int colour = 6; colour < Features; colour++)
            numbers[colour] = MathF.Sqrt(numbers[colour] / count);
        return numbers;
    }

    private static Tensor Describe(PictureSet pictures, IReadOnlyList<int> indices)
    {
        var numbers = new float[indices.Count * Features];
        for (int i = 0; i < indices.Count; i++)
            Describe(pictures.Images[indices[i]]).CopyTo(numbers, i * Features);
        return tensor(numbers, indices.Count, Features);
    }
}
