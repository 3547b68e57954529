using System.Runtime.Intrinsics;
using Engram.Numerics.Products;

namespace Engram.Numerics;

/// <summary>
/// The width of the vectors that the kernels work with. Every kernel gives the same bits at every width: the choice is one of speed only.
/// </summary>
public enum InstructionSet
{
    /// <summary>One number at a time: the reference in tests.</summary>
    Scalar = 0,

    /// <summary>128-bit vectors: SSE and FMA on x64, NEON on Arm.</summary>
    Vector128 = 1,

    /// <summary>256-bit vectors: AVX2 and FMA.</summary>
    Vector256 = 2,

    /// <summary>512-bit vectors: AVX-512.</summary>
    Vector512 = 3,
}

/// <summary>Which vector widths this machine has, and which one new networks use.</summary>
public static class InstructionSets
{
    /// <summary>The environment variable that overrides the choice made at start-up: <c>scalar</c>, <c>128</c>, <c>256</c> or <c>512</c>.</summary>
    public const string EnvironmentVariable = "ENGRAM_SIMD";

    /// <summary>The widest set that this machine runs in hardware.</summary>
    public static InstructionSet Widest { get; } =
        Vector512.IsHardwareAccelerated ? InstructionSet.Vector512
        : Vector256.IsHardwareAccelerated ? InstructionSet.Vector256
        : Vector128.IsHardwareAccelerated ? InstructionSet.Vector128
        : InstructionSet.Scalar;

    /// <summary>
    /// The set that is used where none is named: what <see cref="EnvironmentVariable"/> says, else the one that does the most arithmetic
    /// on this machine, which is measured in some milliseconds at the first use.
    /// </summary>
    public static InstructionSet Default => Chosen.Value;

    private static Lazy<InstructionSet> Chosen { get; } = new(() => FromEnvironment() ?? Fastest());

    /// <summary>The sets that this machine can run, narrowest first.</summary>
    public static IEnumerable<InstructionSet> Available
    {
        get
        {
            for (var set = InstructionSet.Scalar; set <= Widest; set++)
                yield return set;
        }
    }

    /// <summary>The narrowest set that takes rows of some length in one vector, but none wider than a given one: short rows gain nothing from more.</summary>
    /// <param name="length">The length of the rows; 1 or more.</param>
    /// <param name="widest">The widest set wanted.</param>
    /// <typeparam name="T">The number.</typeparam>
    public static InstructionSet ForLength<T>(int length, InstructionSet widest)
        where T : unmanaged
    {
        if (widest == InstructionSet.Scalar)
            return widest;
        InstructionSet set = length <= Vector128<T>.Count ? InstructionSet.Vector128
            : length <= Vector256<T>.Count ? InstructionSet.Vector256
            : InstructionSet.Vector512;
        return set < widest ? set : widest;
    }

    private static InstructionSet? FromEnvironment()
    {
        InstructionSet? wanted = Environment.GetEnvironmentVariable(EnvironmentVariable) switch
        {
            "scalar" => InstructionSet.Scalar,
            "128" => InstructionSet.Vector128,
            "256" => InstructionSet.Vector256,
            "512" => InstructionSet.Vector512,
            _ => null,
        };
        return wanted is { } set && set > Widest ? Widest : wanted;
    }

    /// <summary>
    /// Some processors run 512-bit vectors through 256-bit units: then the narrower ones do as much arithmetic and waste less of it on
    /// padding. Results are the same bits with each, so a measurement may decide.
    /// </summary>
    private static InstructionSet Fastest()
    {
        if (Widest != InstructionSet.Vector512)
            return Widest;
        const double Seconds = 1e-3;
        const double WorthThePadding = 1.25;
        // Wrongly narrow costs up to half of the speed, wrongly wide a tenth: other work on the machine must disturb every try to mislead.
        for (int attempt = 0; attempt < 5; attempt++)
        {
            double narrow = PeakMeter.Measure<float>(InstructionSet.Vector256, Seconds);
            if (PeakMeter.Measure<float>(InstructionSet.Vector512, Seconds) >= WorthThePadding * narrow)
                return InstructionSet.Vector512;
        }

        return InstructionSet.Vector256;
    }
}
