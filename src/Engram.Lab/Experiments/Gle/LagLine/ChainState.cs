using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>The variables of a chain of two neurons in all lanes; each is a row, neuron 0 first, and zero at rest.</summary>
internal sealed class ChainState(int lanes) : IDisposable
{
    internal const int Membrane = 0, ErrorPotential = 2, Rate = 4, Slope = 6, Pull = 8, SentError = 10, OutputError = 11, NextSentError = 12, RowCount = 13;

    /// <summary>
    /// u, v, r, φ′(û) and pull = s + γ e − u of both neurons, then the error that the upper one sends down, and room for what a step makes.
    /// </summary>
    internal LaneMatrix<double> Rows { get; } = new(RowCount, lanes);

    /// <summary>Of the last step: Σ over lanes of e₀ x, e₁ r₀, e₀ pull₀, e₁ pull₁, and of (y − out)².</summary>
    internal double[] Sums { get; } = new double[ChainParameters.Count + 1];

    internal Span<double> Row(int row) => Rows.Row(row);

    public void Dispose() => Rows.Dispose();
}
