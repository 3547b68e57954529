using System.Globalization;
using Engram.Dreaming;
using Engram.Dreaming.Evaluation;
using Engram.Dreaming.Phases;
using Engram.Lab.Runs;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>
/// Epochs of wake-sleep cycles, each on a full batch of images in an order that is new every epoch; a readout of the untrained cortex, after some
/// epochs, and more measures after the last (PAD specification 4 and 6).
/// </summary>
internal sealed class DreamTraining : IDisposable
{
    internal const string AccuracyMetric = "readout_accuracy";

    /// <summary>The accuracy that hypothesis 15 asks the epoch of, in percent.</summary>
    private const double Milestone = 45;

    /// <summary>Early cortices are kept, to be compared with the late one (PAD specification 6.5).</summary>
    private const int LastEarlyEpoch = 3;

    private readonly IRunContext _context;
    private readonly DreamRecipe _recipe;
    private readonly WorkerTeam? _team;
    private readonly TeamGovernor _governor;
    private readonly Cortex<float> _cortex;
    private readonly Dreamer<float> _dreamer;
    private readonly DreamEvaluator _evaluator;
    private readonly DreamPictures? _pictures;
    private readonly CycleAverages _averages = new();
    private readonly int[] _order;
    private int _epoch;
    private int _done;
    private bool _isMeasured;
    private double _accuracy = double.NaN;
    private double _milestone = double.NaN;
    private (double Nrem, double Rem) _early = (double.NaN, double.NaN);

    internal DreamTraining(IRunContext context, DreamRecipe recipe)
    {
        (_context, _recipe) = (context, recipe);
        DreamSubject subject = recipe.Subject;
        _team = context.Threads > 1 ? new WorkerTeam(context.Threads) : null;
        _governor = new TeamGovernor(_team);
        _cortex = subject.Cortex.Build<float>(subject.Lanes, context.Seed, _team);
        _dreamer = new Dreamer<float>(_cortex, recipe.Condition.Phases, new StreamChance<float>(new RandomStreams(context.Seed)), recipe.Learning);
        _evaluator = new DreamEvaluator(_cortex, subject, context.Seed, _team, recipe.Plan);
        _pictures = recipe.HasPictures ? new DreamPictures(context, recipe, _cortex) : null;
        _order = new int[subject.Train.Count];
    }

    private int Batches => _recipe.Subject.Train.Count / _recipe.Subject.Lanes;

    private double Total => Math.Max(1, (double)_recipe.Epochs * Batches);

    private double Done => ((double)_epoch * Batches) + _done;

    /// <summary>Lives through all epochs, or goes on from the checkpoint.</summary>
    /// <exception cref="LaboratoryException">The cortex diverged.</exception>
    internal IReadOnlyList<SummaryValue> Run()
    {
        _context.TryRestore(Load);
        if (!_isMeasured)
            Measure();
        while (_epoch < _recipe.Epochs)
        {
            PutInOrder();
            while (_done < Batches)
            {
                CheckpointIfDue();
                Live();
                _context.Report(Done, Total, $"{_recipe.Subject.Data}  epoch {_epoch + 1}  {_averages.Words}{AccuracyWords}");
            }

            (_epoch, _done, _isMeasured) = (_epoch + 1, 0, false);
            Measure();
        }

        Checkpoint();
        DreamEvaluation? evaluation = MeasureMore();
        _pictures?.Finish();
        return [.. Summarise(evaluation)];
    }

    public void Dispose()
    {
        _pictures?.Dispose();
        _evaluator.Dispose();
        _dreamer.Dispose();
        _cortex.Dispose();
        _team?.Dispose();
    }

    private string AccuracyWords => double.IsNaN(_accuracy) ? "" : FormattableString.Invariant($"  readout {_accuracy:F1} %");

    private void PutInOrder()
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        new RandomStreams(_context.Seed).Named("order", _epoch).Shuffle(_order.AsSpan());
    }

    private void Live()
    {
        ReadOnlySpan<int> batch = _order.AsSpan(_done * _recipe.Subject.Lanes, _recipe.Subject.Lanes);
        SeenPictures.Fill(_recipe.Subject.Train, batch, _dreamer.Images);
        _cortex.Crew.IsAlone = _governor.Begin() is null;
        try
        {
            _averages.Add(_dreamer.Live(isFirstOfEpoch: _done == 0));
        }
        catch (DivergenceException divergence)
        {
            throw Diverged(divergence.Message, divergence);
        }

        _governor.End();
        _done++;
    }

    /// <summary>The readout and the pictures of an epoch that has them, and the row of the epoch.</summary>
    private void Measure()
    {
        _cortex.Crew.IsAlone = false;
        double accuracy = double.NaN;
        if (_recipe.IsEvaluated(_epoch))
        {
            // A readout takes long: what was learned is safe before it begins, and a run that is stopped in it begins with it again.
            if (_epoch > 0)
                Checkpoint();
            _context.Stop.ThrowIfCancellationRequested();
            ReadoutResult readout = _evaluator.MeasureReadout(share => _context.Report(Done, Total, $"{_recipe.Subject.Data}  reading out after epoch {_epoch}: {100 * share:F0} %"), _context.Stop);
            _accuracy = accuracy = 100 * readout.TestAccuracy;
            if (accuracy >= Milestone && double.IsNaN(_milestone))
                _milestone = _epoch;
            if (_epoch == 1 && _recipe.Measures.Contains(DreamMeasure.Frechet))
            {
                DreamEvaluation early = _evaluator.Evaluate([DreamMeasure.Frechet], stop: _context.Stop);
                _early = (early["frechet_nrem"], early["frechet_rem"]);
            }

            _pictures?.Take(_epoch);
            if (_epoch is > 0 and <= LastEarlyEpoch)
                KeepSnapshot();
        }

        Log(accuracy);
        _averages.Clear();
        _isMeasured = true;
    }

    /// <summary>A state file of the cortex alone, for <c>engram dream evaluate --state</c>.</summary>
    private void KeepSnapshot()
    {
        string folder = Path.Combine(_context.Folder, "snapshots");
        Directory.CreateDirectory(folder);
        StateArchive.Save(
            Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"cortex-epoch-{_epoch:D4}.state")),
            _recipe.Experiment,
            CheckpointStore.Format,
            writer => _cortex.Save(writer, _recipe.Subject.StateName));
    }

    private void Log(double accuracy)
    {
        var row = new List<(string Column, double Value)> { ("epoch", _epoch), (AccuracyMetric, accuracy) };
        row.AddRange(CycleAverages.Columns.Zip(_averages.Means));
        _context.Log([.. row]);
    }

    private DreamEvaluation? MeasureMore()
    {
        if (_recipe.Measures.Count == 0)
            return null;
        DreamEvaluation evaluation = _evaluator.Evaluate(
            _recipe.Measures, (what, share) => _context.Report(Done, Total, $"{_recipe.Subject.Data}  {what}: {100 * share:F0} %"), _context.Stop);
        evaluation.Draw(Path.Combine(_context.Folder, "figures"));
        foreach (EvaluatedCurve curve in evaluation.Curves)
        {
            TableFile.Write(
                Path.Combine(_context.Folder, "arrays", $"{curve.Name}.csv"),
                [curve.XName, curve.YName],
                curve.X.Zip(curve.Y, static (x, y) => (IReadOnlyList<object>)[x, y]));
        }

        return evaluation;
    }

    private IEnumerable<SummaryValue> Summarise(DreamEvaluation? evaluation)
    {
        DreamSubject subject = _recipe.Subject;
        yield return new(AccuracyMetric, _accuracy, "%", "test accuracy of a linear readout of z");
        foreach (SummaryValue value in evaluation?.Values ?? [])
            yield return value;
        if (!double.IsNaN(_milestone))
            yield return new("epochs_to_45", _milestone, "", $"first measured epoch with an accuracy of {Milestone} %");
        if (!double.IsNaN(_early.Nrem))
        {
            yield return new("frechet_nrem_early", _early.Nrem, "", "Fréchet distance of NREM dreams after the first epoch");
            yield return new("frechet_rem_early", _early.Rem, "", "Fréchet distance of REM dreams after the first epoch");
        }

        yield return new(
            "training_images", Batches * subject.Lanes, "", $"training images of {subject.Data} in an epoch{(_recipe.Note.Length > 0 ? $" ({_recipe.Note})" : "")}");
    }

    private void CheckpointIfDue()
    {
        if (_context.CheckpointDue)
            Checkpoint();
        _context.Stop.ThrowIfCancellationRequested();
    }

    /// <summary>A state with weights that are no numbers never takes the place of a good one.</summary>
    private void Checkpoint()
    {
        if (!_cortex.IsFinite())
            throw Diverged(FormattableString.Invariant($"The cortex diverged in cycle {_dreamer.Cycle}: weights are no numbers any more."), null);
        _context.Checkpoint(Save);
    }

    private LaboratoryException Diverged(string what, Exception? inner) => new(
        $"{what} This was in epoch {_epoch + 1}, batch {_done + 1}. The last checkpoint is from before; run anew with a smaller training.learning-rate.", inner!);

    private void Save(StateWriter writer)
    {
        _cortex.Save(writer, _recipe.Subject.StateName);
        _dreamer.Save(writer);
        _averages.Save(writer, "training/averages");
        writer.Add<int>("training/progress", [_epoch, _done, _isMeasured ? 1 : 0]);
        writer.Add<double>("training/measured", [_accuracy, _milestone, _early.Nrem, _early.Rem]);
    }

    private void Load(StateReader reader)
    {
        _cortex.Load(reader, _recipe.Subject.StateName);
        _dreamer.Load(reader);
        _averages.Load(reader, "training/averages");
        Span<int> progress = stackalloc int[3];
        reader.Read("training/progress", progress);
        (_epoch, _done, _isMeasured) = (progress[0], progress[1], progress[2] != 0);
        Span<double> measured = stackalloc double[4];
        reader.Read("training/measured", measured);
        (_accuracy, _milestone, _early) = (measured[0], measured[1], (measured[2], measured[3]));
    }
}
