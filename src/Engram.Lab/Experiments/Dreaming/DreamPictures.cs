using System.Globalization;
using Engram.Datasets;
using Engram.Dreaming;
using Engram.Dreaming.Phases;
using Engram.Lab.Experiments.Dreaming.Pictures;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>
/// The pictures of a run: a gallery and a column of the film at every evaluation; at the end the film strip, walks between memories, the ladder of
/// occlusion and the map of latents. All are of test images, the same at every moment.
/// </summary>
internal sealed class DreamPictures : IDisposable
{
    private const int Shown = 10, Filmed = 6, Walkers = 8, Mapped = 400;

    private readonly IRunContext _context;
    private readonly DreamRecipe _recipe;
    private readonly CortexView _view;
    private readonly LaneMatrix<float> _images;
    private readonly DreamFilm _film;
    private readonly string _figures;

    internal DreamPictures(IRunContext context, DreamRecipe recipe, Cortex<float> cortex)
    {
        (_context, _recipe) = (context, recipe);
        _figures = Path.Combine(context.Folder, "figures");
        _view = new CortexView(cortex);
        ImageSet test = recipe.Subject.Test;
        int[] chosen = OfManyClasses(test, Shown);
        _images = CortexView.Load(test, chosen);
        using LaneMatrix<float> filmed = CortexView.Load(test, chosen.AsSpan(0, Math.Min(Filmed, chosen.Length)));
        _film = new DreamFilm(context.Folder, filmed, cortex.Image, Chance);
    }

    private RandomStreams Chance => new(_context.Seed);

    public void Dispose()
    {
        _film.Dispose();
        _images.Dispose();
        _view.Dispose();
    }

    /// <summary>Draws what is seen and dreamt now.</summary>
    internal void Take(int epoch)
    {
        _film.Record(_view, epoch);
        // What is dreamt twice is shown where it is learned from.
        ContrastiveNrem? twins = _recipe.Condition.Phases.OfType<ContrastiveNrem>().FirstOrDefault();
        IReadOnlyList<ImageRow>? more = twins is null ? null : TwinViews.Rows(_view, _images, twins, Chance);
        DreamGallery.Of(_view, _images, Chance, $"{_recipe.Title}, after epoch {epoch}", more)
            .Save(Path.Combine(_figures, string.Create(CultureInfo.InvariantCulture, $"dreams-epoch-{epoch:D4}")));
    }

    /// <summary>Draws what is drawn once.</summary>
    internal void Finish()
    {
        DreamFilm.Draw(_context.Folder, $"{_recipe.Title}: dreams through learning")?.Save(Path.Combine(_figures, "dream-film"));
        ImageSet test = _recipe.Subject.Test;
        int[] walkers = OfManyClasses(test, Math.Min(Walkers, test.Count / 2 * 2));
        using LaneMatrix<float> pairs = CortexView.Load(test, walkers);
        MemoryWalk.Of(_view, pairs, $"{_recipe.Title}: walks between memories").Save(Path.Combine(_figures, "memory-walks"));
        using LaneMatrix<float> few = CortexView.Load(test, walkers.AsSpan(0, Math.Min(5, walkers.Length)));
        OcclusionLadder.Of(_view, few, Chance, $"{_recipe.Title}: what is made of occluded images").Save(Path.Combine(_figures, "occlusion-ladder"));
        int count = Math.Min(Mapped, test.Count);
        if (count < 3)
            return;
        using LaneMatrix<float> mapped = CortexView.Load(test, [.. Enumerable.Range(0, count)]);
        LatentMap.Of(_view, mapped, test.Labels[..count], test.ClassNames, Chance, $"{_recipe.Title}: map of latents").Save(Path.Combine(_figures, "latent-map"));
    }

    /// <summary>The first images, taking classes in turn as far as there are others.</summary>
    private static int[] OfManyClasses(ImageSet images, int wanted)
    {
        var seen = new int[images.ClassCount];
        var turns = new int[images.Count];
        for (int i = 0; i < turns.Length; i++)
            turns[i] = seen[images.Labels[i]]++;
        return [.. Enumerable.Range(0, images.Count).OrderBy(i => turns[i]).ThenBy(i => i).Take(wanted)];
    }
}
