using System.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Cli.Verbs;
using Engram.Lab;
using Engram.Lab.Experiments;

namespace Engram.Cli.CommandLine;

/// <summary>The options of every verb that starts runs of an experiment, and the way from them to the printed result.</summary>
internal sealed class RunChoices
{
    private readonly Option<string> _preset = Choices.Preset();
    private readonly Option<string?> _settings = Choices.Settings();
    private readonly Option<string[]> _set = Choices.Set();
    private readonly Option<ulong?> _seed = Choices.Seed();
    private readonly Option<int> _seeds = Choices.Seeds();
    private readonly Option<int?> _threads = Choices.Threads();
    private readonly Option<string> _runs = Choices.Runs();
    private readonly Option<string> _data = Choices.Data();
    private readonly Option<bool> _json = Choices.Json();
    private readonly Option<bool> _quiet = Choices.Quiet();

    /// <summary>How many seeds: a verb may say in its own words of what.</summary>
    public Option<int> Seeds => _seeds;

    /// <summary>Gives a verb the options, in the order in which help shows them.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="readsData">Whether its experiments may read datasets.</param>
    /// <param name="afterSet">What stands behind <c>--set</c> because it is short for one; null for nothing.</param>
    public void AddTo(Verb verb, bool readsData = true, Option? afterSet = null)
    {
        Option?[] options = [_preset, _settings, _set, afterSet, _seed, _seeds, _threads, _runs, readsData ? _data : null, _json, _quiet];
        foreach (var option in options.OfType<Option>()) verb.Options.Add(option);
    }

    /// <summary>What was asked for.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="parsed">The line.</param>
    /// <exception cref="UsageException">There is no such preset.</exception>
    public RunRequest Request(Experiment experiment, ParseResult parsed) => new()
    {
        Experiment = experiment.Name,
        Preset = Names.FindPreset(experiment, parsed.GetRequiredValue(_preset)),
        SettingsFile = parsed.GetValue(_settings),
        Assignments = parsed.GetRequiredValue(_set),
        Seed = parsed.GetValue(_seed),
        SeedCount = parsed.GetValue(_seeds),
        Threads = parsed.GetValue(_threads),
        RunsFolder = parsed.GetRequiredValue(_runs),
        DataFolder = parsed.GetResult(_data) is null ? RunRequest.DefaultDataFolder : parsed.GetRequiredValue(_data),
    };

    /// <summary>Runs it with progress, and prints what came of it.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(Session session, RunRequest request, ParseResult parsed)
    {
        RunReport report;
        using (var progress = RunProgress.For(session, parsed.GetValue(_quiet), parsed.GetValue(_json)))
            report = session.Laboratory.Run(request, progress, session.Stop);
        return ReportText.Print(session, request.Experiment, report, parsed.GetValue(_json));
    }
}
