using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>Reads a sound of a part into memory that is given.</summary>
/// <param name="item">Which, from 0.</param>
/// <param name="samples">Where to; long enough for any sound.</param>
/// <returns>How many samples it has.</returns>
internal delegate int SoundReader(int item, Span<float> samples);

/// <summary>A part of a set of spoken words.</summary>
/// <param name="Labels">The class of each sound.</param>
/// <param name="Read">Reads one.</param>
internal sealed record SpokenPart(int[] Labels, SoundReader Read)
{
    internal int Count => Labels.Length;

    /// <summary>A part whose sounds lie in memory.</summary>
    internal static SpokenPart Of(IReadOnlyList<(ReadOnlyMemory<float> Sound, int Label)> sounds, int most) => new(
        [.. sounds.Select(static sound => sound.Label)],
        (item, samples) =>
        {
            ReadOnlySpan<float> sound = sounds[item].Sound.Span;
            // What goes on longer than the frames of the experiment is cut off.
            sound = sound[..Math.Min(sound.Length, most)];
            sound.CopyTo(samples);
            return sound.Length;
        });
}

/// <summary>Spoken words to learn: three parts, and how they become features.</summary>
internal sealed class SpokenWords
{
    /// <summary>What they are called.</summary>
    internal required string Name { get; init; }

    /// <summary>What one should know of them; may be empty.</summary>
    internal string Note { get; init; } = "";

    /// <summary>Whether they are the set that the paper learned, complete.</summary>
    internal bool IsPublished { get; init; }

    internal required IReadOnlyList<string> Classes { get; init; }

    internal required FeatureSettings Features { get; init; }

    /// <summary>Frames that every sound is shown for.</summary>
    internal required int Frames { get; init; }

    /// <summary>The most samples of a sound.</summary>
    internal required int MostSamples { get; init; }

    internal required SpokenPart Train { get; init; }

    internal required SpokenPart Validation { get; init; }

    internal required SpokenPart Test { get; init; }

    /// <summary>Recordings of noise to mix in; may be none.</summary>
    internal IReadOnlyList<Waveform> Noise { get; init; } = [];

    /// <summary>A tenth of a second, as published.</summary>
    internal SpeechAugmentation Augmentation => new(
        new SpeechAugmentationSettings { NoiseProbability = Noise.Count > 0 ? 0.8 : 0, GreatestShift = Features.SampleRate / 10 }, Noise);

    /// <summary>Draws items with replacement, all classes that occur equally likely.</summary>
    internal static void DrawBalanced(SpokenPart part, RandomStream random, Span<int> items)
    {
        int[][] classes = [.. part.Labels.Index().GroupBy(static pair => pair.Item, static pair => pair.Index).OrderBy(static group => group.Key).Select(static group => group.ToArray())];
        foreach (ref int item in items)
        {
            int[] ofClass = classes[random.NextBounded(classes.Length)];
            item = ofClass[random.NextBounded(ofClass.Length)];
        }
    }
}
