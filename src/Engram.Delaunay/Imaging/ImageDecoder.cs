using System.Runtime.InteropServices;
using SkiaSharp;

namespace Engram.Delaunay.Imaging;

/// <summary>
/// Turns files into pictures of 8-bit red, green and blue: grey is replicated, palettes are expanded, 16 bits become 8, CMYK becomes RGB by the
/// simple complement <c>R = (255 − C)·(255 − K)/255</c>, alpha is dropped, colour profiles and orientations are ignored. Whatever the bytes, the
/// result is a picture or an <see cref="ImageException"/>. May be used from several threads at once.
/// </summary>
public static class ImageDecoder
{
    private const int RowsAtOnce = 16;

    /// <summary>Reads and decodes a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ImageException">The file is no picture, or damaged, or too large.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DecodedImage DecodeFile(string path, DecodeOptions? options = null) => Decode(File.ReadAllBytes(path), options, path);

    /// <summary>Decodes a file's bytes.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="ImageException">The bytes are no picture, or damaged, or too large.</exception>
    public static unsafe DecodedImage Decode(ReadOnlySpan<byte> file, DecodeOptions? options = null, string name = "the picture")
    {
        ArgumentNullException.ThrowIfNull(name);
        options ??= DecodeOptions.Default;
        fixed (byte* start = file)
        {
            var format = Recognise(file, name);
            CheckSize(Own(file, format), options, name);
            using var data = SKData.Create((nint)start, file.Length);
            using var codec = SKCodec.Create(data)
                ?? throw new ImageException(ImageFault.Damaged, $"{name} begins like {ImageSignature.Words(format)}, but its header is damaged or ends early. Get the file again.");
            var header = Describe(file, codec, format);
            CheckSize(header, options, name);
            return Pixels(codec, header, options, name);
        }
    }

    /// <summary>Reads what a file says about itself, without its pixels. Sizes are not limited here.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="ImageException">The bytes are no picture, or the header is damaged.</exception>
    public static unsafe ImageHeader ReadHeader(ReadOnlySpan<byte> file, string name = "the picture")
    {
        ArgumentNullException.ThrowIfNull(name);
        fixed (byte* start = file)
        {
            var format = Recognise(file, name);
            using var data = SKData.Create((nint)start, file.Length);
            using var codec = SKCodec.Create(data)
                ?? throw new ImageException(ImageFault.Damaged, $"{name} begins like {ImageSignature.Words(format)}, but its header is damaged or ends early. Get the file again.");
            return Describe(file, codec, format);
        }
    }

    private static ImageFormat Recognise(ReadOnlySpan<byte> file, string name)
    {
        if (file.IsEmpty) throw new ImageException(ImageFault.Empty, $"{name} is empty. Get the file again.");
        var format = ImageSignature.Of(file);
        return format switch
        {
            ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Gif or ImageFormat.Bmp or ImageFormat.WebP => format,
            ImageFormat.Tiff => throw new ImageException(ImageFault.Unsupported, $"{name} is a TIFF picture, which is not decoded here. Convert it to PNG."),
            _ => throw new ImageException(ImageFault.NotAnImage, $"{name} is {ImageSignature.Words(format)}, not a JPEG, PNG, GIF, BMP or WebP picture. Get the file again."),
        };
    }

    private static ImageHeader? Own(ReadOnlySpan<byte> file, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => HeaderReader.Jpeg(file),
        ImageFormat.Png => HeaderReader.Png(file),
        _ => null,
    };

    private static ImageHeader Describe(ReadOnlySpan<byte> file, SKCodec codec, ImageFormat format)
    {
        var header = Own(file, format) ?? new ImageHeader
        {
            Format = format,
            Width = codec.Info.Width,
            Height = codec.Info.Height,
            Mode = format is ImageFormat.Gif ? ImageMode.Palette : codec.Info.IsOpaque ? ImageMode.Rgb : ImageMode.Rgba,
            HasAlpha = !codec.Info.IsOpaque,
            ExifOrientation = (int)codec.EncodedOrigin is var origin and >= 1 and <= 8 ? origin : 1,
        };
        // What will be decoded is what counts, whatever a second frame header says.
        return header with { Width = codec.Info.Width, Height = codec.Info.Height, Frames = Math.Max(header.Frames, format is ImageFormat.Gif or ImageFormat.WebP ? codec.FrameCount : 1) };
    }

    private static void CheckSize(ImageHeader? header, DecodeOptions options, string name)
    {
        if (header is null) return;
        if (header.Width > options.MaxSide || header.Height > options.MaxSide || (long)header.Width * header.Height > options.MaxPixels)
        {
            throw new ImageException(
                ImageFault.TooLarge,
                $"{name} says that it has {header.Width} × {header.Height} pixels; at most {options.MaxSide} on a side and {options.MaxPixels} in all are decoded.");
        }
    }

    private static DecodedImage Pixels(SKCodec codec, ImageHeader header, DecodeOptions options, string name)
    {
        var size = Size(codec, header, options);
        // No colour space: whatever profile the file has, its numbers are taken as they are.
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, header.HasAlpha || !codec.Info.IsOpaque ? SKAlphaType.Unpremul : SKAlphaType.Opaque, null);
        var image = new RgbImage(size.Width, size.Height);
        var composite = options.CompositeWhite && info.AlphaType != SKAlphaType.Opaque;
        var result = ByStrips(codec, info, image, composite) ?? AtOnce(codec, info, image, composite);
        var isTruncated = result is SKCodecResult.IncompleteInput;
        var isDamaged = !isTruncated && result is not SKCodecResult.Success;
        if (isTruncated && !options.Lenient)
            throw new ImageException(ImageFault.Truncated, $"{name} ends before its pixels do. Get the file again, or decode it leniently to keep the part that is there.");
        if (result is SKCodecResult.Unimplemented or SKCodecResult.InvalidConversion or SKCodecResult.InvalidParameters or SKCodecResult.InvalidScale)
            throw new ImageException(ImageFault.Unsupported, $"{name} is {ImageSignature.Words(header.Format)} of a kind that is not decoded here ({header.Mode}, {header.BitDepth} bits).");
        if (isDamaged && (!options.Lenient || result is not SKCodecResult.ErrorInInput))
            throw new ImageException(ImageFault.Damaged, $"{name} is damaged: its pixels could not be decoded. Get the file again.");
        if (options.ApplyExif) image = ImageOrientation.Upright(image, header.ExifOrientation);
        return new DecodedImage(image, header, isTruncated, isDamaged);
    }

    private static SKSizeI Size(SKCodec codec, ImageHeader header, DecodeOptions options)
    {
        if (options.ReducedSide > 0 && header.Format is ImageFormat.Jpeg)
        {
            foreach (var scale in (ReadOnlySpan<float>)[0.125f, 0.25f, 0.5f])
            {
                var size = codec.GetScaledDimensions(scale);
                if (Math.Min(size.Width, size.Height) >= options.ReducedSide) return size;
            }
        }

        return new SKSizeI(codec.Info.Width, codec.Info.Height);
    }

    /// <summary>Decodes a few rows at a time, which stay in the cache until they are packed; null where the format cannot.</summary>
    private static unsafe SKCodecResult? ByStrips(SKCodec codec, SKImageInfo info, RgbImage image, bool composite)
    {
        if (codec.EncodedFormat != SKEncodedImageFormat.Jpeg) return null;
        var started = codec.StartScanlineDecode(info);
        if (started is not SKCodecResult.Success) return started is SKCodecResult.Unimplemented ? null : started;
        var strip = (byte*)NativeMemory.Alloc((nuint)info.RowBytes * RowsAtOnce);
        try
        {
            for (var top = 0; top < info.Height; top += RowsAtOnce)
            {
                var wanted = Math.Min(RowsAtOnce, info.Height - top);
                var rows = codec.GetScanlines((nint)strip, wanted, info.RowBytes);
                for (var row = 0; row < rows; row++) PixelPacking.Pack(new ReadOnlySpan<byte>(strip + (row * info.RowBytes), info.RowBytes), image.Row(top + row), composite);
                if (rows < wanted) return SKCodecResult.IncompleteInput;
            }
        }
        finally
        {
            NativeMemory.Free(strip);
        }

        return SKCodecResult.Success;
    }

    private static unsafe SKCodecResult AtOnce(SKCodec codec, SKImageInfo info, RgbImage image, bool composite)
    {
        // Cleared: what a damaged file leaves out is black.
        var pixels = (byte*)NativeMemory.AllocZeroed((nuint)info.BytesSize64);
        try
        {
            var result = codec.GetPixels(info, (nint)pixels);
            if (result is SKCodecResult.Success or SKCodecResult.IncompleteInput or SKCodecResult.ErrorInInput)
            {
                for (var row = 0; row < info.Height; row++)
                    PixelPacking.Pack(new ReadOnlySpan<byte>(pixels + ((long)row * info.RowBytes), info.RowBytes), image.Row(row), composite);
            }

            return result;
        }
        finally
        {
            NativeMemory.Free(pixels);
        }
    }
}
