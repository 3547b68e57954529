using Engram.Delaunay.Splits;

namespace Engram.Delaunay.Painting;

/// <summary>A size of the stand-in's dataset.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="ClassSizes">Pictures of each style.</param>
/// <param name="ShortSide">The shorter side in pixels.</param>
public sealed record StandInPreset(string Name, IReadOnlyList<int> ClassSizes, int ShortSide)
{
    /// <summary>
    /// Invented class sizes with the moments that were published of the real ones (sum 11,503, mean 217.04, sample deviation 58.54, most 377), in
    /// rising order. They are not the real counts, which are unknown.
    /// </summary>
    private static readonly int[] Invented =
    [
        86, 110, 123, 132, 139, 146, 151, 156, 160, 164, 168, 172, 175, 179, 182, 185, 188, 191, 194, 197, 198, 202, 205, 207, 210, 213, 215, 218, 221, 223, 226, 229, 231, 234, 237,
        240, 243, 246, 249, 253, 256, 260, 263, 268, 272, 277, 282, 289, 296, 305, 318, 342, 377,
    ];

    /// <summary>All presets: <c>tiny</c>, <c>ci</c>, <c>demo</c>, <c>full</c>.</summary>
    public static IReadOnlyList<StandInPreset> All { get; } =
    [
        new("tiny", Even(4, 12), 32),
        new("ci", Even(8, 40), 64),
        new("demo", Even(53, 40), 128),
        new("full", Full(), 256),
    ];

    /// <summary>All pictures.</summary>
    public int Count => ClassSizes.Sum();

    private static int[] Even(int styles, int pictures) => [.. Enumerable.Repeat(pictures, styles)];

    private static int[] Full() => [.. ReferencePermutation.Draw(Invented.Length, 53).Select(static at => Invented[at])];
}
