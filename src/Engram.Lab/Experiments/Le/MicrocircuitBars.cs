using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>
/// Dendritic microcircuits learn to tell bars apart, with and without Latent Equilibrium, at many presentation times (Haider et al. 2021,
/// Fig. 3; specification 3.5).
/// </summary>
public sealed class MicrocircuitBars : Experiment<MicrocircuitBarsSettings>
{
    /// <inheritdoc/>
    public override string Name => "le-microcircuit-bars";

    /// <inheritdoc/>
    public override string Paper => ReleasedBars.Paper;

    /// <inheritdoc/>
    public override string Summary => "Cortical microcircuits learn from pictures that pass far faster than their neurons can settle, or do not without Latent Equilibrium";

    /// <inheritdoc/>
    public override string Description =>
        """
        Pyramidal neurons with two dendrites learn by the difference between what their soma does and what their basal dendrite predicts;
        errors reach them through the apical dendrite, as far as interneurons do not explain away what comes from above. Their membranes
        take 5.3 ms to follow. In the original circuit, with plasticity always on, a picture must therefore be shown for half a second.
        With Latent Equilibrium neurons tell each other where their potentials are heading, and a picture needs ten Euler steps (1 ms): the
        figure is accuracy after learning over presentation time, for both.

        Ten circuits (seeds 12345 to 12354) learn side by side at each presentation time. Learning rates are divided by that time, so a
        picture teaches as much whether it is shown long or short.
        """;

    /// <inheritdoc/>
    public override IReadOnlyList<PublishedResult> Published => ReleasedBars.All;

    /// <inheritdoc/>
    public override string HeadlineMetric => "le_shortest_learned";

    /// <inheritdoc/>
    protected override MicrocircuitBarsSettings CreatePreset(string preset) => string.Equals(preset, "quick", StringComparison.Ordinal)
        ? new() { PresentationSteps = [3, 5, 10, 20, 50, 100, 200], Epochs = 300 }
        : new();

    /// <inheritdoc/>
    protected override IReadOnlyList<ulong> PublishedSeeds(MicrocircuitBarsSettings settings) => [12345];

    /// <inheritdoc/>
    protected override void Resolve(MicrocircuitBarsSettings settings)
    {
        MicrocircuitBarsSettings.CircuitSettings circuit = settings.Circuit;
        if (settings.PresentationSteps.Length == 0)
            throw new UsageException("presentation-steps is empty: name at least one presentation time, for instance presentation-steps=10.");
        if (settings.PresentationSteps.Distinct().Count() != settings.PresentationSteps.Length)
            throw new UsageException("presentation-steps names a presentation time twice: each may be there once.");
        if (circuit.Hidden.Length == 0)
            throw new UsageException("circuit.hidden is empty: a microcircuit needs at least one hidden layer, for instance circuit.hidden=30.");
        if (circuit.StreamTau < circuit.Dt)
            throw new UsageException($"circuit.stream-tau is {circuit.StreamTau} ms, but may not be shorter than the Euler step, circuit.dt = {circuit.Dt} ms.");
        int shortest = settings.PresentationSteps.Min();
        if (settings.Learning.Lag >= shortest)
        {
            throw new UsageException(
                $"learning.lag is {settings.Learning.Lag} steps, but presentation-steps has {shortest}: weights would rest through the whole presentation. Take a smaller learning.lag.");
        }

        if (Math.Round(settings.ReadoutLag / circuit.Dt ?? 0) >= shortest)
        {
            throw new UsageException(
                $"readout-lag is {settings.ReadoutLag} ms, but presentation-steps has {shortest} steps of circuit.dt = {circuit.Dt} ms: nothing would be left to read. Take a smaller readout-lag.");
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<PublishedResult> ComparableTo(MicrocircuitBarsSettings settings)
    {
        MicrocircuitBarsSettings.LearningSettings released = new(), learning = settings.Learning;
        bool isReleased = settings.Epochs == 1000 && settings.Circuit is { Hidden: [30], Dt: 0.1, Start: "self-predicting" }
            && (settings.Circuit.StreamTau ?? 0.1) == 0.1 && settings.ReadoutLag is null
            && (learning.Hidden, learning.Output, learning.ToInterneurons, learning.FromInterneurons, learning.Lag)
                == (released.Hidden, released.Output, released.ToInterneurons, released.FromInterneurons, released.Lag);
        return isReleased ? ReleasedBars.All : [];
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SummaryValue> Run(MicrocircuitBarsSettings settings, IRunContext context)
    {
        ulong last = context.Seed + (ulong)(settings.Circuits - 1);
        if (settings.Weights == "published" && (last > uint.MaxValue || last < context.Seed))
        {
            throw new UsageException(
                $"The seed {context.Seed} is too large for the published first weights, whose generator takes seeds up to {uint.MaxValue}. Choose a smaller seed, or weights=own.");
        }

        BarsTrainer[] trainers = [.. Conditions(settings).SelectMany(isProspective =>
            settings.PresentationSteps.Order().Select(steps => BarsTrainer.Create(settings, isProspective, steps, context.Seed)))];
        try
        {
            Train(trainers, settings.Epochs, context);
            foreach (BarsTrainer trainer in trainers)
                trainer.Test();
            Write(trainers, context.Folder);
            BarsFigures.Draw(trainers, settings, ComparableTo(settings).Count > 0, Path.Combine(context.Folder, "figures"));
            return Summarise(trainers);
        }
        finally
        {
            foreach (BarsTrainer trainer in trainers)
                trainer.Dispose();
        }
    }

    private static bool[] Conditions(MicrocircuitBarsSettings settings) => settings.Condition switch
    {
        "le" => [true],
        "original" => [false],
        _ => [true, false],
    };

    /// <summary>All trainers go through an epoch before any begins the next: so rows and checkpoints do not depend on the threads.</summary>
    private static void Train(BarsTrainer[] trainers, int epochs, IRunContext context)
    {
        context.TryRestore(reader => Array.ForEach(trainers, trainer => trainer.Load(reader)));
        using WorkerTeam? team = context.Threads > 1 && trainers.Length > 1 ? new WorkerTeam(Math.Min(context.Threads, trainers.Length)) : null;
        var round = new Round(trainers);
        while (trainers[0].Epoch < epochs)
        {
            context.CheckpointIfDue(Save);
            round.Run(team);
            foreach (BarsTrainer trainer in trainers)
            {
                context.Log(
                    ("epoch", trainer.Epoch),
                    ("prospective", trainer.IsProspective ? 1 : 0),
                    ("steps", trainer.Steps),
                    ("accuracy", trainer.MeanAccuracy[trainer.Epoch - 1]),
                    ("least_accuracy", trainer.Accuracy.Min()),
                    ("error", trainer.MeanError[trainer.Epoch - 1]));
            }

            context.Report(trainers[0].Epoch, epochs, $"epoch {trainers[0].Epoch}  {Words(trainers)}");
        }

        context.Checkpoint(Save);

        void Save(StateWriter writer) => Array.ForEach(trainers, trainer => trainer.Save(writer));
    }

    private static string Words(BarsTrainer[] trainers) => string.Join("  ", trainers.GroupBy(trainer => trainer.Condition, StringComparer.Ordinal)
        .Select(group => $"{group.Key} {group.Average(trainer => trainer.MeanAccuracy[trainer.Epoch - 1]):F1} %"));

    private static List<SummaryValue> Summarise(BarsTrainer[] trainers)
    {
        var summary = new List<SummaryValue>();
        foreach (IGrouping<string, BarsTrainer> group in trainers.GroupBy(trainer => trainer.Condition, StringComparer.Ordinal))
        {
            BarsTrainer? shortest = group.FirstOrDefault(trainer => Array.TrueForAll(trainer.Accuracy, accuracy => accuracy == 100));
            summary.Add(new($"{group.Key}_shortest_learned", shortest?.Steps ?? double.NaN, "steps", $"{group.Key}: shortest presentation that every circuit learns"));
        }

        summary.AddRange(trainers.Select(trainer => new SummaryValue(
            $"{trainer.Condition}_accuracy_{trainer.Steps}", trainer.Accuracy.Average(), "%", $"{trainer.Condition}, {trainer.Steps} steps: test accuracy")));
        summary.AddRange(trainers.Select(trainer => new SummaryValue(
            $"{trainer.Condition}_error_{trainer.Steps}", trainer.MeanError.TakeLast(10).Average(), "", $"{trainer.Condition}, {trainer.Steps} steps: validation error")));
        return summary;
    }

    private static void Write(BarsTrainer[] trainers, string folder)
    {
        string arrays = Path.Combine(folder, "arrays");
        int lanes = trainers[0].Accuracy.Length;
        NpyWriter.Write(Path.Combine(arrays, "prospective.npy"), trainers.Select(trainer => trainer.IsProspective ? 1 : 0).ToArray(), trainers.Length);
        NpyWriter.Write(Path.Combine(arrays, "presentation-steps.npy"), trainers.Select(trainer => trainer.Steps).ToArray(), trainers.Length);
        NpyWriter.Write(Path.Combine(arrays, "test-accuracy.npy"), trainers.SelectMany(trainer => trainer.Accuracy).ToArray(), trainers.Length, lanes);
        NpyWriter.Write(Path.Combine(arrays, "test-error.npy"), trainers.SelectMany(trainer => trainer.Error).ToArray(), trainers.Length, lanes);
        NpyWriter.Write(Path.Combine(arrays, "first-perfect-epoch.npy"), trainers.SelectMany(trainer => trainer.FirstPerfect).ToArray(), trainers.Length, lanes);
    }

    /// <summary>An epoch of every trainer. Members take the next one when they are free, the longest first.</summary>
    private sealed class Round(BarsTrainer[] trainers) : ITeamWork
    {
        private readonly BarsTrainer[] _longestFirst = [.. trainers.OrderByDescending(trainer => trainer.Steps)];
        private int _taken;

        public void Execute(int member, TeamBarrier barrier)
        {
            for (int index; (index = Interlocked.Increment(ref _taken) - 1) < _longestFirst.Length;)
                _longestFirst[index].RunEpoch();
        }

        internal void Run(WorkerTeam? team)
        {
            _taken = 0;
            if (team is not null)
            {
                team.Run(this);
                return;
            }

            foreach (BarsTrainer trainer in _longestFirst)
                trainer.RunEpoch();
        }
    }
}
