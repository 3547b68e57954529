using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Acquisition;

/// <summary>Says what came from an address by its bytes alone; what the server or the address call it counts for nothing.</summary>
internal static class PictureStatus
{
    /// <summary>The status, and for a picture the ending its file gets.</summary>
    public static (string Status, string Ending) Of(byte[] content)
    {
        string ending = ImageSignature.Of(content) switch
        {
            ImageFormat.Jpeg => ".jpg",
            ImageFormat.Png => ".png",
            ImageFormat.Gif => ".gif",
            ImageFormat.Bmp => ".bmp",
            ImageFormat.WebP => ".webp",
            _ => "",
        };
        if (ending.Length == 0) return ("not_image", "");
        try
        {
            ImageDecoder.Decode(content);
            return ("ok", ending);
        }
        catch (ImageException failure)
        {
            return (failure.Fault == ImageFault.Truncated ? "truncated" : failure.Fault == ImageFault.TooLarge ? "too_large" : "decode_error", "");
        }
    }
}
