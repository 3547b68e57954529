using Engram.Lab;
using Engram.Lab.Experiments;
using Engram.Lab.Runs;
using Engram.Lab.Settings;

namespace Engram.Cli;

/// <summary>Stands where the laboratory will: it can list the catalogue, and says that it cannot do more.</summary>
internal sealed class ListedLaboratory(IReadOnlyList<Experiment> experiments) : ILaboratory
{
    public IReadOnlyList<Experiment> Experiments => experiments;

    public Experiment Find(string name) => throw Missing();

    public IReadOnlyList<SettingDescription> Describe(Experiment experiment, string preset) => throw Missing();

    public RunReport Run(RunRequest request, IRunObserver observer, CancellationToken stop) => throw Missing();

    public RunReport Resume(string run, string runsFolder, int? threads, IRunObserver observer, CancellationToken stop) => throw Missing();

    public RunListing List(string runsFolder) => throw Missing();

    private static UsageException Missing() => new("This build has no laboratory yet: it can list experiments, but not run them.");
}
