using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Programs;

/// <summary>
/// A program as machine code: one loop in which every value stays in a vector register. Compiling costs some tenths of a millisecond, so it
/// pays for programs that run over about a million elements. The bits are those of <see cref="BlockInterpreter{T}"/>.
/// </summary>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class CompiledProgram<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Loop _loop;
    private readonly int _inputs;
    private readonly int _outputs;

    private CompiledProgram(Loop loop, int inputs, int outputs)
    {
        _loop = loop;
        _inputs = inputs;
        _outputs = outputs;
    }

    private delegate void Loop(T** inputs, T** outputs, nint length);

    /// <summary>Whether programs can be compiled here at all: not where all code was compiled ahead of time.</summary>
    public static bool IsSupported => RuntimeFeature.IsDynamicCodeSupported;

    /// <summary>Compiles a program.</summary>
    /// <param name="program">What to compile.</param>
    /// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null.</param>
    /// <returns>Null if this cannot be done: see <see cref="IsSupported"/>; nor are operations compiled that are functions of single numbers only.</returns>
    public static CompiledProgram<T>? TryCompile(Program program, InstructionSet? set = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        if (!RuntimeFeature.IsDynamicCodeSupported)
            return null;
        return Compile(program, set);
    }

    /// <summary>outputs[o, lane] = the program's output o of the inputs of the lane.</summary>
    /// <param name="inputs">A row for each input.</param>
    /// <param name="outputs">A row for each output, as many lanes; not the memory of the inputs.</param>
    /// <exception cref="ArgumentException">The tables do not fit the program or each other.</exception>
    public void Run(LaneMatrix<T> inputs, LaneMatrix<T> outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        if (inputs.Rows != _inputs || outputs.Rows != _outputs || inputs.Lanes != outputs.Lanes || inputs.Pointer == outputs.Pointer)
        {
            throw new ArgumentException(
                $"The program has {_inputs} inputs and {_outputs} outputs; the tables are {inputs.Rows} x {inputs.Lanes} and {outputs.Rows} x {outputs.Lanes} and must be different ones.",
                nameof(inputs));
        }

        T** rows = stackalloc T*[_inputs + _outputs];
        for (int i = 0; i < _inputs; i++)
            rows[i] = inputs.Pointer + ((nint)i * inputs.Stride);
        for (int i = 0; i < _outputs; i++)
            rows[_inputs + i] = outputs.Pointer + ((nint)i * outputs.Stride);
        _loop(rows, rows + _inputs, inputs.Stride);
    }

    [RequiresDynamicCode("Emits machine code.")]
    private static CompiledProgram<T>? Compile(Program program, InstructionSet? set)
    {
        var emitter = new Emitter(program);
        VectorKernel.Run<Emitter, T>(ref emitter, set);
        return emitter.Result is null ? null : new CompiledProgram<T>(emitter.Result, program.Inputs, program.Outputs);
    }

    private struct Emitter(Program program) : IVectorKernel<T>
    {
        public Loop? Result;

        [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Called only where dynamic code is supported.")]
        public void Run<TSimd, TVector>()
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            var operations = program.UsedOperations;
            var methods = new MethodInfo[operations.Length];
            for (int i = 0; i < methods.Length; i++)
            {
                if (operations[i].VectorMethod<TSimd, TVector, T>() is not { } method)
                    return;
                methods[i] = method;
            }

            var dynamic = new DynamicMethod("Rule", typeof(void), [typeof(T**), typeof(T**), typeof(nint)], typeof(CompiledProgram<T>).Module, skipVisibility: true);
            var il = dynamic.GetILGenerator();
            Emit<TSimd, TVector>(il, methods);
            Result = dynamic.CreateDelegate<Loop>();
        }

        private readonly void Emit<TSimd, TVector>(ILGenerator il, MethodInfo[] methods)
            where TSimd : struct, ISimd<TVector, T>
            where TVector : unmanaged
        {
            MethodInfo load = new VectorReader<TVector>(TSimd.Load).Method;
            MethodInfo store = new VectorWriter<TVector>(TSimd.Store).Method;
            MethodInfo broadcast = ((Func<T, TVector>)TSimd.Broadcast).Method;
            var places = new LocalBuilder[program.Places];
            for (int i = 0; i < places.Length; i++)
                places[i] = il.DeclareLocal(typeof(TVector));
            var rows = new LocalBuilder[program.Inputs + program.Outputs];
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = il.DeclareLocal(typeof(byte*));
                il.Emit(i < program.Inputs ? OpCodes.Ldarg_0 : OpCodes.Ldarg_1);
                il.Emit(OpCodes.Ldc_I4, (i < program.Inputs ? i : i - program.Inputs) * sizeof(T*));
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Ldind_I);
                il.Emit(OpCodes.Stloc, rows[i]);
            }

            var constants = program.Constants;
            for (int i = 0; i < constants.Length; i++)
            {
                if (typeof(T) == typeof(float))
                    il.Emit(OpCodes.Ldc_R4, (float)constants[i]);
                else
                    il.Emit(OpCodes.Ldc_R8, constants[i]);
                il.Emit(OpCodes.Call, broadcast);
                il.Emit(OpCodes.Stloc, places[program.Inputs + i]);
            }

            // offset counts bytes; the loop runs while it is below the end.
            var offset = il.DeclareLocal(typeof(nint));
            var end = il.DeclareLocal(typeof(nint));
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Stloc, offset);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Ldc_I4, sizeof(T));
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Stloc, end);
            var body = il.DefineLabel();
            var test = il.DefineLabel();
            il.Emit(OpCodes.Br, test);
            il.MarkLabel(body);
            EmitBody(il, methods, places, rows, offset, load, store);
            il.Emit(OpCodes.Ldloc, offset);
            il.Emit(OpCodes.Ldc_I4, sizeof(TVector));
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Stloc, offset);
            il.MarkLabel(test);
            il.Emit(OpCodes.Ldloc, offset);
            il.Emit(OpCodes.Ldloc, end);
            il.Emit(OpCodes.Blt, body);
            il.Emit(OpCodes.Ret);
        }

        private readonly void EmitBody(
            ILGenerator il, MethodInfo[] methods, LocalBuilder[] places, LocalBuilder[] rows, LocalBuilder offset, MethodInfo load, MethodInfo store)
        {
            for (int i = 0; i < program.Inputs; i++)
            {
                il.Emit(OpCodes.Ldloc, rows[i]);
                il.Emit(OpCodes.Ldloc, offset);
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Call, load);
                il.Emit(OpCodes.Stloc, places[i]);
            }

            foreach (ref readonly var instruction in program.Instructions)
            {
                foreach (int operand in program.OperandsOf(instruction))
                    il.Emit(OpCodes.Ldloc, places[operand]);
                il.Emit(OpCodes.Call, methods[instruction.Operation]);
                il.Emit(OpCodes.Stloc, places[instruction.Destination]);
            }

            for (int i = 0; i < program.Outputs; i++)
            {
                il.Emit(OpCodes.Ldloc, places[program.OutputPlaces[i]]);
                il.Emit(OpCodes.Ldloc, rows[program.Inputs + i]);
                il.Emit(OpCodes.Ldloc, offset);
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Call, store);
            }
        }
    }

    private delegate TVector VectorReader<TVector>(T* source)
        where TVector : unmanaged;

    private delegate void VectorWriter<TVector>(TVector value, T* destination)
        where TVector : unmanaged;
}
