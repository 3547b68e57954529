using Engram.Datasets;
using Engram.Dreaming.Evaluation;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>
/// Real images, NREM dreams of other ones and REM dreams of two further kinds of others: four parts of the training images in a random order (PAD
/// specification 6.5).
/// </summary>
internal sealed class DreamDraw : IDisposable
{
    private readonly RemDreams _rem;

    internal DreamDraw(CortexReader reader, ImageSet images, int count, RandomStreams chance)
    {
        var order = new int[images.Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        chance.Named("dreamt-images").Shuffle<int>(order);
        Real = Part(0);
        Remembered = Part(1);
        Nrem = new NremDreams(reader, Remembered);
        _rem = new RemDreams(reader, Part(2), Part(3), chance);

        SeenPictures Part(int index) => new(images, order.AsSpan(index * count, count).ToArray());
    }

    internal IPictures Real { get; }

    /// <summary>What the NREM dreams are of.</summary>
    internal IPictures Remembered { get; }

    internal IPictures Nrem { get; }

    internal IPictures Rem => _rem;

    public void Dispose() => _rem.Dispose();
}
