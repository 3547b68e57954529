using Engram.Datasets;
using Engram.Delaunay.Psychophysics;

namespace Engram.Delaunay.Tests.Psychophysics;

public class TrialListTests
{
    [Fact]
    public void V39_Categories_come_as_often_as_each_other_and_never_more_than_three_times_running()
    {
        foreach (int ways in new[] { 2, 3, 4, 6, 8 })
        {
            foreach (TrialList list in TrialListMaker.Make(Studies.Request() with { Alternatives = ways, Lists = 3 }))
            {
                PlannedTrial[] main = [.. list.Trials.Where(trial => trial.Type == TrialType.Main)];
                Assert.Equal(40 * ways, main.Length);
                Assert.All(main.GroupBy(trial => trial.Slot), category => Assert.Equal(40, category.Count()));
                for (int t = 3; t < main.Length; t++)
                    Assert.NotEqual(1, main[(t - 3)..(t + 1)].Select(trial => trial.Slot).Distinct().Count());
                foreach (PlannedTrial[] mini in main.Chunk(2 * ways))
                    Assert.All(mini.GroupBy(trial => trial.Slot), category => Assert.Equal(2, category.Count()));
            }
        }
    }

    [Fact]
    public void V39_No_image_and_no_group_of_duplicates_comes_twice_and_flagged_images_never()
    {
        // Images in pairs of duplicates, every ninth watermarked, one tiny.
        Stimulus[] stimuli =
        [
            .. Enumerable.Range(0, 4 * 100).Select(i => new Stimulus($"i{i}", i % 4, $"c{i % 4}", $"c{i % 4}/{i}.png")
            {
                DuplicateGroup = $"g{i / 8 * 4 + i % 4}",
                Flags = i % 9 == 0 ? ["watermark-corner"] : [],
                ShortSide = i == 7 ? 90 : 300,
            }),
        ];
        var pool = new StimulusPool(stimuli, false, "test");
        TrialList list = TrialListMaker.Make(Studies.Request() with { Pool = pool, Lists = 1 })[0];
        var shown = list.Trials.Where(trial => trial.Type == TrialType.Main).Select(trial => Array.Find(stimuli, stimulus => stimulus.ImageId == trial.ImageId)!).ToArray();
        Assert.Equal(160, shown.Select(stimulus => stimulus.DuplicateGroup).Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(shown, stimulus => stimulus.Flags.Count > 0 || stimulus.ShortSide == 90);
    }

    [Fact]
    public void V39_The_same_seed_gives_the_same_file_and_another_seed_another()
    {
        using var folder = new ScratchFolder();
        byte[] Bytes(ulong seed)
        {
            StudyFile.Write(folder.File("list.json"), "test", true, TrialListMaker.Make(Studies.Request(seed)));
            return File.ReadAllBytes(folder.File("list.json"));
        }

        byte[] first = Bytes(3);
        Assert.Equal(first, Bytes(3));
        Assert.NotEqual(first, Bytes(4));
    }

    [Fact]
    public void V39_Ids_tell_nothing_about_images_and_differ_between_studies()
    {
        Assert.All(Studies.List.Trials.Where(trial => trial.Type == TrialType.Main), trial =>
        {
            Assert.Matches("^[0-9a-f]{16}$", trial.StimulusId);
            Assert.NotEqual(trial.ImageId, trial.StimulusId, StringComparer.Ordinal);
        });
        TrialList other = TrialListMaker.Make(Studies.Request() with { Study = "another" })[0];
        Assert.DoesNotContain(Studies.List.Trials, trial => trial.StimulusId.Length > 0 && other.Trials.Any(elsewhere => elsewhere.StimulusId == trial.StimulusId));
    }

    [Fact]
    public void V39_N_counts_earlier_labels_and_stays_within_two_of_the_mean()
    {
        var seen = new int[4];
        foreach (PlannedTrial trial in Studies.List.Trials.Where(trial => trial.Type == TrialType.Main))
        {
            Assert.Equal(seen[trial.Slot], trial.SeenTrue);
            Assert.Equal(seen.Sum() / 4.0, trial.SeenMean, 12);
            Assert.InRange(Math.Abs(trial.SeenTrue - trial.SeenMean), 0, 2);
            seen[trial.Slot]++;
        }
    }

    [Fact]
    public void Lists_of_one_number_have_the_same_images_in_all_families()
    {
        var lists = TrialListMaker.Make(Studies.Request() with { Families = ["intact", "scramble-1"], Lists = 1 });
        Assert.Equal(["intact-01", "scramble-1-01"], lists.Select(list => list.Id), StringComparer.Ordinal);
        Assert.Equal(lists[0].Trials, lists[1].Trials);
        Assert.NotEqual(lists[0].Sha256, lists[1].Sha256, StringComparer.Ordinal);
    }

    [Fact]
    public void Learning_has_a_catch_trial_for_every_forty_and_transfer_ten_of_each_condition()
    {
        Assert.Equal(4, Studies.List.Trials.Count(trial => trial.Type == TrialType.Catch));
        TrialList list = TrialListMaker.Make(Studies.Request() with { Protocol = Protocol.Transfer, Lists = 1 })[0];
        PlannedTrial[] transfer = [.. list.Trials.Where(trial => trial.Type == TrialType.Transfer)];
        Assert.All(Protocol.TransferConditions, condition => Assert.Equal(10, transfer.Count(trial => trial.Condition == condition)));
        Assert.All(transfer, trial => Assert.False(trial.Feedback));
        Assert.DoesNotContain(transfer, trial => list.Trials.Any(learned => learned.Type == TrialType.Main && learned.ImageId == trial.ImageId));
    }

    [Fact]
    public void N_shot_meets_every_set_with_every_number_over_five_lists_and_tests_what_was_studied()
    {
        StimulusPool pool = new StandInStimuli(new Engram.Delaunay.Painting.StyleSettings { Styles = 20, Seed = 2 }, imagesPerStyle: 30).Pool;
        var lists = TrialListMaker.Make(Studies.Request() with { Protocol = Protocol.NShot, Pool = pool, Lists = 5 });
        for (int stage = 1; stage <= 5; stage++)
            Assert.Equal(5, lists.Select(list => list.Trials.First(trial => trial.Block == stage).Condition).Distinct(StringComparer.Ordinal).Count());
        PlannedTrial[] tests = [.. lists[0].Trials.Where(trial => trial.Type == TrialType.Main)];
        Assert.Equal(5 * 4 * 10, tests.Length);
        Assert.All(tests, trial => Assert.Equal($"n={trial.SeenTrue}", trial.Condition));
    }

    [Fact]
    public void A_list_that_was_changed_is_refused_and_one_that_was_not_comes_back_equal()
    {
        using var folder = new ScratchFolder();
        string path = folder.File("list.json");
        StudyFile.Write(path, "test", true, [Studies.List]);
        TrialList read = Assert.Single(StudyFile.Read(path));
        Assert.Equal(Studies.List.Trials, read.Trials);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"slot\": 2", "\"slot\": 1", StringComparison.Ordinal));
        Assert.Contains("intact-01", Assert.Throws<DatasetException>(() => StudyFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_images_are_told_with_the_numbers() =>
        Assert.Contains("needs 4 categories with 60", Assert.Throws<DatasetException>(() => TrialListMaker.Make(Studies.Request() with { ImagesPerCategory = 60 })).Message, StringComparison.Ordinal);

    [Fact]
    public void Hard_sets_are_more_alike_than_easy_ones()
    {
        StandInStimuli styles = Studies.Styles;
        double Alike(string set)
        {
            var categories = TrialListMaker.Make(Studies.Request() with { CategorySet = set, Confusability = styles.Similarity, Lists = 1 })[0].Categories;
            return categories.SelectMany(a => categories.Where(b => b > a).Select(b => styles.Similarity(a, b))).Average();
        }

        Assert.True(Alike("hard") > Alike("easy") + 0.01);
    }
}
