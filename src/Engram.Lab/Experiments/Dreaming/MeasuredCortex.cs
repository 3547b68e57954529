using Engram.Dreaming.Evaluation;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>One evaluation on its way: what several measures need is found once.</summary>
internal sealed class MeasuredCortex(
    CortexReader reader,
    DreamSubject subject,
    RandomStreams chance,
    DreamEvaluationPlan plan,
    Func<Action<double>, CancellationToken, FeatureSpace> space,
    Action<string, double>? report,
    CancellationToken stop) : IDisposable
{
    private const double Percent = 100;
    private const double HiddenShare = 0.3;
    private const double NoiseDeviation = 0.2;

    private readonly List<string> _measures = [];
    private readonly List<SummaryValue> _values = [];
    private readonly List<EvaluatedCurve> _curves = [];
    private readonly List<string> _notes = [];
    private readonly List<(string Name, Figures.Figure Figure)> _figures = [];
    private LatentSet? _train;
    private LatentSet? _test;
    private LatentSet? _hidden;
    private LinearReadout? _readout;

    private LatentSet Train => _train ??= reader.Encode(subject.Train, null, share => report?.Invoke("encoding training images", share), stop);

    private LatentSet Test => _test ??= reader.Encode(subject.Test, null, share => report?.Invoke("encoding test images", share), stop);

    /// <summary>The test images with 30 % of their tiles (of 4 x 4) blanked, each with a mask of its own.</summary>
    private LatentSet Hidden => _hidden ??= reader.Encode(
        subject.Test, new Occlusion(HiddenShare, chance), share => report?.Invoke("encoding occluded images", share), stop);

    private LinearReadout Readout
    {
        get
        {
            if (_readout is not null)
                return _readout;
            LatentSet train = Train;
            report?.Invoke("training the readout", 0);
            return _readout = LinearReadout.Train(train, chance, plan.Readout, stop: stop);
        }
    }

    public void Dispose() => _readout?.Dispose();

    internal DreamEvaluation Result() => new(_measures, _values, _curves, _notes, _figures);

    internal void Take(DreamMeasure measure)
    {
        stop.ThrowIfCancellationRequested();
        Action take = measure.Name switch
        {
            "readout" => TakeReadout,
            "occlusion" => TakeOcclusion,
            "distances" => TakeDistances,
            "components" => TakeComponents,
            "neighbours" => TakeNeighbours,
            "alignment" => TakeAlignment,
            "dimension" => TakeDimension,
            "invariance" => TakeInvariance,
            "dreams" => TakeDreams,
            "frechet" => TakeFrechet,
            _ => throw new ArgumentException($"There is no way to measure {measure.Name}.", nameof(measure)),
        };
        take();
        _measures.Add(measure.Name);
    }

    private void TakeReadout()
    {
        ReadoutResult result = Readout.Test(Train, Test);
        Add("test_accuracy", Percent * result.TestAccuracy, "%", "test accuracy of a linear readout");
        if (double.IsFinite(result.TestAccuracyOfBatches))
            Add("test_accuracy_whole_batches", Percent * result.TestAccuracyOfBatches, "%", "the same over whole batches of 64, as the authors count");
        Add("train_accuracy", Percent * result.TrainAccuracy, "%", "training accuracy of the readout");
        Add("readout_loss", result.TrainLoss, "nat", "cross-entropy of the readout on training images");
        Note($"Readout: {plan.Readout.Epochs} epochs over {Train.Count} latents, batches of {plan.Readout.Batch}, learning rate {plan.Readout.LearningRate}; tested on {result.TestCount}.");
    }

    private void TakeOcclusion()
    {
        LinearReadout readout = Readout;
        OcclusionCurve curve = OcclusionCurve.Measure(
            reader, readout, subject.Test, chance, report: share => report?.Invoke("occluding test images", share), stop: stop);
        double[] x = [.. curve.Points.Select(point => Percent * point.Probability)], y = [.. curve.Points.Select(point => Percent * point.Accuracy)];
        _curves.Add(new EvaluatedCurve("occlusion", "occluded tiles (%)", x, "test accuracy (%)", y));
        Add("occluded_accuracy", y[Array.IndexOf(x, Percent * HiddenShare)], "%", "test accuracy with 30 % of the tiles blanked");
        Add("mean_occluded_accuracy", Percent * curve.MeanAccuracy, "%", "test accuracy, mean over 0 to 100 % of the tiles blanked");
        _figures.Add(("occlusion", EvaluationFigures.Occlusion(subject.Data, x, y, subject.Test.ClassCount)));
        Note($"Occlusion: tiles of {curve.Tile} x {curve.Tile}, a mask for each of {subject.Test.Count} test images, readout trained on clean images.");
    }

    private void TakeDistances()
    {
        LatentDistances distances = LatentDistances.Measure(
            reader, subject.Train, Train, chance, plan.PairsPerClass, share => report?.Invoke("comparing latents", share), stop);
        Add("intra_inter", distances.Squared.IntraToInter, "", "distance within classes / between classes, squared (code)");
        Add("occluded_inter", distances.Squared.OccludedToInter, "", "distance clean to occluded / between classes, squared (code)");
        Add("intra_inter_euclidean", distances.Euclidean.IntraToInter, "", "distance within classes / between classes, Euclidean (paper)");
        Add("occluded_inter_euclidean", distances.Euclidean.OccludedToInter, "", "distance clean to occluded / between classes, Euclidean (paper)");
        Note($"Distances: {distances.PairsPerClass} pairs of each class and kind, on training images; occluded with 30 % of tiles of 4 x 4, one mask for all.");
    }

    private void TakeComponents()
    {
        report?.Invoke("finding principal components", 0);
        int classes = Math.Min(plan.Map.Classes, subject.Train.ClassCount);
        ComponentMap map = ComponentMap.Measure(reader, subject.Train, chance, classes, plan.Map.Images, stop);
        Add("first_component_share", Percent * map.FirstShare, "%", "variance along the first principal component");
        Add("second_component_share", Percent * map.SecondShare, "%", "variance along the second principal component");
        _figures.Add(("components", EvaluationFigures.Map(subject, map, classes)));
        Note($"Components: of {map.Count} training images of the first {classes} classes, clean and with 30 % of tiles of 4 x 4 blanked (one mask), together.");
    }

    private void TakeNeighbours()
    {
        LatentSet train = Train, test = Test;
        int[] neighbours = [.. plan.Neighbours.Where(k => k <= train.Count)];
        if (neighbours.Length == 0)
            throw new UsageException($"{train.Count} training images are fewer than the {plan.Neighbours.Min()} neighbours that vote.");
        foreach (Nearness nearness in new[] { Nearness.Cosine, Nearness.Euclidean })
        {
            report?.Invoke("asking neighbours", nearness == Nearness.Cosine ? 0 : 0.5);
            string name = nearness == Nearness.Cosine ? "cosine" : "euclidean";
            foreach (NeighbourResult result in NearestNeighbours.Measure(train, test, nearness, neighbours, reader.Cortex.Crew))
                Add($"neighbours_{name}_{result.Neighbours}", Percent * result.Accuracy, "%", $"test accuracy of {result.Neighbours} nearest neighbours, {(nearness == Nearness.Cosine ? "cosine" : "Euclidean")}");
        }

        Note($"Neighbours: majority of the nearest of {train.Count} training latents, for {test.Count} test latents.");
    }

    private void TakeAlignment()
    {
        var latents = AlignmentUniformity.Of(Test, Hidden);
        Add("alignment", latents.Alignment, "", "alignment of normalised latents, clean and occluded (0 best)");
        Add("uniformity", latents.Uniformity, "", "uniformity of normalised latents (the less, the more even)");
        if (reader.Cortex.Projection is not null)
        {
            var pictures = new SeenPictures(subject.Test);
            var projections = AlignmentUniformity.Of(
                reader.Project(pictures, stop: stop), reader.Project(pictures, new Occlusion(HiddenShare, chance), stop: stop));
            Add("projection_alignment", projections.Alignment, "", "alignment of projections, clean and occluded (0 best)");
            Add("projection_uniformity", projections.Uniformity, "", "uniformity of projections (the less, the more even)");
        }

        Note("Alignment: pairs are a test image and itself with 30 % of tiles of 4 x 4 blanked; uniformity over the first 2,000 test images, t = 2.");
    }

    private void TakeDimension()
    {
        LatentSet test = Test;
        Add("participation_ratio", FeatureMoments.Of(test, test.Count, "latents").ParticipationRatio, "", $"effective dimension of latents (1 to {test.Dimensions})");
    }

    private void TakeInvariance()
    {
        LatentSet test = Test;
        LinearReadout readout = Readout;
        PictureView[] views = [new Occlusion(HiddenShare, chance), new PixelNoise(NoiseDeviation, chance), .. PaintedView.For(reader.Cortex.Image, chance)];
        foreach (PictureView view in views)
        {
            LatentSet changed = view is Occlusion ? Hidden : reader.Encode(subject.Test, view, share => report?.Invoke($"changing images: {view.Name}", share), stop);
            Add($"invariance_{view.Name}", InvarianceIndex.Of(test, changed, chance), "", $"change of latents by {view.Name} / by another image (0 best)");
            Add($"accuracy_{view.Name}", Percent * readout.Accuracy(changed), "%", $"test accuracy under {view.Name}, readout of clean images");
        }

        Note($"Invariance: {test.Count} test images; occlusion 30 % of tiles of 4 x 4, noise of deviation {NoiseDeviation}, crop of half the area, rotation by 15 degrees, factors of colour 0.6 to 1.4.");
    }

    private void TakeDreams()
    {
        using DreamDraw draw = Draw(plan.Dreams, "the quality of dreams");
        DreamQuality quality = DreamQuality.Measure(
            reader, draw.Real, draw.Nrem, draw.Rem, new SeenPictures(subject.Test), share => report?.Invoke("looking at dreams", share), stop);
        Add("nrem_diversity", quality.NremDiversity, "", "diversity of NREM dreams / of real images (1 best)");
        Add("rem_diversity", quality.RemDiversity, "", "diversity of REM dreams / of real images (1 best)");
        Add("nrem_detection", quality.NremDetection, "", "discriminator's area under the curve, real against NREM dreams (0.5 chance)");
        Add("rem_detection", quality.RemDetection, "", "discriminator's area under the curve, real against REM dreams (0.5 chance)");
        Add("test_reconstruction", quality.Reconstruction, "", "L_img: squared error of a pixel of test images");
        Note($"Dreams: {quality.Count} real training images, as many NREM dreams of others, as many REM dreams of others again.");
    }

    private void TakeFrechet()
    {
        FeatureSpace features = space(share => report?.Invoke("training the classifier", share), stop);
        var few = Math.Min(plan.FewDreams, plan.Dreams);
        using DreamDraw draw = Draw(plan.Dreams, "the Fréchet distance");
        LatentSet real = Read(draw.Real, "real images"), other = Read(draw.Remembered, "other real images"), nrem = Read(draw.Nrem, "NREM dreams"), rem = Read(draw.Rem, "REM dreams");
        static SampleMoments Of(LatentSet set, int count) => FeatureMoments.Of(set, count, "features");
        SampleMoments moments = Of(real, real.Count);
        Add("frechet_real", FrechetDistance.Between(moments, Of(other, other.Count)), "", "Fréchet distance of other real images: what is left of chance");
        Add("frechet_nrem", FrechetDistance.Between(moments, Of(nrem, nrem.Count)), "", "Fréchet distance of NREM dreams in feature space");
        Add("frechet_rem", FrechetDistance.Between(moments, Of(rem, rem.Count)), "", "Fréchet distance of REM dreams in feature space");
        if (few > 1 && few < real.Count)
        {
            SampleMoments fewMoments = Of(real, few);
            Add($"frechet_nrem_{few}", FrechetDistance.Between(fewMoments, Of(nrem, few)), "", $"the same of {few} NREM dreams");
            Add($"frechet_rem_{few}", FrechetDistance.Between(fewMoments, Of(rem, few)), "", $"the same of {few} REM dreams");
        }

        Note($"Fréchet distance: {real.Count} of each kind in the space of {features.Name}; not to be compared with published values, which are of an ImageNet network.");

        LatentSet Read(IPictures pictures, string what) => features.Read(pictures, share => report?.Invoke($"features of {what}", share), stop);
    }

    private DreamDraw Draw(int wanted, string what)
    {
        int count = Math.Min(wanted, subject.Train.Count / 4);
        if (count < 2)
            throw new UsageException($"{subject.Data} has {subject.Train.Count} training images; {what} needs at least 8.");
        return new DreamDraw(reader, subject.Train, count, chance);
    }

    private void Add(string name, double value, string unit, string label) => _values.Add(new SummaryValue(name, value, unit, label));

    private void Note(string note) => _notes.Add(note);
}
