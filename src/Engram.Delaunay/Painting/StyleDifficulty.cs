namespace Engram.Delaunay.Painting;

/// <summary>How well styles can be told apart, by Monte Carlo on latents.</summary>
public static class StyleDifficulty
{
    // Indices of pictures that no dataset reaches, so that a measurement never meets its own training examples.
    private const int FirstTest = 1_000_000;

    /// <summary>The ideal observer's accuracy.</summary>
    /// <param name="model">The styles.</param>
    /// <param name="drawsOfAStyle">Pictures of each style, at least 1.</param>
    public static IdealAccuracy Ideal(StyleModel model, int drawsOfAStyle)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(drawsOfAStyle, 1);
        var byStyle = new double[model.Count];
        var (errors, inFamily) = (0, 0);
        for (var style = 0; style < model.Count; style++)
        {
            var right = 0;
            for (var draw = 0; draw < drawsOfAStyle; draw++)
            {
                var choice = model.IdealChoice(model.Latents(style, FirstTest + draw));
                if (choice == style) right++;
                else if (model.FamilyOf(choice) == model.FamilyOf(style)) inFamily++;
            }

            byStyle[style] = (double)right / drawsOfAStyle;
            errors += drawsOfAStyle - right;
        }

        return new IdealAccuracy(byStyle.Average(), byStyle, errors == 0 ? double.NaN : (double)inFamily / errors);
    }

    /// <summary>The accuracy of the learner that keeps each style's mean latents and chooses the nearest.</summary>
    /// <param name="model">The styles.</param>
    /// <param name="examples">Pictures of each style that it has seen, at least 1.</param>
    /// <param name="drawsOfAStyle">Pictures of each style that it is asked about, at least 1.</param>
    /// <param name="repetition">Which examples it has seen, 0 or more.</param>
    public static double Prototypes(StyleModel model, int examples, int drawsOfAStyle, int repetition = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        var means = new double[model.Count][];
        for (var style = 0; style < model.Count; style++)
        {
            means[style] = new double[StyleModel.Dimensions];
            for (var example = 0; example < examples; example++)
            {
                var z = model.Latents(style, (2 * FirstTest) + (repetition * examples) + example);
                for (var d = 0; d < z.Length; d++) means[style][d] += z[d] / examples;
            }
        }

        var right = 0;
        for (var style = 0; style < model.Count; style++)
        {
            for (var draw = 0; draw < drawsOfAStyle; draw++)
            {
                var z = model.Latents(style, FirstTest + draw);
                var nearest = 0;
                for (var other = 1; other < means.Length; other++)
                {
                    if (LatentDistance.Squared(z, means[other]) < LatentDistance.Squared(z, means[nearest])) nearest = other;
                }

                if (nearest == style) right++;
            }
        }

        return (double)right / (model.Count * drawsOfAStyle);
    }
}

/// <summary>What the ideal observer reaches.</summary>
/// <param name="Mean">Over styles.</param>
/// <param name="ByStyle">Of each style.</param>
/// <param name="ErrorsInsideFamily">The share of errors that name a style of the right family; not a number without errors.</param>
public sealed record IdealAccuracy(double Mean, IReadOnlyList<double> ByStyle, double ErrorsInsideFamily);
