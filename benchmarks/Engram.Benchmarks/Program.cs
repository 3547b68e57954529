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
Console.WriteLine("Difference: root mean square of the difference between the results of both, relative to that of the result; the worst table of a case.");
Console.WriteLine();
Console.WriteLine("| case | Engram µs | libtorch µs | ratio | difference | allowed |");
Console.WriteLine("|---|---|---|---|---|---|");
Func<IBenchmarkCase>[] cases =
[
    static () => new EquilibriumCase(),
    static () => new GleCase(),
    static () => new DreamCase(),
    static () => new ConvolutionCase("convolution 20x14x14 -> 50 k5, 128 lanes", new(20, 14, 14), filters: 50, kernel: 5, stride: 1, padding: 0, lanes: 128),
    static () => new ConvolutionCase("convolution 64x16x16 -> 128 k4 s2 p1, 64 lanes", new(64, 16, 16), filters: 128, kernel: 4, stride: 2, padding: 1, lanes: 64),
];
var notes = new List<string>();
int wrong = 0;
foreach (Func<IBenchmarkCase> build in cases)
{
    using IBenchmarkCase benchmark = build();
    foreach (Comparison comparison in benchmark.Comparisons())
        wrong += Show(comparison);
}

Console.WriteLine();
notes.ForEach(Console.WriteLine);
if (wrong == 0)
    return 0;
Console.Error.WriteLine($"In {wrong} lines the two do not compute the same: the difference is larger than what rounding explains.");
return 1;

// A line for each way of Engram, against the fastest way of libtorch that is right.
int Show(Comparison comparison)
{
    double[] micros = InterleavedTimes.Medians([.. comparison.Engram.Concat(comparison.Libtorch).Select(static contender => contender.Run)], seconds);
    int fastest = -1, different = 0;
    for (int which = 0; which < comparison.Libtorch.Count; which++)
    {
        Contender contender = comparison.Libtorch[which];
        double time = micros[comparison.Engram.Count + which];
        if (contender.Difference > comparison.Tolerance)
            notes.Add($"{comparison.Name}: libtorch, {contender.Name}, differs by {contender.Difference:0.0e+0} ({time / comparison.Units:F1} µs); not counted.");
        else if (fastest < 0 || time < micros[comparison.Engram.Count + fastest])
            fastest = which;
    }

    for (int which = 0; which < comparison.Engram.Count; which++)
    {
        Contender contender = comparison.Engram[which];
        string name = contender.Name.Length == 0 ? comparison.Name : $"{comparison.Name}, {contender.Name}";
        double ours = micros[which] / comparison.Units;
        if (fastest < 0)
        {
            Console.WriteLine($"| {name} | {ours:F1} | | | EXCEEDED | {comparison.Tolerance:0e+0} |");
            different++;
            continue;
        }

        Contender other = comparison.Libtorch[fastest];
        double theirs = micros[comparison.Engram.Count + fastest] / comparison.Units;
        double difference = Math.Max(contender.Difference, other.Difference);
        bool isSame = difference <= comparison.Tolerance;
        different += isSame ? 0 : 1;
        string way = other.Name.Length == 0 ? "" : $" ({other.Name})";
        Console.WriteLine(
            $"| {name} | {ours:F1} | {theirs:F1}{way} | {theirs / ours:F2} | {difference:0.0e+0} | {comparison.Tolerance:0e+0}{(isSame ? "" : " EXCEEDED")} |");
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
