namespace Engram.Datasets.Tests;

public sealed class DatasetCatalogueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_set_has_a_name_of_its_own_and_says_where_it_comes_from()
    {
        Assert.Equal(DatasetCatalogue.All.Count, DatasetCatalogue.All.Select(static dataset => dataset.Name).Distinct(StringComparer.Ordinal).Count());
        foreach (var dataset in DatasetCatalogue.All)
        {
            Assert.Same(dataset, DatasetCatalogue.Find(dataset.Name.ToUpperInvariant()));
            Assert.All([dataset.Title, dataset.Summary, dataset.Licence, dataset.Citation], Assert.NotEmpty);
            Assert.True(dataset.IsBuiltIn || dataset.ByHand is not null || (dataset.Addresses.Count > 0 && dataset.Downloads.Count > 0));
            // Of one file no checksum is known: what is in it is checked instead, and fetching says so.
            Assert.All(dataset.Downloads, file => Assert.Equal(file.Name == SvhnReader.TestFile, file.Checksum is null));
            Assert.All(dataset.Addresses, address => Assert.EndsWith("/", address.AbsolutePath, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_is_not_there_is_said_with_where_it_was_looked_for_and_how_to_get_it()
    {
        var words = Assert.Throws<DatasetException>(() => DatasetCatalogue.Mnist.Read(_folder.Path)).Message;
        Assert.Contains("train-images-idx3-ubyte.gz", words, StringComparison.Ordinal);
        Assert.Contains(_folder["mnist"], words, StringComparison.Ordinal);
        Assert.Contains($"engram data fetch mnist --data {_folder.Path}", words, StringComparison.Ordinal);
        Assert.Equal(CheckState.Missing, Assert.Single(DatasetCatalogue.Higgs.Verify(_folder.Path, stop: TestContext.Current.CancellationToken)).State);
    }

    [Theory]
    [InlineData("mnist", "train-images-idx3-ubyte.gz")]
    [InlineData("MNIST/raw", "train-images-idx3-ubyte")]
    [InlineData("", "train-images.idx3-ubyte")]
    [InlineData("mnist", "train-images.idx3-ubyte.gz")]
    public void Files_are_found_in_a_parent_or_their_own_folder_under_all_their_spellings(string below, string name)
    {
        Directory.CreateDirectory(_folder[below]);
        File.WriteAllBytes(Path.Combine(_folder[below], name), []);
        var location = DatasetCatalogue.Mnist.Locate(_folder.Path);
        Assert.Equal(Path.Combine(_folder.Path, below, name), location.Find("train-images-idx3-ubyte.gz"));
        Assert.Equal(3, location.Missing.Count);
        Assert.True(DatasetCatalogue.Mnist.Locate(_folder[below]).IsPresent);
    }

    [Fact]
    public void The_folder_of_another_set_with_the_same_file_names_is_not_taken()
    {
        Directory.CreateDirectory(_folder["fashion-mnist"]);
        File.WriteAllBytes(_folder["fashion-mnist/train-images-idx3-ubyte.gz"], []);
        Assert.True(DatasetCatalogue.FashionMnist.Locate(_folder["fashion-mnist"]).IsPresent);
        Assert.False(DatasetCatalogue.Mnist.Locate(_folder["fashion-mnist"]).IsPresent);
        Assert.False(DatasetCatalogue.Mnist.Locate(_folder.Path).IsPresent);
    }

    [Fact]
    public void Labels_of_another_set_are_recognised()
    {
        var labels = Enumerable.Range(0, 60_000).Select(static i => (byte)(i % 10)).ToArray();
        Write("mnist", "train", DataFiles.Idx(new byte[60_000 * 784], 60_000, 28, 28), DataFiles.Idx(labels, 60_000));
        var words = Assert.Throws<DatasetException>(() => DatasetCatalogue.Mnist.Read(_folder.Path, allowIncomplete: true)).Message;
        Assert.Contains("not the labels of MNIST, but those of Fashion-MNIST", words, StringComparison.Ordinal);
    }

    [Fact]
    public void An_incomplete_set_is_read_where_it_may_be_and_counted()
    {
        Write("mnist", "t10k", DataFiles.Gzip(DataFiles.Idx(new byte[3 * 784], 3, 28, 28)), DataFiles.Idx([1, 2, 3], 3));
        var images = DatasetCatalogue.Mnist.Read(_folder.Path, allowIncomplete: true);
        Assert.Equal((0, 3), (images.Train.Count, images.Test.Count));
        Assert.Equal(["60000 training images", "9997 of the 10000 test images"], images.Missing, StringComparer.Ordinal);
        Assert.Contains("incomplete", Assert.Throws<DatasetException>(() => DatasetCatalogue.Mnist.Read(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains(DatasetCatalogue.Mnist.Verify(_folder.Path, stop: TestContext.Current.CancellationToken), check => check.State == CheckState.Wrong);
        var facts = DatasetCatalogue.Mnist.Describe(_folder.Path, stop: TestContext.Current.CancellationToken);
        Assert.Equal(3, facts.Parts[1].Count);
        Assert.Empty(facts.Values);
    }

    [Fact]
    public void A_whole_archive_beats_an_incomplete_folder_and_a_whole_folder_beats_an_archive()
    {
        Directory.CreateDirectory(_folder["cifar-10-batches-bin"]);
        Directory.CreateDirectory(_folder["cifar10"]);
        File.WriteAllBytes(_folder["cifar-10-batches-bin/data_batch_1.bin"], []);
        Assert.Null(DatasetCatalogue.Cifar10.Locate(_folder.Path).Archive);
        File.WriteAllBytes(_folder["cifar10/cifar-10-binary.tar.gz"], []);
        Assert.Equal(_folder["cifar10/cifar-10-binary.tar.gz"], DatasetCatalogue.Cifar10.Locate(_folder.Path).Archive);
        Assert.Equal(_folder["cifar10/cifar-10-binary.tar.gz"], DatasetCatalogue.Cifar10.Locate(_folder["cifar10/cifar-10-binary.tar.gz"]).Archive);
        foreach (var name in Cifar10Reader.Batches)
            File.WriteAllBytes(_folder["cifar-10-batches-bin/" + name], []);
        Assert.Null(DatasetCatalogue.Cifar10.Locate(_folder.Path).Archive);
        Assert.True(DatasetCatalogue.Cifar10.Locate(_folder.Path).IsComplete);
        Assert.False(DatasetCatalogue.Cifar10.Locate(_folder.Path).LooksComplete);
    }

    [Fact]
    public void An_excerpt_of_the_test_images_is_used_where_they_are_missing()
    {
        Directory.CreateDirectory(_folder["cifar-10-batches-bin"]);
        Directory.CreateDirectory(_folder["cifar-10-test-first1000"]);
        File.WriteAllBytes(_folder["cifar-10-batches-bin/data_batch_1.bin"], DataFiles.Batch(3));
        File.WriteAllBytes(_folder["cifar-10-test-first1000/test_batch.bin"], DataFiles.Batch(5));
        foreach (var data in new[] { _folder.Path, _folder["cifar-10-batches-bin"] })
        {
            var images = DatasetCatalogue.Cifar10.Read(data, allowIncomplete: true);
            Assert.Equal((3, 5), (images.Train.Count, images.Test.Count));
        }
    }

    [Fact]
    public void Higgs_is_opened_as_file_packed_file_or_zip()
    {
        Directory.CreateDirectory(_folder["higgs"]);
        File.WriteAllBytes(_folder["higgs/higgs.zip"], DataFiles.Zip(("HIGGS.csv.gz", DataFiles.Gzip(DataFiles.Rows(9)))));
        Assert.Equal(9, Count(_folder.Path));
        File.WriteAllBytes(_folder["higgs/HIGGS.csv"], DataFiles.Rows(8));
        Assert.Equal(8, Count(_folder.Path));
        Assert.Equal(8, Count(_folder["higgs/HIGGS.csv"]));
        var facts = DatasetCatalogue.Higgs.Describe(_folder.Path, stop: TestContext.Current.CancellationToken);
        Assert.Equal([4, 4], facts.Parts[0].ClassCounts);
        Assert.Equal(3.5, facts.Values[0].Mean, 1e-6);
        Assert.Equal(Math.Sqrt(5.25), facts.Values[0].Deviation, 1e-6);
        Assert.Equal("10999992 of the 11000000 rows", Assert.Single(facts.Missing));

        static long Count(string data)
        {
            using var rows = DatasetCatalogue.Higgs.Open(data);
            return rows.Skip(long.MaxValue);
        }
    }

    [Fact]
    public void Zip_archives_that_leave_their_folder_or_hold_a_file_twice_or_not_at_all_are_refused()
    {
        foreach (var (zip, words) in new[]
        {
            (DataFiles.Zip(("../HIGGS.csv", [1])), "leads out of the folder"),
            (DataFiles.Zip(("a/HIGGS.csv", [1]), ("b/HIGGS.csv.gz", [1])), "twice"),
            (DataFiles.Zip(("other.csv", [1])), "There is no HIGGS.csv.gz or HIGGS.csv"),
            ("PK, but no archive"u8.ToArray(), "cannot be read"),
        })
        {
            File.WriteAllBytes(_folder["higgs.zip"], zip);
            Assert.Contains(words, Assert.Throws<DatasetException>(() => DatasetCatalogue.Higgs.Open(_folder.Path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Generated_signals_need_no_files() =>
        Assert.All(DatasetCatalogue.Mnist1D.Verify(_folder["nowhere"], stop: TestContext.Current.CancellationToken), check => Assert.Equal(CheckState.Fine, check.State));

    private void Write(string below, string part, byte[] images, byte[] labels)
    {
        Directory.CreateDirectory(_folder[below]);
        File.WriteAllBytes(Path.Combine(_folder[below], $"{part}-images-idx3-ubyte"), images);
        File.WriteAllBytes(Path.Combine(_folder[below], $"{part}-labels-idx1-ubyte"), labels);
    }
}
