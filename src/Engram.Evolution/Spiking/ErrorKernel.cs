using System.Runtime.CompilerServices;
using Engram.Evolution.Programs;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Spiking;

/// <summary>
/// Steps of the error-driven task for all trials side by side: rows are synapses, lanes are trials. Each step: the student's potential, the
/// unit potentials of the synapses, the rule, the smoothed changes, the weights.
/// </summary>
internal unsafe struct ErrorKernel : IVectorKernel<double>
{
    public StepMachine<double> Machine;
    public double* Result;
    public double* Student;
    public double* Unit;
    public double* Potential;
    public double* Current;
    public double* UnitCurrent;
    public double* Change;
    public double* Weights;
    public Arrival* Next;
    public Arrival* Last;
    public double MembraneDecay;
    public double CurrentDecay;
    public double Drive;
    public double Rest;
    public double Keep;
    public double Gain;
    public int Stride;
    public int Inputs;
    public int From;
    public int Until;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, double>
        where TVector : unmanaged
    {
        nint row = (nint)Inputs * Stride;
        StepMachine<double> machine = Machine;
        TVector membrane = TSimd.Broadcast(MembraneDecay), synapse = TSimd.Broadcast(CurrentDecay), drive = TSimd.Broadcast(Drive);
        TVector keep = TSimd.Broadcast(Keep), mix = TSimd.Broadcast(1 - Keep), gain = TSimd.Broadcast(Gain), rest = TSimd.Broadcast(Rest);
        for (int step = From; step < Until; step++)
        {
            for (nint lane = 0; lane < Stride; lane += TSimd.Count)
            {
                TVector current = TSimd.Load(Current + lane);
                TVector v = TSimd.MultiplyAdd(drive, current, TSimd.Multiply(membrane, TSimd.Load(Potential + lane)));
                TSimd.Store(v, Potential + lane);
                TSimd.Store(TSimd.Multiply(synapse, current), Current + lane);
                TVector u = TSimd.Add(rest, v);
                for (nint i = lane; i < row; i += Stride)
                    TSimd.Store(u, Student + i);
            }

            for (nint i = 0; i < row; i += TSimd.Count)
            {
                TVector current = TSimd.Load(UnitCurrent + i);
                TSimd.Store(TSimd.MultiplyAdd(drive, current, TSimd.Multiply(membrane, TSimd.Load(Unit + i))), Unit + i);
                TSimd.Store(TSimd.Multiply(synapse, current), UnitCurrent + i);
            }

            for (; Next < Last && Next->Step == step; Next++)
            {
                int lane = Next->Synapse;
                UnitCurrent[lane] += 1;
                Current[lane % Stride] += Weights[lane];
            }

            machine.Step<TSimd, TVector>();
            for (nint i = 0; i < row; i += TSimd.Count)
            {
                TVector change = TSimd.MultiplyAdd(mix, TSimd.Load(Result + i), TSimd.Multiply(keep, TSimd.Load(Change + i)));
                TSimd.Store(change, Change + i);
                TSimd.Store(TSimd.MultiplyAdd(gain, change, TSimd.Load(Weights + i)), Weights + i);
            }
        }
    }
}
