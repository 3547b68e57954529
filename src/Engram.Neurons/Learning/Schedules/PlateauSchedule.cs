using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>
/// Lowers the learning rate when a loss stops falling: after more than <see cref="Patience"/> epochs in a row without an improvement by a
/// factor of 1 − 10⁻⁴ the rate is multiplied by <see cref="Factor"/>. The best loss is kept over reductions, the count starts again. A
/// reduction by less than 10⁻⁸ is left out, which gives the rate a floor (specification 3.3).
/// </summary>
public sealed class PlateauSchedule
{
    private const double RelativeThreshold = 1e-4;
    private const double LeastReduction = 1e-8;

    private double _best = double.PositiveInfinity;
    private int _epochsWithout;

    /// <summary>Creates a schedule.</summary>
    /// <param name="patience">How many epochs without improvement are put up with; 0 or more.</param>
    /// <param name="factor">What the rate is multiplied by; above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public PlateauSchedule(int patience, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        if (!(factor > 0 && factor < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must lie between 0 and 1.");
        Patience = patience;
        Factor = factor;
    }

    /// <summary>How many epochs without improvement are put up with.</summary>
    public int Patience { get; }

    /// <summary>What the rate is multiplied by.</summary>
    public double Factor { get; }

    /// <summary>Takes in an epoch's loss.</summary>
    /// <param name="loss">The loss; NaN counts as no improvement.</param>
    /// <param name="learningRate">The rate so far.</param>
    /// <returns>The rate to go on with.</returns>
    public double Next(double loss, double learningRate)
    {
        if (loss < _best * (1 - RelativeThreshold))
        {
            _best = loss;
            _epochsWithout = 0;
            return learningRate;
        }

        if (++_epochsWithout <= Patience)
            return learningRate;
        _epochsWithout = 0;
        double lower = learningRate * Factor;
        return learningRate - lower > LeastReduction ? lower : learningRate;
    }

    /// <summary>Saves how far the schedule has come.</summary>
    public void Save(StateWriter writer, string name = "schedule")
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add($"{name}/best", _best);
        writer.Add($"{name}/without", _epochsWithout);
    }

    /// <summary>Restores what <see cref="Save"/> saved.</summary>
    /// <exception cref="StateException">It is the state of something else.</exception>
    public void Load(StateReader reader, string name = "schedule")
    {
        ArgumentNullException.ThrowIfNull(reader);
        _best = reader.ReadValue<double>($"{name}/best");
        _epochsWithout = reader.ReadValue<int>($"{name}/without");
    }
}
