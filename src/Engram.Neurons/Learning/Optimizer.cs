namespace Engram.Neurons;

/// <summary>How a gradient changes parameters, as plain data. Applied at every time step (trap 8 of the specification).</summary>
/// <param name="LearningRate">η, for a step; 0 or more.</param>
public abstract record Optimizer(double LearningRate);

/// <summary>m ← μ m + g, w ← w − η m; without momentum simply w ← w − η g.</summary>
/// <param name="LearningRate">η.</param>
/// <param name="Momentum">μ, from 0 to below 1.</param>
public sealed record GradientDescent(double LearningRate, double Momentum = 0) : Optimizer(LearningRate);

/// <summary>
/// Adam (Kingma and Ba 2015) with the bias corrections: m and s are running means of g and g², w ← w − η m̂ / (√ŝ + ε).
/// </summary>
/// <param name="LearningRate">η.</param>
/// <param name="FirstDecay">The decay of m, from 0 to below 1.</param>
/// <param name="SecondDecay">The decay of s, from 0 to below 1.</param>
/// <param name="Epsilon">ε, positive.</param>
public sealed record Adam(double LearningRate, double FirstDecay = 0.9, double SecondDecay = 0.999, double Epsilon = 1e-8)
    : Optimizer(LearningRate);
