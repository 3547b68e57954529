using Engram.Evolution.Plasticity;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>The settings of <c>evolve-pca</c>.</summary>
public sealed class EvolvePcaSettings
{
    /// <summary>Families.</summary>
    [Setting("family of datasets that rules are shown: iso, spd, equal, anti, pos, axis or mean5; several at once are joined by +")]
    public string Family { get; set; } = "iso";

    /// <summary>The datasets.</summary>
    public DataSettings Data { get; set; } = new();

    /// <summary>What a rule is praised for.</summary>
    public FitnessSettings Fitness { get; set; } = new();

    /// <summary>The search.</summary>
    public SearchSettings Search { get; set; } = new();

    internal DatasetFamily[] ParseFamilies()
    {
        string[] known = [.. Enum.GetNames<DatasetFamily>().Select(name => name.ToLowerInvariant())];
        string[] names = Family.Split(['+', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            throw new UsageException($"family is empty. Name one of {string.Join(", ", known)}, or several joined by +.");
        if (Array.Find(names, name => !known.Contains(name, StringComparer.Ordinal)) is { } stranger)
            throw new UsageException($"family has \"{stranger}\", which is no family.{Suggestion.Question(stranger, known)} There are {string.Join(", ", known)}.");
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw new UsageException($"family is \"{Family}\": a family is there twice. To show more of its datasets, raise data.datasets.");
        return [.. names.Select(name => Enum.Parse<DatasetFamily>(name, ignoreCase: true))];
    }

    /// <summary>The datasets that rules learn.</summary>
    public sealed class DataSettings
    {
        /// <summary>D.</summary>
        [Setting("datasets of each family", Minimum = 1, Maximum = 10_000)]
        public int Datasets { get; set; } = 10;

        /// <summary>n.</summary>
        [Setting("inputs of the neuron", Minimum = 2, Maximum = 200)]
        public int Inputs { get; set; } = 2;

        /// <summary>T.</summary>
        [Setting("samples of a dataset", Minimum = 2, Maximum = 1_000_000)]
        public int Samples { get; set; } = 1800;

        /// <summary>λ2.</summary>
        [Setting("variance across the component, of 1 along it; not for spd and mean5", Minimum = 1e-6, Maximum = 0.999)]
        public double OtherVariance { get; set; } = 0.2;

        /// <summary>η.</summary>
        [Setting("learning rate of all rules", Minimum = 0, Maximum = 10)]
        public double LearningRate { get; set; } = 0.01;

        internal DatasetOptions Options => new() { Inputs = Inputs, Samples = Samples, OtherVariance = OtherVariance };
    }

    /// <summary>What a rule is praised for: section 2.4 of the specification.</summary>
    public sealed class FitnessSettings
    {
        /// <summary>The first term.</summary>
        [Setting("what counts: the angle to the principal component, or the output's variance over samples put aside")]
        public FitnessMode Mode { get; set; } = FitnessMode.Angle;

        /// <summary>When the angle counts.</summary>
        [Setting("when the angle counts: averaged over all samples, or at the end")]
        public TimeTerm Angle { get; set; } = TimeTerm.Mean;

        /// <summary>When the length counts.</summary>
        [Setting("when the length of the weights counts: averaged over all samples, or at the end")]
        public TimeTerm Length { get; set; } = TimeTerm.Final;

        /// <summary>How datasets are put together.</summary>
        [Setting("how the datasets' values become one; the minimum forces generality")]
        public Aggregate Aggregate { get; set; } = Aggregate.Sum;

        /// <summary>α.</summary>
        [Setting("what a squared error of length costs; as much as there are inputs if auto", Minimum = 0, Maximum = 1e6)]
        public double? LengthPenalty { get; set; }

        internal RuleFitness ToRuleFitness() =>
            new() { Mode = Mode, AngleTerm = Angle, LengthTerm = Length, Aggregate = Aggregate, LengthPenalty = LengthPenalty };
    }
}
