using System.Security.Cryptography;
using System.Text;
using Engram.Datasets;
using Engram.Delaunay.Catalogue;
using Engram.Delaunay.Splits;
using Engram.Numerics;

namespace Engram.Delaunay.Tests.Splits;

public sealed class SplitTests
{
    [Fact]
    public void V05_The_generator_is_the_published_one()
    {
        var twister = new MersenneTwister(5489);
        Assert.Equal(3499211612, twister.NextUInt32());
        for (int i = 2; i < 10_000; i++) twister.NextUInt32();
        Assert.Equal(4123659995, twister.NextUInt32());
    }

    [Theory]
    [InlineData(0, "4 1 7 5 3 9 0 8 6 2")]
    [InlineData(1, "5 6 1 2 0 8 9 3 7 4")]
    [InlineData(42, "2 6 1 8 4 5 0 9 3 7")]
    public void V05_Short_permutations_are_the_published_ones(uint seed, string expected) => Assert.Equal(expected, string.Join(' ', ReferencePermutation.Draw(10, seed)));

    [Fact]
    public void V05_The_permutation_of_all_files_is_the_published_one()
    {
        int[] order = ReferencePermutation.Draw(11_503, 1234);
        Assert.Equal([1748, 9508, 1486, 6368, 8814, 5865, 7602, 2368, 5723, 9174], order[..10]);
        Assert.Equal([1268, 4176, 5867, 2524, 3653], order[^5..]);
        Assert.Equal([5437, 1357, 4388, 8889, 6091, 172, 10052, 7750, 149, 4944], order[9202..9212]);
        Assert.Equal(13_503_476, order[9202..].Sum());
        Assert.Equal("7c621550e8ded6557cb4d2033c5a54fbfb2c4f05929ea2dbc8b6de6a4133b2b4", Hash(order));
    }

    [Fact]
    public void V05_The_permutation_of_the_training_files_is_the_published_one()
    {
        int[] order = ReferencePermutation.Draw(9202, 42);
        Assert.Equal([8316, 1047, 4878, 7261, 4432, 79, 7830, 5466, 8656, 8766], order[..10]);
        Assert.Equal([4404, 7347, 7288, 5426, 1556, 2761, 197, 459, 5255, 6154], order[7362..7372]);
        Assert.Equal(8_563_575, order[7362..].Sum());
        Assert.Equal("ce6f1d2e55f1474a830c2965882b65ab38c24d270ac330db37adf5fdcac5bfe1", Hash(order));
    }

    [Fact]
    public void V06_The_authors_split_has_the_published_sizes_and_every_file_once()
    {
        var catalogue = Catalogue(53, static label => 217 + (label < 2 ? 1 : 0));
        Assert.Equal(11_503, catalogue.Entries.Count);
        var split = SplitRule.Make(catalogue, "authors");
        Assert.Equal([("train", 7362), ("validation", 1840), ("test", 2301)], split.Parts);
        Assert.Equal(11_503, split.Rows.Select(static row => row.RelativePath).Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(split.Left);
        // The test is the tail of the permutation of the index, in its order.
        int[] order = ReferencePermutation.Draw(11_503, 1234);
        CatalogueEntry[] index = [.. SplitRule.AuthorsIndex(catalogue.Entries)];
        Assert.Equal(order[9202..].Select(i => index[i].RelativePath), split.Rows.Where(static row => row.Part == "test").OrderBy(static row => row.Position).Select(static row => row.RelativePath));
    }

    [Fact]
    public void V07_Places_run_from_zero_across_classes_and_names_stand_in_string_order()
    {
        var catalogue = Catalogue(3, static _ => 100);
        Assert.Equal(["1.jpg", "10.jpg", "100.jpg", "11.jpg"], SplitRule.AuthorsIndex(catalogue.Entries).Take(4).Select(static entry => entry.RelativePath.Split('/')[1]));
        var split = SplitRule.Make(catalogue, "authors");
        Assert.Equal(Enumerable.Range(0, 240), split.Rows.Where(static row => row.Part != "test").Select(static row => row.Position).Order());
        Assert.Equal(Enumerable.Range(0, 60), split.Rows.Where(static row => row.Part == "test").Select(static row => row.Position).Order());
        // Validation is drawn from the training files, put in order by the names they were stored under.
        var stored = split.Rows.Where(static row => row.Part != "test").OrderBy(static row => row.ClassIndex).ThenBy(static row => $"{row.Position}.png", StringComparer.Ordinal).ToArray();
        Assert.Equal(ReferencePermutation.Draw(240, 42)[192..].Order(), Enumerable.Range(0, 240).Where(i => stored[i].Part == "validation"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(99)]
    public void V08_Near_duplicates_are_never_parted(ulong seed)
    {
        var catalogue = Catalogue(5, static _ => 100, static number => number % 7 == 0 ? number / 21 : -1);
        var split = SplitRule.Make(catalogue, "dedup", seed);
        var parts = split.Rows.ToDictionary(static row => row.RelativePath, static row => row.Part, StringComparer.Ordinal);
        Assert.Equal(500, parts.Count);
        Assert.All(catalogue.Entries.Where(static entry => entry.DuplicateGroup >= 0).GroupBy(static entry => entry.DuplicateGroup), group => Assert.Single(group.Select(entry => parts[entry.RelativePath]).Distinct()));
        foreach (var ofClass in split.Rows.GroupBy(static row => row.ClassIndex))
        {
            Assert.InRange(ofClass.Count(static row => row.Part == "train"), 58, 70);
            Assert.InRange(ofClass.Count(static row => row.Part == "test"), 15, 25);
        }

        Assert.Equal(split.Rows, SplitRule.Make(catalogue, "dedup", seed).Rows);
        Assert.NotEqual(split.Rows, SplitRule.Make(catalogue, "dedup", seed + 1).Rows);
    }

    [Fact]
    public void V08_Few_shot_classes_are_34_8_and_11_in_label_order()
    {
        var split = SplitRule.Make(Catalogue(53, static _ => 2), "fewshot-34-8-11");
        Assert.Equal(Enumerable.Range(0, 34), Labels("meta-train"));
        Assert.Equal(Enumerable.Range(34, 8), Labels("meta-validation"));
        Assert.Equal(Enumerable.Range(42, 11), Labels("meta-test"));

        IEnumerable<int> Labels(string part) => split.Rows.Where(row => row.Part == part).Select(static row => row.ClassIndex).Distinct().Order();
    }

    [Fact]
    public void A_balanced_split_has_as_many_of_each_class_and_counts_the_rest()
    {
        var catalogue = Catalogue(4, static label => 10 + label);
        var split = SplitRule.Make(catalogue, "balanced-6", 5);
        Assert.All(split.Rows.CountBy(static row => row.ClassIndex), static pair => Assert.Equal(6, pair.Value));
        Assert.Equal([("not drawn", 22)], split.Left);
        Assert.Contains("balanced-10", Assert.Throws<DatasetException>(() => SplitRule.Make(catalogue, "balanced-11")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_works_that_a_person_cleared_are_in_the_public_domain_split()
    {
        CatalogueEntry[] entries =
        [
            Entry(42, "Piet Mondrian", "1", "cleared", "somebody, today, term passed"), Entry(42, "Piet Mondrian", "2", "expired", ""), Entry(42, "Piet Mondrian", "3", "cleared", ""),
            Entry(51, "Yves Klein", "1", "cleared", "somebody, today, by mistake"),
        ];
        var split = SplitRule.Make(new CatalogueFile("c", entries, "h"), "pd");
        Assert.Equal("Piet Mondrian/1.jpg", Assert.Single(split.Rows).RelativePath);
        Assert.Equal([("not cleared", 3)], split.Left);
        Assert.Throws<DatasetException>(() => SplitRule.Make(new CatalogueFile("c", entries[1..], "h"), "pd"));

        static CatalogueEntry Entry(int label, string artist, string name, string rights, string decision) => new()
        {
            RelativePath = $"{artist}/{name}.jpg",
            ClassIndex = label,
            Artist = artist,
            RgbSha256 = new string('0', 64),
            ImageId = new string('0', 16),
            Rights = rights,
            RightsDecision = decision,
        };
    }

    [Fact]
    public void A_source_is_held_out_whole()
    {
        var catalogue = Catalogue(3, static _ => 10, static _ => -1, static number => number % 3 == 0 ? "agency" : "search");
        var split = SplitRule.Make(catalogue, "source-agency");
        Assert.Equal(catalogue.Entries.Where(static entry => entry.Source == "agency").Select(static entry => entry.RelativePath), split.Rows.Where(static row => row.Part == "test").Select(static row => row.RelativePath));
        Assert.Throws<DatasetException>(() => SplitRule.Make(catalogue, "source-url"));
    }

    [Fact]
    public void A_split_is_read_as_it_was_written_and_a_broken_line_is_named()
    {
        using var folder = new TemporaryFolder();
        var split = SplitRule.Make(Catalogue(3, static _ => 10), "authors");
        SplitFile.Write(folder["s.jsonl"], split);
        var read = SplitFile.Read(folder["s.jsonl"]);
        Assert.Equal(split.Rows, read.Rows);
        Assert.Equal((split.Rule, split.Seed, split.SourceHash), (read.Rule, read.Seed, read.SourceHash));
        File.AppendAllText(folder["s.jsonl"], "{}\n");
        Assert.Contains("line 31", Assert.Throws<DatasetException>(() => SplitFile.Read(folder["s.jsonl"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("balanced-")]
    [InlineData("balanced-0")]
    [InlineData("fewshot-34-8-11")]
    public void A_rule_that_is_none_or_does_not_suit_is_refused(string rule) => Assert.Throws<DatasetException>(() => SplitRule.Make(Catalogue(4, static _ => 3), rule));

    private static CatalogueFile Catalogue(int classes, Func<int, int> count, Func<int, int>? group = null, Func<int, string>? source = null)
    {
        List<CatalogueEntry> entries = [];
        for (int label = 0; label < classes; label++)
        {
            for (int i = 1; i <= count(label); i++)
            {
                string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{label} {i}")));
                entries.Add(new CatalogueEntry
                {
                    RelativePath = $"class {label:00}/{i}.jpg",
                    Artist = $"class {label:00}",
                    ClassIndex = label,
                    RgbSha256 = hash,
                    ImageId = hash[..16],
                    DuplicateGroup = group?.Invoke(entries.Count) ?? -1,
                    Source = source?.Invoke(entries.Count) ?? "unknown",
                });
            }
        }

        return new CatalogueFile("catalog.jsonl", entries, new string('c', 64));
    }

    private static string Hash(int[] order) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(',', order))));
}
