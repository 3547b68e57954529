using Engram.Cli;
using Engram.Lab.Benchmarks;
using Engram.Lab.Experiments;
using Engram.Vision.Benchmarks;
using Engram.Vision.Experiments;

namespace Engram.Vision;

/// <summary>Everything that has a name at the command <c>engram-vision</c>. A new experiment or benchmark is a new file and one line here.</summary>
internal static class VisionCatalogue
{
    /// <summary>The command.</summary>
    public static Tool Tool { get; } = new(
        "engram-vision",
        "Engram's networks for pictures, on libtorch: residual networks learn to tell painters apart, with the same verbs as engram.",
        [
            "engram-vision list                                     the experiments there are",
            "engram-vision run delaunay-resnet --preset quick       a minute's taste of it",
            "engram-vision show delaunay-resnet                     settings: profiles, quirks, data",
            "engram-vision runs                                     what has been run",
        ])
    {
        Verbs = ["list", "show", "run", "sweep", "resume", "runs", "bench", "version", "help"],
        RunsRules = false,
        VerbExamples = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["list"] = ["engram-vision list", "engram-vision list --json | jq -r '.[].name'"],
            ["show"] = ["engram-vision show delaunay-resnet", "engram-vision show delaunay-resnet --preset quick"],
            ["run"] =
            [
                "engram-vision run delaunay-resnet --preset quick",
                "engram-vision run delaunay-resnet --preset quick --seeds 3",
                "engram-vision run delaunay-resnet --data /data --set data.path=delaunay --set profile=authors-exact",
                "engram-vision run delaunay-sample-efficiency --preset quick",
            ],
            ["sweep"] =
            [
                "engram-vision sweep delaunay-resnet --over profile=authors-exact,authors-clean --preset quick",
                "engram-vision sweep delaunay-resnet --over quirks.augment=none,crop-flip --seeds 3 --preset quick",
            ],
            ["resume"] = ["engram-vision resume latest"],
            ["runs"] = ["engram-vision runs", "engram-vision runs --all"],
            ["bench"] = ["engram-vision bench", "engram-vision bench resnet --quick --json"],
            ["version"] = ["engram-vision version", "engram-vision version --json"],
            ["help"] = ["engram-vision help run"],
        },
    };

    /// <summary>The experiments, in the order in which they are listed.</summary>
    public static IReadOnlyList<Experiment> Experiments { get; } = [new DelaunayResNet(), new DelaunaySampleEfficiency()];

    /// <summary>The benchmarks.</summary>
    public static IReadOnlyList<IBenchmark> Benchmarks => [new ResNetBenchmark()];
}
