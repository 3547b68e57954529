using Engram.Numerics.Simd;

namespace Engram.Numerics.Products;

/// <summary>
/// The three products of a dense connection, in the words of the field. Weights are <c>[postsynaptic, presynaptic]</c>, rates and errors
/// <c>[neuron, lane]</c>; each output is one chain of fused multiply-adds in a fixed order.
/// </summary>
/// <typeparam name="TSimd">The vector width.</typeparam>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="T">The number.</typeparam>
public static unsafe class DenseProducts<TSimd, TVector, T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
{
    /// <summary>The drive of the neurons above: drive[i, lane] = bias[i] + Σ_j weights[i, j] · rates[j, lane].</summary>
    /// <param name="weights">The first row wanted.</param>
    /// <param name="weightStride">The distance between rows of <paramref name="weights"/>.</param>
    /// <param name="bias">The bias of the first row, others <paramref name="weightStride"/> apart; null for none.</param>
    /// <param name="rates">The presynaptic rates, padded to whole vectors.</param>
    /// <param name="rateStride">The distance between rows of <paramref name="rates"/>.</param>
    /// <param name="drive">The first row of the result.</param>
    /// <param name="driveStride">The distance between rows of <paramref name="drive"/>.</param>
    /// <param name="neurons">How many postsynaptic neurons.</param>
    /// <param name="lanes">How many lanes.</param>
    /// <param name="presynaptic">How many presynaptic neurons.</param>
    public static void Drive(
        T* weights, nint weightStride, T* bias, T* rates, nint rateStride, T* drive, nint driveStride, int neurons, int lanes, int presynaptic) =>
        ProductKernel<TSimd, TVector, T>.Run(
            weights, weightStride, 1, bias, rates, rateStride, drive, driveStride, neurons, lanes, presynaptic, T.One);

    /// <summary>The errors sent down: sent[j, lane] = Σ_i weights[i, j] · errors[i, lane].</summary>
    /// <param name="weights">The column of the first presynaptic neuron wanted, in the first row.</param>
    /// <param name="weightStride">The distance between rows of <paramref name="weights"/>.</param>
    /// <param name="errors">The postsynaptic errors, padded to whole vectors.</param>
    /// <param name="errorStride">The distance between rows of <paramref name="errors"/>.</param>
    /// <param name="sent">The first row of the result.</param>
    /// <param name="sentStride">The distance between rows of <paramref name="sent"/>.</param>
    /// <param name="presynaptic">How many presynaptic neurons are wanted.</param>
    /// <param name="lanes">How many lanes.</param>
    /// <param name="neurons">How many postsynaptic neurons.</param>
    public static void Transport(
        T* weights, nint weightStride, T* errors, nint errorStride, T* sent, nint sentStride, int presynaptic, int lanes, int neurons) =>
        ProductKernel<TSimd, TVector, T>.Run(
            weights, 1, weightStride, null, errors, errorStride, sent, sentStride, presynaptic, lanes, neurons, T.One);

    /// <summary>The local gradient: gradient[i, j] = scale · Σ_lane errors[i, lane] · rates[lane, j].</summary>
    /// <param name="errors">The postsynaptic errors <c>[neuron, lane]</c>.</param>
    /// <param name="errorStride">The distance between rows of <paramref name="errors"/>.</param>
    /// <param name="transposedRates">The presynaptic rates <c>[lane, neuron]</c>, padded to whole vectors; see <see cref="Transposition"/>.</param>
    /// <param name="transposedStride">The distance between rows of <paramref name="transposedRates"/>.</param>
    /// <param name="gradient">The first column wanted, in the first row; padding is written.</param>
    /// <param name="gradientStride">The distance between rows of <paramref name="gradient"/>.</param>
    /// <param name="neurons">How many postsynaptic neurons.</param>
    /// <param name="presynaptic">How many presynaptic neurons are wanted.</param>
    /// <param name="lanes">How many lanes: the length of the sums.</param>
    /// <param name="scale">A factor for the sums: −1/lanes for the descent on the mean.</param>
    public static void Gradient(
        T* errors,
        nint errorStride,
        T* transposedRates,
        nint transposedStride,
        T* gradient,
        nint gradientStride,
        int neurons,
        int presynaptic,
        int lanes,
        T scale) =>
        ProductKernel<TSimd, TVector, T>.Run(
            errors, errorStride, 1, null, transposedRates, transposedStride, gradient, gradientStride, neurons, presynaptic, lanes, scale);
}
