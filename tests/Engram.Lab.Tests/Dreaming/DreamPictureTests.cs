using Engram.Datasets;
using Engram.Dreaming;
using Engram.Dreaming.Phases;
using Engram.Dreaming.Views;
using Engram.Lab.Experiments.Dreaming.Pictures;
using Engram.Lab.Figures;
using Engram.Numerics;

namespace Engram.Lab.Tests.Dreaming;

public sealed class DreamPictureTests : IDisposable
{
    private static readonly CortexDescription Small = new() { ImageSize = 16, Width = 4, Latents = 12 };

    private readonly string _folder = Directory.CreateTempSubdirectory("engram dream pictures ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Looking_into_a_cortex_changes_nothing_of_what_it_will_learn()
    {
        float[] undisturbed = LearnFor(4, static _ => { });
        float[] watched = LearnFor(4, cortex =>
        {
            using var view = new CortexView(cortex);
            using LaneMatrix<float> images = Images(6);
            DreamGallery.Of(view, images, new RandomStreams(1), "gallery");
            MemoryWalk.Of(view, images, "walk");
            OcclusionLadder.Of(view, images, new RandomStreams(1), "ladder");
            LatentMap.Of(view, images, [], [], new RandomStreams(1), "map");
            using var film = new DreamFilm(_folder, images, cortex.Image, new RandomStreams(1));
            film.Record(view, 1);
        });
        Assert.Equal(undisturbed, watched);
    }

    [Fact]
    public void What_a_view_gives_for_an_image_does_not_depend_on_the_images_beside_it()
    {
        using Cortex<float> cortex = Small.Build<float>(4, seed: 2);
        using var view = new CortexView(cortex);
        using LaneMatrix<float> many = Images(70), few = Images(3);
        using LaneMatrix<float> reconstructed = view.Reconstruct(many), alone = view.Reconstruct(few);
        Assert.Equal((768, 70), (reconstructed.Rows, reconstructed.Lanes));
        for (int lane = 0; lane < 3; lane++)
        {
            for (int row = 0; row < reconstructed.Rows; row++)
                Assert.Equal(alone[row, lane], reconstructed[row, lane]);
        }
    }

    [Fact]
    public void A_gallery_shows_what_is_seen_and_what_the_generator_makes_of_it()
    {
        using Cortex<float> cortex = Small.Build<float>(4, seed: 2);
        Strengthen(cortex);
        using var view = new CortexView(cortex);
        using LaneMatrix<float> images = Images(5);
        ImageGrid gallery = DreamGallery.Of(view, images, new RandomStreams(3), "gallery", [new ImageRow("more", [SmallImage.Of(images, 0, cortex.Image)])], remDreams: 3);
        Assert.Equal(5, gallery.Columns);
        Assert.Equal(8, gallery.Rows.Count);
        Assert.Equal("more", gallery.Rows[^1].Caption);
        using LaneMatrix<float> reconstructed = view.Reconstruct(images);
        for (int lane = 0; lane < 5; lane++)
        {
            Assert.Equal(SmallImage.Of(images, lane, cortex.Image).Pixels, gallery.Rows[0].Images[lane]!.Pixels);
            Assert.Equal(SmallImage.Of(reconstructed, lane, cortex.Image).Pixels, gallery.Rows[1].Images[lane]!.Pixels);
        }

        // Blanked tiles are the grey of 0, and something is blanked and something left in every image.
        Assert.All(gallery.Rows[2].Images.Zip(gallery.Rows[1].Images), static pair =>
        {
            byte[] blanked = pair.First!.Pixels.ToArray(), whole = pair.Second!.Pixels.ToArray();
            Assert.All(blanked.Zip(whole), static value => Assert.True(value.First == value.Second || value.First == 128));
        });
        // The same streams give the same dreams, others give others.
        Assert.Equal(gallery.Rows[4].Images[0]!.Pixels, DreamGallery.Of(view, images, new RandomStreams(3), "again").Rows[4].Images[0]!.Pixels);
        Assert.False(gallery.Rows[4].Images[0]!.Pixels.SequenceEqual(gallery.Rows[5].Images[0]!.Pixels));
    }

    [Fact]
    public void Twin_views_without_noise_and_changes_are_the_memory_itself_and_with_them_two_others()
    {
        using Cortex<float> cortex = Small.Build<float>(4, seed: 2);
        Strengthen(cortex);
        using var view = new CortexView(cortex);
        using LaneMatrix<float> images = Images(3);
        using LaneMatrix<float> remembered = view.Reconstruct(images);
        var still = new ContrastiveNrem { LatentNoise = 0, Transforms = DreamTransforms.None };
        Assert.All(TwinViews.Rows(view, images, still, new RandomStreams(1)), row =>
        {
            for (int lane = 0; lane < 3; lane++)
                Assert.Equal(SmallImage.Of(remembered, lane, cortex.Image).Pixels, row.Images[lane]!.Pixels);
        });
        IReadOnlyList<ImageRow> twins = TwinViews.Rows(view, images, new ContrastiveNrem(), new RandomStreams(1));
        Assert.Equal(2, twins.Count);
        Assert.False(twins[0].Images[0]!.Pixels.SequenceEqual(twins[1].Images[0]!.Pixels));
    }

    [Theory]
    [InlineData(WalkPath.Spherical)]
    [InlineData(WalkPath.Linear)]
    public void A_walk_begins_and_ends_with_what_is_remembered_of_its_images(WalkPath path)
    {
        using Cortex<float> cortex = Small.Build<float>(4, seed: 2);
        Strengthen(cortex);
        using var view = new CortexView(cortex);
        using LaneMatrix<float> images = Images(4);
        using LaneMatrix<float> reconstructed = view.Reconstruct(images);
        ImageGrid walk = MemoryWalk.Of(view, images, "walk", steps: 5, path);
        Assert.Equal((2, 7), (walk.Rows.Count, walk.Columns));
        for (int image = 0; image < 4; image++)
        {
            ImageRow row = walk.Rows[image / 2];
            Assert.Equal(SmallImage.Of(images, image, cortex.Image).Pixels, row.Images[image % 2 == 0 ? 0 : 6]!.Pixels);
            byte[] expected = SmallImage.Of(reconstructed, image, cortex.Image).Pixels.ToArray();
            byte[] end = row.Images[image % 2 == 0 ? 1 : 5]!.Pixels.ToArray();
            Assert.All(expected.Zip(end), static value => Assert.InRange(value.First - value.Second, -1, 1));
        }
    }

    [Fact]
    public void On_the_ladder_a_tile_that_is_blank_stays_blank()
    {
        using Cortex<float> cortex = Small.Build<float>(4, seed: 2);
        using var view = new CortexView(cortex);
        using LaneMatrix<float> images = Images(2);
        ImageGrid ladder = OcclusionLadder.Of(view, images, new RandomStreams(3), "ladder");
        Assert.Equal((4, 10), (ladder.Rows.Count, ladder.Columns));
        foreach (ImageRow seen in new[] { ladder.Rows[0], ladder.Rows[2] })
        {
            for (int rung = 1; rung < 10; rung++)
            {
                byte[] before = seen.Images[rung - 1]!.Pixels.ToArray(), now = seen.Images[rung]!.Pixels.ToArray();
                Assert.All(before.Zip(now), static value => Assert.True(value.First == value.Second || value.Second == 128));
            }

            Assert.True(seen.Images[9]!.Pixels.Count((byte)128) > seen.Images[0]!.Pixels.Count((byte)128) + 384);
        }
    }

    [Fact]
    public void A_map_shows_each_image_where_its_latent_lies_in_the_plane_of_greatest_variance()
    {
        using Cortex<float> cortex = Small.Build<float>(4, seed: 2);
        Strengthen(cortex);
        using var view = new CortexView(cortex);
        using LaneMatrix<float> images = Images(40);
        int[] classes = [.. Enumerable.Range(0, 40).Select(static i => i % 3)];
        ImageMap map = LatentMap.Of(view, images, classes, ["a", "b", "c"], new RandomStreams(1), "map");
        Assert.Equal((40, 40, 40), (map.Images.Count, map.Places.Count, map.Moved.Count));
        Assert.Equal(classes, map.Classes);
        Assert.Equal(SmallImage.Of(images, 7, cortex.Image).Pixels, map.Images[7].Pixels);
        // Places of clean and occluded images are centred together, uncorrelated, and vary more along x; distances are none greater than between latents.
        (double X, double Y)[] all = [.. map.Places, .. map.Moved];
        double xx = all.Sum(static place => place.X * place.X), yy = all.Sum(static place => place.Y * place.Y), xy = all.Sum(static place => place.X * place.Y);
        Assert.Equal(0, all.Sum(static place => place.X), 1e-4 * Math.Sqrt(xx));
        Assert.True(xx > yy && yy > 0 && Math.Abs(xy) < 1e-4 * xx, $"{xx}, {yy}, {xy}");
        using LaneMatrix<float> latents = view.Encode(images);
        for (int lane = 1; lane < 40; lane++)
        {
            double distance = 0;
            for (int row = 0; row < latents.Rows; row++)
                distance += Math.Pow(latents[row, lane] - latents[row, 0], 2);
            double seen = Math.Pow(map.Places[lane].X - map.Places[0].X, 2) + Math.Pow(map.Places[lane].Y - map.Places[0].Y, 2);
            Assert.True(seen <= distance * 1.0001);
        }
    }

    [Fact]
    public void A_film_strip_is_drawn_from_its_files_whoever_recorded_them()
    {
        using Cortex<float> cortex = Small.Build<float>(4, seed: 2);
        using var view = new CortexView(cortex);
        using LaneMatrix<float> images = Images(3);
        Assert.Null(DreamFilm.Draw(_folder, "nothing yet"));
        using (var film = new DreamFilm(_folder, images, cortex.Image, new RandomStreams(1)))
        {
            film.Record(view, 0);
            Strengthen(cortex);
            film.Record(view, 5);
        }

        byte[] uncut = File.ReadAllBytes(DreamFilm.Draw(_folder, "film")!.Save(Path.Combine(_folder, "uncut"))[0]);
        string moment = Directory.GetFiles(_folder, "moment-00000005.npy", SearchOption.AllDirectories).Single();
        // Killed before the moment was kept, and while it was being written.
        File.Delete(moment);
        File.WriteAllText(moment + ".partial", "half");
        using (var film = new DreamFilm(_folder, images, cortex.Image, new RandomStreams(1)))
            film.Record(view, 5);
        ImageGrid strip = DreamFilm.Draw(_folder, "film")!;
        Assert.Equal(uncut, File.ReadAllBytes(strip.Save(Path.Combine(_folder, "resumed"))[0]));
        Assert.Equal(["seen", "epoch 0", "epoch 5"], strip.ColumnCaptions);
        Assert.Equal((6, 3), (strip.Rows.Count, strip.Columns));
        using LaneMatrix<float> remembered = view.Reconstruct(images);
        Assert.Equal(SmallImage.Of(remembered, 1, cortex.Image).Pixels, strip.Rows[1].Images[2]!.Pixels);
    }

    [Fact]
    public void A_long_film_is_shown_in_even_steps_from_its_first_to_its_last_moment()
    {
        using Cortex<float> cortex = Small.Build<float>(4, seed: 2);
        using var view = new CortexView(cortex);
        using LaneMatrix<float> images = Images(2);
        using var film = new DreamFilm(_folder, images, cortex.Image, new RandomStreams(1));
        for (int moment = 0; moment <= 20; moment++)
            film.Record(view, moment);
        Assert.Equal(["seen", "epoch 0", "epoch 5", "epoch 10", "epoch 15", "epoch 20"], DreamFilm.Draw(_folder, "film", mostMoments: 5)!.ColumnCaptions);
        NpyWriter.Write(Path.Combine(_folder, "arrays", "dream-film", "moment-00000020.npy"), new float[] { 1, 2 }, 2);
        DatasetException error = Assert.Throws<DatasetException>(() => DreamFilm.Draw(_folder, "film"));
        Assert.Contains("(4, channels, height, width)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_a_cortex_cannot_see_are_refused_in_words()
    {
        using Cortex<float> cortex = Small.Build<float>(4, seed: 2);
        using var view = new CortexView(cortex);
        using var wrong = new LaneMatrix<float>(100, 2);
        using LaneMatrix<float> single = Images(1), odd = Images(3);
        Assert.Contains("has 768 values", Assert.Throws<ArgumentException>(() => view.Encode(wrong)).Message, StringComparison.Ordinal);
        Assert.Contains("has 12 values", Assert.Throws<ArgumentException>(() => view.Generate(wrong)).Message, StringComparison.Ordinal);
        Assert.Contains("2 to 20", Assert.Throws<ArgumentException>(() => DreamGallery.Of(view, single, new RandomStreams(1), "")).Message, StringComparison.Ordinal);
        Assert.Contains("pairs", Assert.Throws<ArgumentException>(() => MemoryWalk.Of(view, odd, "")).Message, StringComparison.Ordinal);
    }

    private static float[] LearnFor(int cycles, Action<Cortex<float>> between)
    {
        using Cortex<float> cortex = Small.Build<float>(8, seed: 6);
        using var dreamer = new Dreamer<float>(cortex, [new Wake(), new Nrem(), new Rem()], new StreamChance<float>(new RandomStreams(1)));
        using LaneMatrix<float> images = Images(8);
        for (int cycle = 0; cycle < cycles; cycle++)
        {
            dreamer.Images.CopyFrom(images);
            dreamer.Live(cycle == 0);
            between(cortex);
        }

        return [.. cortex.Pathways().SelectMany(static pathway => pathway.Stages).SelectMany(static stage => stage.Connection.Parameters.Storage().ToArray())];
    }

    /// <summary>A fresh cortex evokes nearly the same grey from everything; stronger weights make its images differ.</summary>
    private static void Strengthen(Cortex<float> cortex)
    {
        foreach (var stage in cortex.Pathways().SelectMany(static pathway => pathway.Stages))
        {
            foreach (ref float weight in stage.Connection.Parameters.Storage())
                weight *= 6;
        }
    }

    private static LaneMatrix<float> Images(int count)
    {
        var images = new LaneMatrix<float>(768, count);
        for (int lane = 0; lane < count; lane++)
        {
            RandomStream random = new RandomStreams(9).Named("image", lane);
            for (int row = 0; row < 768; row++)
                images[row, lane] = (float)random.NextUniform(-1, 1);
        }

        return images;
    }
}
