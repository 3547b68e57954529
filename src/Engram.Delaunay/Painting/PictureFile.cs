using System.Text;
using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Painting;

/// <summary>A painted picture as the bytes of a file, sound or damaged.</summary>
internal static class PictureFile
{
    /// <summary>The file's name ending.</summary>
    public static string Extension(Nuisance nuisance, DefectKind? defect) => defect switch
    {
        DefectKind.DeepPng => ".png",
        null or DefectKind.ExactDuplicate => nuisance.IsPng ? ".png" : ".jpg",
        _ => ".jpg",
    };

    /// <summary>The file's bytes.</summary>
    /// <param name="picture">The picture, or the one that it repeats.</param>
    /// <param name="comment">What every file carries.</param>
    /// <param name="defect">How it is damaged; null for sound.</param>
    public static byte[] Encode(PaintedPicture picture, string comment, InjectedDefect? defect)
    {
        var (image, quality) = (picture.Image, picture.Nuisance.JpegQuality);
        switch (defect?.Kind)
        {
            case DefectKind.Truncated:
                var whole = ImageEncoder.Jpeg(image, 90, comment);
                return whole[..(comment.Length + ((whole.Length - comment.Length) * 6 / 10))];
            case DefectKind.WrongExtension:
                return defect.Picture % 2 == 0 ? ImageEncoder.Png(image, comment) : Encoding.ASCII.GetBytes($"<!DOCTYPE html>\n<html><!-- {comment} --><title>Not found</title><body>The picture is gone.</body></html>\n");
            case DefectKind.CmykJpeg:
                return PlainJpeg.Cmyk(image, CommentSegment(comment));
            case DefectKind.DeepPng:
                return PlainPng.Deep(image, ImageEncoder.Chunk("tEXt"u8, Encoding.Latin1.GetBytes("Comment\0" + comment)));
            case DefectKind.ExifRotation:
                // Stored turned to the left, so that orientation 6 brings it upright.
                var file = ImageEncoder.Jpeg(ImageOrientation.Upright(image, 8), quality, comment);
                return [.. file[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, .. file[2..]];
            case DefectKind.NearDuplicate:
                var (width, height) = (Math.Max(1, image.Width * 95 / 100), Math.Max(1, image.Height * 95 / 100));
                return ImageEncoder.Jpeg(ImageCrop.Part(image, (image.Width - width) / 2, (image.Height - height) / 2, width, height), 50, comment);
            default:
                return picture.Nuisance.IsPng ? ImageEncoder.Png(image, comment) : ImageEncoder.Jpeg(image, quality, comment);
        }
    }

    private static byte[] CommentSegment(string comment)
    {
        var text = Encoding.UTF8.GetBytes(comment);
        return [0xFF, 0xFE, (byte)((text.Length + 2) >> 8), (byte)(text.Length + 2), .. text];
    }
}
