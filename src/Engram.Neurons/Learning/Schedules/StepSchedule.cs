namespace Engram.Neurons;

/// <summary>Multiplies the learning rate by a factor at every so many epochs.</summary>
public sealed class StepSchedule
{
    /// <summary>Creates a schedule.</summary>
    /// <param name="every">How many epochs a rate lasts; 1 or more.</param>
    /// <param name="factor">What the rate is multiplied by; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public StepSchedule(int every, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        if (!(factor > 0) || !double.IsFinite(factor))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be a positive number.");
        Every = every;
        Factor = factor;
    }

    /// <summary>How many epochs a rate lasts.</summary>
    public int Every { get; }

    /// <summary>What the rate is multiplied by.</summary>
    public double Factor { get; }

    /// <summary>The rate of an epoch. It depends on nothing but the epoch, so there is nothing to save.</summary>
    /// <param name="initial">The rate of epoch 0.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    public double At(double initial, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        double rate = initial;
        for (int reached = Every; reached <= epoch; reached += Every)
            rate *= Factor;
        return rate;
    }
}
