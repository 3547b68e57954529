using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Painting;

/// <summary>What happens to any picture on its way into a collection: canvas, margins, frames, photographs.</summary>
internal static class Wear
{
    // Three by five dots a letter, rows from the top, the left dot the most significant bit.
    private static readonly Dictionary<char, int[]> Letters = new()
    {
        ['S'] = [7, 4, 7, 1, 7], ['Y'] = [5, 5, 2, 2, 2], ['N'] = [7, 5, 5, 5, 5], ['T'] = [7, 2, 2, 2, 2], ['H'] = [5, 5, 7, 5, 5], ['E'] = [7, 4, 6, 4, 7], ['I'] = [7, 2, 2, 2, 7], ['C'] = [7, 4, 4, 4, 7],
    };

    /// <summary>Applies everything that a picture's nuisance has.</summary>
    public static void Apply(RgbImage image, Nuisance nuisance, PaintingRandom random)
    {
        Weave(image, random);
        if (nuisance.HasVignette) Vignette(image);
        if (nuisance.Margin > 0) Rim(image, 0, (int)Math.Max(1, nuisance.Margin * nuisance.ShortSide), 243, 240, 232);
        if (nuisance.HasFrame)
        {
            var inset = (int)(((nuisance.Margin > 0 ? nuisance.Margin : 0) + 0.012) * nuisance.ShortSide);
            Rim(image, inset, inset + Math.Max(1, nuisance.ShortSide / 128), 34, 30, 28);
        }

        if (nuisance.Tilt != 0) Tilt(image, nuisance.Tilt * Math.PI / 180);
        if (nuisance.IsGrey) Grey(image);
        if (nuisance.HasMark) Mark(image);
    }

    private static void Weave(RgbImage image, PaintingRandom random)
    {
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            ulong word = 0;
            for (var x = 0; x < image.Width; x++, word >>= 3)
            {
                if (x % 21 == 0) word = random.NextUInt64();
                var change = (int)(word & 3) - 1 + ((x + y) & 1) - (int)((word >> 2) & 1);
                for (var channel = 0; channel < 3; channel++) row[(3 * x) + channel] = (byte)Math.Clamp(row[(3 * x) + channel] + change, 0, 255);
            }
        }
    }

    private static void Vignette(RgbImage image)
    {
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var (u, v) = (((2.0 * x) + 1 - image.Width) / image.Width, ((2.0 * y) + 1 - image.Height) / image.Height);
                var light = 1 - (0.22 * Math.Pow(((u * u) + (v * v)) / 2, 1.5));
                foreach (ref var value in image.Row(y).Slice(3 * x, 3)) value = (byte)(value * light);
            }
        }
    }

    /// <summary>Colours all that is at least one and less than another distance from the edge.</summary>
    private static void Rim(RgbImage image, int from, int to, byte red, byte green, byte blue)
    {
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var distance = Math.Min(Math.Min(x, image.Width - 1 - x), Math.Min(y, image.Height - 1 - y));
                if (distance < from || distance >= to) continue;
                var pixel = image.Row(y).Slice(3 * x, 3);
                (pixel[0], pixel[1], pixel[2]) = (red, green, blue);
            }
        }
    }

    private static void Tilt(RgbImage image, double angle)
    {
        var before = image.Pixels.ToArray();
        var (sin, cos) = Math.SinCos(angle);
        var (middleX, middleY) = ((image.Width - 1) / 2.0, (image.Height - 1) / 2.0);
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var (u, v) = (((x - middleX) * cos) - ((y - middleY) * sin) + middleX, ((x - middleX) * sin) + ((y - middleY) * cos) + middleY);
                var pixel = image.Row(y).Slice(3 * x, 3);
                if (u < 0 || v < 0 || u > image.Width - 1 || v > image.Height - 1)
                {
                    (pixel[0], pixel[1], pixel[2]) = (226, 224, 220);
                    continue;
                }

                var (left, top) = (Math.Min((int)u, image.Width - 2), Math.Min((int)v, image.Height - 2));
                var (fx, fy) = (u - left, v - top);
                for (var channel = 0; channel < 3; channel++)
                {
                    double At(int column, int row) => before[((((top + row) * image.Width) + left + column) * 3) + channel];
                    pixel[channel] = (byte)Math.Round(((1 - fy) * (((1 - fx) * At(0, 0)) + (fx * At(1, 0)))) + (fy * (((1 - fx) * At(0, 1)) + (fx * At(1, 1)))));
                }
            }
        }
    }

    private static void Grey(RgbImage image)
    {
        for (var at = 0; at < image.Pixels.Length; at += 3)
        {
            var pixel = image.Pixels.Slice(at, 3);
            pixel.Fill((byte)(((pixel[0] * 299) + (pixel[1] * 587) + (pixel[2] * 114) + 500) / 1000));
        }
    }

    private static void Mark(RgbImage image)
    {
        const string Word = "SYNTHETIC";
        var dot = Math.Max(1, Math.Min(image.Width, image.Height) / 150);
        var (left, top) = (image.Width - ((Word.Length * 4 * dot) + (2 * dot)), image.Height - (8 * dot));
        for (var y = top - dot; y < top + (6 * dot); y++)
        {
            for (var x = Math.Max(0, left - dot); x < image.Width - dot; x++)
            {
                var (column, row) = (Floor(x - left, dot), Floor(y - top, dot));
                var isLetter = column >= 0 && row is >= 0 and < 5 && column / 4 < Word.Length && column % 4 < 3 && ((Letters[Word[column / 4]][row] >> (2 - (column % 4))) & 1) == 1;
                if (y >= 0) image.Row(y).Slice(3 * x, 3).Fill(isLetter ? (byte)245 : (byte)40);
            }
        }
    }

    private static int Floor(int value, int divisor) => value >= 0 ? value / divisor : -1;
}
