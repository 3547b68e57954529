using Engram.Evolution.Programs;
using Engram.Neurons;

namespace Engram.Lab.Rules;

/// <summary>An evolved or written rule f(x, w, y, e) as the plasticity of a layer of neurons.</summary>
/// <param name="graph">The rule, of the inputs <see cref="InputNames"/>.</param>
/// <param name="synapses">The synapses of a neuron of the layer.</param>
public sealed unsafe class CompiledSynapticRule(Graph graph, int synapses) : SynapticRule<double>, IDisposable
{
    private readonly StepMachine<double> _machine = Load(new Program(graph), synapses);

    /// <summary>x: the rate below; w: the weight; y: the neuron's rate; e: its error.</summary>
    public static IReadOnlyList<string> InputNames { get; } = ["x", "w", "y", "e"];

    /// <inheritdoc/>
    public override void FindChanges(
        ReadOnlySpan<double> presynaptic, double postsynaptic, double error, ReadOnlySpan<double> weights, Span<double> changes)
    {
        presynaptic.CopyTo(Row(0));
        weights.CopyTo(Row(1));
        Row(2).Fill(postsynaptic);
        Row(3).Fill(error);
        _machine.Step();
        new ReadOnlySpan<double>(_machine.Output(), changes.Length).CopyTo(changes);
    }

    /// <inheritdoc/>
    public void Dispose() => _machine.Dispose();

    private static StepMachine<double> Load(Program program, int synapses)
    {
        var machine = new StepMachine<double>(InputNames.Count, synapses);
        machine.Load(program);
        return machine;
    }

    private Span<double> Row(int input) => new(_machine.Input(input), _machine.Lanes);
}
