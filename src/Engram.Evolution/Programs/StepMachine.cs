using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Evolution.Primitives;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Programs;

/// <summary>
/// Runs a program again and again on a few lanes, for simulations in which each step needs the one before: thousands of samples, some twenty
/// synapses. Inputs, constants and registers lie side by side in memory that never moves, so a step has nothing to set up. For one thread at a time.
/// </summary>
/// <example>
/// In a kernel that was started by <see cref="VectorKernel.Run{TKernel, T}"/> with <see cref="Set"/>:
/// <code>
/// double* x = machine.Input(0), w = machine.Input(1), y = machine.Input(2), change = machine.Output(0);
/// for (...) { /* write x and y */ machine.Step&lt;TSimd, TVector&gt;(); /* w += eta * change */ }
/// </code>
/// </example>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class StepMachine<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly KernelCache<T> _kernels;
    private AlignedBuffer<T> _memory;
    private AlignedBuffer<StepInstruction<T>> _code;
    private AlignedBuffer<nint> _arguments;
    private OperationKernel<T>[] _generals = new OperationKernel<T>[4];
    private readonly int _inputs;
    private int[] _outputs = [];
    private int _length;

    /// <summary>A machine for programs of so many inputs.</summary>
    /// <param name="inputs">How many inputs the programs have.</param>
    /// <param name="lanes">How many lanes; 1 or more.</param>
    /// <param name="set">The vectors' width; the machine's widest if null. All give the same bits.</param>
    public StepMachine(int inputs, int lanes, InstructionSet? set = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        Set = set ?? InstructionSets.Widest;
        Lanes = lanes;
        Stride = LaneMatrix<T>.PaddedLanes(lanes);
        _inputs = inputs;
        _kernels = new KernelCache<T>(Set);
        _memory = new AlignedBuffer<T>((nint)(inputs + 16) * Stride);
        _code = new AlignedBuffer<StepInstruction<T>>(16);
        _arguments = new AlignedBuffer<nint>(32);
    }

    /// <summary>The width of vectors to call <see cref="Step{TSimd, TVector}"/> with.</summary>
    public InstructionSet Set { get; }

    /// <summary>How many lanes are in use.</summary>
    public int Lanes { get; }

    /// <summary>How many lanes each place has: <see cref="Lanes"/> rounded up to a whole cache line. The padding is computed, too.</summary>
    public int Stride { get; }

    /// <summary>How many steps the program has.</summary>
    public int Length => _length;

    /// <summary>Takes a program. Inputs keep their values, and their place unless the program needs more memory than any before.</summary>
    /// <param name="program">What to run from now on.</param>
    /// <exception cref="ArgumentException">It has another number of inputs.</exception>
    public void Load(Program program)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (program.Inputs != _inputs)
            throw new ArgumentException($"The machine is for programs of {_inputs} inputs; this one has {program.Inputs}.", nameof(program));
        Reserve(program);
        _length = program.Length;
        var constants = program.Constants;
        for (int i = 0; i < constants.Length; i++)
            new Span<T>(Place(_inputs + i), Stride).Fill(T.CreateTruncating(constants[i]));
        if (_outputs.Length != program.Outputs)
            _outputs = new int[program.Outputs];
        program.OutputPlaces.CopyTo(_outputs);
        var operations = program.UsedOperations;
        if (_generals.Length < operations.Length)
            _generals = new OperationKernel<T>[2 * operations.Length];
        for (int i = 0; i < operations.Length; i++)
        {
            if (operations[i].Code is OperationCode.General or OperationCode.Power)
                _generals[i] = _kernels.Of(operations[i]);
        }

        T** arguments = (T**)_arguments.Pointer;
        var code = _code.Pointer;
        foreach (ref readonly var instruction in program.Instructions)
        {
            var operands = program.OperandsOf(instruction);
            code->Code = instruction.Code is OperationCode.Power ? OperationCode.General : instruction.Code;
            code->Kernel = instruction.Operation;
            code->Destination = Place(instruction.Destination);
            code->Arguments = arguments;
            for (int k = 0; k < operands.Length; k++)
                *arguments++ = Place(operands[k]);
            code->A = code->Arguments[0];
            code->B = operands.Length > 1 ? code->Arguments[1] : null;
            code->C = operands.Length > 2 ? code->Arguments[2] : null;
            code++;
        }
    }

    /// <summary>Where the lanes of an input are: <see cref="Stride"/> numbers, to be written before a step.</summary>
    public T* Input(int input)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)input, (uint)_inputs);
        return Place(input);
    }

    /// <summary>Where the lanes of an output are after a step. It may be the place of an input; do not write to it.</summary>
    public T* Output(int output = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)output, (uint)_outputs.Length);
        return Place(_outputs[output]);
    }

    /// <summary>Runs the program once on all lanes.</summary>
    /// <typeparam name="TSimd">The arithmetic of <see cref="Set"/>.</typeparam>
    /// <typeparam name="TVector">Its vector.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step<TSimd, TVector>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged =>
        StepInterpreter.Run<TSimd, TVector, T>(_code.Pointer, _length, Stride, _generals);

    /// <summary>Runs the program once on all lanes; for callers that are no vector kernels themselves.</summary>
    public void Step()
    {
        var work = new Work(this);
        VectorKernel.Run<Work, T>(ref work, Set);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _code.Dispose();
        _arguments.Dispose();
    }

    private T* Place(int place) => _memory.Pointer + ((nint)place * Stride);

    private void Reserve(Program program)
    {
        if (_memory.Length < (nint)program.Places * Stride)
        {
            var larger = new AlignedBuffer<T>(2 * (nint)program.Places * Stride);
            new ReadOnlySpan<T>(_memory.Pointer, _inputs * Stride).CopyTo(new Span<T>(larger.Pointer, _inputs * Stride));
            _memory.Dispose();
            _memory = larger;
        }

        if (_code.Length < program.Length)
        {
            _code.Dispose();
            _code = new AlignedBuffer<StepInstruction<T>>(2 * program.Length);
        }

        if (_arguments.Length < program.OperandCount)
        {
            _arguments.Dispose();
            _arguments = new AlignedBuffer<nint>(2 * program.OperandCount);
        }
    }

    private readonly struct Work(StepMachine<T> machine) : IVectorKernel<T>
    {
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged => machine.Step<TSimd, TVector>();
    }
}
