using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>Labelled samples that a batch is filled from.</summary>
internal interface ISamples
{
    int Count { get; }

    int Label(int sample);

    /// <summary>Fills the lanes of a batch: lane i becomes sample <c>samples[i]</c>.</summary>
    void Fill(ReadOnlySpan<int> samples, LaneMatrix<float> input);
}

/// <summary>Images, each pixel times a scale.</summary>
internal sealed class ImageSamples(ImageSet images, float scale) : ISamples
{
    public int Count => images.Count;

    public int Label(int sample) => images.Labels[sample];

    public void Fill(ReadOnlySpan<int> samples, LaneMatrix<float> input) => images.FillLanes(samples, input, scale);
}

/// <summary>Some rows of a table, as they are.</summary>
internal sealed class RowSamples(RowSet rows, int[] chosen) : ISamples
{
    private int[] _places = [];

    public int Count => chosen.Length;

    public int Label(int sample) => rows.Labels[chosen[sample]];

    public void Fill(ReadOnlySpan<int> samples, LaneMatrix<float> input)
    {
        if (_places.Length < samples.Length)
            _places = new int[samples.Length];
        for (int lane = 0; lane < samples.Length; lane++)
            _places[lane] = chosen[samples[lane]];
        rows.FillLanes(_places.AsSpan(0, samples.Length), input);
    }
}
