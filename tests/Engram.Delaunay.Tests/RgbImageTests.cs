using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Tests;

public class RgbImageTests
{
    [Fact]
    public void A_row_is_a_view_of_the_pixels()
    {
        var image = new RgbImage(4, 3);
        image.Row(2)[5] = 77;
        Assert.Equal(77, image.Pixels[(2 * 4 * 3) + 5]);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, -1)]
    [InlineData(60_000, 60_000)]
    public void Sides_that_no_picture_has_are_refused(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RgbImage(width, height));

    [Fact]
    public void The_number_of_bytes_must_fit() => Assert.Throws<ArgumentException>(() => new RgbImage(2, 2, new byte[11]));
}
