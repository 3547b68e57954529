using System.Diagnostics;
using System.Globalization;
using Engram.Benchmarks;
using Engram.Numerics;
using TorchSharp;

const double DefaultSeconds = 10;
const string WaitPolicy = "OMP_WAIT_POLICY";

double seconds = DefaultSeconds;
if (args.Length != 0
    && (args.Length != 2 || args[0] != "--seconds" || !double.TryParse(args[1], CultureInfo.InvariantCulture, out seconds) || !(seconds >= 0 && seconds < 1e6)))
{
    Console.Error.WriteLine($"Expected nothing, or --seconds with how long to measure each case ({DefaultSeconds} if left out); got: {string.Join(' ', args)}");
    return 2;
}

// libtorch reads the environment when it is loaded, and .NET does not write to the real one: so this program starts itself again.
if (Environment.GetEnvironmentVariable(WaitPolicy) != "PASSIVE")
    return Again(args);

torch.set_num_threads(1);
torch.random.manual_seed(1);
Console.WriteLine($"Engram with {InstructionSets.Default}; libtorch {torch.__version__} through TorchSharp; single precision, one thread each; {Environment.ProcessorCount} processors{Load()}.");
Console.WriteLine($"µs: the median {ThreadClock.Name}, samples taken in turns, {seconds} s a case. Ratio: libtorch / Engram.");
Console.WriteLine("Difference: the largest between the results of both, relative to the largest value.");
Console.WriteLine();
Console.WriteLine("| case | Engram µs | libtorch µs | ratio | difference | allowed |");
Console.WriteLine("|---|---|---|---|---|---|");
Func<IBenchmarkCase>[] cases =
[
    static () => new EquilibriumCase(),
    static () => new GleCase(),
    static () => new ConvolutionCase("convolution 20x14x14 -> 50 k5, 128 lanes", new(20, 14, 14), filters: 50, kernel: 5, stride: 1, padding: 0, lanes: 128),
    static () => new ConvolutionCase("convolution 64x16x16 -> 128 k4 s2 p1, 64 lanes", new(64, 16, 16), filters: 128, kernel: 4, stride: 2, padding: 1, lanes: 64),
];
int wrong = 0;
foreach (Func<IBenchmarkCase> build in cases)
{
    using IBenchmarkCase benchmark = build();
    foreach (Comparison comparison in benchmark.Comparisons())
        wrong += Show(comparison);
}

if (wrong == 0)
    return 0;
Console.Error.WriteLine($"In {wrong} lines the two do not compute the same: the difference is larger than what rounding explains.");
return 1;

int Show(Comparison comparison)
{
    double[] micros = InterleavedTimes.Medians([.. comparison.Engram.Select(static contender => contender.Run), comparison.Libtorch], seconds);
    double theirs = micros[^1] / comparison.Units;
    int different = 0;
    for (int which = 0; which < comparison.Engram.Count; which++)
    {
        Contender contender = comparison.Engram[which];
        double ours = micros[which] / comparison.Units;
        bool isSame = contender.Difference <= comparison.Tolerance;
        different += isSame ? 0 : 1;
        string name = contender.Name.Length == 0 ? comparison.Name : $"{comparison.Name}, {contender.Name}";
        Console.WriteLine(
            $"| {name} | {ours:F1} | {theirs:F1} | {theirs / ours:F2} | {contender.Difference:0.0e+0} | {comparison.Tolerance:0e+0}{(isSame ? "" : " EXCEEDED")} |");
    }

    return different;
}

static string Load() => File.Exists("/proc/loadavg") ? $", load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : "";

static int Again(string[] args)
{
    string program = Environment.ProcessPath ?? throw new InvalidOperationException("The system does not tell where this program is.");
    bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
    var start = new ProcessStartInfo(program, isHost ? [Environment.GetCommandLineArgs()[0], .. args] : args);
    start.Environment[WaitPolicy] = "PASSIVE";
    start.Environment["OMP_NUM_THREADS"] = "1";
    start.Environment["MKL_NUM_THREADS"] = "1";
    using Process process = Process.Start(start)!;
    process.WaitForExit();
    return process.ExitCode;
}
