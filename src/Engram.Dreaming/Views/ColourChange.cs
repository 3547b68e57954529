using System.Numerics;

namespace Engram.Dreaming.Views;

/// <summary>
/// T3 and T4 of the contrastive specification, on an image <c>[red, green, blue][place]</c> with values from −1 to 1: they work on
/// v = (x + 1)/2 and clip it to [0, 1] after each step.
/// </summary>
internal static class ColourChange
{
    private const double RedLight = 0.299, GreenLight = 0.587, BlueLight = 0.114;
    private const int Sectors = 6;

    internal static void Apply<T>(in ImageView view, Span<T> image)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!view.IsJittered && !view.IsGrey)
            return;
        int places = image.Length / 3;
        Span<T> red = image[..places], green = image.Slice(places, places), blue = image[(2 * places)..];
        ToLight(image);
        if (view.IsJittered)
        {
            Brighten(image, T.CreateTruncating(view.Brightness));
            Contrast(red, green, blue, view.Contrast);
            Saturate(red, green, blue, T.CreateTruncating(view.Saturation));
            if (view.HueShift != 0)
                TurnHue(red, green, blue, T.CreateTruncating(view.HueShift));
        }

        if (view.IsGrey)
            Saturate(red, green, blue, T.Zero);
        FromLight(image);
    }

    private static void ToLight<T>(Span<T> image)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T half = T.CreateTruncating(0.5);
        foreach (ref T value in image)
            value = (value + T.One) * half;
    }

    private static void FromLight<T>(Span<T> image)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T value in image)
            value = value + value - T.One;
    }

    private static void Brighten<T>(Span<T> image, T factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T value in image)
            value = Clip(value * factor);
    }

    private static void Contrast<T>(Span<T> red, Span<T> green, Span<T> blue, double factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < red.Length; i++)
            sum += double.CreateTruncating(Light(red[i], green[i], blue[i]));
        T much = T.CreateTruncating(factor), still = T.CreateTruncating((1 - factor) * sum / red.Length);
        for (int i = 0; i < red.Length; i++)
        {
            red[i] = Clip((much * red[i]) + still);
            green[i] = Clip((much * green[i]) + still);
            blue[i] = Clip((much * blue[i]) + still);
        }
    }

    private static void Saturate<T>(Span<T> red, Span<T> green, Span<T> blue, T factor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < red.Length; i++)
        {
            T still = (T.One - factor) * Light(red[i], green[i], blue[i]);
            red[i] = Clip((factor * red[i]) + still);
            green[i] = Clip((factor * green[i]) + still);
            blue[i] = Clip((factor * blue[i]) + still);
        }
    }

    /// <summary>Value and chroma stay; the hue goes on by a share of the circle.</summary>
    private static void TurnHue<T>(Span<T> red, Span<T> green, Span<T> blue, T share)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T circle = T.CreateTruncating(Sectors), two = T.CreateTruncating(2), four = T.CreateTruncating(4);
        T shift = share * circle;
        for (int i = 0; i < red.Length; i++)
        {
            T r = red[i], g = green[i], b = blue[i];
            T most = r > g ? r : g;
            most = most > b ? most : b;
            T least = r < g ? r : g;
            least = least < b ? least : b;
            T chroma = most - least;
            if (chroma == T.Zero)
                continue;
            T hue = (most == r ? (g - b) / chroma : most == g ? ((b - r) / chroma) + two : ((r - g) / chroma) + four) + shift;
            red[i] = Part(T.CreateTruncating(5));
            green[i] = Part(T.CreateTruncating(3));
            blue[i] = Part(T.One);

            T Part(T offset)
            {
                T place = offset + hue;
                if (place < T.Zero)
                    place += circle;
                else if (place >= circle)
                    place -= circle;
                T other = four - place;
                return most - (chroma * Clip(place < other ? place : other));
            }
        }
    }

    private static T Light<T>(T red, T green, T blue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (T.CreateTruncating(RedLight) * red) + (T.CreateTruncating(GreenLight) * green) + (T.CreateTruncating(BlueLight) * blue);

    private static T Clip<T>(T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => value < T.Zero ? T.Zero : value > T.One ? T.One : value;
}
