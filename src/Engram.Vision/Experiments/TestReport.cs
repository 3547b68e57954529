using Engram.Datasets;
using Engram.Lab.Experiments;
using Engram.Numerics;
using Engram.Vision.Analysis;
using Engram.Vision.Data;
using Engram.Vision.Figures;
using Engram.Vision.Training;

namespace Engram.Vision.Experiments;

/// <summary>What is made of a trained network's test: result file, tables, arrays, figures, summary values (specification 2.6 to 2.8).</summary>
internal sealed class TestReport
{
    private readonly DelaunayResNetSettings _settings;
    private readonly IRunContext _context;
    private readonly PictureSet _pictures;
    private readonly PictureSplit _split;
    private readonly Examiner _examiner;

    internal TestReport(DelaunayResNetSettings settings, IRunContext context, PictureSet pictures, PictureSplit split, Examiner examiner) =>
        (_settings, _context, _pictures, _split, _examiner) = (settings, context, pictures, split, examiner);

    private string Figures => Path.Combine(_context.Folder, "figures");

    private string Arrays => Path.Combine(_context.Folder, "arrays");

    /// <summary>Tests, writes and draws.</summary>
    /// <param name="bestEpoch">The epoch whose weights are tested; 0 for the last.</param>
    internal IReadOnlyList<SummaryValue> Make(int bestEpoch)
    {
        _context.Report(1, 1, "testing");
        Answers first = Test(0);
        Answers second = _settings.Quirks.SingleTestPass == true ? first : Test(1);
        Answers third = _settings.Quirks.SingleTestPass == true ? first : Test(2);
        ClassificationResult result = ResultOf(first, second, third);
        Write(result, third, bestEpoch);
        _ = new ResultFigures(result, _pictures).Save(Figures);
        ArtistTable.Write(Path.Combine(_context.Folder, "artists.csv"), _pictures.Classes, _pictures.Sizes(_split.Train), third);
        _context.Report(1, 1, "colour baseline");
        double colour = ColourBaseline.Accuracy(_pictures, _split.Train, _split.Test);
        return [.. Headline(result, first, colour), .. Disagreement(first, third), .. Structure(result, third), .. ProbeAccuracies(result)];
    }

    private Answers Test(int pass)
    {
        int[] order = [.. _split.Test];
        if (_settings.Quirks.TestShuffle == true)
            new RandomStreams(_context.Seed).Named("order/test", pass).Shuffle(order.AsSpan());
        return _examiner.Ask(_pictures, order);
    }

    private ClassificationResult ResultOf(Answers first, Answers second, Answers third)
    {
        RunMetrics metrics = RunMetrics.Read(_context.Folder);
        return new ClassificationResult
        {
            Classes = _pictures.Classes,
            ClassSizes = _pictures.Sizes(),
            TrainingErrors = metrics.Column("training_error"),
            ValidationErrors = metrics.Column("validation_error"),
            TestError = 100 - first.Accuracy(),
            ClassAccuracies = ClassificationResult.AccuraciesOf(_pictures.Classes.Count, second.Labels, second.Predicted()),
            TrueLabels = third.Labels,
            PredictedLabels = third.Predicted(),
        };
    }

    private void Write(ClassificationResult result, Answers answers, int bestEpoch)
    {
        result.Write(Path.Combine(_context.Folder, "result.json"), json =>
        {
            json.WriteString("profile", _settings.Profile);
            json.WriteString("network", _settings.Network.Kind);
            json.WriteString("device", _settings.Device);
            json.WriteNumber("seed", _context.Seed);
            json.WriteString("data", _pictures.Name);
            json.WriteString("data_sha256", _pictures.Hash());
            json.WriteString("engram", Engram.Lab.Runs.Machine.Version);
            json.WriteString("libtorch", TorchSharp.torch.__version__);
            json.WriteString("tested_weights", bestEpoch > 0 ? $"epoch {bestEpoch}" : "last epoch");
            json.WriteStartObject("pictures");
            json.WriteNumber("train", _split.Train.Count);
            json.WriteNumber("validation", _split.Validation.Count);
            json.WriteNumber("test", _split.Test.Count);
            json.WriteEndObject();
        });
        int classes = _pictures.Classes.Count;
        int[] predicted = answers.Predicted();
        TableFile.Write(
            Path.Combine(_context.Folder, "predictions.csv"),
            ["image_id", "label", "predicted", "probability", "is_right", "in_top_5"],
            Enumerable.Range(0, answers.Count).Select(i => (IReadOnlyList<object>)
            [
                _pictures.Ids[answers.Pictures[i]], _pictures.Classes[answers.Labels[i]], predicted[i] < classes ? _pictures.Classes[predicted[i]] : $"output {predicted[i]}",
                TableFile.Number(answers.Probabilities(i)[predicted[i]]), predicted[i] == answers.Labels[i] ? 1 : 0, answers.IsAmongTop(i, 5) ? 1 : 0,
            ]));
        // Logits of the classes alone: those of unused outputs say nothing about artists.
        var logits = new float[answers.Count * classes];
        for (int i = 0; i < answers.Count; i++)
            answers.Of(i)[..classes].CopyTo(logits.AsSpan(i * classes));
        NpyWriter.Write(Path.Combine(Arrays, "test-logits.npy"), logits, answers.Count, classes);
        NpyWriter.Write(Path.Combine(Arrays, "test-labels.npy"), answers.Labels.ToArray(), answers.Count);
        NpyWriter.Write(Path.Combine(Arrays, "test-features.npy"), answers.Features, answers.Count, answers.FeatureCount);
    }

    private static IEnumerable<SummaryValue> Headline(ClassificationResult result, Answers test, double colour)
    {
        BinomialInterval interval = BinomialInterval.Wilson(test.Right(), test.Count);
        return
        [
            new("test_accuracy", test.Accuracy(), "%", "test accuracy"),
            new("test_accuracy_low", 100 * interval.Lower, "%", $"lower end of its 95 % interval ({test.Count} pictures)"),
            new("test_accuracy_high", 100 * interval.Upper, "%", "upper end of its 95 % interval"),
            new("test_top5", test.TopAccuracy(5), "%", "right artist among the first five"),
            new("colour_accuracy", colour, "%", "logistic regression on colours alone"),
            new("naive", result.Naive, "%", "always the largest class of the whole set"),
            new("largest_test_share", result.LargestTestShare, "%", "always the largest class of the test"),
            new("chance", result.Chance, "%", "chance"),
            new("validation_accuracy", result.ValidationErrors.Count > 0 ? 100 - result.ValidationErrors[^1] : double.NaN, "%", "validation accuracy after the last epoch"),
            new("training_accuracy", result.TrainingErrors.Count > 0 ? 100 - result.TrainingErrors[^1] : double.NaN, "%", "training accuracy after the last epoch"),
            new("test_loss", test.Loss, "", "test loss"),
        ];
    }

    private IEnumerable<SummaryValue> Disagreement(Answers first, Answers third) => _settings.Quirks.SingleTestPass == true
        ? []
        : [new("third_pass_accuracy", third.Accuracy(), "%", "accuracy of the third test pass, which need not agree (Q2)"), new("test_passes_differ_by", Math.Abs(first.Accuracy() - third.Accuracy()), "%", "distance between the first and the third pass")];

    private List<SummaryValue> Structure(ClassificationResult result, Answers answers)
    {
        var figures = new AnalysisFigures(_pictures, answers);
        var calibration = new Calibration(answers);
        _ = AnalysisFigures.Reliability(calibration).Save(Path.Combine(Figures, "calibration"));
        Embedding features = Embedding.Of(answers.Features, answers.Count).OfUnitLength();
        _ = figures.NearestPictures(features).Save(Path.Combine(Figures, "neighbours"));
        Embedding components = Embedding.Of(answers.Features, answers.Count).PrincipalComponents(50);
        _ = figures.Map("Features of test pictures: principal components", components, "first principal component", "second principal component").Save(Path.Combine(Figures, "components"));
        List<SummaryValue> values =
        [
            new("calibration_error", calibration.Error, "", "expected calibration error, 15 bins"),
            new("purity_features", 100 * features.NeighbourPurity(answers.Labels), "%", "own artist among the ten nearest features"),
        ];
        if (_settings.TsneIterations > 0 && answers.Count >= 3)
        {
            _context.Report(1, 1, "t-SNE");
            Embedding map = TSne.Of(components, iterations: _settings.TsneIterations, threads: _context.Threads, stop: _context.Stop);
            _ = figures.Map("Features of test pictures: t-SNE", map, "", "").Save(Path.Combine(Figures, "t-sne"));
            NpyWriter.Write(Path.Combine(Arrays, "test-t-sne.npy"), map.Values, map.Count, 2);
            values.Add(new("purity_tsne", 100 * map.NeighbourPurity(answers.Labels), "%", "own artist among the ten nearest in the plane of t-SNE"));
        }

        var variability = new Variability(_pictures.Classes.Count, answers);
        variability.Write(Path.Combine(_context.Folder, "variability.csv"), _pictures.Classes, result.ClassAccuracies);
        double correlation = Variability.RankCorrelation(variability.Within, result.ClassAccuracies);
        if (double.IsFinite(correlation))
            values.Add(new("variability_correlation", correlation, "", "rank correlation of an artist's variability with accuracy"));
        return values;
    }

    private List<SummaryValue> ProbeAccuracies(ClassificationResult result)
    {
        if (!_settings.Probes)
            return [];
        var values = new List<SummaryValue>();
        var drawn = new List<(string Name, double Accuracy)> { ("as it is", 100 - result.TestError) };
        foreach (ShortcutProbe probe in ShortcutProbe.All(_context.Seed))
        {
            _context.Report(1, 1, $"probe {probe.Name}");
            double accuracy = _examiner.Ask(_pictures, _split.Test, probe.Change).Accuracy();
            drawn.Add((probe.Name, accuracy));
            values.Add(new($"probe_{probe.Name.Replace('-', '_')}", accuracy, "%", $"test accuracy on {probe.Summary}"));
        }

        _ = AnalysisFigures.Probes(drawn, result.Chance).Save(Path.Combine(Figures, "probes"));
        return values;
    }
}
