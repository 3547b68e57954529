using System.Security.Cryptography;
using System.Text.Json;
using Engram.Delaunay.Imaging;

namespace Engram.Delaunay.Painting;

/// <summary>What the manifest says of one picture: the catalogue's fields that the painter knows, and the latents.</summary>
internal sealed record ManifestRow
{
    public required string RelativePath { get; init; }

    public required int Style { get; init; }

    public required PictureSummary Summary { get; init; }

    public required IReadOnlyList<double> Latents { get; init; }

    public required DrawingParameters Parameters { get; init; }

    public required Nuisance Nuisance { get; init; }

    public required string FileHash { get; init; }

    public required int Bytes { get; init; }

    public string? PixelHash { get; init; }

    public ImageHeader? Header { get; init; }

    /// <summary>Makes a row from what lies on the disk.</summary>
    public static ManifestRow Of(Painter painter, (int Style, int Index) place, (int Style, int Index) original, string relative, byte[] file)
    {
        var latents = painter.Model.Latents(original.Style, original.Index);
        DecodedImage? decoded = null;
        try
        {
            decoded = ImageDecoder.Decode(file, new DecodeOptions { Lenient = true });
        }
        catch (ImageException)
        {
            // An injected web page has no pixels: the row says so by their absence.
        }

        return new ManifestRow
        {
            RelativePath = relative,
            Style = place.Style,
            Latents = latents,
            Parameters = DrawingParameters.Of(latents),
            Nuisance = painter.NuisanceOf(original.Style, original.Index),
            FileHash = Convert.ToHexStringLower(SHA256.HashData(file)),
            PixelHash = decoded is null ? null : Convert.ToHexStringLower(SHA256.HashData(decoded.Image.Pixels)),
            Header = decoded?.Header,
            Bytes = file.Length,
            Summary = decoded is null ? PictureSummary.Nothing : PictureSummary.Of(decoded.Image),
        };
    }

    /// <summary>Writes the fields.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("image_id", (PixelHash ?? FileHash)[..16]);
        writer.WriteString("sha256_file", FileHash);
        if (PixelHash is not null) writer.WriteString("sha256_rgb", PixelHash);
        writer.WriteNumber("bytes", Bytes);
        writer.WriteString("rel_path", RelativePath);
        writer.WriteString("artist", StyleModel.NameOf(Style));
        writer.WriteNumber("class_index", Style);
        if (Header is not null)
        {
            writer.WriteNumber("width", Header.Width);
            writer.WriteNumber("height", Header.Height);
            writer.WriteString("format", Header.Format.ToString().ToLowerInvariant());
        }

        writer.WriteString("source", "synthetic");
        writer.WriteString("rights", "synthetic");
        writer.WriteBoolean("synthetic", true);
        writer.WriteString("composition", Parameters.Composition.ToString().ToLowerInvariant());
        writer.WriteNumber("elements", Parameters.Elements);
        writer.WriteStartObject("nuisance");
        writer.WriteNumber("aspect", Nuisance.Aspect);
        writer.WriteNumber("margin", Nuisance.Margin);
        writer.WriteBoolean("frame", Nuisance.HasFrame);
        writer.WriteBoolean("vignette", Nuisance.HasVignette);
        writer.WriteBoolean("grey", Nuisance.IsGrey);
        writer.WriteBoolean("mark", Nuisance.HasMark);
        writer.WriteNumber("tilt", Nuisance.Tilt);
        writer.WriteNumber("jpeg_quality", Nuisance.JpegQuality);
        writer.WriteEndObject();
        writer.WriteStartArray("latents");
        foreach (var latent in Latents) writer.WriteNumberValue(latent);
        writer.WriteEndArray();
    }
}
