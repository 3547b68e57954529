using Engram.Datasets.Procedural;
using Engram.Numerics;

namespace Engram.Datasets.Tests.Procedural;

public class DrawnDigitsTests
{
    private const int Length = DrawnDigits.Size * DrawnDigits.Size;

    [Fact]
    public void The_same_seed_draws_the_same_digits_and_no_two_drawings_are_alike()
    {
        var drawings = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 200; i++)
        {
            var image = Draw(i % 10, i);
            Assert.Equal(image, Draw(i % 10, i));
            Assert.True(drawings.Add(Convert.ToHexString(image)));
        }
    }

    [Fact]
    public void Every_drawing_has_ink_in_the_middle_and_paper_at_the_corners()
    {
        for (var i = 0; i < 500; i++)
        {
            var image = Draw(i % 10, i);
            var ink = image.Average(static pixel => (double)pixel) / 255;
            Assert.InRange(ink, 0.03, 0.45);
            Assert.All([0, DrawnDigits.Size - 1, Length - DrawnDigits.Size, Length - 1], corner => Assert.Equal(0, image[corner]));
        }
    }

    [Fact]
    public void The_nearest_mean_drawing_tells_most_digits_apart_but_not_all()
    {
        // Learnable, and not trivially so: what a task needs to be.
        var means = new double[10][];
        for (var digit = 0; digit < 10; digit++)
        {
            means[digit] = new double[Length];
            for (var i = 0; i < 100; i++)
            {
                var image = Draw(digit, 1000 + i);
                for (var pixel = 0; pixel < Length; pixel++)
                    means[digit][pixel] += image[pixel] / 100.0;
            }
        }

        var right = 0;
        for (var i = 0; i < 500; i++)
        {
            var image = Draw(i % 10, 5000 + i);
            var nearest = Enumerable.Range(0, 10).MinBy(digit => image.Select((pixel, place) => Math.Pow(pixel - means[digit][place], 2)).Sum());
            right += nearest == i % 10 ? 1 : 0;
        }

        Assert.InRange(right / 500.0, 0.6, 0.98);
    }

    [Fact]
    public void Impossible_digits_and_images_are_refused()
    {
        RandomStream stream = new RandomStreams(1).Named("digits");
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawnDigits.Draw(10, stream, new byte[Length]));
        Assert.Throws<ArgumentOutOfRangeException>(() => DrawnDigits.Draw(-1, stream, new byte[Length]));
        Assert.Contains("784", Assert.Throws<ArgumentException>(() => DrawnDigits.Draw(1, stream, new byte[Length - 1])).Message, StringComparison.Ordinal);
    }

    private static byte[] Draw(int digit, int index)
    {
        var image = new byte[Length];
        DrawnDigits.Draw(digit, new RandomStreams(7).Named("digits", index), image);
        return image;
    }
}
