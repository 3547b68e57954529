using Engram.Datasets;
using Engram.Dreaming.Evaluation;
using Engram.Numerics;

namespace Engram.Dreaming.Tests.Evaluation;

/// <summary>Small images, latents and cortices drawn from seeds.</summary>
internal static class Drawn
{
    public const int Size = 16;

    /// <summary>Images whose class sets their brightness, among noise.</summary>
    public static ImageSet Images(int count, int classes = 3, ulong seed = 5)
    {
        var shape = new ImageShape(3, Size, Size);
        RandomStream stream = new RandomStreams(seed).Named("images");
        var pixels = new byte[count * shape.Values];
        var labels = new int[count];
        for (var image = 0; image < count; image++)
        {
            labels[image] = image % classes;
            for (var i = 0; i < shape.Values; i++)
                pixels[(image * shape.Values) + i] = (byte)((200 * labels[image] / classes) + stream.NextBounded(56));
        }

        return new ImageSet(pixels, labels, shape, [.. Enumerable.Range(0, classes).Select(label => $"class {label}")], "drawn");
    }

    public static LatentSet Latents(int count, int dimensions, int classes = 3, ulong seed = 7, double apart = 0)
    {
        RandomStream stream = new RandomStreams(seed).Named("latents");
        var values = new float[count * dimensions];
        stream.FillGaussian(values);
        var labels = new int[count];
        for (var item = 0; item < count; item++)
        {
            labels[item] = stream.NextBounded(classes);
            values[(item * dimensions) + labels[item]] += (float)apart;
        }

        return new LatentSet(values, labels, dimensions, classes);
    }

    public static Cortex<float> Cortex(WorkerTeam? team = null, int projections = 0, InstructionSet? set = null) =>
        new CortexDescription { ImageSize = Size, Width = 3, Latents = 10, Projections = projections }.Build<float>(lanes: 4, seed: 11, team, set);
}
