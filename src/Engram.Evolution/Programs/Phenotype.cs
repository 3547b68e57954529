using Engram.Evolution.Genomes;
using Engram.Numerics;

namespace Engram.Evolution.Programs;

/// <summary>
/// What an individual computes, ready to run: a graph and a program for each of its genomes. Fitness functions are given one. For one thread at
/// a time, and valid until the fitness function returns.
/// </summary>
public sealed class Phenotype : IDisposable
{
    private readonly Decoder _decoder = new();
    private readonly Graph[] _graphs;
    private readonly Program[] _programs;
    private readonly bool[] _isTranslated;
    private readonly ProgramRunner<double>?[] _runners;
    private readonly StepMachine<double>?[] _machines;

    internal Phenotype(int genomes)
    {
        _graphs = [.. Enumerable.Range(0, genomes).Select(_ => new Graph())];
        _programs = [.. Enumerable.Range(0, genomes).Select(_ => new Program())];
        _isTranslated = new bool[genomes];
        _runners = new ProgramRunner<double>?[genomes];
        _machines = new StepMachine<double>?[genomes];
    }

    /// <summary>How many genomes, and so rules, there are.</summary>
    public int Count => _graphs.Length;

    /// <summary>How many different operations the rules have together.</summary>
    public int Complexity { get; private set; }

    /// <summary>What the rules together are known by.</summary>
    public GraphKey Key { get; private set; }

    /// <summary>Decodes genomes, to try them outside of a search.</summary>
    public static Phenotype Of(params IReadOnlyList<Genome> genomes)
    {
        ArgumentNullException.ThrowIfNull(genomes);
        var phenotype = new Phenotype(genomes.Count);
        phenotype.Decode(genomes);
        return phenotype;
    }

    /// <summary>Takes graphs, for instance of parsed expressions.</summary>
    public static Phenotype Of(params IReadOnlyList<Graph> graphs)
    {
        ArgumentNullException.ThrowIfNull(graphs);
        var phenotype = new Phenotype(graphs.Count);
        for (int i = 0; i < graphs.Count; i++)
            phenotype._graphs[i] = graphs[i];
        phenotype.Describe();
        return phenotype;
    }

    /// <summary>The graph of a rule.</summary>
    public Graph Graph(int genome = 0) => _graphs[genome];

    /// <summary>The program of a rule.</summary>
    public Program Program(int genome = 0)
    {
        if (!_isTranslated[genome])
        {
            _programs[genome].Translate(_graphs[genome]);
            _isTranslated[genome] = true;
        }

        return _programs[genome];
    }

    /// <summary>Runs a rule over a table.</summary>
    /// <param name="inputs">A row for each input.</param>
    /// <param name="outputs">A row for each output, as many lanes; not the memory of the inputs.</param>
    /// <param name="genome">Which rule.</param>
    public void Evaluate(LaneMatrix<double> inputs, LaneMatrix<double> outputs, int genome = 0) =>
        (_runners[genome] ??= new ProgramRunner<double>()).Run(Program(genome), inputs, outputs);

    /// <summary>The first output of a rule for one set of numbers.</summary>
    /// <param name="inputs">As many as the rule has inputs.</param>
    /// <param name="genome">Which rule.</param>
    public double Evaluate(ReadOnlySpan<double> inputs, int genome = 0)
    {
        Span<double> outputs = _graphs[genome].Outputs <= 16 ? stackalloc double[_graphs[genome].Outputs] : new double[_graphs[genome].Outputs];
        _graphs[genome].Evaluate(inputs, outputs);
        return outputs[0];
    }

    /// <summary>A machine with the rule loaded, for simulations of many steps on few lanes. The same one each time, as long as the lanes are as many.</summary>
    /// <param name="lanes">How many lanes.</param>
    /// <param name="genome">Which rule.</param>
    public StepMachine<double> StepMachine(int lanes, int genome = 0)
    {
        var program = Program(genome);
        if (_machines[genome] is not { } machine || machine.Lanes != lanes)
        {
            _machines[genome]?.Dispose();
            _machines[genome] = machine = new StepMachine<double>(program.Inputs, lanes);
        }

        machine.Load(program);
        return machine;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var runner in _runners)
            runner?.Dispose();
        foreach (var machine in _machines)
            machine?.Dispose();
    }

    internal void Decode(IReadOnlyList<Genome> genomes)
    {
        for (int i = 0; i < _graphs.Length; i++)
            _decoder.Decode(genomes[i], _graphs[i], tunable: false);
        Describe();
    }

    private void Describe()
    {
        Array.Clear(_isTranslated);
        Key = _graphs[0].Key;
        Complexity = _graphs[0].OperationCount;
        for (int i = 1; i < _graphs.Length; i++)
        {
            Key = Key.With(_graphs[i].Key);
            Complexity += _graphs[i].OperationCount;
        }
    }
}
