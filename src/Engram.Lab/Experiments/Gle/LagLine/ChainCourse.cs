namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>What a student did, every ten steps, as the published logs are.</summary>
internal sealed class ChainCourse
{
    internal const int Stride = 10;

    private readonly ChainStudent _student;

    internal ChainCourse(ChainStudent student, int steps)
    {
        _student = student;
        int count = ((steps - 1) / Stride) + 1;
        (Loss, Output) = (new double[count], new double[count]);
        Parameters = [.. Enumerable.Range(0, ChainParameters.Count).Select(_ => new double[count])];
    }

    internal ChainModel Model => _student.Model;

    /// <summary>The mean over lanes of the squared error.</summary>
    internal double[] Loss { get; }

    /// <summary>What lane 0 returned.</summary>
    internal double[] Output { get; }

    /// <summary>The four parameters after the step.</summary>
    internal double[][] Parameters { get; }

    internal void Keep(int step)
    {
        int index = step / Stride;
        Loss[index] = _student.Loss;
        Output[index] = _student.Output;
        for (int i = 0; i < ChainParameters.Count; i++)
            Parameters[i][index] = _student.Parameters.Values[i];
    }

    /// <summary>The greatest distance of a parameter from the published course, over the rows that lie in the run; NaN if none does.</summary>
    internal double DistanceFromPublished()
    {
        (int Step, double Loss, double[] Parameters)[] rows =
            [.. PublishedLagLine.Course.Take(PublishedLagLine.ExactRows).Where(row => row.Step / Stride < Loss.Length)];
        return rows.Length == 0 ? double.NaN : rows.Max(row => row.Parameters.Select((value, i) => Math.Abs(value - Parameters[i][row.Step / Stride])).Max());
    }
}
