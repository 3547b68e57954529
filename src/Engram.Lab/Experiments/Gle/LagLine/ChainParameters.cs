namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>What a chain of two neurons learns: w₀, w₁ and the membrane time constants τm₀, τm₁ in time units.</summary>
internal sealed class ChainParameters
{
    internal const int Count = 4;

    internal static readonly string[] Names = ["w0", "w1", "tau0", "tau1"];

    internal ChainParameters(double firstWeight, double secondWeight, double firstTime, double secondTime) =>
        Values = [firstWeight, secondWeight, firstTime, secondTime];

    /// <summary>In the order of <see cref="Names"/>.</summary>
    internal double[] Values { get; }

    internal double FirstWeight => Values[0];

    internal double SecondWeight => Values[1];

    internal double FirstTime => Values[2];

    internal double SecondTime => Values[3];
}
