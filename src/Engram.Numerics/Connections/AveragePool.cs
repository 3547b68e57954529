using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Connections;

/// <summary>
/// The mean of each window of size x size, which tile the image: the sum in row-major order, divided by size². Backward every place of a window
/// gets error / size². Slopes do not pass: the layer below multiplies by its own. Units are the rows above; bits do not depend on how they are
/// split.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class AveragePool<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PoolGeometry _geometry;
    private readonly InstructionSet? _set;

    /// <summary>Builds a pool.</summary>
    /// <param name="below">The shape of what it reads.</param>
    /// <param name="size">The side of a window, and the distance between windows; a divisor of height and width.</param>
    /// <param name="set">The vector width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public AveragePool(SignalShape below, int size, InstructionSet? set = null)
    {
        _geometry = new PoolGeometry(below, size);
        _set = set ?? InstructionSets.Default;
    }

    /// <summary>The shape of what it reads.</summary>
    public SignalShape Below => _geometry.Below;

    /// <summary>The shape of what it gives.</summary>
    public SignalShape Above => _geometry.Above;

    /// <summary>The side of a window.</summary>
    public int Size => _geometry.Size;

    /// <summary>How many units each direction is cut into.</summary>
    public int Units => Above.Count;

    /// <summary>Finds the means.</summary>
    /// <param name="rates">The rates below.</param>
    /// <param name="pooled">Written: the mean of each window.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="count">How many units.</param>
    /// <exception cref="ArgumentException">A table does not fit.</exception>
    public void Forward(LaneMatrix<T> rates, LaneMatrix<T> pooled, int first, int count)
    {
        _geometry.Check(rates, pooled, first, count, nameof(rates), nameof(pooled));
        Run(rates, pooled, first, count, isForward: true);
    }

    /// <summary>Spreads errors over their windows: the adjoint of <see cref="Forward"/>.</summary>
    /// <param name="errors">The errors above.</param>
    /// <param name="sent">Written: what arrives below, whole windows.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="count">How many units.</param>
    /// <exception cref="ArgumentException">A table does not fit.</exception>
    public void Backward(LaneMatrix<T> errors, LaneMatrix<T> sent, int first, int count)
    {
        _geometry.Check(sent, errors, first, count, nameof(sent), nameof(errors));
        Run(sent, errors, first, count, isForward: false);
    }

    private void Run(LaneMatrix<T> below, LaneMatrix<T> above, int first, int count, bool isForward)
    {
        var pass = new Pass
        {
            Geometry = _geometry,
            Stride = below.Stride,
            Below = below.Pointer,
            Above = above.Pointer,
            First = first,
            Count = count,
            IsForward = isForward,
        };
        VectorKernel.Run<Pass, T>(ref pass, _set);
    }

    private struct Pass : IVectorKernel<T>
    {
        internal PoolGeometry Geometry;
        internal nint Stride;
        internal T* Below;
        internal T* Above;
        internal int First;
        internal int Count;
        internal bool IsForward;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            int size = Geometry.Size;
            nint nextRow = (Geometry.Below.Width - size) * Stride;
            TVector places = TSimd.Broadcast(T.CreateTruncating(size) * T.CreateTruncating(size));
            for (int unit = First; unit < First + Count; unit++)
            {
                nint corner = Geometry.Corner(unit) * Stride;
                for (nint lane = 0; lane < Stride; lane += TSimd.Count)
                {
                    T* below = Below + corner + lane;
                    T* above = Above + (unit * Stride) + lane;
                    TVector share = IsForward ? default : TSimd.Divide(TSimd.Load(above), places);
                    TVector sum = default;
                    for (int i = 0; i < size; i++, below += nextRow)
                    {
                        for (int j = 0; j < size; j++, below += Stride)
                        {
                            if (IsForward)
                                sum = TSimd.Add(sum, TSimd.Load(below));
                            else
                                TSimd.Store(share, below);
                        }
                    }

                    if (IsForward)
                        TSimd.Store(TSimd.Divide(sum, places), above);
                }
            }
        }
    }
}
