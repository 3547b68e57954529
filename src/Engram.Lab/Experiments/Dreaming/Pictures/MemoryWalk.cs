using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming.Pictures;

/// <summary>How a walk leads from one latent to another.</summary>
public enum WalkPath
{
    /// <summary>
    /// On an arc, so that the length goes evenly from the one's to the other's. Latents are drawn towards independent N(0, 1), and such vectors lie
    /// near a sphere: the arc stays where memories are.
    /// </summary>
    Spherical,

    /// <summary>On the straight line, as REM mixes memories; the middle is shorter by about a factor √½ than either end.</summary>
    Linear,
}

/// <summary>Walks from memory to memory: what the generator evokes on the way between the latents of two images.</summary>
public static class MemoryWalk
{
    /// <summary>Draws walks, one in a row.</summary>
    /// <param name="view">Into the cortex.</param>
    /// <param name="images">The images in pairs <c>[channel · place, lane]</c>: from lane 0 to lane 1, from lane 2 to lane 3, …</param>
    /// <param name="title">The title.</param>
    /// <param name="steps">How many images are evoked in a row, both ends included; 3 to 15.</param>
    /// <param name="path">The way.</param>
    /// <exception cref="ArgumentException">The images are not pairs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too few or too many steps.</exception>
    public static ImageGrid Of(CortexView view, LaneMatrix<float> images, string title, int steps = 9, WalkPath path = WalkPath.Spherical)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, 15);
        if (images.Lanes % 2 != 0)
            throw new ArgumentException($"{images.Lanes} images do not make pairs.", nameof(images));
        int walks = images.Lanes / 2;
        using LaneMatrix<float> ends = view.Encode(images);
        using var way = new LaneMatrix<float>(ends.Rows, walks * steps);
        for (int walk = 0; walk < walks; walk++)
        {
            for (int step = 0; step < steps; step++)
                Step(ends, walk, (double)step / (steps - 1), path, way, (walk * steps) + step);
        }

        using LaneMatrix<float> evoked = view.Generate(way);
        ImageRow[] rows =
        [
            .. Enumerable.Range(0, walks).Select(walk => new ImageRow(
                "",
                [
                    SmallImage.Of(images, 2 * walk, view.Cortex.Image),
                    .. Enumerable.Range(0, steps).Select(step => SmallImage.Of(evoked, (walk * steps) + step, view.Cortex.Image)),
                    SmallImage.Of(images, (2 * walk) + 1, view.Cortex.Image),
                ])),
        ];
        return new ImageGrid
        {
            Title = title,
            Rows = rows,
            ColumnCaptions = ["seen", .. Enumerable.Range(0, steps).Select(step => $"{(double)step / (steps - 1):0.##}"), "seen"],
            ImageWidth = 72,
        };
    }

    private static void Step(LaneMatrix<float> ends, int walk, double share, WalkPath path, LaneMatrix<float> way, int lane)
    {
        (int from, int to) = (2 * walk, (2 * walk) + 1);
        double dot = 0, fromSquare = 0, toSquare = 0;
        for (int row = 0; row < ends.Rows; row++)
        {
            (double a, double b) = (ends[row, from], ends[row, to]);
            (dot, fromSquare, toSquare) = (dot + (a * b), fromSquare + (a * a), toSquare + (b * b));
        }

        (double fromLength, double toLength) = (Math.Sqrt(fromSquare), Math.Sqrt(toSquare));
        double angle = fromLength > 0 && toLength > 0 ? Math.Acos(Math.Clamp(dot / (fromLength * toLength), -1, 1)) : 0;
        (double fromShare, double toShare) = (1 - share, share);
        // On nearly one ray, or on opposite ones where no arc is marked out, arc and line are the same.
        if (path == WalkPath.Spherical && angle is > 1e-3 and < Math.PI - 1e-3)
        {
            double length = ((1 - share) * fromLength) + (share * toLength);
            fromShare = Math.Sin((1 - share) * angle) / Math.Sin(angle) * length / fromLength;
            toShare = Math.Sin(share * angle) / Math.Sin(angle) * length / toLength;
        }

        for (int row = 0; row < ends.Rows; row++)
            way[row, lane] = (float)((fromShare * ends[row, from]) + (toShare * ends[row, to]));
    }
}
