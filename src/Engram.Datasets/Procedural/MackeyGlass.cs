using Engram.Numerics;

namespace Engram.Datasets.Procedural;

/// <summary>
/// The delay equation of Mackey and Glass (1977), ẋ = β x(t − δ) / (1 + x(t − δ)ⁿ) − γ x, chaotic for the usual β = 0.2, γ = 0.1, n = 10 and
/// δ = 17. Solved by the classical Runge-Kutta method with a step of 0.1; what lies between two steps of the past is interpolated in a straight line.
/// </summary>
public static class MackeyGlass
{
    /// <summary>The step of the solver, in time units.</summary>
    public const double SolverStep = 0.1;

    private const double Production = 0.2, Decay = 0.1, Exponent = 10;

    // Until the trajectory is on the attractor.
    private const double Transient = 500;

    /// <summary>A trajectory on the attractor.</summary>
    /// <param name="delay">δ in time units; above 0 and at most 1000.</param>
    /// <param name="interval">The time between two values, a whole number of solver steps.</param>
    /// <param name="count">How many values; 1 or more.</param>
    /// <param name="random">Draws the constant past that it begins with, from 0.5 to 1.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static double[] Series(double delay, double interval, int count, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!(delay is >= SolverStep and <= 1000))
            throw new ArgumentOutOfRangeException(nameof(delay), delay, "The delay must lie between 0.1 and 1000.");
        int every = (int)Math.Round(interval / SolverStep);
        if (every < 1 || Math.Abs(every - (interval / SolverStep)) > 1e-9)
            throw new ArgumentOutOfRangeException(nameof(interval), interval, "The interval must be a whole number of steps of 0.1.");
        double lag = delay / SolverStep;
        // One more than the delay: a step looks back at most so far.
        var past = new double[(int)Math.Ceiling(lag) + 2];
        Array.Fill(past, 0.5 + random.NextDouble());
        var series = new double[count];
        long steps = (long)(Transient / SolverStep), now = past.Length - 1;
        double x = past[now % past.Length];
        for (long step = 0; step < steps + ((long)count * every); step++)
        {
            double from = At(now - lag), middle = At(now + 0.5 - lag), to = At(now + 1 - lag);
            double k1 = Slope(x, from), k2 = Slope(x + (0.5 * SolverStep * k1), middle), k3 = Slope(x + (0.5 * SolverStep * k2), middle);
            double k4 = Slope(x + (SolverStep * k3), to);
            x += SolverStep / 6 * (k1 + (2 * k2) + (2 * k3) + k4);
            now++;
            past[now % past.Length] = x;
            if (step >= steps && (step - steps + 1) % every == 0)
                series[(step - steps) / every] = x;
        }

        return series;

        double At(double place)
        {
            long before = (long)Math.Floor(place);
            double share = place - before;
            double value = past[Math.Min(before, now) % past.Length];
            return share == 0 ? value : value + (share * (past[Math.Min(before + 1, now) % past.Length] - value));
        }
    }

    private static double Slope(double x, double delayed) => (Production * delayed / (1 + Math.Pow(delayed, Exponent))) - (Decay * x);
}
