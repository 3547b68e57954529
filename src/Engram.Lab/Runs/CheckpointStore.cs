using System.Security.Cryptography;
using System.Text;
using Engram.Numerics;

namespace Engram.Lab.Runs;

/// <summary>A checkpoint that was read and belongs to its run.</summary>
/// <param name="Path">The file.</param>
/// <param name="State">The experiment's arrays.</param>
/// <param name="MetricsLength">Bytes of <c>metrics.csv</c> when it was written.</param>
internal sealed record LoadedCheckpoint(string Path, StateReader State, long MetricsLength);

/// <summary>
/// The checkpoints of a run. A new one is written as <c>next.state</c>; then the newest becomes <c>previous.state</c> and the new one
/// <c>latest.state</c>. Whenever the process dies, one whole checkpoint can be found.
/// </summary>
internal sealed class CheckpointStore(RunFolder folder, RunInformation run)
{
    /// <summary>The version of what a checkpoint says.</summary>
    public const int Format = 1;

    private const string MetricsSection = "lab/metrics-length";
    private const string FingerprintSection = "lab/settings-fingerprint";
    private const string SeedSection = "lab/seed";

    private string Latest => Path.Combine(folder.Checkpoints, "latest.state");

    private string Previous => Path.Combine(folder.Checkpoints, "previous.state");

    private string Next => Path.Combine(folder.Checkpoints, "next.state");

    public void Save(long metricsLength, Action<StateWriter> save)
    {
        StateArchive.Save(Next, run.Experiment, Format, writer =>
        {
            writer.Add(MetricsSection, metricsLength);
            writer.Add(SeedSection, run.Seed);
            writer.Add<byte>(FingerprintSection, Fingerprint(run.Settings));
            save(writer);
        });
        if (File.Exists(Latest))
            File.Move(Latest, Previous, overwrite: true);
        File.Move(Next, Latest, overwrite: true);
    }

    /// <summary>Reads the newest checkpoint; null if none was written.</summary>
    /// <exception cref="UsageException">It is damaged, or is not of this run.</exception>
    public LoadedCheckpoint? Load()
    {
        string[] newestFirst = [Latest, Next, Previous];
        if (newestFirst.FirstOrDefault(File.Exists) is not { } path)
            return null;
        try
        {
            StateReader state = StateArchive.Load(path, run.Experiment, Format);
            if (state.ReadValue<ulong>(SeedSection) != run.Seed)
                throw new UsageException($"The checkpoint {path} is of seed {state.ReadValue<ulong>(SeedSection)}, and run.json says seed {run.Seed}: they do not belong together.");
            if (!state.ReadArray<byte>(FingerprintSection).AsSpan().SequenceEqual(Fingerprint(run.Settings)))
            {
                throw new UsageException(
                    $"The checkpoint {path} was written with other settings than {folder.Information} has now. Undo the change there to go on with the run, or start a new run with the new settings.");
            }

            return new LoadedCheckpoint(path, state, state.ReadValue<long>(MetricsSection));
        }
        catch (StateException exception)
        {
            string fallback = string.Equals(path, Latest, StringComparison.Ordinal) && File.Exists(Previous)
                ? $" The checkpoint before it is still there: delete {path} to go on from {Path.GetFileName(Previous)}."
                : " Start the run anew.";
            throw new UsageException($"{exception.Message}{fallback}", exception);
        }
    }

    private static byte[] Fingerprint(IReadOnlyList<KeyValuePair<string, string>> settings) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', settings.Select(setting => $"{setting.Key}={setting.Value}"))));
}
