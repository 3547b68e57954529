using System.Numerics;
using Engram.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Engram.Vision.Training;

/// <summary>
/// Changes parameters by their gradients, all of them in one pass over each. libtorch's own optimisers make many temporaries and small handles in
/// each step, and the memory of the process grows by megabytes an iteration; these make none.
/// </summary>
/// <remarks>
/// Reads the gradients that <c>backward</c> has left, changes the parameters, and sets the gradients to zero: the next <c>backward</c> adds to them in
/// place. On the processor a step works on the memory of the tensors, each number on its own, so its result does not depend on threads or
/// vectors.
/// </remarks>
internal abstract class Optimizer : IDisposable
{
    /// <summary>Numbers that one thread updates at a time.</summary>
    private const int Piece = 1 << 16;

    private readonly string[] _names;
    private readonly Parameter[] _parameters;
    private readonly Tensor?[] _gradients;
    private readonly Tensor[][] _moments;

    private protected Optimizer(IEnumerable<(string Name, Parameter Parameter)> parameters, int moments)
    {
        (string Name, Parameter Parameter)[] all = [.. parameters];
        _names = [.. all.Select(static each => each.Name)];
        _parameters = [.. all.Select(static each => each.Parameter)];
        _gradients = new Tensor?[all.Length];
        using IDisposable still = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _moments = [.. _parameters.Select(parameter => Enumerable.Range(0, moments).Select(_ => zeros_like(parameter).DetachFromDisposeScope()).ToArray())];
    }

    /// <summary>η, changed by schedules.</summary>
    public double LearningRate { get; set; }

    /// <summary>Steps made.</summary>
    public long Steps { get; private set; }

    /// <summary>Makes a step.</summary>
    public void Step()
    {
        Steps++;
        BeginStep();
        using IDisposable still = no_grad();
        for (int i = 0; i < _parameters.Length; i++)
        {
            if ((_gradients[i] ??= _parameters[i].grad?.DetachFromDisposeScope()) is not { } gradient)
                continue;
            if (_parameters[i].device_type == DeviceType.CPU && gradient.is_contiguous())
            {
                UpdateInMemory(_parameters[i], gradient, _moments[i]);
                continue;
            }

            using DisposeScope scope = NewDisposeScope();
            UpdateByTensors(_parameters[i], gradient, _moments[i]);
            gradient.zero_();
        }
    }

    /// <summary>Writes what the next step reads.</summary>
    public void Save(StateWriter writer)
    {
        writer.Add("optimizer/steps", Steps);
        for (int i = 0; i < _parameters.Length; i++)
        {
            for (int moment = 0; moment < _moments[i].Length; moment++)
                TensorState.Save(writer, $"optimizer/{moment}/{_names[i]}", _moments[i][moment]);
        }
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    public void Load(StateReader reader)
    {
        Steps = reader.ReadValue<long>("optimizer/steps");
        for (int i = 0; i < _parameters.Length; i++)
        {
            for (int moment = 0; moment < _moments[i].Length; moment++)
                TensorState.Load(reader, $"optimizer/{moment}/{_names[i]}", _moments[i][moment]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor? gradient in _gradients)
            gradient?.Dispose();
        foreach (Tensor moment in _moments.SelectMany(static moments => moments))
            moment.Dispose();
    }

    /// <summary>Works out what all parameters share in a step.</summary>
    private protected abstract void BeginStep();

    /// <summary>Updates numbers that lie together, and sets their gradients to zero.</summary>
    private protected abstract void Update(Span<float> weights, Span<float> gradients, Span<float> first, Span<float> second);

    /// <summary>The same by operations on tensors, for other devices.</summary>
    private protected abstract void UpdateByTensors(Tensor weights, Tensor gradients, Tensor[] moments);

    private unsafe void UpdateInMemory(Tensor parameter, Tensor gradient, Tensor[] moments)
    {
        fixed (byte* weights = parameter.bytes, gradients = gradient.bytes, first = moments[0].bytes, second = moments[^1].bytes)
        {
            // A lambda cannot hold pointers that are fixed.
            nint w = (nint)weights, g = (nint)gradients, m = (nint)first, v = (nint)second;
            int count = checked((int)parameter.numel()), pieces = (count + Piece - 1) / Piece;
            if (pieces == 1 || get_num_threads() == 1)
            {
                Update(new((void*)w, count), new((void*)g, count), new((void*)m, count), new((void*)v, count));
                return;
            }

            Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, piece =>
            {
                int begin = piece * Piece, length = Math.Min(Piece, count - begin);
                Update(At(w), At(g), At(m), At(v));

                Span<float> At(nint array) => new((float*)array + begin, length);
            });
        }
    }

    /// <summary>How many numbers a vector of this machine holds.</summary>
    private protected static int Lanes => Vector<float>.Count;
}
