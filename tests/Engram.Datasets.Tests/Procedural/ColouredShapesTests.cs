using Engram.Datasets.Procedural;
using Engram.Numerics;

namespace Engram.Datasets.Tests.Procedural;

public class ColouredShapesTests
{
    private const int Size = 32;

    private static readonly ShapeFactors Plain = new(0, X: 0, Y: 0, Scale: 0.6, Rotation: 0, Hue: 0, GroundHue: 0.5, GroundLight: 0.3);

    [Fact]
    public void Every_class_looks_different()
    {
        var images = Enumerable.Range(0, ColouredShapes.Classes).Select(shape => Paint(Plain with { Class = shape })).ToArray();
        for (var a = 0; a < images.Length; a++)
        {
            for (var b = a + 1; b < images.Length; b++)
                Assert.True(images[a].Zip(images[b], static (x, y) => Math.Abs(x - y)).Average() > 4, $"{ColouredShapes.ClassNames[a]} and {ColouredShapes.ClassNames[b]}");
        }
    }

    [Fact]
    public void Moving_a_shape_by_whole_pixels_moves_the_picture()
    {
        for (var shape = 0; shape < ColouredShapes.Classes; shape++)
        {
            var still = Paint(Plain with { Class = shape });
            var moved = Paint(Plain with { Class = shape, X = 2.0 * 3 / Size });
            for (var y = 0; y < Size; y++)
            {
                for (var x = 0; x < Size - 3; x++)
                    Assert.Equal(still[(y * Size) + x], moved[(y * Size) + x + 3]);
            }
        }
    }

    [Fact]
    public void A_disc_looks_the_same_however_it_is_turned_and_a_bar_does_not()
    {
        Assert.Equal(Paint(Plain), Paint(Plain with { Rotation = Math.PI / 2 }));
        Assert.NotEqual(Paint(Plain with { Class = 7 }), Paint(Plain with { Class = 7, Rotation = Math.PI / 2 }));
    }

    [Fact]
    public void Colours_are_those_of_the_factors()
    {
        var image = Paint(Plain);
        var middle = (Size / 2 * Size) + (Size / 2);
        Assert.True(image[middle] > 200 && image[(Size * Size) + middle] < 60 && image[(2 * Size * Size) + middle] < 60, "red in the middle");
        Assert.True(image[0] < image[Size * Size] && image[Size * Size] == image[2 * Size * Size], "cyan at the corner");
        Assert.Equal(255 * 0.3, image[Size * Size], 1.0);
    }

    [Fact]
    public void Drawn_factors_keep_the_shape_in_sight()
    {
        for (var i = 0; i < 300; i++)
        {
            ShapeFactors factors = ShapeFactors.Draw(i % 10, new RandomStreams(3).Named("shapes", i));
            Assert.Equal(factors, ShapeFactors.Draw(i % 10, new RandomStreams(3).Named("shapes", i)));
            var image = Paint(factors);
            var ground = (image[0], image[Size * Size], image[2 * Size * Size]);
            var different = Enumerable.Range(0, Size * Size).Count(place =>
                (image[place], image[(Size * Size) + place], image[(2 * Size * Size) + place]) != ground);
            Assert.InRange(different, 30, Size * Size * 3 / 4);
        }
    }

    [Fact]
    public void Impossible_pictures_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ColouredShapes.Paint(Plain with { Class = 10 }, Size, new byte[3 * Size * Size]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ColouredShapes.Paint(Plain, 3, new byte[27]));
        Assert.Throws<ArgumentException>(() => ColouredShapes.Paint(Plain, Size, new byte[Size * Size]));
    }

    private static byte[] Paint(ShapeFactors factors)
    {
        var image = new byte[3 * Size * Size];
        ColouredShapes.Paint(factors, Size, image);
        return image;
    }
}
