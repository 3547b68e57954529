using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics.Products;

/// <summary>
/// The drive of a single lane, where vectors over lanes would be all but empty: here they run over four postsynaptic neurons, whose weights
/// are turned in registers. Each sum is the same chain of multiply-adds as in <see cref="DenseProducts{TSimd,TVector,T}.Drive"/>, bit for bit.
/// </summary>
public static unsafe class SingleLaneDrive
{
    private const int Turned = 4;

    /// <summary>Whether it is of use on this machine, for a layer of this size.</summary>
    /// <param name="neurons">How many postsynaptic neurons.</param>
    public static bool IsOfUse(int neurons) => Fma.IsSupported && neurons >= Turned;

    /// <summary>drive[i] = bias[i] + Σ_j weights[i, j] · rates[j].</summary>
    /// <param name="weights">The first row wanted.</param>
    /// <param name="weightStride">The distance between rows of <paramref name="weights"/>; rows are padded to whole vectors of four.</param>
    /// <param name="bias">The bias of the first row, others <paramref name="weightStride"/> apart.</param>
    /// <param name="rates">The rate of the first presynaptic neuron.</param>
    /// <param name="rateStride">The distance between rates.</param>
    /// <param name="drive">Where the first result goes.</param>
    /// <param name="driveStride">The distance between results.</param>
    /// <param name="neurons">How many postsynaptic neurons; 4 or more.</param>
    /// <param name="presynaptic">How many presynaptic neurons.</param>
    public static void Run(
        float* weights, nint weightStride, float* bias, float* rates, nint rateStride, float* drive, nint driveStride, int neurons, int presynaptic)
    {
        // Four groups are so many chains that none waits for itself. The last ones overlap those before: the same sums, found again.
        int side = neurons >= 4 * Turned ? 4 * Turned : Turned;
        for (int neuron = 0; neuron < neurons; neuron += side)
        {
            int first = Math.Min(neuron, neurons - side);
            nint row = first * weightStride;
            if (side > Turned)
                FourGroups(weights + row, weightStride, bias + row, rates, rateStride, drive + (first * driveStride), driveStride, presynaptic);
            else
                Group(weights + row, weightStride, bias + row, rates, rateStride, drive + (first * driveStride), driveStride, presynaptic);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourGroups(
        float* weights, nint stride, float* bias, float* rates, nint rateStride, float* drive, nint driveStride, int presynaptic)
    {
        nint next = Turned * stride;
        Vector128<float> a = Start(bias, stride), b = Start(bias + next, stride), c = Start(bias + (2 * next), stride), d = Start(bias + (3 * next), stride);
        int column = 0;
        for (; column <= presynaptic - Turned; column += Turned)
        {
            Vector128<float> r0 = Vector128.Create(rates[0]);
            Vector128<float> r1 = Vector128.Create(rates[rateStride]);
            Vector128<float> r2 = Vector128.Create(rates[2 * rateStride]);
            Vector128<float> r3 = Vector128.Create(rates[3 * rateStride]);
            float* from = weights + column;
            a = Add(from, stride, r0, r1, r2, r3, a);
            b = Add(from + next, stride, r0, r1, r2, r3, b);
            c = Add(from + (2 * next), stride, r0, r1, r2, r3, c);
            d = Add(from + (3 * next), stride, r0, r1, r2, r3, d);
            rates += Turned * rateStride;
        }

        for (; column < presynaptic; column++, rates += rateStride)
        {
            Vector128<float> rate = Vector128.Create(*rates);
            a = Fma.MultiplyAdd(Start(weights + column, stride), rate, a);
            b = Fma.MultiplyAdd(Start(weights + column + next, stride), rate, b);
            c = Fma.MultiplyAdd(Start(weights + column + (2 * next), stride), rate, c);
            d = Fma.MultiplyAdd(Start(weights + column + (3 * next), stride), rate, d);
        }

        Scatter(a, drive, driveStride);
        Scatter(b, drive + (Turned * driveStride), driveStride);
        Scatter(c, drive + (2 * Turned * driveStride), driveStride);
        Scatter(d, drive + (3 * Turned * driveStride), driveStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Group(
        float* weights, nint stride, float* bias, float* rates, nint rateStride, float* drive, nint driveStride, int presynaptic)
    {
        Vector128<float> sum = Start(bias, stride);
        for (int column = 0; column < presynaptic; column++, rates += rateStride)
            sum = Fma.MultiplyAdd(Start(weights + column, stride), Vector128.Create(*rates), sum);
        Scatter(sum, drive, driveStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Start(float* first, nint stride) =>
        Vector128.Create(first[0], first[stride], first[2 * stride], first[3 * stride]);

    /// <summary>Four columns of four rows, turned and added to the chains in the order of the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Add(
        float* weights, nint stride, Vector128<float> r0, Vector128<float> r1, Vector128<float> r2, Vector128<float> r3, Vector128<float> sum)
    {
        Vector128<float> a = Vector128.Load(weights);
        Vector128<float> b = Vector128.Load(weights + stride);
        Vector128<float> c = Vector128.Load(weights + (2 * stride));
        Vector128<float> d = Vector128.Load(weights + (3 * stride));
        Vector128<float> lowAB = Sse.UnpackLow(a, b);
        Vector128<float> lowCD = Sse.UnpackLow(c, d);
        Vector128<float> highAB = Sse.UnpackHigh(a, b);
        Vector128<float> highCD = Sse.UnpackHigh(c, d);
        sum = Fma.MultiplyAdd(Sse.MoveLowToHigh(lowAB, lowCD), r0, sum);
        sum = Fma.MultiplyAdd(Sse.MoveHighToLow(lowCD, lowAB), r1, sum);
        sum = Fma.MultiplyAdd(Sse.MoveLowToHigh(highAB, highCD), r2, sum);
        return Fma.MultiplyAdd(Sse.MoveHighToLow(highCD, highAB), r3, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scatter(Vector128<float> sums, float* target, nint stride)
    {
        target[0] = sums[0];
        target[stride] = sums[1];
        target[2 * stride] = sums[2];
        target[3 * stride] = sums[3];
    }
}
