namespace Engram.Dreaming.Evaluation;

/// <summary>
/// How near two views of the same thing are on the unit sphere, and how evenly different things fill it (Wang and Isola 2020; contrastive
/// specification 5 and 7.5).
/// </summary>
/// <param name="Alignment">E‖h¹ − h²‖² over pairs of views, 0 to 4: 0 where they agree, about 2 for unrelated ones.</param>
/// <param name="Uniformity">ln E exp(−2‖h − h'‖²) over different items: 0 where all are one point, about −4 where they fill the sphere.</param>
public readonly record struct AlignmentUniformity(double Alignment, double Uniformity)
{
    private const double Sharpness = 2;

    /// <summary>Measures both.</summary>
    /// <param name="first">A view of each item; normalised here.</param>
    /// <param name="second">Another view of the same items in the same order.</param>
    /// <param name="items">How many of the first items uniformity is found from: its cost grows with the square.</param>
    /// <exception cref="UnmeasurableException">There are fewer than two items.</exception>
    /// <exception cref="ArgumentException">The views do not fit.</exception>
    public static AlignmentUniformity Of(LatentSet first, LatentSet second, int items = 2000)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count || first.Dimensions != second.Dimensions)
            throw new ArgumentException($"Two views of the same items are wanted, not {first.Count} of {first.Dimensions} and {second.Count} of {second.Dimensions} numbers.", nameof(second));
        if (first.Count < 2)
            throw new UnmeasurableException("Uniformity needs at least two items.");
        LatentSet a = first.Normalized(), b = second.Normalized();
        double apart = 0;
        for (int i = 0; i < a.Count; i++)
            apart += LatentSet.SquaredDistance(a[i], b[i]);

        int count = Math.Min(items, a.Count);
        double near = 0;
        for (int i = 1; i < count; i++)
        {
            for (int j = 0; j < i; j++)
                near += Math.Exp(-Sharpness * LatentSet.SquaredDistance(a[i], a[j]));
        }

        return new AlignmentUniformity(apart / a.Count, Math.Log(near / (count * (count - 1.0) / 2)));
    }
}
