namespace Engram.Lab.Experiments.Gle.LagNet;

/// <summary>What happened in every step.</summary>
internal sealed class LagNetTrace(int steps)
{
    internal double[] Input { get; } = new double[steps];

    internal double[] Target { get; } = new double[steps];

    internal LagNetCourse Gle { get; } = new(steps);

    internal LagNetCourse Adjoint { get; } = new(steps);
}

/// <summary>What one of the two students did in every step.</summary>
internal sealed class LagNetCourse(int steps)
{
    /// <summary>What the step returned.</summary>
    internal double[] Output { get; } = new double[steps];

    /// <summary>The weights of the first layer after the step, neuron by neuron.</summary>
    internal double[][] Weights { get; } = [new double[steps], new double[steps]];

    /// <summary>e of the first layer, or λ: neuron by neuron. Zero where a window was never ended.</summary>
    internal double[][] Credit { get; } = [new double[steps], new double[steps]];

    /// <summary>The mean squared error of the steps from <paramref name="first"/> up to <paramref name="end"/>.</summary>
    internal double Error(double[] target, int first, int end)
    {
        double sum = 0;
        for (int step = first; step < end; step++)
            sum += (target[step] - Output[step]) * (target[step] - Output[step]);
        return sum / (end - first);
    }
}
