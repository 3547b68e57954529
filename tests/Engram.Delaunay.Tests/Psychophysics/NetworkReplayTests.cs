using Engram.Delaunay.Imaging;
using Engram.Delaunay.Psychophysics;
using Engram.Numerics;

namespace Engram.Delaunay.Tests.Psychophysics;

public class NetworkReplayTests
{
    private static readonly LatentFeatures Latents = new(Studies.Pool, 1);

    public static TheoryData<string> Learners => ["N0", "N1", "N2", "N3"];

    private static NetworkParticipant Network(string id) => new(id, (ways, _) => id switch
    {
        "N1" => new NearestMeanLearner(Latents, ways),
        "N2" => new LogisticLearner(Latents, ways),
        "N3" => new DeltaRuleLearner(Latents, ways),
        _ => new GuessingLearner(),
    });

    [Theory]
    [MemberData(nameof(Learners))]
    public void V47_Labels_of_the_future_do_not_touch_predictions_of_the_past(string id)
    {
        const int Poisoned = 80;
        TrialList list = Studies.List;
        RandomStream noise = new RandomStreams(8).Named("poison");
        int trial = 0;
        PlannedTrial[] poisoned = [.. list.Trials.Select(planned => planned.Type == TrialType.Main && ++trial > Poisoned ? planned with { Slot = noise.NextBounded(4) } : planned)];
        var clean = NetworkReplay.Play(list, Network(id), 1, Studies.Template);
        var after = NetworkReplay.Play(list with { Trials = poisoned }, Network(id), 1, Studies.Template);
        // Trial 81 is still predicted from clean labels: its own comes after the prediction.
        for (int t = 0; t <= Poisoned; t++)
            Assert.Equal((clean[t].Answer, string.Join(' ', clean[t].Scores)), (after[t].Answer, string.Join(' ', after[t].Scores)));
        if (id != "N0")
            Assert.Contains(clean.Zip(after).Skip(Poisoned + 1), pair => !pair.First.Scores.SequenceEqual(pair.Second.Scores));
    }

    [Fact]
    public void V47_Images_come_in_the_order_of_the_list_and_every_label_after_its_prediction()
    {
        var watched = new Watcher();
        NetworkReplay.Play(Studies.List, new NetworkParticipant("watcher", (_, _) => watched), 1, Studies.Template);
        var expected = Studies.List.Trials.Where(planned => planned.Type == TrialType.Main).SelectMany(planned => new[] { $"predict {planned.ImageId}", $"learn {planned.ImageId}" });
        Assert.Equal(expected, watched.Calls, StringComparer.Ordinal);
    }

    [Fact]
    public void Networks_learn_and_the_guesser_does_not()
    {
        double Late(string id) => NetworkReplay.Play(Studies.List, Network(id), 1, Studies.Template).Skip(80).Average(row => row.Correct ? 1.0 : 0.0);
        Assert.InRange(Late("N0"), 0.1, 0.4);
        Assert.True(Late("N1") > 0.6);
        Assert.True(Late("N2") > 0.6);
        Assert.True(Late("N3") > 0.45);
    }

    [Fact]
    public void The_logistic_fit_is_where_its_gradient_is_zero_whatever_it_started_from()
    {
        // Two categories, one feature: the answer for the mirror image is the mirrored one, and order does not matter.
        var pool = new StimulusPool([.. new[] { -1.0, 1, -2, 2 }.Select((z, i) => new Stimulus($"i{i}", i % 2, "", "") { Latents = [z] })], true, "test");
        var features = new LatentFeatures(pool, 1);
        double[] Fit(params int[] order)
        {
            var learner = new LogisticLearner(features, 2);
            foreach (int i in order)
                learner.Learn(new PresentedStimulus($"i{i}", "intact", ""), i % 2, -1);
            var p = new double[2];
            learner.Predict(new PresentedStimulus("i3", "intact", ""), p);
            return p;
        }

        double[] forward = Fit(0, 1, 2, 3), backward = Fit(3, 2, 1, 0);
        Assert.Equal(forward[1], backward[1], 4);
        Assert.True(forward[1] > 0.7);
    }

    [Fact]
    public void The_delta_rule_moves_only_the_chosen_value_by_the_error()
    {
        var pool = new StimulusPool([new Stimulus("i", 0, "", "") { Latents = [2, 0] }], true, "test");
        var learner = new DeltaRuleLearner(new LatentFeatures(pool, 1), 2, step: 0.5);
        var shown = new PresentedStimulus("i", "intact", "");
        var p = new double[2];
        learner.Learn(shown, category: 0, answer: 0);
        learner.Predict(shown, p);
        // w = 0.5·(1 − 0)·f with |f| = 1, so the value is 0.5 and the softmax of ten times it has odds exp(5).
        Assert.Equal(Math.Exp(5), p[0] / p[1], 6);
        learner.Learn(shown, category: 0, answer: 1);
        learner.Predict(shown, p);
        Assert.Equal(Math.Exp(5), p[0] / p[1], 6);
    }

    [Fact]
    public void A_scramble_keeps_latents_of_colour_and_mixes_those_of_structure()
    {
        string image = Studies.Pool.Stimuli[0].ImageId;
        double[] intact = Latents.Of(new PresentedStimulus(image, "intact", "")).ToArray(), scrambled = Latents.Of(new PresentedStimulus(image, "scramble-1", "")).ToArray();
        Assert.Equal(intact[..6], scrambled[..6]);
        Assert.All(Enumerable.Range(6, 7), d => Assert.NotEqual(intact[d], scrambled[d]));
        Assert.Equal(scrambled, Latents.Of(new PresentedStimulus(image, "scramble-1", "")).ToArray());
    }

    [Fact]
    public void Features_of_pictures_are_means_of_fields_and_shares_of_colours()
    {
        var picture = new RgbImage(16, 16);
        for (int y = 0; y < 16; y++)
        {
            for (int x = 0; x < 16; x++)
                picture.Row(y)[x * 3] = x < 8 ? (byte)255 : (byte)0;
        }

        var shown = new PresentedStimulus("i", "intact", "");
        ReadOnlySpan<double> pixels = new PixelFeatures(_ => picture).Of(shown), colours = new ColourHistogramFeatures(_ => picture).Of(shown);
        Assert.Equal(0.5, pixels[0], 12);
        Assert.Equal(-0.5, pixels[4 * 3], 12);
        Assert.Equal(Math.Sqrt(0.5), colours[3 * 16], 12);
        Assert.Equal(Math.Sqrt(0.5), colours[0], 12);
    }

    private sealed class Watcher : ITrialLearner
    {
        public List<string> Calls { get; } = [];

        public void Predict(PresentedStimulus shown, Span<double> probabilities)
        {
            Calls.Add($"predict {shown.ImageId}");
            probabilities.Fill(1.0 / probabilities.Length);
        }

        public void Learn(PresentedStimulus shown, int category, int answer) => Calls.Add($"learn {shown.ImageId}");
    }
}
