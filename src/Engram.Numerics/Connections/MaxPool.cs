using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Numerics.Simd;

namespace Engram.Numerics.Connections;

/// <summary>
/// The greatest of each window of size x size, which tile the image. It has no neurons and no weights: forward it passes the greatest rate
/// and the slope found at the same place, and remembers for each lane where that was; backward it sends the error there and zero elsewhere. Of
/// equals the first in row-major order wins; a NaN wins only as the first of its window. Units are the rows above; neither bits nor padding
/// depend on how they are split.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class MaxPool<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly PoolGeometry _geometry;
    private readonly InstructionSet? _set;

    /// <summary>Builds a pool.</summary>
    /// <param name="below">The shape of what it reads.</param>
    /// <param name="size">The side of a window, and the distance between windows; a divisor of height and width.</param>
    /// <param name="lanes">How many lanes the tables have; 1 or more.</param>
    /// <param name="set">The vector width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public MaxPool(SignalShape below, int size, int lanes, InstructionSet? set = null)
    {
        _geometry = new PoolGeometry(below, size);
        _set = set ?? InstructionSets.Default;
        Winners = new LaneMatrix<T>(Above.Count, lanes);
    }

    /// <summary>The shape of what it reads.</summary>
    public SignalShape Below => _geometry.Below;

    /// <summary>The shape of what it gives.</summary>
    public SignalShape Above => _geometry.Above;

    /// <summary>The side of a window.</summary>
    public int Size => _geometry.Size;

    /// <summary>How many units each direction is cut into.</summary>
    public int Units => Above.Count;

    /// <summary>Which place of its window won, <c>i · size + j</c>, in the shape of <see cref="Above"/>: what must be saved with a network.</summary>
    public LaneMatrix<T> Winners { get; }

    /// <summary>Finds the greatest rates and the slopes at their places, and remembers where they were.</summary>
    /// <param name="rates">The rates below.</param>
    /// <param name="slopes">The slopes below.</param>
    /// <param name="pooledRates">Written: the greatest rate of each window.</param>
    /// <param name="pooledSlopes">Written: the slope at the same place.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="count">How many units.</param>
    /// <exception cref="ArgumentException">A table does not fit.</exception>
    public void Forward(LaneMatrix<T> rates, LaneMatrix<T> slopes, LaneMatrix<T> pooledRates, LaneMatrix<T> pooledSlopes, int first, int count)
    {
        _geometry.Check(rates, pooledRates, first, count, nameof(rates), nameof(pooledRates));
        _geometry.Check(slopes, pooledSlopes, first, count, nameof(slopes), nameof(pooledSlopes));
        ShapeCheck.SameLanes(Winners, rates, nameof(rates));
        ShapeCheck.SameLanes(Winners, slopes, nameof(slopes));
        var pass = new ForwardPass
        {
            Geometry = _geometry,
            Stride = rates.Stride,
            Rates = rates.Pointer,
            Slopes = slopes.Pointer,
            PooledRates = pooledRates.Pointer,
            PooledSlopes = pooledSlopes.Pointer,
            Winners = Winners.Pointer,
            First = first,
            Count = count,
        };
        VectorKernel.Run<ForwardPass, T>(ref pass, _set);
    }

    /// <summary>As the other <see cref="Forward(LaneMatrix{T}, LaneMatrix{T}, LaneMatrix{T}, LaneMatrix{T}, int, int)"/>, with slopes of zero and one as bits.</summary>
    /// <param name="rates">The rates below.</param>
    /// <param name="slopes">The slopes below.</param>
    /// <param name="pooledRates">Written: the greatest rate of each window.</param>
    /// <param name="pooledSlopes">Written: the slope at the same place.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="count">How many units.</param>
    /// <exception cref="ArgumentException">A table does not fit.</exception>
    public void Forward(LaneMatrix<T> rates, LaneBits<T> slopes, LaneMatrix<T> pooledRates, LaneBits<T> pooledSlopes, int first, int count)
    {
        _geometry.Check(rates, pooledRates, first, count, nameof(rates), nameof(pooledRates));
        ShapeCheck.SameLanes(Winners, rates, nameof(rates));
        CheckBits(slopes, Below, nameof(slopes));
        CheckBits(pooledSlopes, Above, nameof(pooledSlopes));
        var pass = new ForwardBitsPass
        {
            Geometry = _geometry,
            Stride = rates.Stride,
            Rates = rates.Pointer,
            Slopes = slopes.Pointer,
            PooledRates = pooledRates.Pointer,
            PooledSlopes = pooledSlopes.Pointer,
            Winners = Winners.Pointer,
            First = first,
            Count = count,
        };
        VectorKernel.Run<ForwardBitsPass, T>(ref pass, _set);
    }

    /// <summary>Sends errors to the places that won, and zeros to all others: the adjoint of the last forward pass.</summary>
    /// <param name="errors">The errors above.</param>
    /// <param name="sent">Written: what arrives below, whole windows.</param>
    /// <param name="first">The first unit.</param>
    /// <param name="count">How many units.</param>
    /// <exception cref="ArgumentException">A table does not fit.</exception>
    public void Backward(LaneMatrix<T> errors, LaneMatrix<T> sent, int first, int count)
    {
        _geometry.Check(sent, errors, first, count, nameof(sent), nameof(errors));
        ShapeCheck.SameLanes(Winners, errors, nameof(errors));
        var pass = new BackwardPass
        {
            Geometry = _geometry,
            Stride = errors.Stride,
            Errors = errors.Pointer,
            Sent = sent.Pointer,
            Winners = Winners.Pointer,
            First = first,
            Count = count,
        };
        VectorKernel.Run<BackwardPass, T>(ref pass, _set);
    }

    /// <inheritdoc/>
    public void Dispose() => Winners.Dispose();

    private void CheckBits(LaneBits<T> bits, SignalShape shape, string parameter)
    {
        ArgumentNullException.ThrowIfNull(bits, parameter);
        int words = Winners.Stride / bits.VectorLength;
        if (bits.Rows != shape.Count || bits.Lanes != Winners.Lanes || bits.Stride != words)
            throw new ArgumentException($"The bits must have {shape.Count} rows and {Winners.Lanes} lanes; they have {bits.Rows} and {bits.Lanes}.", parameter);
    }

    private struct ForwardBitsPass : IVectorKernel<T>
    {
        internal PoolGeometry Geometry;
        internal nint Stride;
        internal T* Rates;
        internal ushort* Slopes;
        internal T* PooledRates;
        internal ushort* PooledSlopes;
        internal T* Winners;
        internal int First;
        internal int Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            int size = Geometry.Size;
            nint nextRow = (Geometry.Below.Width - size) * Stride;
            for (int unit = First; unit < First + Count; unit++)
            {
                nint corner = Geometry.Corner(unit) * Stride;
                for (nint lane = 0; lane < Stride; lane += TSimd.Count)
                {
                    nint source = corner + lane, target = (unit * Stride) + lane;
                    TVector greatest = TSimd.Load(Rates + source), winner = default;
                    uint slopes = Slopes[source / TSimd.Count];
                    int place = 0;
                    for (int i = 0; i < size; i++, source += nextRow)
                    {
                        for (int j = 0; j < size; j++, source += Stride, place++)
                        {
                            TVector candidate = TSimd.Load(Rates + source);
                            uint greater = TSimd.LessBits(greatest, candidate);
                            slopes = (slopes & ~greater) | (Slopes[source / TSimd.Count] & greater);
                            winner = TSimd.SelectLess(greatest, candidate, TSimd.Broadcast(T.CreateTruncating(place)), winner);
                            greatest = TSimd.SelectLess(greatest, candidate, candidate, greatest);
                        }
                    }

                    TSimd.Store(greatest, PooledRates + target);
                    PooledSlopes[target / TSimd.Count] = (ushort)slopes;
                    TSimd.Store(winner, Winners + target);
                }
            }
        }
    }

    private struct ForwardPass : IVectorKernel<T>
    {
        internal PoolGeometry Geometry;
        internal nint Stride;
        internal T* Rates;
        internal T* Slopes;
        internal T* PooledRates;
        internal T* PooledSlopes;
        internal T* Winners;
        internal int First;
        internal int Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            int size = Geometry.Size;
            nint nextRow = (Geometry.Below.Width - size) * Stride;
            for (int unit = First; unit < First + Count; unit++)
            {
                nint corner = Geometry.Corner(unit) * Stride;
                for (nint lane = 0; lane < Stride; lane += TSimd.Count)
                {
                    T* rate = Rates + corner + lane;
                    T* slope = Slopes + corner + lane;
                    TVector greatest = TSimd.Load(rate), itsSlope = TSimd.Load(slope), winner = default;
                    int place = 0;
                    for (int i = 0; i < size; i++, rate += nextRow, slope += nextRow)
                    {
                        for (int j = 0; j < size; j++, rate += Stride, slope += Stride, place++)
                        {
                            TVector candidate = TSimd.Load(rate);
                            itsSlope = TSimd.SelectLess(greatest, candidate, TSimd.Load(slope), itsSlope);
                            winner = TSimd.SelectLess(greatest, candidate, TSimd.Broadcast(T.CreateTruncating(place)), winner);
                            greatest = TSimd.SelectLess(greatest, candidate, candidate, greatest);
                        }
                    }

                    nint target = (unit * Stride) + lane;
                    TSimd.Store(greatest, PooledRates + target);
                    TSimd.Store(itsSlope, PooledSlopes + target);
                    TSimd.Store(winner, Winners + target);
                }
            }
        }
    }

    private struct BackwardPass : IVectorKernel<T>
    {
        internal PoolGeometry Geometry;
        internal nint Stride;
        internal T* Errors;
        internal T* Sent;
        internal T* Winners;
        internal int First;
        internal int Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            int size = Geometry.Size;
            nint nextRow = (Geometry.Below.Width - size) * Stride;
            TVector half = TSimd.Broadcast(T.CreateTruncating(0.5));
            for (int unit = First; unit < First + Count; unit++)
            {
                nint corner = Geometry.Corner(unit) * Stride;
                for (nint lane = 0; lane < Stride; lane += TSimd.Count)
                {
                    TVector error = TSimd.Load(Errors + (unit * Stride) + lane);
                    TVector winner = TSimd.Load(Winners + (unit * Stride) + lane);
                    T* sent = Sent + corner + lane;
                    int place = 0;
                    for (int i = 0; i < size; i++, sent += nextRow)
                    {
                        for (int j = 0; j < size; j++, sent += Stride, place++)
                        {
                            TVector distance = TSimd.Abs(TSimd.Subtract(winner, TSimd.Broadcast(T.CreateTruncating(place))));
                            TSimd.Store(TSimd.SelectLess(distance, half, error, default), sent);
                        }
                    }
                }
            }
        }
    }
}
