using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Spiking;

/// <summary>
/// A stretch of time in which no spike arrives: the potential is A e^(−t/τm) + B e^(−t/τs), so all its steps can be had at once. What the
/// eligibilities need of it are two sums over the steps of φ(u) times a decay. Each sum is eight partial sums, whatever the vector width.
/// </summary>
internal unsafe struct PotentialKernel : IVectorKernel<double>
{
    /// <summary>Partial sums.</summary>
    public const int Columns = 8;

    // A potential so low that its φ is nothing stands for what lies beyond the end.
    private const double Beyond = -1e4;

    public double* Membrane;
    public double* Current;
    public double* MembraneEcho;
    public double* CurrentEcho;
    public double* Positions;
    public double A;
    public double B;
    public double Slope;
    public double Offset;
    public int Count;
    public double MembraneSum;
    public double CurrentSum;
    public double Greatest;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, double>
        where TVector : unmanaged
    {
        double* sums = stackalloc double[3 * Columns];
        TVector a = TSimd.Broadcast(A), b = TSimd.Broadcast(B), slope = TSimd.Broadcast(Slope), offset = TSimd.Broadcast(Offset);
        TVector end = TSimd.Broadcast(Count), beyond = TSimd.Broadcast(Beyond);
        for (int column = 0; column < Columns; column += TSimd.Count)
        {
            TVector membrane = TSimd.Broadcast(0), current = membrane, greatest = beyond;
            for (nint i = column; i < Count; i += Columns)
            {
                TVector u = TSimd.MultiplyAdd(a, TSimd.Load(Membrane + i), TSimd.Multiply(b, TSimd.Load(Current + i)));
                u = TSimd.SelectLess(TSimd.Load(Positions + i), end, u, beyond);
                greatest = TSimd.Max(greatest, u);
                TVector phi = Exp.Invoke<TSimd, TVector, double>(TSimd.MultiplyAdd(u, slope, offset));
                membrane = TSimd.MultiplyAdd(phi, TSimd.Load(MembraneEcho + i), membrane);
                current = TSimd.MultiplyAdd(phi, TSimd.Load(CurrentEcho + i), current);
            }

            TSimd.Store(membrane, sums + column);
            TSimd.Store(current, sums + Columns + column);
            TSimd.Store(greatest, sums + (2 * Columns) + column);
        }

        (MembraneSum, CurrentSum, Greatest) = (0, 0, Beyond);
        for (int column = 0; column < Columns; column++)
        {
            MembraneSum += sums[column];
            CurrentSum += sums[Columns + column];
            Greatest = Math.Max(Greatest, sums[(2 * Columns) + column]);
        }
    }
}
