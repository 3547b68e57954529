using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle;

/// <summary>What the tests of a run have shown: the last one, and the best.</summary>
internal sealed class TestRecord
{
    private int _epoch;
    private double _loss = double.NaN;
    private double _accuracy = double.NaN;
    private int _bestEpoch;
    private double _bestAccuracy = double.NegativeInfinity;

    /// <summary>A few words for the live line.</summary>
    internal string Words => $"epoch {_epoch}  accuracy {_accuracy:F1} %  loss {_loss:F3}";

    /// <summary>The last accuracy, in %.</summary>
    internal double Accuracy => _accuracy;

    /// <summary>The best accuracy of any test, in %.</summary>
    internal double BestAccuracy => _bestAccuracy;

    internal void Add(int epoch, double loss, double accuracy)
    {
        (_epoch, _loss, _accuracy) = (epoch, loss, accuracy);
        if (accuracy > _bestAccuracy)
            (_bestEpoch, _bestAccuracy) = (epoch, accuracy);
    }

    internal SummaryValue[] Summarise() =>
    [
        new(SequenceExperiment.AccuracyMetric, _accuracy, "%", "test accuracy"),
        new("best_test_accuracy", _bestAccuracy, "%", "best test accuracy of any epoch"),
        new("best_epoch", _bestEpoch, "", "epoch of the best"),
        new("test_loss", _loss, "", "test loss"),
    ];

    internal void Save(StateWriter writer)
    {
        writer.Add<int>("test/epochs", [_epoch, _bestEpoch]);
        writer.Add<double>("test/values", [_loss, _accuracy, _bestAccuracy]);
    }

    internal void Load(StateReader reader)
    {
        Span<int> epochs = stackalloc int[2];
        reader.Read("test/epochs", epochs);
        (_epoch, _bestEpoch) = (epochs[0], epochs[1]);
        Span<double> values = stackalloc double[3];
        reader.Read("test/values", values);
        (_loss, _accuracy, _bestAccuracy) = (values[0], values[1], values[2]);
    }
}
