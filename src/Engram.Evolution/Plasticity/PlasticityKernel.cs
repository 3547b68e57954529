using System.Runtime.CompilerServices;
using Engram.Evolution.Programs;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Plasticity;

/// <summary>
/// A stretch of samples of all datasets: for each sample y = Σ w x, the angle and the length of the weights before it, the rule in every
/// synapse, w ← w + η f. A lane's sums run over the synapses in order and over the samples in order, whatever the vector width.
/// </summary>
internal unsafe struct PlasticityKernel : IVectorKernel<double>
{
    public double* Samples;
    public double* Component;
    public double* Weights;
    public double* X;
    public double* Y;
    public double* Cosines;
    public double* LengthErrors;
    public double* Greatest;
    public StepMachine<double> Machine;
    public double* Result;
    public double LearningRate;
    public int Inputs;
    public int Stride;
    public int Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, double>
        where TVector : unmanaged
    {
        nint row = (nint)Inputs * Stride;
        double* x = Samples;
        StepMachine<double> machine = Machine;
        TVector one = TSimd.Broadcast(1);
        TVector rate = TSimd.Broadcast(LearningRate);
        for (int t = 0; t < Count; t++, x += row)
        {
            for (nint lane = 0; lane < Stride; lane += TSimd.Count)
            {
                TVector y = TSimd.Broadcast(0), along = y, square = y, zero = y;
                for (nint i = lane; i < row; i += Stride)
                {
                    TVector w = TSimd.Load(Weights + i);
                    TVector input = TSimd.Load(x + i);
                    y = TSimd.MultiplyAdd(w, input, y);
                    along = TSimd.MultiplyAdd(w, TSimd.Load(Component + i), along);
                    square = TSimd.MultiplyAdd(w, w, square);
                    TSimd.Store(input, X + i);
                }

                for (nint i = lane; i < row; i += Stride)
                    TSimd.Store(y, Y + i);
                TVector length = TSimd.Sqrt(square);
                // Rounding may carry a cosine above 1; weights of no length have no direction and earn nothing.
                TVector cosine = TSimd.Min(TSimd.Divide(TSimd.Abs(along), length), one);
                cosine = TSimd.SelectLess(zero, length, cosine, zero);
                TSimd.Store(TSimd.Add(TSimd.Load(Cosines + lane), cosine), Cosines + lane);
                TVector error = TSimd.Subtract(length, one);
                TSimd.Store(TSimd.MultiplyAdd(error, error, TSimd.Load(LengthErrors + lane)), LengthErrors + lane);
            }

            machine.Step<TSimd, TVector>();
            double* f = Result;
            for (nint i = 0; i < row; i += TSimd.Count)
            {
                TVector w = TSimd.MultiplyAdd(rate, TSimd.Load(f + i), TSimd.Load(Weights + i));
                TSimd.Store(w, Weights + i);
                // A NaN that comes second comes through, and weights that are NaN once stay so.
                TSimd.Store(TSimd.Max(TSimd.Load(Greatest + i), TSimd.Abs(w)), Greatest + i);
            }
        }
    }
}
