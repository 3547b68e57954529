using System.Globalization;
using Engram.Datasets;
using Engram.Lab.Figures;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Lab.Experiments.Dreaming.Pictures;

/// <summary>
/// The same few memories and the same few mixtures of memories and noise, dreamt again and again while a cortex learns. Every moment is a file of
/// its own in the run's folder, and the film strip is drawn from the files: it survives a run that is cut and goes on.
/// </summary>
/// <remarks>
/// <c>arrays/dream-film/seen.npy</c> holds the images, <c>arrays/dream-film/moment-00000012.npy</c> what was dreamt at moment 12: bytes
/// <c>[dream, channel, y, x]</c>, first the memories of the images, then the REM dreams. A moment that is recorded again replaces its file; a
/// run that goes on records the same bytes again.
/// </remarks>
public sealed class DreamFilm : IDisposable
{
    private const string Prefix = "moment-";

    private readonly string _folder;
    private readonly LaneMatrix<float> _images;
    private readonly RandomStreams _streams;

    /// <summary>Begins a film, or goes on with it.</summary>
    /// <param name="runFolder">The run's folder; the film lies in <c>arrays/dream-film</c> there, which is made.</param>
    /// <param name="images">What is remembered <c>[channel · place, lane]</c>, 2 to 12 images; copied.</param>
    /// <param name="shape">The shape of an image.</param>
    /// <param name="streams">Where the noise of the REM dreams comes from: a stream of its own name, the same at every moment.</param>
    /// <exception cref="ArgumentException">There are too few or too many images, or they do not have the shape.</exception>
    public DreamFilm(string runFolder, LaneMatrix<float> images, SignalShape shape, RandomStreams streams)
    {
        ArgumentException.ThrowIfNullOrEmpty(runFolder);
        ArgumentNullException.ThrowIfNull(images);
        if (images.Lanes is < 2 or > 12)
            throw new ArgumentException($"A film remembers 2 to 12 images, not {images.Lanes}.", nameof(images));
        _folder = FolderOf(runFolder);
        _streams = streams;
        _images = new LaneMatrix<float>(images.Rows, images.Lanes);
        _images.CopyFrom(images);
        Directory.CreateDirectory(_folder);
        Write(Path.Combine(_folder, "seen.npy"), SmallImage.ListOf(images, images.Lanes, shape));
    }

    /// <summary>Dreams, and keeps the dreams of this moment.</summary>
    /// <param name="view">Into the cortex.</param>
    /// <param name="moment">The epoch, or another number that grows; 0 or more.</param>
    /// <exception cref="ArgumentException">The images do not fit the cortex.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Record(CortexView view, long moment)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentOutOfRangeException.ThrowIfNegative(moment);
        using LaneMatrix<float> latents = view.Encode(_images);
        using LaneMatrix<float> remembered = view.Generate(latents);
        using LaneMatrix<float> mixed = DreamGallery.Mixed(latents, _streams.Named("film-noise"));
        using LaneMatrix<float> dreamt = view.Generate(mixed);
        Write(
            Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{moment:D8}.npy")),
            [.. SmallImage.ListOf(remembered, remembered.Lanes, view.Cortex.Image), .. SmallImage.ListOf(dreamt, dreamt.Lanes, view.Cortex.Image)]);
    }

    /// <summary>Draws the film strip of a run from its files: a column for each moment, evenly chosen where there are too many.</summary>
    /// <param name="runFolder">The run's folder.</param>
    /// <param name="title">The title.</param>
    /// <param name="momentsAre">What a moment is, for the words above the columns.</param>
    /// <param name="mostMoments">The most columns; 2 or more.</param>
    /// <returns>The figure; null where nothing was recorded.</returns>
    /// <exception cref="DatasetException">A file is damaged or of another film.</exception>
    public static ImageGrid? Draw(string runFolder, string title, string momentsAre = "epoch", int mostMoments = 11)
    {
        ArgumentException.ThrowIfNullOrEmpty(runFolder);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostMoments, 2);
        string folder = FolderOf(runFolder);
        long[] moments = Moments(folder);
        string seenFile = Path.Combine(folder, "seen.npy");
        if (moments.Length == 0 || !File.Exists(seenFile))
            return null;
        if (moments.Length > mostMoments)
            moments = [.. Enumerable.Range(0, mostMoments).Select(column => moments[(int)Math.Round((double)column * (moments.Length - 1) / (mostMoments - 1))])];
        SmallImage[] seen = Read(seenFile, null);
        SmallImage[][] dreams = [.. moments.Select(moment => Read(FileOf(folder, moment), 2 * seen.Length))];
        var rows = new List<ImageRow>();
        for (int dream = 0; dream < 2 * seen.Length; dream++)
        {
            bool isRem = dream >= seen.Length;
            int which = dream;
            rows.Add(new ImageRow(
                dream == 0 ? "remembered" : dream == seen.Length ? "REM dreams" : "",
                [isRem ? null : seen[dream], .. dreams.Select(moment => moment[which])])
            {
                Remark = dream == 0 ? "G(E(x))" : dream == seen.Length ? "¼ + ¼ memories + ½ noise, the same noise at every moment" : "",
                Accent = isRem ? FigureColor.Vermilion : FigureColor.Blue,
                BeginsGroup = dream == seen.Length,
            });
        }

        return new ImageGrid
        {
            Title = title,
            Rows = rows,
            ColumnCaptions = ["seen", .. moments.Select(moment => $"{momentsAre} {moment}")],
            ImageWidth = 64,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _images.Dispose();

    private static string FolderOf(string runFolder) => Path.Combine(runFolder, "arrays", "dream-film");

    private static string FileOf(string folder, long moment) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{moment:D8}.npy"));

    private static long[] Moments(string folder)
    {
        if (!Directory.Exists(folder))
            return [];
        return
        [
            .. Directory.EnumerateFiles(folder, Prefix + "*.npy")
                .Select(static file => long.TryParse(Path.GetFileNameWithoutExtension(file)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long moment) ? moment : -1)
                .Where(static moment => moment >= 0)
                .Order(),
        ];
    }

    private static void Write(string file, IReadOnlyList<SmallImage> images)
    {
        ImageShape shape = images[0].Shape;
        var bytes = new byte[images.Count * shape.Values];
        for (int image = 0; image < images.Count; image++)
            images[image].Pixels.CopyTo(bytes.AsSpan(image * shape.Values));
        NpyWriter.Write(file, bytes, images.Count, shape.Channels, shape.Height, shape.Width);
    }

    private static SmallImage[] Read(string file, int? expected)
    {
        NumericArray array = NpyReader.Read(file);
        if (array.Type != NumericType.UInt8 || array.Shape.Length != 4 || array.Shape[1] is not (1 or 3) || (expected is not null && array.Shape[0] != expected))
        {
            throw new DatasetException(
                file,
                null,
                $"It holds {array.Type} of shape {array.ShapeText}; bytes of shape ({expected?.ToString(CultureInfo.InvariantCulture) ?? "dreams"}, channels, height, width) were expected.",
                "Move it out of the run's folder; the moment can be recorded again only by running again.");
        }

        var shape = new ImageShape(array.Shape[1], array.Shape[2], array.Shape[3]);
        byte[] bytes = [.. array.ToInt64s().Select(static value => (byte)value)];
        return [.. Enumerable.Range(0, array.Shape[0]).Select(image => new SmallImage(shape, bytes.AsSpan(image * shape.Values, shape.Values)))];
    }
}
