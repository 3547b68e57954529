using System.Text.Json;
using Engram.Evolution.Genomes;
using Engram.Evolution.Primitives;
using Engram.Evolution.Programs;
using Engram.Evolution.Search;
using Engram.Numerics;

namespace Engram.Evolution.Tests;

/// <summary>Genomes of many shapes, and the reference numbers.</summary>
internal static class Samples
{
    public static string[] Names { get; } = ["x", "w", "y"];

    /// <summary>Every built-in operation, a constant, tunable numbers and primitives of a user's own.</summary>
    public static PrimitiveSet Everything { get; } = new(
    [
        .. Operations.All.Select(Primitive.Of),
        Primitive.Constant(0.1),
        Primitive.Parameter,
        Primitive.FromExpression("scaled", ["a", "b"], "s*(a + b) + o", new PrimitiveParameter("s", 1.5), new PrimitiveParameter("o", -0.25)),
        Primitive.Of("cube", a => a * a * a),
        Primitive.Of("mean4", 4, a => (a[0] + a[1] + a[2] + a[3]) / 4),
    ]);

    /// <summary>Those that can be compiled: written for vectors.</summary>
    public static PrimitiveSet Vectors { get; } = new(
        Operations.All.Where(o => o.Name != "pow").Select(Primitive.Of).Append(Primitive.Constant(0.1)).Append(Primitive.Parameter));

    public static GenomeShape[] Shapes { get; } =
    [
        new(1),
        new(3, PrimitiveSet.SubtractMultiply, columns: 20),
        new(2, PrimitiveSet.Arithmetic, outputs: 2, columns: 12, rows: 2, levelsBack: 5),
        new(3, Everything, outputs: 3, columns: 60),
        new(4, PrimitiveSet.Boolean, columns: 7, rows: 3, levelsBack: 1),
        new(1, new PrimitiveSet(Primitive.One), columns: 5),
        new(2, PrimitiveSet.Default, columns: 0),
    ];

    public static Genome Random(GenomeShape shape, ulong seed)
    {
        var genome = new Genome(shape);
        genome.Randomize(new RandomStreams(seed).Named("genome"));
        return genome;
    }

    public static Graph Parse(string text) => Engram.Evolution.Rules.Expression.Parse(text, Names);

    public static LaneMatrix<double> Points(int rows, int lanes, ulong seed = 1)
    {
        var points = new LaneMatrix<double>(rows, lanes);
        var random = new RandomStreams(seed).Named("points");
        for (int row = 0; row < rows; row++)
            random.FillUniform(points.Row(row), -3, 3);
        return points;
    }

    /// <summary>Goes on to the end, or until the test run is cancelled.</summary>
    public static void Finish(this EvolutionSearch search, Action<EvolutionSearch>? record = null) =>
        search.Run(record, TestContext.Current.CancellationToken);

    public static JsonElement Reference(string key)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "reference", "evolving-plasticity.reference.json"));
        return JsonDocument.Parse(stream).RootElement.GetProperty(key);
    }

    /// <summary>The bits of a number, with all NaN alike: IEEE 754 leaves their payload open, and with it commutative arguments' order.</summary>
    public static long Bits(double value) => double.IsNaN(value) ? -1 : BitConverter.DoubleToInt64Bits(value);

    public static int Bits(float value) => float.IsNaN(value) ? -1 : BitConverter.SingleToInt32Bits(value);
}
