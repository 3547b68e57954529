using System.Numerics;
using Engram.Numerics;

namespace Engram.Evolution.Programs;

/// <summary>
/// Runs programs over tables of lanes in the fastest way: a program is interpreted until it has run over <see cref="CompileAfter"/> elements
/// and compiled from then on. Which way is taken changes no bit. For one thread at a time.
/// </summary>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="set">The vectors' width; <see cref="InstructionSets.Default"/> if null.</param>
public sealed class ProgramRunner<T>(InstructionSet? set = null) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly BlockInterpreter<T> _interpreter = new(set);
    private CompiledProgram<T>? _compiled;
    private GraphKey _key;
    private long _elements;

    /// <summary>After how many elements a program is compiled; <see cref="long.MaxValue"/> for never.</summary>
    public long CompileAfter { get; set; } = 1_000_000;

    /// <summary>Whether the last run was of compiled code.</summary>
    public bool IsCompiled { get; private set; }

    /// <summary>outputs[o, lane] = the program's output o of the inputs of the lane.</summary>
    /// <param name="program">What to run.</param>
    /// <param name="inputs">A row for each input.</param>
    /// <param name="outputs">A row for each output, as many lanes; not the memory of the inputs.</param>
    public void Run(Program program, LaneMatrix<T> inputs, LaneMatrix<T> outputs)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(inputs);
        if (program.Key != _key)
        {
            _key = program.Key;
            _elements = 0;
            _compiled = null;
        }

        if (_elements >= 0 && _elements >= CompileAfter)
        {
            _compiled = CompiledProgram<T>.TryCompile(program, set);
            _elements = -1; // once: compiled, or found impossible
        }

        IsCompiled = _compiled is not null;
        if (_compiled is not null)
        {
            _compiled.Run(inputs, outputs);
            return;
        }

        _interpreter.Run(program, inputs, outputs);
        if (_elements >= 0)
            _elements += inputs.Lanes;
    }

    /// <inheritdoc/>
    public void Dispose() => _interpreter.Dispose();
}
