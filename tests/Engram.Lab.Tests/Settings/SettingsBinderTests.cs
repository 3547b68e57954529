using CsCheck;
using Engram.Lab.Settings;

namespace Engram.Lab.Tests.Settings;

public sealed class SettingsBinderTests
{
    private static readonly Gen<SampleSettings> GenSettings = Gen.Select(
        Gen.Select(Gen.Int[1, 1000], Pick("15k", "42k"), Gen.String, Gen.Bool, Pick(SampleOptimiser.Plain, SampleOptimiser.AdamSlow)),
        Gen.Select(Gen.ULong, Gen.Long, Gen.Double[0.01, 100], Gen.Double[0, 1e300].Nullable(), Gen.Int[1, int.MaxValue].Array[0, 4]),
        Gen.Select(Gen.Double[0, 1].Array[0, 4], Gen.Int[1, 9].Nullable()),
        (a, b, c) => new SampleSettings
        {
            Epochs = a.Item1,
            TrainingSet = a.Item2,
            // A lone surrogate is no text, and no file can hold it.
            Label = new string([.. a.Item3.Where(letter => !char.IsSurrogate(letter))]),
            Nudge = a.Item4,
            Optimiser = a.Item5,
            Salt = b.Item1,
            Offset = b.Item2,
            Neurons = new SampleNeurons { Tau = b.Item3, TauSlow = b.Item4, Widths = b.Item5, Noise = new SampleNoise { Levels = c.Item1 } },
            Output = new SampleOutput { Batch = c.Item2 },
        });

    [Fact]
    public void Settings_written_as_TOML_are_read_back_exactly() => GenSettings.Sample(settings =>
    {
        var again = new SampleSettings();
        SettingsBinder.ApplyToml(again, SettingsBinder.ToToml(settings), "x.toml");
        Assert.Equal(SettingsBinder.Flatten(settings), SettingsBinder.Flatten(again));
    }, iter: 300);

    [Fact]
    public void Settings_written_as_a_list_are_read_back_exactly() => GenSettings.Sample(settings =>
    {
        var again = new SampleSettings();
        foreach (var (key, value) in SettingsBinder.Flatten(settings))
            SettingsBinder.Apply(again, $"{key}={value}");
        Assert.Equal(SettingsBinder.ToToml(settings), SettingsBinder.ToToml(again));
    }, iter: 300);

    [Fact]
    public void Keys_are_in_kebab_case_below_their_groups_in_the_order_of_the_source()
    {
        string[] keys = ["epochs", "training-set", "neurons.tau", "neurons.tau-slow", "neurons.widths", "neurons.noise.levels", "label", "nudge", "optimiser", "salt", "offset", "output.batch"];
        Assert.Equal(keys, SettingsBinder.Flatten(new SampleSettings()).Select(setting => setting.Key).ToArray());
    }

    [Fact]
    public void A_description_has_the_words_that_people_type()
    {
        var settings = SettingsBinder.Describe(new SampleSettings()).ToDictionary(setting => setting.Key, StringComparer.Ordinal);
        Assert.Equal(new SettingDescription("neurons.tau", "number", "0.6", "ms", "0.01 to 100", "The membrane time constant"), settings["neurons.tau"]);
        Assert.Equal(("auto", "at least 0"), (settings["neurons.tau-slow"].Value, settings["neurons.tau-slow"].Range));
        Assert.Equal(("text", "15k", "15k | 42k"), (settings["training-set"].Type, settings["training-set"].Value, settings["training-set"].Range));
        Assert.Equal(("yes or no", "true"), (settings["nudge"].Type, settings["nudge"].Value));
        Assert.Equal(("plain", "plain | adam-slow"), (settings["optimiser"].Value, settings["optimiser"].Range));
        Assert.Equal(("list of whole numbers", "53,53"), (settings["neurons.widths"].Type, settings["neurons.widths"].Value));
        Assert.Equal("at least 0", settings["salt"].Range);
    }

    [Theory]
    [InlineData("epochs=0", "1 to 1000")]
    [InlineData("epochs=1001", "1 to 1000")]
    [InlineData("epochs=2.5", "whole number")]
    [InlineData("epochs=many", "whole number")]
    [InlineData("epochs=99999999999", "out of range")]
    [InlineData("epochs=auto", "whole number")]
    [InlineData("epochs=", "whole number")]
    [InlineData("neurons.tau=NaN", "finite")]
    [InlineData("neurons.tau=-Infinity", "finite")]
    [InlineData("neurons.tau=1e999", "finite")]
    [InlineData("neurons.tau=0", "0.01 to 100, in ms")]
    [InlineData("neurons.tau-slow=-1", "or auto")]
    [InlineData("neurons.widths=5,0", "its item 2")]
    [InlineData("neurons.widths=5,,3", "its item 2")]
    [InlineData("training-set=15K", "\"15k\"")]
    [InlineData("optimiser=adam", "\"adam-slow\"")]
    [InlineData("optimiser=1", "plain | adam-slow")]
    [InlineData("nudge=perhaps", "yes or no")]
    [InlineData("salt=-1", "out of range")]
    [InlineData("offset=9223372036854775808", "too large")]
    public void A_wrong_value_is_refused_by_key_and_value_and_by_what_is_allowed(string assignment, string allowed)
    {
        var settings = new SampleSettings();
        string before = SettingsBinder.ToToml(settings);
        string message = Assert.Throws<UsageException>(() => SettingsBinder.Apply(settings, assignment)).Message;
        Assert.Contains(assignment[..assignment.IndexOf('=', StringComparison.Ordinal)] + " was given \"" + assignment[(assignment.IndexOf('=', StringComparison.Ordinal) + 1)..] + "\"", message);
        Assert.Contains(allowed, message);
        Assert.Equal(before, SettingsBinder.ToToml(settings));
    }

    [Fact]
    public void Whatever_is_assigned_is_a_usage_error_that_names_the_key_or_a_value_in_range() =>
        Gen.Select(Pick([.. SettingsBinder.Flatten(new SampleSettings()).Select(setting => setting.Key)]), Gen.OneOf(Gen.String, Gen.Double.Select(number => $"{number}"), Gen.String["0123456789.,-+eE[]"]))
            .Sample((key, value) =>
            {
                var settings = new SampleSettings();
                try
                {
                    SettingsBinder.Apply(settings, $"{key}={value}");
                    Assert.InRange(settings.Epochs, 1, 1000);
                    Assert.InRange(settings.Neurons.Tau, 0.01, 100);
                    Assert.All(settings.Neurons.Widths, width => Assert.True(width >= 1));
                }
                catch (UsageException exception)
                {
                    Assert.Contains(key, exception.Message);
                }
            }, iter: 2000);

    [Theory]
    [InlineData("neurons.tua=1", "neurons.tau")]
    [InlineData("neurons.tau_slow=1", "neurons.tau-slow")]
    [InlineData("neurons.tauslow=1", "neurons.tau-slow")]
    [InlineData("tau=1", "neurons.tau")]
    [InlineData("batch=1", "output.batch")]
    [InlineData("Epochs=1", "epochs")]
    [InlineData("neuron.tau=1", "neurons.tau")]
    [InlineData("training=1", "training-set")]
    public void An_unknown_key_is_answered_with_the_nearest_one(string assignment, string nearest) => Assert.Contains(
        $"Did you mean \"{nearest}\"?",
        Assert.Throws<UsageException>(() => SettingsBinder.Apply(new SampleSettings(), assignment)).Message);

    [Fact]
    public void A_key_like_no_other_is_answered_with_all_of_them()
    {
        string message = Assert.Throws<UsageException>(() => SettingsBinder.Apply(new SampleSettings(), "zzzzzzzz=1")).Message;
        Assert.DoesNotContain("Did you mean", message);
        Assert.Contains("neurons.noise.levels", message);
    }

    [Fact]
    public void A_group_is_not_a_setting() => Assert.Contains(
        "neurons.tau, neurons.tau-slow",
        Assert.Throws<UsageException>(() => SettingsBinder.Apply(new SampleSettings(), "neurons=1")).Message);

    [Theory]
    [InlineData("epochs")]
    [InlineData("=5")]
    [InlineData("")]
    public void What_is_no_assignment_is_refused(string text) => Assert.Contains(
        "not an assignment",
        Assert.Throws<UsageException>(() => SettingsBinder.Apply(new SampleSettings(), text)).Message);

    [Fact]
    public void A_file_sets_tables_dotted_keys_and_inline_tables()
    {
        var settings = new SampleSettings();
        SettingsBinder.ApplyToml(settings, "epochs = 3\nneurons.tau = 1\nneurons.noise = { levels = [1, 2.5] }\n[output]\nbatch = \"auto\"\n", "x.toml");
        Assert.Equal(3, settings.Epochs);
        Assert.Equal(1.0, settings.Neurons.Tau);
        Assert.Equal([1, 2.5], settings.Neurons.Noise.Levels);
        Assert.Null(settings.Output.Batch);
    }

    [Theory]
    [InlineData("epochs = 3\nepoch = 4\n", "line 2, column 1", "\"epochs\"")]
    [InlineData("[neurons]\n\n  tua = 4\n", "line 3, column 3", "\"neurons.tau\"")]
    [InlineData("[neurons]\ntau =  400\n", "line 2, column 8", "neurons.tau was given \"400\"")]
    [InlineData("[neuron]\ntau = 4\n", "line 1, column 2", "\"neurons\"")]
    [InlineData("[[neurons]]\ntau = 4\n", "line 1, column 3", "[neurons]")]
    [InlineData("epochs = \n", "line 1, column", "not TOML")]
    [InlineData("epochs = 1\nepochs = 2\n", "line 2, column", "not TOML")]
    [InlineData("epochs = 3.5\n", "line 1, column 10", "whole number")]
    [InlineData("epochs = [3]\n", "line 1, column 10", "a list")]
    [InlineData("epochs = 1979-05-27\n", "line 1, column 10", "epochs was given")]
    [InlineData("training-set = 15\n", "line 1, column 16", "quotes")]
    [InlineData("neurons.widths = [1, \"a\"]\n", "line 1, column 18", "numbers only")]
    [InlineData("neurons = 5\n", "line 1, column 1", "group")]
    [InlineData("[epochs]\nx = 5\n", "line 1, column 2", "epochs is a setting")]
    public void An_error_in_a_file_has_its_line_and_column(string text, string place, string what)
    {
        string message = Assert.Throws<UsageException>(() => SettingsBinder.ApplyToml(new SampleSettings(), text, "x.toml")).Message;
        Assert.StartsWith($"x.toml, {place}", message);
        Assert.Contains(what, message);
    }

    [Fact]
    public void Whatever_the_file_says_the_answer_is_settings_or_a_usage_error()
    {
        string good = SettingsBinder.ToToml(new SampleSettings());
        Gen.OneOf(
            Gen.String,
            Gen.String["[]{}=.\"'#\n \\-abc019_,\t\r"],
            Gen.Select(Gen.Int[0, good.Length - 1], Gen.String["[]{}=.\"'\n 1a"], (at, text) => good.Insert(at, text)),
            Gen.Int[1, 300_000].Select(depth => "neurons.widths = " + new string('[', depth)),
            Gen.Int[1, 3000].Select(depth => string.Concat(Enumerable.Repeat("a={", depth))))
            .Sample(text =>
            {
                try
                {
                    SettingsBinder.ApplyToml(new SampleSettings(), text, "x.toml");
                }
                catch (UsageException)
                {
                }
            }, iter: 700);
    }

    [Fact]
    public void A_missing_settings_file_is_named() => Assert.Contains(
        "no-such.toml",
        Assert.Throws<UsageException>(() => SettingsBinder.ApplyFile(new SampleSettings(), "/tmp/no-such.toml")).Message);

    [Fact]
    public void A_file_that_is_no_text_is_refused()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [0x61, 0xFF, 0xFE, 0x00]);
            Assert.Contains("UTF-8", Assert.Throws<UsageException>(() => SettingsBinder.ApplyFile(new SampleSettings(), path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Nothing_is_suggested_for_a_word_like_no_candidate() => Assert.Null(Suggestion.Nearest("weather", ["tau", "epochs"]));

    [Fact]
    public void A_swap_of_neighbours_is_one_slip() => Assert.Equal("gle-mnist1d", Suggestion.Nearest("gle-mnsit1d", ["gle-mackey", "gle-mnist1d"]));

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
