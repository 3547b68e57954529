using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Datasets;
using Engram.Lab;

namespace Engram.Cli.Verbs;

/// <summary><c>engram data</c>: the datasets there are, where they lie, whether they are sound, and how to get them.</summary>
internal static class DataVerb
{
    /// <summary>Creates the verb with its verbs.</summary>
    public static Verb Create(Session session, HelpText help)
    {
        var verb = new Verb(
            "data",
            "The datasets there are; describe, check and fetch them",
            "engram data list",
            "engram data fetch mnist",
            "engram data verify cifar10 --data /data",
            "engram data info higgs");
        verb.Subcommands.Add(DataListVerb.Create(session));
        verb.Subcommands.Add(DataInfoVerb.Create(session));
        verb.Subcommands.Add(DataVerifyVerb.Create(session));
        verb.Subcommands.Add(DataFetchVerb.Create(session));
        verb.SetAction(_ =>
        {
            help.Write(verb);
            return ExitCode.Done;
        });
        return verb;
    }

    /// <summary>The argument that names a dataset.</summary>
    public static Argument<string> NameArgument() => new("NAME") { Description = "the dataset; engram data list shows them" };

    /// <summary>The dataset of that name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static Dataset Find(string name) => DatasetCatalogue.Find(name) ?? throw new UsageException(
        $"There is no dataset '{name}'.{Nearest.Offer(name, DatasetCatalogue.All.Select(static dataset => dataset.Name))} engram data list shows them all.");
}
