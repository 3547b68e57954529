namespace Engram.Delaunay.Painting;

/// <summary>A colour by lightness, chroma and hue as OKLab (Ottosson 2020) has them.</summary>
/// <param name="Lightness">0 black to 1 white.</param>
/// <param name="Chroma">0 grey to about 0.3.</param>
/// <param name="Hue">Degrees.</param>
public readonly record struct Oklch(double Lightness, double Chroma, double Hue)
{
    private const int Halvings = 16;

    /// <summary>The colour in sRGB bytes; its chroma is reduced until it can be shown.</summary>
    public (byte Red, byte Green, byte Blue) ToRgb()
    {
        var lightness = Math.Clamp(Lightness, 0, 1);
        var chroma = Chroma;
        if (!IsShown(Linear(lightness, chroma, Hue)))
        {
            var (low, high) = (0.0, chroma);
            for (var step = 0; step < Halvings; step++)
            {
                chroma = (low + high) / 2;
                if (IsShown(Linear(lightness, chroma, Hue))) low = chroma;
                else high = chroma;
            }

            chroma = low;
        }

        var (r, g, b) = Linear(lightness, chroma, Hue);
        return (Byte(r), Byte(g), Byte(b));
    }

    /// <summary>The colour of sRGB bytes.</summary>
    /// <param name="red">0 to 255.</param>
    /// <param name="green">0 to 255.</param>
    /// <param name="blue">0 to 255.</param>
    public static Oklch OfRgb(byte red, byte green, byte blue)
    {
        var (r, g, b) = (Straight(red), Straight(green), Straight(blue));
        // The inverse of the matrix below (Ottosson 2020).
        var l = Math.Cbrt((0.4122214708 * r) + (0.5363325363 * g) + (0.0514459929 * b));
        var m = Math.Cbrt((0.2119034982 * r) + (0.6806995451 * g) + (0.1073969566 * b));
        var s = Math.Cbrt((0.0883024619 * r) + (0.2817188376 * g) + (0.6299787005 * b));
        var lightness = (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s);
        var a = (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s);
        var c = (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s);
        return new Oklch(lightness, Math.Sqrt((a * a) + (c * c)), Math.Atan2(c, a) * 180 / Math.PI);
    }

    private static (double Red, double Green, double Blue) Linear(double lightness, double chroma, double hue)
    {
        var (sin, cos) = Math.SinCos(hue * Math.PI / 180);
        var (a, b) = (chroma * cos, chroma * sin);
        var l = Cube(lightness + (0.3963377774 * a) + (0.2158037573 * b));
        var m = Cube(lightness - (0.1055613458 * a) - (0.0638541728 * b));
        var s = Cube(lightness - (0.0894841775 * a) - (1.2914855480 * b));
        return (
            (4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s),
            (-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s),
            (-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s));
    }

    private static double Cube(double x) => x * x * x;

    private static bool IsShown((double Red, double Green, double Blue) colour) =>
        Math.Min(colour.Red, Math.Min(colour.Green, colour.Blue)) >= -1e-6 && Math.Max(colour.Red, Math.Max(colour.Green, colour.Blue)) <= 1 + 1e-6;

    private static byte Byte(double linear)
    {
        var clipped = Math.Clamp(linear, 0, 1);
        return (byte)Math.Round(255 * (clipped <= 0.0031308 ? 12.92 * clipped : (1.055 * Math.Pow(clipped, 1 / 2.4)) - 0.055));
    }

    private static double Straight(byte value) => value / 255.0 is var x && x <= 0.04045 ? x / 12.92 : Math.Pow((x + 0.055) / 1.055, 2.4);
}
