using Engram.Numerics;

namespace Engram.Lab.Experiments.Le;

/// <summary>
/// The published protocol for classifiers (specification 5.3 and 5.4): epochs of batches, a validation after each and of the untrained
/// network before the first, one test after the last. Batches are always full: samples that do not fill one sit out, in training and in
/// evaluation (trap T13).
/// </summary>
internal sealed class ClassifierTraining : IDisposable
{
    internal const string ErrorMetric = "test_error";

    private readonly IRunContext _context;
    private readonly IClassifier _classifier;
    private readonly ClassificationTask _task;
    private readonly int _epochs;
    private readonly bool _shuffles;
    private readonly LaneMatrix<float> _input;
    private readonly LaneMatrix<float> _target;
    private readonly int[] _batch;
    private readonly int[] _order;
    private readonly TeamGovernor _governor;
    private readonly WorkerTeam? _team;
    private int _epoch;
    private int _done;
    private Judgement _validation;
    private double _bestValidation = double.PositiveInfinity;

    internal ClassifierTraining(IRunContext context, IClassifier classifier, ClassificationTask task, ClassifierTrainingSettings settings)
    {
        (_context, _classifier, _task) = (context, classifier, task);
        (_epochs, _shuffles) = (settings.Epochs!.Value, settings.Shuffle!.Value);
        _input = new LaneMatrix<float>(task.Shape.Count, classifier.Lanes);
        _target = new LaneMatrix<float>(task.Outputs, classifier.Lanes);
        _batch = new int[classifier.Lanes];
        _order = new int[task.Train.Count];
        _team = context.Threads > 1 ? new WorkerTeam(context.Threads) : null;
        _governor = new TeamGovernor(_team);
    }

    private int BatchesPerEpoch => _task.Train.Count / _classifier.Lanes;

    /// <summary>Trains to the end, or goes on from the checkpoint.</summary>
    /// <exception cref="LaboratoryException">The network diverged.</exception>
    internal IReadOnlyList<SummaryValue> Run()
    {
        if (!_context.TryRestore(Load))
        {
            _validation = Evaluate(_task.Validation);
            Log();
        }

        double total = (double)_epochs * BatchesPerEpoch;
        while (_epoch < _epochs)
        {
            PutInOrder();
            while (_done < BatchesPerEpoch)
            {
                _context.CheckpointIfDue(Save);
                Learn();
                _context.Report(((double)_epoch * BatchesPerEpoch) + _done, total, $"{_task.Name}  epoch {_epoch}  {Words}");
            }

            (_epoch, _done) = (_epoch + 1, 0);
            _validation = Evaluate(_task.Validation);
            Log();
        }

        _context.Checkpoint(Save);
        Judgement test = Evaluate(_task.Test);
        return
        [
            new(ErrorMetric, test.Error, "%", "test error"),
            new("test_accuracy", 100 - test.Error, "%", "test accuracy"),
            new("validation_error", _validation.Error, "%", "validation error after the last epoch"),
            new("best_validation_error", _bestValidation, "%", "least validation error of any epoch"),
            new("test_loss", test.Loss, "", "test loss, mean squared error of the outputs"),
            new("training_samples", BatchesPerEpoch * _classifier.Lanes, "", $"training samples of {_task.Name}{(_task.Note.Length > 0 ? $" ({_task.Note})" : "")}"),
        ];
    }

    public void Dispose()
    {
        _input.Dispose();
        _target.Dispose();
        _team?.Dispose();
    }

    private string Words => $"validation error {_validation.Error:F2} %";

    /// <summary>In file order every epoch (trap T6), or in a fresh one of the epoch's own stream.</summary>
    private void PutInOrder()
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        if (_shuffles)
            new RandomStreams(_context.Seed).Named("order", _epoch).Shuffle(_order.AsSpan());
    }

    private void Learn()
    {
        ReadOnlySpan<int> samples = _order.AsSpan(_done * _classifier.Lanes, _classifier.Lanes);
        _task.Train.Fill(samples, _input);
        _task.FillTarget(_task.Train, samples, _target);
        _classifier.Team = _governor.Begin();
        _classifier.Learn(_input, _target);
        _governor.End();
        _done++;
    }

    private Judgement Evaluate(ISamples samples)
    {
        int batches = samples.Count / _classifier.Lanes, wrong = 0;
        double loss = 0;
        _classifier.Team = _team;
        for (int batch = 0; batch < batches; batch++)
        {
            for (int lane = 0; lane < _batch.Length; lane++)
                _batch[lane] = (batch * _batch.Length) + lane;
            samples.Fill(_batch, _input);
            _task.FillTarget(samples, _batch, _target);
            LaneMatrix<float> output = _classifier.Evaluate(_input);
            for (int lane = 0; lane < _batch.Length; lane++)
            {
                if (_task.Decide(output, lane, _classifier.Threshold) != samples.Label(_batch[lane]))
                    wrong++;
                for (int row = 0; row < _task.Outputs; row++)
                {
                    double difference = output[row, lane] - _target[row, lane];
                    loss += difference * difference;
                }
            }
        }

        int count = batches * _batch.Length;
        return new Judgement(100.0 * wrong / count, loss / ((double)count * _task.Outputs));
    }

    private void Log()
    {
        _bestValidation = Math.Min(_bestValidation, _validation.Error);
        _context.Log(("epoch", _epoch), ("validation_error", _validation.Error), ("validation_loss", _validation.Loss));
        if (!double.IsFinite(_validation.Loss))
        {
            throw new LaboratoryException(
                $"The network diverged: the validation loss is {_validation.Loss} after epoch {_epoch}. Time constants that do not match and large learning rates do that.");
        }
    }

    private void Save(StateWriter writer)
    {
        _classifier.Save(writer);
        writer.Add<int>("training/progress", [_epoch, _done]);
        writer.Add<double>("training/validation", [_validation.Error, _validation.Loss, _bestValidation]);
    }

    private void Load(StateReader reader)
    {
        _classifier.Load(reader);
        Span<int> progress = stackalloc int[2];
        reader.Read("training/progress", progress);
        (_epoch, _done) = (progress[0], progress[1]);
        Span<double> validation = stackalloc double[3];
        reader.Read("training/validation", validation);
        (_validation, _bestValidation) = (new Judgement(validation[0], validation[1]), validation[2]);
    }

    private readonly record struct Judgement(double Error, double Loss);
}
