using System.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Numerics;

/// <summary>
/// Turns the outputs of a readout into the probabilities of its classes: rows are classes, and each lane sums to 1. The equations are
/// with <see cref="SoftmaxKernel{TSimd, TVector, T}"/>.
/// </summary>
/// <remarks>
/// Probabilities are accurate to about 4e-7 of themselves for <see cref="float"/> (1e-15 for <see cref="double"/>) plus the rounding of
/// x − max; logarithms to as much of the largest of |x − max| and 1. The padding beyond the lanes is computed like lanes.
/// </remarks>
public static unsafe class Softmax
{
    /// <summary>The probabilities of each lane's classes.</summary>
    /// <param name="logits"><c>[classes, lanes]</c>.</param>
    /// <param name="probabilities">The same shape; may be the same table.</param>
    /// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there is no class.</exception>
    public static void Probabilities<T>(LaneMatrix<T> logits, LaneMatrix<T> probabilities, InstructionSet? set = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        Run(logits, probabilities, null, set);
    }

    /// <summary>The logarithms of the probabilities of each lane's classes.</summary>
    /// <param name="logits"><c>[classes, lanes]</c>.</param>
    /// <param name="logProbabilities">The same shape; may be the same table.</param>
    /// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there is no class.</exception>
    public static void LogProbabilities<T>(LaneMatrix<T> logits, LaneMatrix<T> logProbabilities, InstructionSet? set = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(logProbabilities);
        Run(logits, null, logProbabilities, set);
    }

    /// <summary>The probabilities and their logarithms at the cost of little more than one of them.</summary>
    /// <param name="logits"><c>[classes, lanes]</c>.</param>
    /// <param name="probabilities">The same shape; may be the logits' table.</param>
    /// <param name="logProbabilities">The same shape; may be the logits' table, but not that of the probabilities.</param>
    /// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The shapes differ, there is no class, or both results go to one table.</exception>
    public static void Both<T>(LaneMatrix<T> logits, LaneMatrix<T> probabilities, LaneMatrix<T> logProbabilities, InstructionSet? set = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(logProbabilities);
        if (ReferenceEquals(probabilities, logProbabilities))
            throw new ArgumentException("Probabilities and their logarithms need a table each.", nameof(logProbabilities));
        Run(logits, probabilities, logProbabilities, set);
    }

    private static void Run<T>(LaneMatrix<T> logits, LaneMatrix<T>? probabilities, LaneMatrix<T>? logProbabilities, InstructionSet? set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(logits);
        if (logits.Rows < 1)
            throw new ArgumentException("Softmax needs at least one row (class).", nameof(logits));
        ThrowIfShapesDiffer(logits, probabilities, nameof(probabilities));
        ThrowIfShapesDiffer(logits, logProbabilities, nameof(logProbabilities));
        var kernel = new Kernel<T>
        {
            Logits = logits.Pointer,
            Rows = logits.Rows,
            Stride = logits.Stride,
            Lanes = logits.Lanes,
            Probabilities = probabilities is null ? null : probabilities.Pointer,
            LogProbabilities = logProbabilities is null ? null : logProbabilities.Pointer,
        };
        VectorKernel.Run<Kernel<T>, T>(ref kernel, set);

        // The pointers alone do not keep the tables' memory from being freed.
        GC.KeepAlive(logits);
        GC.KeepAlive(probabilities);
        GC.KeepAlive(logProbabilities);
    }

    private static void ThrowIfShapesDiffer<T>(LaneMatrix<T> logits, LaneMatrix<T>? table, string name)
        where T : unmanaged
    {
        if (table is not null && (table.Rows != logits.Rows || table.Lanes != logits.Lanes))
            throw new ArgumentException($"A table of {table.Rows} x {table.Lanes} was given for logits of {logits.Rows} x {logits.Lanes}.", name);
    }

    private struct Kernel<T> : IVectorKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public T* Logits;
        public int Rows;
        public int Stride;
        public int Lanes;
        public T* Probabilities;
        public T* LogProbabilities;

        public readonly void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged =>
            SoftmaxKernel<TSimd, TVector, T>.Run(Logits, Rows, Stride, Lanes, Probabilities, LogProbabilities);
    }
}
