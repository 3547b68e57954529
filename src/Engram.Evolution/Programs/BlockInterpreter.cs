using System.Numerics;
using System.Runtime.CompilerServices;
using Engram.Evolution.Primitives;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Programs;

/// <summary>
/// Runs programs over many lanes, a block at a time, so that the registers stay in the nearest cache. Setting a program up costs about a
/// microsecond, an operation some tenths of a nanosecond a lane. For one thread at a time.
/// </summary>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class BlockInterpreter<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly InstructionSet _set;
    private readonly KernelCache<T> _kernels;
    private AlignedBuffer<T> _memory;
    private AlignedBuffer<nint> _places;
    private OperationKernel<T>?[] _generals = new OperationKernel<T>?[16];

    /// <summary>An interpreter without a program.</summary>
    /// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null. All give the same bits.</param>
    public BlockInterpreter(InstructionSet? set = null)
    {
        _set = set ?? InstructionSets.Default;
        _kernels = new KernelCache<T>(_set);
        _memory = new AlignedBuffer<T>(8 * Block);
        _places = new AlignedBuffer<nint>(32);
    }

    /// <summary>How many lanes a block has: 2 KB of them.</summary>
    public static int Block => 2048 / sizeof(T);

    /// <summary>outputs[o, lane] = the program's output o of the inputs of the lane.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="inputs">A row for each input.</param>
    /// <param name="outputs">A row for each output, as many lanes.</param>
    /// <exception cref="ArgumentException">The tables do not fit the program or each other.</exception>
    public void Run(Program program, LaneMatrix<T> inputs, LaneMatrix<T> outputs)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        if (inputs.Rows != program.Inputs || outputs.Rows != program.Outputs || inputs.Lanes != outputs.Lanes)
        {
            throw new ArgumentException(
                $"The program has {program.Inputs} inputs and {program.Outputs} outputs; the tables are {inputs.Rows} x {inputs.Lanes} and {outputs.Rows} x {outputs.Lanes}.",
                nameof(inputs));
        }

        Prepare(program);
        var work = new Work(this, program, inputs.Pointer, inputs.Stride, outputs.Pointer, outputs.Stride);
        VectorKernel.Run<Work, T>(ref work, _set);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _memory.Dispose();
        _places.Dispose();
    }

    private void Prepare(Program program)
    {
        int own = program.Places - program.Inputs;
        if (_memory.Length < (nint)own * Block)
        {
            _memory.Dispose();
            _memory = new AlignedBuffer<T>(2 * (nint)own * Block);
        }

        if (_places.Length < program.Places + program.OperandCount)
        {
            _places.Dispose();
            _places = new AlignedBuffer<nint>(2 * (program.Places + program.OperandCount));
        }

        T** places = (T**)_places.Pointer;
        for (int i = 0; i < own; i++)
            places[program.Inputs + i] = _memory.Pointer + ((nint)i * Block);
        var constants = program.Constants;
        for (int i = 0; i < constants.Length; i++)
            new Span<T>(places[program.Inputs + i], Block).Fill(T.CreateTruncating(constants[i]));
        var operations = program.UsedOperations;
        if (_generals.Length < operations.Length)
            _generals = new OperationKernel<T>?[2 * operations.Length];
        for (int i = 0; i < operations.Length; i++)
            _generals[i] = operations[i].Code is OperationCode.General or OperationCode.Power ? _kernels.Of(operations[i]) : null;
    }

    private readonly struct Work(BlockInterpreter<T> owner, Program program, T* inputs, int inputStride, T* outputs, int outputStride) : IVectorKernel<T>
    {
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            T** places = (T**)owner._places.Pointer;
            T** arguments = places + program.Places;
            for (int start = 0; start < inputStride; start += Block)
            {
                int length = Math.Min(Block, inputStride - start);
                for (int i = 0; i < program.Inputs; i++)
                    places[i] = inputs + ((nint)i * inputStride) + start;
                foreach (ref readonly var instruction in program.Instructions)
                {
                    var operands = program.OperandsOf(instruction);
                    for (int k = 0; k < operands.Length; k++)
                        arguments[k] = places[operands[k]];
                    T* destination = places[instruction.Destination];
                    if (owner._generals[instruction.Operation] is { } kernel)
                        kernel.Run(arguments, destination, length);
                    else
                        Execute<TSimd, TVector>(instruction.Code, destination, arguments[0], arguments[1], arguments[2], length);
                }

                for (int i = 0; i < program.Outputs; i++)
                {
                    T* result = places[program.OutputPlaces[i]];
                    new ReadOnlySpan<T>(result, length).CopyTo(new Span<T>(outputs + ((nint)i * outputStride) + start, length));
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Execute<TSimd, TVector>(OperationCode code, T* d, T* a, T* b, T* c, int length)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            nint end = length;
            switch (code)
            {
                case OperationCode.Add:
                    for (nint i = 0; i < end; i += TSimd.Count)
                        TSimd.Store(TSimd.Add(TSimd.Load(a + i), TSimd.Load(b + i)), d + i);
                    break;
                case OperationCode.Subtract:
                    for (nint i = 0; i < end; i += TSimd.Count)
                        TSimd.Store(TSimd.Subtract(TSimd.Load(a + i), TSimd.Load(b + i)), d + i);
                    break;
                case OperationCode.Multiply:
                    for (nint i = 0; i < end; i += TSimd.Count)
                        TSimd.Store(TSimd.Multiply(TSimd.Load(a + i), TSimd.Load(b + i)), d + i);
                    break;
                case OperationCode.Divide:
                    for (nint i = 0; i < end; i += TSimd.Count)
                        TSimd.Store(TSimd.Divide(TSimd.Load(a + i), TSimd.Load(b + i)), d + i);
                    break;
                case OperationCode.Negate:
                    for (nint i = 0; i < end; i += TSimd.Count)
                        TSimd.Store(Minus.Invoke<TSimd, TVector, T>(TSimd.Load(a + i)), d + i);
                    break;
                case OperationCode.IfElse:
                    for (nint i = 0; i < end; i += TSimd.Count)
                        TSimd.Store(Choice.Invoke<TSimd, TVector, T>(TSimd.Load(a + i), TSimd.Load(b + i), TSimd.Load(c + i)), d + i);
                    break;
                default:
                    throw new InvalidOperationException($"The interpreter has no loop for {code}.");
            }
        }
    }
}
