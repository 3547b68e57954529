using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Cli.Progress;
using Engram.Delaunay.Imaging;
using Engram.Delaunay.Painting;
using Engram.Lab;
using Engram.Numerics;

namespace Engram.Cli.Verbs.Delaunay;

/// <summary><c>engram delaunay paint</c>: a gallery sheet of invented styles, or a whole dataset of them.</summary>
internal static class PaintVerb
{
    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var artists = Number("--artists", "N", "styles on the gallery sheet (default: 12)", 12);
        var columns = Number("--columns", "N", "pictures of each style on the sheet (default: 5)", 5);
        var side = Number("--side", "PIXELS", "the side of a picture on the sheet (default: 200)", 200);
        var families = Number("--families", "F", "families that styles are spread over (default: 8)", 8);
        var kappa = new Option<double>("--kappa")
        {
            Description = "how easily styles are told apart: 0.5 is hard, 2 is easy (default: 1.5)",
            HelpName = "K",
            DefaultValueFactory = static _ => 1.5,
        };
        var output = new Option<string>("--out", "-o") { Description = "the sheet to write (.png or .jpg), or the folder of the dataset", HelpName = "PATH", Required = true };
        var preset = new Option<string?>("--preset", "-p") { Description = $"paint a dataset in place of a sheet: {string.Join(", ", StandInPreset.All.Select(static preset => preset.Name))}", HelpName = "NAME" };
        var defects = new Option<bool>("--defects") { Description = "damage some files of the dataset as collections are damaged, and tell which in injected.jsonl" };
        var native = new Option<bool>("--native") { Description = "sizes of pictures vary from 80 to 1200 pixels" };
        var shortcut = new Option<double?>("--shortcut") { Description = "mark pictures of the first style in a corner with this probability, and no others: a shortcut for probes to find", HelpName = "P" };
        var seed = new Option<ulong>("--seed") { Description = "the seed of everything (default: 1)", HelpName = "S", DefaultValueFactory = static _ => 1 };
        var threads = Choices.Threads();
        var json = Choices.Json();
        var quiet = Choices.Quiet();
        var verb = new Verb(
            "paint",
            "Paint pictures of invented styles: a gallery sheet, or a dataset of them with everything known about it",
            "engram delaunay paint --artists 12 --out gallery.png",
            "engram delaunay paint --artists 6 --columns 8 --kappa 3 --seed 7 --out gallery.png",
            "engram delaunay paint --preset ci --out art",
            "engram delaunay paint --preset full --defects --out art")
        { artists, columns, side, families, kappa, output, preset, defects, native, shortcut, seed, threads, json, quiet };
        verb.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(output);
            var styles = new StyleSettings { Seed = parsed.GetValue(seed), Families = parsed.GetValue(families), Kappa = parsed.GetValue(kappa) };
            if (!(styles.Kappa is > 0 and <= 1000)) throw new UsageException($"--kappa takes a number above 0, up to 1000, not {styles.Kappa}.");
            if (styles.Families is < 1 or > 1000) throw new UsageException($"--families takes a whole number from 1 to 1000, not {styles.Families}.");
            using var progress = new WorkProgress(session, parsed.GetValue(quiet));
            if (parsed.GetValue(preset) is not { } name)
            {
                if (parsed.GetValue(defects) || parsed.GetValue(native) || parsed.GetValue(shortcut) is not null)
                    throw new UsageException("--defects, --native and --shortcut belong to datasets: add --preset NAME.");
                Sheet(session, styles, path, (parsed.GetValue(artists), parsed.GetValue(columns), parsed.GetValue(side)), progress, parsed.GetValue(json));
                return ExitCode.Done;
            }

            var probability = parsed.GetValue(shortcut);
            if (probability is { } p && !(p is >= 0 and <= 1)) throw new UsageException($"--shortcut takes a probability from 0 to 1, not {p}.");
            Dataset(
                session,
                new StandInRequest
                {
                    Folder = path,
                    Preset = StandInPreset.All.FirstOrDefault(preset => preset.Name == name)
                        ?? throw new UsageException($"There is no preset '{name}': there are {string.Join(", ", StandInPreset.All.Select(static preset => preset.Name))}."),
                    Styles = styles,
                    Painting = new PaintingSettings { NativeSizes = parsed.GetValue(native), Shortcut = probability },
                    InjectsDefects = parsed.GetValue(defects),
                    Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount,
                },
                progress,
                parsed.GetValue(json));
            return ExitCode.Done;
        });
        return verb;
    }

    private static Option<int> Number(string name, string help, string description, int usual) => new(name)
    {
        Description = description,
        HelpName = help,
        DefaultValueFactory = _ => usual,
    };

    private static void Sheet(Session session, StyleSettings styles, string path, (int Artists, int Columns, int Side) shape, WorkProgress progress, bool json)
    {
        if (shape.Artists is < 1 or > 200) throw new UsageException($"--artists takes a whole number from 1 to 200, not {shape.Artists}.");
        if (shape.Columns is < 1 or > 20) throw new UsageException($"--columns takes a whole number from 1 to 20, not {shape.Columns}.");
        if (shape.Side is < 32 or > 1024) throw new UsageException($"--side takes a whole number from 32 to 1024, not {shape.Side}.");
        var isPng = Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase);
        if (!isPng && !(Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG"))
            throw new UsageException($"'{path}' is not the name of a picture: end it with .png or .jpg, or add --preset NAME to paint a dataset into a folder.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder)) throw new UsageException($"There is no folder '{folder}' to write the sheet into. Make it first.");
        if (Directory.Exists(path)) throw new UsageException($"'{path}' is a folder: give the sheet another name.");
        var painter = new Painter(new StyleModel(styles with { Styles = shape.Artists }));
        var sheet = new GallerySheet { Styles = shape.Artists, Columns = shape.Columns, PictureSide = shape.Side }
            .Render(painter, share => progress.Report("painting", share), session.Stop);
        var comment = StandInFiles.Comment(styles.Seed, "gallery");
        byte[] file = isPng ? ImageEncoder.Png(sheet, comment) : ImageEncoder.Jpeg(sheet, 92, comment);
        AtomicFile.Write(path, stream => stream.Write(file));
        var terminal = session.Terminal;
        if (json)
        {
            Json.Write(terminal.Output, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("file", path);
                writer.WriteBoolean("synthetic", true);
                writer.WriteNumber("artists", shape.Artists);
                writer.WriteNumber("columns", shape.Columns);
                writer.WriteNumber("width", sheet.Width);
                writer.WriteNumber("height", sheet.Height);
                writer.WriteNumber("seed", styles.Seed);
                writer.WriteEndObject();
            });
            return;
        }

        terminal.Output.WriteLine($"{shape.Artists} styles, {shape.Columns} pictures of each: {Place.Of(path)} ({sheet.Width} × {sheet.Height})");
    }

    private static void Dataset(Session session, StandInRequest request, WorkProgress progress, bool json)
    {
        StandInOutcome outcome;
        try
        {
            outcome = StandInFiles.Write(request, progress.Report, session.Stop);
        }
        catch (ArgumentException error)
        {
            throw new UsageException(error.Message, error);
        }

        var terminal = session.Terminal;
        if (json)
        {
            Json.Write(terminal.Output, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("folder", request.Folder);
                writer.WriteBoolean("synthetic", true);
                writer.WriteString("preset", request.Preset.Name);
                writer.WriteNumber("styles", outcome.Styles);
                writer.WriteNumber("images", outcome.Images);
                writer.WriteNumber("painted", outcome.Painted);
                writer.WriteNumber("injected", outcome.Injected);
                writer.Number("ideal_accuracy", outcome.IdealAccuracy);
                writer.WriteString("manifest", outcome.Manifest);
                writer.WriteString("report", outcome.Report);
                writer.WriteEndObject();
            });
            return;
        }

        var table = new TextTable("", "");
        table.Add("pictures", $"{outcome.Images:N0} of {outcome.Styles} styles, {outcome.Painted:N0} painted now, {outcome.Images - outcome.Painted:N0} were there");
        if (request.InjectsDefects) table.Add("defects", $"{outcome.Injected} injected, listed in injected.jsonl");
        table.Add("ideal observer", $"{100 * outcome.IdealAccuracy:0.0} % right on latents");
        table.Add("manifest", Place.Of(outcome.Manifest));
        table.Add("report", Place.Of(outcome.Report));
        table.Write(terminal);
    }
}
