using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Datasets;

namespace Engram.Cli.Verbs;

/// <summary><c>engram data verify</c>: whether a dataset is here, whole, and what it should be.</summary>
internal static class DataVerifyVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var name = DataVerb.NameArgument();
        var data = Choices.Data();
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "verify",
            "Check sizes, checksums, shapes and labels of a dataset; exit code 2 when anything is wrong or missing",
            "engram data verify mnist",
            "engram data verify cifar10 --data /data --quiet") { name, data, json, quiet };
        verb.SetAction(parsed =>
        {
            var dataset = DataVerb.Find(parsed.GetRequiredValue(name));
            var folder = parsed.GetRequiredValue(data);
            IReadOnlyList<DatasetCheck> checks;
            using (var progress = new WorkProgress(session, parsed.GetValue(quiet))) checks = dataset.Verify(folder, progress.Report, session.Stop);
            var isFine = checks.All(static check => check.State == CheckState.Fine);
            if (parsed.GetValue(json)) WriteJson(session.Terminal, dataset, checks, isFine);
            else WriteText(session.Terminal, dataset, folder, checks, isFine);
            return isFine ? ExitCode.Done : ExitCode.Usage;
        });
        return verb;
    }

    private static void WriteText(Terminal terminal, Dataset dataset, string folder, IReadOnlyList<DatasetCheck> checks, bool isFine)
    {
        var table = new TextTable("", "", "");
        foreach (var check in checks) table.Add(Word(check.State), Subject(check), check.Words);
        table.Write(terminal);
        terminal.Output.WriteLine();
        if (isFine)
        {
            terminal.Output.WriteLine($"{dataset.Name} is whole and sound.");
            return;
        }

        terminal.Output.Flush();
        var (missing, wrong) = (checks.Count(static check => check.State == CheckState.Missing), checks.Count(static check => check.State == CheckState.Wrong));
        var words = string.Join(" and ", new[] { missing > 0 ? $"{missing} missing" : "", wrong > 0 ? $"{wrong} wrong" : "" }.Where(static part => part.Length > 0));
        terminal.Complain(
            $"{dataset.Name} is not as it should be: {words} of {checks.Count} checks. "
            + (dataset.IsBuiltIn ? "" : dataset.ByHand ?? $"{(wrong > 0 ? "Move away what is wrong, then get" : "Get")} the official files: engram data fetch {dataset.Name}{(folder == "data" ? "" : $" --data {Place.Typed(folder)}")}"));
    }

    private static string Subject(DatasetCheck check) => File.Exists(check.Subject) ? Place.Of(check.Subject) : check.Subject;

    private static string Word(CheckState state) => state switch { CheckState.Fine => "fine", CheckState.Missing => "missing", _ => "wrong" };

    private static void WriteJson(Terminal terminal, Dataset dataset, IReadOnlyList<DatasetCheck> checks, bool isFine) => Json.Write(terminal.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", dataset.Name);
        writer.WriteBoolean("fine", isFine);
        writer.WriteStartArray("checks");
        foreach (var check in checks)
        {
            writer.WriteStartObject();
            writer.WriteString("subject", check.Subject);
            writer.WriteString("state", Word(check.State));
            writer.WriteString("words", check.Words);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
