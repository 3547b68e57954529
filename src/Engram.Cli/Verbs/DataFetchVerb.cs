using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Datasets;

namespace Engram.Cli.Verbs;

/// <summary><c>engram data fetch</c>: gets a dataset from its official address.</summary>
internal static class DataFetchVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var name = DataVerb.NameArgument();
        var data = Choices.Data();
        var from = Choices.From();
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "fetch",
            "Get a dataset from its official address and check it; what was begun is gone on with, what is finished is left alone",
            "engram data fetch mnist",
            "engram data fetch cifar10 --data /data",
            "engram data fetch mnist --from http://mirror.example/mnist/") { name, data, from, json, quiet };
        verb.SetAction(parsed =>
        {
            var dataset = DataVerb.Find(parsed.GetRequiredValue(name));
            var folder = parsed.GetRequiredValue(data);
            IReadOnlyList<FetchedFile> files;
            try
            {
                using var client = DatasetFetcher.CreateClient();
                using var progress = FetchProgress.For(session, parsed.GetValue(quiet), parsed.GetValue(json));
                var fetcher = new DatasetFetcher(client, new FetchOptions { From = parsed.GetValue(from) });
                files = fetcher.FetchAsync(dataset, folder, progress, session.Stop).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                session.Terminal.Complain("stopped. What has come is kept; the same command goes on from there.");
                return ExitCode.Interrupted;
            }

            if (parsed.GetValue(json)) WriteJson(session.Terminal, dataset, files);
            else WriteText(session.Terminal, dataset, files);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void WriteText(Terminal terminal, Dataset dataset, IReadOnlyList<FetchedFile> files)
    {
        if (dataset.IsBuiltIn)
        {
            terminal.Output.WriteLine($"{dataset.Name} is built in: Engram generates it, and there is nothing to fetch.");
            return;
        }

        var table = new TextTable("", "", "");
        foreach (var file in files) table.Add(file.WasThere ? "was there" : "fetched", Place.Of(file.Path), file.Words);
        table.Write(terminal);
    }

    private static void WriteJson(Terminal terminal, Dataset dataset, IReadOnlyList<FetchedFile> files) => Json.Write(terminal.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", dataset.Name);
        writer.WriteStartArray("files");
        foreach (var file in files)
        {
            writer.WriteStartObject();
            writer.WriteString("path", file.Path);
            writer.WriteBoolean("was_there", file.WasThere);
            writer.WriteNumber("bytes", file.Bytes);
            writer.WriteString("words", file.Words);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
