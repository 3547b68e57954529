using Engram.Evolution.Programs;
using Engram.Evolution.Rules;

namespace Engram.Evolution.Plasticity;

/// <summary>
/// Oja's rule, y (x − w y), at the learning rate of a search and at the best one: evolution rescales a rule by any means it finds, so a
/// fair comparison also tunes Oja's rate (specification 2.7).
/// </summary>
/// <param name="Fitness">Oja's fitness.</param>
/// <param name="BestFitness">The best fitness of k y (x − w y).</param>
/// <param name="BestGain">That k: Oja's rule learns best at k times the learning rate.</param>
/// <param name="Gains">The gains tried.</param>
/// <param name="Fitnesses">The fitness of each.</param>
public sealed record OjaBaseline(
    double Fitness, double BestFitness, double BestGain, IReadOnlyList<double> Gains, IReadOnlyList<double> Fitnesses)
{
    // From a third to thirty times the rate: at 25 times and more some datasets diverge (specification 2.7), below there is little learning.
    private const double LeastGain = 1.0 / 3;
    private const double GreatestGain = 30;
    private const int Steps = 60;

    /// <summary>The names of a plasticity rule's inputs, in their order.</summary>
    public static IReadOnlyList<string> InputNames { get; } = ["x", "w", "y"];

    /// <summary>k y (x − w y).</summary>
    public static Program RuleOf(double gain) =>
        new(Expression.Parse(gain == 1 ? "y*(x - w*y)" : FormattableString.Invariant($"{gain:R}*y*(x - w*y)"), InputNames));

    /// <summary>Measures it.</summary>
    /// <param name="evaluator">The data and the fitness.</param>
    public static OjaBaseline Measure(RuleEvaluator evaluator)
    {
        ArgumentNullException.ThrowIfNull(evaluator);
        var gains = new double[Steps + 1];
        var fitnesses = new double[Steps + 1];
        int best = 0;
        for (int i = 0; i <= Steps; i++)
        {
            gains[i] = LeastGain * Math.Pow(GreatestGain / LeastGain, (double)i / Steps);
            fitnesses[i] = evaluator.Evaluate(RuleOf(gains[i]));
            if (fitnesses[i] > fitnesses[best])
                best = i;
        }

        double same = evaluator.Evaluate(RuleOf(1));
        return same >= fitnesses[best]
            ? new OjaBaseline(same, same, 1, gains, fitnesses)
            : new OjaBaseline(same, fitnesses[best], gains[best], gains, fitnesses);
    }
}
