using System.Buffers.Binary;

namespace Engram.Datasets;

/// <summary>
/// Reads IDX files of unsigned bytes, packed with gzip or not: the format of MNIST and of the sets made after it.
/// </summary>
/// <remarks>
/// A file begins with the bytes 0, 0, 8 (unsigned bytes) and the number of dimensions, then has one big-endian 32-bit number for each
/// dimension, then the values, last dimension fastest. A file is not trusted: no announcement is believed that its length does not bear out.
/// </remarks>
public static class IdxReader
{
    private const byte UnsignedByte = 0x08;
    private const int MostDimensions = 4;
    private const string Remedy = "Fetch the file again, or check that it is the one that its name says.";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, packed with gzip or not.</param>
    /// <param name="maximumBytes">The most bytes that the values may take; 1 GiB unless told otherwise.</param>
    /// <returns>An array of <see cref="NumericType.UInt8"/>.</returns>
    /// <exception cref="DatasetException">The file is missing, unreadable, damaged, too large, or of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive or beyond the longest array.</exception>
    public static NumericArray Read(string path, long maximumBytes = DatasetFile.DefaultMaximumBytes)
    {
        DatasetFile.CheckLimit(maximumBytes);
        using var content = ContentStream.Open(path);
        return Read(content, maximumBytes).ToArray();
    }

    /// <summary>Reads from the present position of a stream to its end.</summary>
    /// <param name="stream">A stream that knows its length; it stays open.</param>
    /// <param name="name">What to call the stream in messages.</param>
    /// <param name="maximumBytes">The most bytes that the values may take; 1 GiB unless told otherwise.</param>
    /// <exception cref="DatasetException">The content is damaged, too large, or of another kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive or beyond the longest array.</exception>
    public static NumericArray Read(Stream stream, string name, long maximumBytes = DatasetFile.DefaultMaximumBytes)
    {
        DatasetFile.CheckLimit(maximumBytes);
        using var content = new ContentStream(stream, DatasetFile.BytesLeft(stream, name), name, leaveOpen: true);
        return Read(content, maximumBytes).ToArray();
    }

    /// <summary>Reads a file of grey images and the file of their labels.</summary>
    /// <param name="images">The file of images: three dimensions.</param>
    /// <param name="labels">The file of labels: one dimension, as many as there are images.</param>
    /// <param name="classNames">The names of the classes in the order of their labels.</param>
    /// <param name="maximumBytes">The most bytes that the images may take; 1 GiB unless told otherwise.</param>
    /// <exception cref="DatasetException">A file is missing, unreadable, damaged, too large, or of another kind.</exception>
    public static ImageSet ReadImages(
        string images, string labels, IReadOnlyList<string> classNames, long maximumBytes = DatasetFile.DefaultMaximumBytes)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        DatasetFile.CheckLimit(maximumBytes);
        using var imageContent = ContentStream.Open(images);
        using var labelContent = ContentStream.Open(labels);
        return ReadImages(imageContent, labelContent, classNames, maximumBytes);
    }

    internal static ImageSet ReadImages(
        ContentStream imageContent, ContentStream labelContent, IReadOnlyList<string> classNames, long maximumBytes)
    {
        var (imagesName, labelsName) = (imageContent.Name, labelContent.Name);
        var images = Read(imageContent, maximumBytes);
        var labels = Read(labelContent, maximumBytes);
        if (images.Shape is not [var count, var height, var width])
        {
            throw new DatasetException(
                imagesName, 3, $"It holds an array of shape {images.ShapeText}; images (count, height, width) were expected.", Remedy);
        }

        if (height < 1 || width < 1)
        {
            throw new DatasetException(
                imagesName, 8, $"Its images have {height} rows of {width} pixels; at least one of each was expected.", Remedy);
        }

        if (labels.Shape is not [var labelCount])
            throw new DatasetException(labelsName, 3, $"It holds an array of shape {labels.ShapeText}; labels (count,) were expected.", Remedy);
        if (labelCount != count)
        {
            throw new DatasetException(
                labelsName, 4, $"It holds {labelCount} labels, but {imagesName} holds {count} images; as many were expected.", Remedy);
        }

        var classes = new int[labelCount];
        var values = labels.Values;
        for (var i = 0; i < classes.Length; i++)
        {
            if (values[i] >= classNames.Count)
            {
                throw new DatasetException(
                    labelsName, 8 + i, $"The label of image {i} is {values[i]}; a class 0 … {classNames.Count - 1} was expected.", Remedy);
            }

            classes[i] = values[i];
        }

        return ImageSet.Own(images.Values, classes, new ImageShape(1, height, width), classNames, imagesName);
    }

    internal static Content Read(ContentStream content, long maximumBytes)
    {
        Span<byte> head = stackalloc byte[4];
        content.Take(head, "the mark");
        if (head[0] != 0 || head[1] != 0 || head[2] != UnsignedByte || head[3] is < 1 or > MostDimensions)
        {
            throw new DatasetException(
                content.Name,
                0,
                $"It starts with {Convert.ToHexString(head)}; 000008 and 01 … 0{MostDimensions} (an IDX file of unsigned bytes) was expected.",
                Remedy);
        }

        var shape = new int[head[3]];
        long needed = 1;
        for (var i = 0; i < shape.Length; i++)
        {
            content.Take(head, "the dimensions");
            var size = BinaryPrimitives.ReadUInt32BigEndian(head);
            needed = size == 0 ? 0 : needed <= maximumBytes / size ? needed * size : long.MaxValue;
            if (size > int.MaxValue || needed > maximumBytes)
            {
                throw new DatasetException(
                    content.Name,
                    content.Position - head.Length,
                    $"Dimension {i} is {size}, which makes more than the limit of {maximumBytes} bytes.",
                    Remedy);
            }

            shape[i] = (int)size;
        }

        if (needed > content.MostBytesLeft)
        {
            throw new DatasetException(
                content.Name,
                content.Position,
                $"Its head announces {needed} bytes; {(content.IsPacked ? "at most " : "")}{content.MostBytesLeft} can follow.",
                "The file is cut short: fetch it again.");
        }

        var values = new byte[needed];
        content.Take(values, "the values");
        content.ExpectEnd("the values that its head announces");
        return new Content(shape, values);
    }

    internal readonly record struct Content(int[] Shape, byte[] Values)
    {
        internal string ShapeText => NumericTypes.ShapeText(Shape);

        internal NumericArray ToArray() => new(NumericType.UInt8, Shape, Values);
    }
}
