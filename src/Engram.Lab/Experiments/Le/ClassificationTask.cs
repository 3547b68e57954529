using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Le;

/// <summary>What is to be learned: samples in three parts, the shape of one, and how many outputs say what it is.</summary>
/// <param name="Name">The data set.</param>
/// <param name="Shape">The shape of a sample.</param>
/// <param name="Outputs">One for each class; a single one says 0 or 1.</param>
/// <param name="Train">To learn from.</param>
/// <param name="Validation">To watch learning by.</param>
/// <param name="Test">To test once, at the end.</param>
/// <param name="Note">What a reader of the result must know of the data.</param>
internal sealed record ClassificationTask(
    string Name, SignalShape Shape, int Outputs, ISamples Train, ISamples Validation, ISamples Test, string Note)
{
    /// <summary>Refuses a batch that a part of the samples does not fill.</summary>
    /// <param name="batch">How many samples side by side.</param>
    /// <exception cref="UsageException">One does not.</exception>
    internal void CheckBatch(int batch)
    {
        foreach ((string part, ISamples samples) in new[] { ("training", Train), ("validation", Validation), ("test", Test) })
        {
            if (samples.Count < batch)
                throw new UsageException($"training.batch is {batch}, but there are only {samples.Count} {part} samples of {Name}: take a smaller batch or more data.");
        }
    }

    /// <summary>The targets of a batch: one-hot, or the label itself where there is a single output.</summary>
    internal void FillTarget(ISamples from, ReadOnlySpan<int> samples, LaneMatrix<float> target)
    {
        target.Clear();
        for (int lane = 0; lane < samples.Length; lane++)
        {
            int label = from.Label(samples[lane]);
            if (Outputs == 1)
                target[0, lane] = label;
            else
                target[label, lane] = 1;
        }
    }

    /// <summary>The class that a lane decided for: the first of the greatest outputs, or whether the single one is at least a threshold.</summary>
    internal int Decide(LaneMatrix<float> output, int lane, float threshold)
    {
        if (Outputs == 1)
            return output[0, lane] >= threshold ? 1 : 0;
        int best = 0;
        for (int row = 1; row < Outputs; row++)
        {
            if (output[row, lane] > output[best, lane])
                best = row;
        }

        return best;
    }
}
