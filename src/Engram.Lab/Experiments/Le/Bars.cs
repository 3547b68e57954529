namespace Engram.Lab.Experiments.Le;

/// <summary>The task of Fig. 3 of Haider et al.: eight pictures of 3 x 3 pixels, each with one bar, in three classes (specification 3.5).</summary>
internal static class Bars
{
    internal const int PixelCount = 9;

    internal const int ClassCount = 3;

    /// <summary>Three horizontal, three vertical and two diagonal bars; pixels 0 or 1, row by row.</summary>
    internal static IReadOnlyList<double[]> Pictures { get; } =
    [
        [1, 1, 1, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 1, 1, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 1, 1, 1],
        [1, 0, 0, 1, 0, 0, 1, 0, 0],
        [0, 1, 0, 0, 1, 0, 0, 1, 0],
        [0, 0, 1, 0, 0, 1, 0, 0, 1],
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0, 0, 1, 0, 1, 0, 1, 0, 0],
    ];

    /// <summary>Horizontal, vertical, diagonal.</summary>
    internal static IReadOnlyList<int> Classes { get; } = [0, 0, 0, 1, 1, 1, 2, 2];

    /// <summary>The share of pictures in the largest class: what a network that always says the same gets.</summary>
    internal const double Chance = 100 * 3.0 / 8;

    /// <summary>The potential that an output neuron should have.</summary>
    internal static double Target(int picture, int output) => Classes[picture] == output ? 1.0 : 0.1;
}
