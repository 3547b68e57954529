using System.Text;
using Engram.Numerics;

namespace Engram.Evolution.Search;

/// <content>Checkpoints.</content>
public sealed partial class EvolutionSearch
{
    /// <summary>Saves everything that it takes to go on bit for bit.</summary>
    /// <param name="state">Where to.</param>
    /// <param name="name">What the arrays' names begin with.</param>
    public void Save(StateWriter state, string name = "evolution")
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Add<byte>($"{name}/description", Encoding.UTF8.GetBytes(Describe()));
        state.Add<long>($"{name}/counters", [Generation, _nextId, _evaluator.Calls, _evaluator.Evaluations, _parents.Count]);
        for (int i = 0; i < _parents.Count; i++)
            Save(state, $"{name}/parent {i}", _parents[i]);
        Save(state, $"{name}/best", _best);
        _evaluator.Cache.Save(state, $"{name}/cache");
    }

    /// <summary>Goes back to where a search of the same problem was saved. Limits and the number of threads may be others.</summary>
    /// <param name="state">What was saved.</param>
    /// <param name="name">What the arrays' names begin with.</param>
    /// <exception cref="StateException">The state is of another problem, seed or strategy; the message says in what they differ.</exception>
    public void Load(StateReader state, string name = "evolution")
    {
        ArgumentNullException.ThrowIfNull(state);
        Compare(Encoding.UTF8.GetString(state.ReadArray<byte>($"{name}/description")), Describe());
        var counters = new long[5];
        state.Read<long>($"{name}/counters", counters);
        if (counters[4] != 0 && counters[4] != Settings.Parents)
            throw new StateException($"The checkpoint has {counters[4]} parents, and the search has {Settings.Parents}.");
        var parents = new List<Individual>();
        for (int i = 0; i < counters[4]; i++)
        {
            parents.Add(Create());
            Load(state, $"{name}/parent {i}", parents[i]);
        }

        Load(state, $"{name}/best", _best);
        _evaluator.Cache.Load(state, $"{name}/cache");
        (Generation, _nextId, _evaluator.Calls, _evaluator.Evaluations) = (counters[0], counters[1], counters[2], counters[3]);
        _parents.Clear();
        _parents.AddRange(parents);
        _spare.Clear();
        EndReason = parents.Count > 0 && Generation > 0 && Champion.Fitness + FitnessTolerance >= Settings.TerminationFitness ? EndReason.Fitness
            : parents.Count > 0 && Generation >= Settings.GenerationLimit - 1 ? EndReason.Generations
            : ObjectiveCalls >= (Settings.MaximumObjectiveCalls ?? long.MaxValue) ? EndReason.ObjectiveCalls
            : EndReason.None;
    }

    private static void Save(StateWriter state, string name, Individual individual)
    {
        for (int g = 0; g < individual.Genomes.Count; g++)
        {
            state.Add($"{name}/genes {g}", individual.Genomes[g].Genes);
            state.Add($"{name}/parameters {g}", individual.Genomes[g].Parameters);
            state.Add<double>($"{name}/deviations {g}", individual.Genomes[g].Deviations);
        }

        state.Add($"{name}/values", individual.Values);
        state.Add<long>($"{name}/facts", [individual.Id, individual.ParentId, individual.Born, individual.Complexity, individual.IsKnown ? 1 : 0, individual.Front]);
        state.Add($"{name}/crowding", individual.Crowding);
    }

    private static void Load(StateReader state, string name, Individual individual)
    {
        for (int g = 0; g < individual.Genomes.Count; g++)
        {
            var genome = individual.Genomes[g];
            var genes = new int[genome.Shape.Length];
            state.Read<int>($"{name}/genes {g}", genes);
            try
            {
                genome.Assign(genes);
            }
            catch (ArgumentException problem)
            {
                throw new StateException($"The checkpoint has a genome that is not valid ({name}): {problem.Message}");
            }

            state.Read($"{name}/parameters {g}", genome.MutableParameters);
            state.Read($"{name}/deviations {g}", genome.Deviations);
        }

        var facts = new long[6];
        state.Read<long>($"{name}/facts", facts);
        state.Read($"{name}/values", individual.MutableValues);
        (individual.Id, individual.ParentId, individual.Born) = (facts[0], facts[1], facts[2]);
        (individual.Complexity, individual.IsKnown, individual.Front) = ((int)facts[3], facts[4] != 0, (int)facts[5]);
        individual.Crowding = state.ReadValue<double>($"{name}/crowding");
    }

    private static void Compare(string saved, string wanted)
    {
        if (string.Equals(saved, wanted, StringComparison.Ordinal))
            return;
        string[] before = saved.Split('\n'), now = wanted.Split('\n');
        for (int i = 0; i < Math.Max(before.Length, now.Length); i++)
        {
            string was = i < before.Length ? before[i] : "nothing", isNow = i < now.Length ? now[i] : "nothing";
            if (!string.Equals(was, isNow, StringComparison.Ordinal))
                throw new StateException($"The checkpoint is of another search. It has \"{was}\" where this one has \"{isNow}\".");
        }
    }

    private string Describe()
    {
        var text = new StringBuilder();
        text.Append($"seed {Seed}");
        for (int g = 0; g < _shapes.Length; g++)
        {
            var s = _shapes[g];
            text.Append($"\ngenome {g}: {s.Inputs} inputs, {s.Outputs} outputs, {s.Columns} columns, {s.Rows} rows, {s.LevelsBack} levels back");
            text.Append($"\nprimitives of genome {g}: {string.Join(", ", s.Primitives.Select(Describe))}");
        }

        text.Append($"\nobjectives: {string.Join(", ", _objectives.Select(o => o.Name))}");
        text.Append($"\nparents {Settings.Parents}, offspring {Settings.Offspring}, tournament of {Settings.Tournament}");
        text.Append($"\nmutation: {Settings.Mutation}");
        text.Append($"\nsurvival of the {Settings.Survival}, {(Settings.Reorder ? "reordered" : "not reordered")}");
        text.Append($"\nhurdles: {string.Join(", ", Settings.Hurdles)}");
        text.Append($"\ncomplexity penalty {Settings.ComplexityPenalty}");
        text.Append($"\nlocal search: {Settings.LocalSearch?.ToString() ?? "none"}, of {Settings.LocalSearchCount?.ToString() ?? "all"}");
        return text.ToString();
    }

    private static string Describe(Primitives.Primitive primitive) => primitive.Parameters.Count == 0
        ? primitive.Name
        : $"{primitive.Name} ({string.Join(", ", primitive.Parameters.Select(p => $"{p.Name} {p.Initial}"))})";
}
