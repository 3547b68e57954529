using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Delaunay.Painting;
using Engram.Delaunay.Psychophysics;
using Engram.Lab;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary><c>engram delaunay trials</c>: draws the lists of a study and freezes its configuration.</summary>
internal static class TrialsVerb
{
    private const string StandIn = "stand-in";

    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var source = new Argument<string>("SOURCE") { Description = "a catalog.jsonl, a folder with one folder of images for each category, or stand-in", DefaultValueFactory = static _ => StandIn };
        var study = Text("--study", "NAME", "the study's name, part of every opaque id (default: study)", "study");
        var protocol = Text("--protocol", "LETTER", "A learn with feedback, B study then test, C learn then transfer, D rapid (default: A)", "A");
        var alternatives = Number("--alternatives", "W", "categories to choose from: 2, 3, 4, 6 or 8 (default: 4)", 4);
        var images = new Option<int?>("--images") { Description = "images of each category (default: 40; 10 for each number of exemplars in B)", HelpName = "N" };
        var lists = Number("--lists", "N", "lists of each family (default: 8)", 8);
        var people = Number("--per-list", "N", "participants who get the same list (default: 4)", 4);
        var families = Text("--families", "NAMES", "families of stimuli, with commas between (default: intact)", StimulusFamily.Intact);
        var categories = new Option<string?>("--categories") { Description = "class numbers with commas between, the same for every list (default: drawn at random for each)", HelpName = "NUMBERS" };
        var seed = new Option<ulong>("--seed") { Description = "the seed of the lists (default: 1)", HelpName = "S", DefaultValueFactory = static _ => 1 };
        var output = Text("--out", "FOLDER", "where list.json and config.json go (default: study)", "study");
        var json = Choices.Json();
        var verb = new Verb(
            "trials",
            "Draw the trial lists of a study, the same for people and networks, and freeze its configuration",
            "engram delaunay trials stand-in --lists 8 --out study",
            "engram delaunay trials art/catalog.jsonl --protocol D --families intact,scramble-0.5 --seed 7 --out rapid",
            "engram delaunay trials photographs --alternatives 2 --images 20 --categories 3,5 --out pilot")
        { source, study, protocol, alternatives, images, lists, people, families, categories, seed, output, json };
        verb.SetAction(parsed =>
        {
            string letter = parsed.GetRequiredValue(protocol);
            Protocol chosen = Protocol.Find(letter) ?? throw new UsageException($"There is no protocol '{letter}': there are A, B, C and D.");
            if (parsed.GetValue(lists) is < 1 or > 99) throw new UsageException($"--lists takes a whole number from 1 to 99, not {parsed.GetValue(lists)}.");
            if (parsed.GetValue(images) is < 1 or > 10_000) throw new UsageException($"--images takes a whole number from 1 to 10000, not {parsed.GetValue(images)}.");
            if (parsed.GetValue(people) is < 1 or > 10_000) throw new UsageException($"--per-list takes a whole number from 1 to 10000, not {parsed.GetValue(people)}.");
            string from = parsed.GetRequiredValue(source);
            StimulusPool pool = from == StandIn ? Painted(chosen, parsed.GetValue(images), parsed.GetValue(seed)) : StimulusSource.Read(from);
            int[] given = parsed.GetValue(categories) is { } numbers ? Numbers(numbers) : [];
            var request = new TrialListRequest
            {
                Protocol = chosen,
                Pool = pool,
                Study = parsed.GetRequiredValue(study),
                Alternatives = parsed.GetValue(alternatives),
                ImagesPerCategory = parsed.GetValue(images),
                Lists = parsed.GetValue(lists),
                Families = parsed.GetRequiredValue(families).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                CategorySet = given.Length > 0 ? "given" : "random",
                Categories = given,
                Seed = parsed.GetValue(seed),
            };
            IReadOnlyList<TrialList> made;
            try
            {
                made = TrialListMaker.Make(request);
            }
            catch (ArgumentException exception)
            {
                // The framework adds the parameter's name, which says nothing to a person.
                throw new UsageException(exception.Message.Split(" (Parameter", 2)[0], exception);
            }

            var configuration = new StudyConfiguration
            {
                Study = request.Study,
                Protocol = chosen.Letter,
                Alternatives = request.Alternatives,
                ImagesPerCategory = request.ImagesPerCategory ?? chosen.ImagesPerCategory,
                Lists = request.Lists,
                ParticipantsPerList = parsed.GetValue(people),
                Families = request.Families,
                Seed = request.Seed,
                Source = pool.Source,
                IsSynthetic = pool.IsSynthetic,
            };
            string folder = Path.GetFullPath(parsed.GetRequiredValue(output));
            Directory.CreateDirectory(folder);
            StudyFile.Write(Path.Combine(folder, StudyFile.Name), request.Study, pool.IsSynthetic, made);
            configuration.Write(Path.Combine(folder, StudyConfiguration.FileName));
            if (parsed.GetValue(json)) WriteJson(session.Terminal, folder, configuration, made);
            else WriteText(session.Terminal, folder, chosen, configuration, made);
            return ExitCode.Done;
        });
        return verb;
    }

    private static StimulusPool Painted(Protocol protocol, int? images, ulong seed)
    {
        int each = (images ?? protocol.ImagesPerCategory) + (protocol.Exemplars.Count > 0 ? protocol.Exemplars.Max() : 0) + 40;
        return new StandInStimuli(new StyleSettings { Seed = seed }, each).Pool;
    }

    private static int[] Numbers(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        var numbers = new int[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], System.Globalization.NumberStyles.None, null, out numbers[i]))
                throw new UsageException($"--categories: '{parts[i]}' is no class number. Expected numbers such as 3,5,8,13.");
        }

        return numbers;
    }

    private static Option<string> Text(string name, string what, string description, string value) =>
        new(name) { Description = description, HelpName = what, DefaultValueFactory = _ => value };

    private static Option<int> Number(string name, string what, string description, int value) =>
        new(name) { Description = description, HelpName = what, DefaultValueFactory = _ => value };

    private static void WriteText(Terminal terminal, string folder, Protocol protocol, StudyConfiguration configuration, IReadOnlyList<TrialList> lists)
    {
        var output = terminal.Output;
        output.WriteLine($"{terminal.Bold(configuration.Study)}  protocol {protocol.Letter} {protocol.Name}, {configuration.Alternatives} alternatives, {configuration.Lists * configuration.ParticipantsPerList} participants for each of {configuration.Families.Count} {(configuration.Families.Count == 1 ? "family" : "families")}");
        output.WriteLine();
        var table = new TextTable("list", ">main trials", ">others", "classes", "sha-256");
        foreach (var list in lists)
        {
            var main = list.Trials.Count(static trial => trial.Type == TrialType.Main);
            table.Add(list.Id, $"{main}", $"{list.Trials.Count - main}", string.Join(' ', list.Categories), list.Sha256[..16]);
        }

        table.Write(terminal);
        output.WriteLine();
        var places = new TextTable("", "");
        places.Add("images", configuration.Source + (configuration.IsSynthetic ? " (synthetic)" : ""));
        places.Add("hash", configuration.Hash);
        places.Add("lists", Place.Of(Path.Combine(folder, StudyFile.Name)));
        places.Add("configuration", Place.Of(Path.Combine(folder, StudyConfiguration.FileName)));
        places.Write(terminal);
    }

    private static void WriteJson(Terminal terminal, string folder, StudyConfiguration configuration, IReadOnlyList<TrialList> lists) => Json.Write(terminal.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("study", configuration.Study);
        writer.WriteString("config_hash", configuration.Hash);
        writer.WriteBoolean("synthetic", configuration.IsSynthetic);
        writer.WriteString("source", configuration.Source);
        writer.WriteString("folder", folder);
        writer.WriteStartArray("lists");
        foreach (var list in lists)
        {
            writer.WriteStartObject();
            writer.WriteString("id", list.Id);
            writer.WriteString("sha256", list.Sha256);
            writer.WriteNumber("trials", list.Trials.Count);
            writer.WriteStartArray("categories");
            foreach (var category in list.Categories) writer.WriteNumberValue(category);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
