using Engram.Numerics;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Engram.Benchmarks;

/// <summary>Tables of Engram beside tensors: the way over, and how far apart the two are.</summary>
internal static class Tables
{
    /// <summary>A copy <c>[row, lane]</c> without padding.</summary>
    internal static Tensor ToTensor(this LaneMatrix<float> table)
    {
        float[] values = new float[table.Rows * table.Lanes];
        for (int row = 0; row < table.Rows; row++)
            table.Row(row).CopyTo(values.AsSpan(row * table.Lanes));
        return torch.tensor(values, new long[] { table.Rows, table.Lanes });
    }

    /// <summary>A copy <c>[lane, channel, y, x]</c>, as convolutions of libtorch want it.</summary>
    internal static Tensor ToImages(this LaneMatrix<float> table, Numerics.Connections.SignalShape shape)
    {
        using Tensor rows = table.ToTensor();
        using Tensor lanes = rows.t();
        using Tensor inOrder = lanes.contiguous();
        return inOrder.reshape(table.Lanes, shape.Channels, shape.Height, shape.Width);
    }

    /// <summary>The root of the mean squared difference, relative to that of the tensor. Not a number anywhere counts as infinitely far.</summary>
    internal static double Difference(Tensor ours, Tensor theirs)
    {
        using Tensor difference = (ours - theirs).norm();
        using Tensor size = theirs.norm();
        double relative = difference.ToDouble() / size.ToDouble();
        return double.IsNaN(relative) ? double.PositiveInfinity : relative;
    }

    /// <summary>A table of numbers drawn evenly from −1 to 1.</summary>
    internal static LaneMatrix<float> Random(int rows, int lanes, RandomStream random)
    {
        var table = new LaneMatrix<float>(rows, lanes);
        Fill(table, random);
        return table;
    }

    internal static void Fill(LaneMatrix<float> table, RandomStream random)
    {
        for (int row = 0; row < table.Rows; row++)
        {
            foreach (ref float value in table.Row(row))
                value = (float)random.NextUniform(-1, 1);
        }
    }
}
