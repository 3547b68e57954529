using System.Runtime.InteropServices;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>What a student's run has shown so far: its figures are drawn from it.</summary>
internal sealed class MimicRecord
{
    private List<MimicMoment> _moments = [];
    private List<MimicEpoch> _epochs = [];

    /// <summary>Moments of the first stage.</summary>
    internal IReadOnlyList<MimicMoment> Moments => _moments;

    /// <summary>Epochs of the second stage.</summary>
    internal IReadOnlyList<MimicEpoch> Epochs => _epochs;

    /// <summary>The error of the test before the second stage.</summary>
    internal double ErrorBefore { get; set; }

    /// <summary>The answers in the test before the second stage.</summary>
    internal double[] AnswersBefore { get; set; } = [];

    /// <summary>W_up before the second stage: hidden, output.</summary>
    internal double[] WeightsBefore { get; set; } = [];

    /// <summary>W_pi and W_ip after the first stage, and its largest apical potential at the end.</summary>
    internal double[] SelfPrediction { get; set; } = [];

    internal void Add(MimicMoment moment) => _moments.Add(moment);

    internal void Add(MimicEpoch epoch) => _epochs.Add(epoch);

    internal void Save(StateWriter writer)
    {
        writer.Add("record/moments", MemoryMarshal.Cast<MimicMoment, double>(CollectionsMarshal.AsSpan(_moments)));
        writer.Add("record/epochs", MemoryMarshal.Cast<MimicEpoch, double>(CollectionsMarshal.AsSpan(_epochs)));
        writer.Add("record/error-before", ErrorBefore);
        writer.Add<double>("record/answers-before", AnswersBefore);
        writer.Add<double>("record/weights-before", WeightsBefore);
        writer.Add<double>("record/self-prediction", SelfPrediction);
    }

    internal void Load(StateReader reader)
    {
        _moments = [.. MemoryMarshal.Cast<double, MimicMoment>(reader.ReadArray<double>("record/moments"))];
        _epochs = [.. MemoryMarshal.Cast<double, MimicEpoch>(reader.ReadArray<double>("record/epochs"))];
        ErrorBefore = reader.ReadValue<double>("record/error-before");
        AnswersBefore = reader.ReadArray<double>("record/answers-before");
        WeightsBefore = reader.ReadArray<double>("record/weights-before");
        SelfPrediction = reader.ReadArray<double>("record/self-prediction");
    }
}

/// <summary>An epoch of the second stage.</summary>
/// <param name="Hidden">W_up of the hidden neuron.</param>
/// <param name="Output">W_up of the output neuron.</param>
/// <param name="ToInterneuron">W_ip.</param>
/// <param name="Error">The validation error.</param>
/// <param name="LargestApical">The largest absolute apical potential while learning.</param>
internal readonly record struct MimicEpoch(double Hidden, double Output, double ToInterneuron, double Error, double LargestApical);
