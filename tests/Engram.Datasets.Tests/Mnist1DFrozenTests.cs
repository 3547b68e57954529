namespace Engram.Datasets.Tests;

public sealed class Mnist1DFrozenTests : IDisposable
{
    private static readonly DatasetSplit Coarse = Mnist1D.Generate(new Mnist1DOptions { Steps = 40 });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_frozen_files_at_360_points_equal_the_generated_set()
    {
        var (read, made) = (Mnist1D.ReadFrozen(RealData.Mnist1D()), Mnist1D.Generate());
        AssertClose(made, read, 2e-6); // native72 is of single precision
        Assert.Contains("native 72 points", read.Preparation, StringComparison.Ordinal);
        Assert.NotNull(read.Standardisation);
    }

    [Fact]
    public void The_frozen_files_at_40_points_are_taken_as_they_are()
    {
        var folder = RealData.Mnist1D();
        var (files, pickle) = (Mnist1D.ReadFrozen(folder, 40), Mnist1D.ReadFrozen(Path.Combine(folder, "mnist1d_data.pkl"), 40));
        Assert.True(files.Train.Values.SequenceEqual(NpyReader.Read(Path.Combine(folder, "x.npy")).ToDoubles()));
        AssertClose(files, pickle, 0.0);
        AssertClose(Coarse, files, 1e-12);
        Assert.Null(files.Standardisation);
        Assert.Contains("as it is", files.Preparation, StringComparison.Ordinal);
    }

    [Fact]
    public void Forty_points_resampled_to_more_are_standardised_and_say_that_detail_is_lost()
    {
        WriteFolder(Coarse);
        var read = Mnist1D.ReadFrozen(_folder.Path, 79); // every second point is one of the 40
        Assert.Contains("without the detail finer than 40 points", read.Preparation, StringComparison.Ordinal);
        double[] values = [.. read.Train.Values, .. read.Test.Values];
        Assert.Equal(0.0, values.Average(), 1e-12);
        Assert.Equal(1.0, Math.Sqrt(values.Average(value => value * value)), 1e-12);

        var scale = Assert.NotNull(read.Standardisation);
        for (var i = 0; i < 40; i++)
            Assert.Equal(Coarse.Test.Sample(5)[i], (read.Test.Sample(5)[2 * i] * scale.Deviation) + scale.Mean, 1e-12);
    }

    [Fact]
    public void Native_signals_beside_the_files_are_preferred_to_resampling_forty_points()
    {
        WriteFolder(Coarse);
        var native = Mnist1D.Generate(new Mnist1DOptions { Steps = 72 });
        Directory.CreateDirectory(_folder["native72"]);
        NpyWriter.Write(_folder["native72/x.npy"], Singles(native.Train), 4000, 72);
        NpyWriter.Write(_folder["native72/x_test.npy"], Singles(native.Test), 1000, 72);
        AssertClose(Mnist1D.Generate(), Mnist1D.ReadFrozen(_folder.Path), 2e-6);
        AssertClose(Coarse, Mnist1D.ReadFrozen(_folder.Path, 40), 0.0);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        WriteFolder(Coarse);
        File.Delete(_folder["y_test.npy"]);
        Assert.Contains("y_test.npy", Refusal(), StringComparison.Ordinal);
        Assert.Contains(
            "no such file",
            Assert.Throws<DatasetException>(() => Mnist1D.ReadFrozen(_folder["nowhere"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_incomplete_folder_of_native_signals_is_named_rather_than_passed_over()
    {
        WriteFolder(Coarse);
        Directory.CreateDirectory(_folder["native72"]);
        Assert.Contains("x.npy is not in this folder", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_another_shape_or_kind_are_refused()
    {
        WriteFolder(Coarse);
        NpyWriter.Write(_folder["x.npy"], Coarse.Test.Values, 1000, 40);
        Assert.Contains("(1000, 40); signals of shape (4000, 40) were expected", Refusal(), StringComparison.Ordinal);
        NpyWriter.Write(_folder["y.npy"], new double[4000], 4000);
        Assert.Contains("whole-number labels", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_is_no_digit_and_a_value_that_is_no_number_are_pointed_at()
    {
        WriteFolder(Coarse);
        var labels = new long[1000];
        labels[17] = 10;
        NpyWriter.Write(_folder["y_test.npy"], labels, 1000);
        Assert.Contains("label of sample 17 is 10", Refusal(), StringComparison.Ordinal);

        WriteFolder(Coarse);
        var values = Coarse.Test.Values.ToArray();
        values[(40 * 3) + 2] = double.NaN;
        NpyWriter.Write(_folder["x_test.npy"], values, 1000, 40);
        Assert.Contains("Point 2 of sample 3 is NaN", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pickle_without_an_expected_entry_is_refused()
    {
        File.WriteAllBytes(_folder["mnist1d_data.pkl"], PickleProgram.Sample());
        Assert.Contains("entry 'y'", Refusal(), StringComparison.Ordinal);
        Assert.Contains(
            "entry 'y'",
            Assert.Throws<DatasetException>(() => Mnist1D.ReadFrozen(_folder["mnist1d_data.pkl"])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public void A_length_out_of_range_is_refused(int steps) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Mnist1D.ReadFrozen(_folder.Path, steps));

    private string Refusal() => Assert.Throws<DatasetException>(() => Mnist1D.ReadFrozen(_folder.Path)).Message;

    private void WriteFolder(DatasetSplit split)
    {
        foreach (var (set, ending) in new[] { (split.Train, ""), (split.Test, "_test") })
        {
            NpyWriter.Write(_folder[$"x{ending}.npy"], set.Values, set.Count, set.Steps);
            NpyWriter.Write(_folder[$"y{ending}.npy"], set.Labels.ToArray().Select(label => (long)label).ToArray(), set.Count);
        }
    }

    private static float[] Singles(SequenceSet set) => Array.ConvertAll(set.Values.ToArray(), value => (float)value);

    private static void AssertClose(DatasetSplit expected, DatasetSplit found, double tolerance)
    {
        foreach (var (a, b) in new[] { (expected.Train, found.Train), (expected.Test, found.Test) })
        {
            Assert.True(a.Labels.SequenceEqual(b.Labels));
            Assert.Equal((a.Count, a.Steps), (b.Count, b.Steps));
            for (var i = 0; i < a.Values.Length; i++)
            {
                if (!(Math.Abs(a.Values[i] - b.Values[i]) <= tolerance))
                    Assert.Fail($"Value {i}: {a.Values[i]} was expected, {b.Values[i]} was found.");
            }
        }
    }
}
