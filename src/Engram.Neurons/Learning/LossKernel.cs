using System.Numerics;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Neurons.Learning;

/// <summary>The error at the output, and the loss of each lane, compiled for one vector width.</summary>
internal abstract class LossKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>error[i, lane] = β t[i, lane], and loss[0, lane]. The padding of the error is zero: its lanes never learn.</summary>
    internal abstract void Find(LaneMatrix<T> output, LaneMatrix<T> target, T beta, LaneMatrix<T> error, LaneMatrix<T> loss);

    internal static LossKernel<T> For(InstructionSet set, Loss loss)
    {
        var factory = new Factory { Loss = loss };
        VectorKernel.Run<Factory, T>(ref factory, set);
        return factory.Kernel;
    }

    private struct Factory : IVectorKernel<T>
    {
        internal LossKernel<T> Kernel;

        internal Loss Loss { get; init; }

        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => Kernel = new LossKernel<TSimd, TVector, T>(Loss);
    }
}

/// <inheritdoc/>
internal sealed unsafe class LossKernel<TSimd, TVector, T>(Loss kind) : LossKernel<T>
    where TSimd : struct, ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal override void Find(LaneMatrix<T> output, LaneMatrix<T> target, T beta, LaneMatrix<T> error, LaneMatrix<T> loss)
    {
        int stride = output.Stride;
        for (int lane = 0; lane < output.Lanes; lane += TSimd.Count)
        {
            TVector lost = kind switch
            {
                Loss.MeanSquared => Squared(output.Pointer + lane, target.Pointer + lane, beta, error.Pointer + lane, output.Rows, stride),
                Loss.CrossEntropy => Entropy(output.Pointer + lane, target.Pointer + lane, beta, error.Pointer + lane, output.Rows, stride),
                Loss.BinaryCrossEntropy => BinaryEntropy(output.Pointer + lane, target.Pointer + lane, beta, error.Pointer + lane, output.Rows, stride),
                _ => Likelihood(output.Pointer + lane, target.Pointer + lane, beta, error.Pointer + lane, output.Rows, stride),
            };
            TSimd.Store(lost, loss.Pointer + lane);
        }

        for (int row = 0; row < error.Rows; row++)
            new Span<T>(error.Pointer + ((nint)row * stride) + error.Lanes, stride - error.Lanes).Clear();
    }

    private static TVector Squared(T* output, T* target, T beta, T* error, int rows, int stride)
    {
        TVector nudge = TSimd.Broadcast(beta);
        TVector sum = default;
        for (int row = 0; row < rows; row++, output += stride, target += stride, error += stride)
        {
            TVector difference = TSimd.Subtract(TSimd.Load(target), TSimd.Load(output));
            TSimd.Store(TSimd.Multiply(nudge, difference), error);
            sum = TSimd.MultiplyAdd(difference, difference, sum);
        }

        return TSimd.Divide(sum, TSimd.Broadcast(T.CreateChecked(rows)));
    }

    private static TVector Entropy(T* output, T* target, T beta, T* error, int rows, int stride)
    {
        TVector greatest = TSimd.Load(output);
        for (int row = 1; row < rows; row++)
            greatest = TSimd.Max(greatest, TSimd.Load(output + (row * stride)));

        TVector sum = default;
        for (int row = 0; row < rows; row++)
        {
            TVector weight = Exp.Invoke<TSimd, TVector, T>(TSimd.Subtract(TSimd.Load(output + (row * stride)), greatest));
            TSimd.Store(weight, error + (row * stride));
            sum = TSimd.Add(sum, weight);
        }

        TVector logSum = TSimd.Add(Log.Invoke<TSimd, TVector, T>(sum), greatest);
        TVector nudge = TSimd.Broadcast(beta);
        TVector lost = default;
        for (int row = 0; row < rows; row++)
        {
            TVector wanted = TSimd.Load(target + (row * stride));
            TVector probability = TSimd.Divide(TSimd.Load(error + (row * stride)), sum);
            TSimd.Store(TSimd.Multiply(nudge, TSimd.Subtract(wanted, probability)), error + (row * stride));
            lost = TSimd.MultiplyAdd(wanted, TSimd.Subtract(logSum, TSimd.Load(output + (row * stride))), lost);
        }

        return lost;
    }

    private static TVector BinaryEntropy(T* output, T* target, T beta, T* error, int rows, int stride)
    {
        TVector nudge = TSimd.Broadcast(beta);
        TVector sum = default;
        for (int row = 0; row < rows; row++, output += stride, target += stride, error += stride)
        {
            TVector logit = TSimd.Load(output), wanted = TSimd.Load(target);
            TSimd.Store(TSimd.Multiply(nudge, TSimd.Subtract(wanted, Sigmoid.Invoke<TSimd, TVector, T>(logit))), error);
            // −y log σ(r) − (1 − y) log(1 − σ(r)) = log(1 + eʳ) − y r.
            sum = TSimd.Add(sum, TSimd.Subtract(Softplus.Invoke<TSimd, TVector, T>(logit), TSimd.Multiply(wanted, logit)));
        }

        return TSimd.Divide(sum, TSimd.Broadcast(T.CreateChecked(rows)));
    }

    private static TVector Likelihood(T* output, T* target, T beta, T* error, int rows, int stride)
    {
        TVector nudge = TSimd.Broadcast(beta);
        TVector sum = default;
        for (int row = 0; row < rows; row++, output += stride, target += stride, error += stride)
        {
            TVector wanted = TSimd.Load(target);
            TSimd.Store(TSimd.Multiply(nudge, wanted), error);
            sum = TSimd.MultiplyAdd(wanted, TSimd.Load(output), sum);
        }

        return TSimd.Subtract(default, sum);
    }
}
