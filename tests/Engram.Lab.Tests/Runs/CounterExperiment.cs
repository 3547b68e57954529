using Engram.Lab.Experiments;
using Engram.Lab.Settings;

namespace Engram.Lab.Tests.Runs;

public sealed class CounterSettings
{
    [Setting("How many steps", Minimum = 1, Maximum = 1000)]
    public int Steps { get; set; } = 12;

    [Setting("What is added to each number")]
    public double Bias { get; set; } = 0.1;

    [Setting("Steps between rows; a third of the steps if auto", Minimum = 1)]
    public int? Every { get; set; }
}

/// <summary>Adds up a random stream: the smallest experiment that has state, rows and checkpoints.</summary>
internal sealed class CounterExperiment(ManualTime time) : Experiment<CounterSettings>
{
    /// <summary>Called in each step, before its row is logged.</summary>
    public Action<int, IRunContext> OnStep { get; set; } = (_, _) => { };

    /// <summary>Called when settings are resolved.</summary>
    public Action<CounterSettings> OnResolve { get; set; } = _ => { };

    /// <summary>Called before a sweep is drawn.</summary>
    public Action OnDrawSweep { get; set; } = () => { };

    public IReadOnlyList<ulong> Published5 { get; set; } = [42, 7];

    public override string Name => "counter";

    public override string Paper => "Nobody 2026";

    public override string Summary => "adds";

    public override string Description => "adds";

    public override string HeadlineMetric => "total";

    public override IReadOnlyList<PublishedResult> Published => [new("counter", "total", 6.5, 0.25, 5, "", "Table 0")];

    protected override CounterSettings CreatePreset(string preset) => preset is "quick" ? new CounterSettings { Steps = 3 } : new CounterSettings();

    protected override void Resolve(CounterSettings settings)
    {
        OnResolve(settings);
        settings.Every ??= Math.Max(1, settings.Steps / 3);
    }

    public override IReadOnlyList<string> DrawSweep(IReadOnlyList<SweepCondition> conditions, string figureFolder)
    {
        OnDrawSweep();
        return base.DrawSweep(conditions, figureFolder);
    }

    protected override IReadOnlyList<PublishedResult> ComparableTo(CounterSettings settings) => Published;

    protected override IReadOnlyList<ulong> PublishedSeeds(CounterSettings settings) => Published5;

    protected override IReadOnlyList<string> DrawGroup(CounterSettings settings, IReadOnlyList<string> runFolders, string figureFolder)
    {
        string figure = Path.Combine(figureFolder, "curves.svg");
        File.WriteAllLines(figure, runFolders.Select(folder => Path.GetFileName(folder)));
        return [figure];
    }

    protected override IReadOnlyList<SummaryValue> Run(CounterSettings settings, IRunContext context)
    {
        int step = 0;
        ulong stream = context.Seed;
        double total = 0;
        context.TryRestore(reader =>
        {
            step = reader.ReadValue<int>("step");
            stream = reader.ReadValue<ulong>("stream");
            total = reader.ReadValue<double>("total");
        });
        void Checkpoint() => context.Checkpoint(writer =>
        {
            writer.Add("step", step);
            writer.Add("stream", stream);
            writer.Add("total", total);
        });
        while (step < settings.Steps)
        {
            if (context.CheckpointDue)
                Checkpoint();
            context.Stop.ThrowIfCancellationRequested();
            OnStep(step, context);
            stream = (stream * 6364136223846793005) + 1442695040888963407;
            total += ((stream >> 11) * (1.0 / (1UL << 53))) + settings.Bias;
            step++;
            time.Advance();
            if (step % settings.Every!.Value == 0)
                context.Log(("step", step), ("total", total));
            context.Report(step, settings.Steps, $"total {total}");
        }

        Checkpoint();
        File.WriteAllText(Path.Combine(context.Folder, "figures", "curve.svg"), "<svg/>");
        return [new("total", total, "", "total"), new("nothing", double.NaN, "", "not a number")];
    }
}

/// <summary>A clock that stands still until told: eight seconds a step make a checkpoint due every third.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _seconds;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => 1;

    public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 9, 15, 2, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Interlocked.Read(ref _seconds);

    public void Advance() => Interlocked.Add(ref _seconds, 8);
}
