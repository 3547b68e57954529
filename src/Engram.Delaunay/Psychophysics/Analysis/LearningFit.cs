using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>The form of a fitted curve.</summary>
public enum LearningForm
{
    /// <summary>P(n) = P∞ − (P∞ − 1/W)(1 + n/τ)^−β.</summary>
    Power,

    /// <summary>P(n) = P∞ − (P∞ − 1/W) exp(−n/τ).</summary>
    Exponential,
}

/// <summary>
/// A learning curve fitted to single trials with n ≥ 1 by binomial maximum likelihood. τ and β trade off: compare curves and n_θ, not them.
/// 1 − P∞ is what is left of errors, lapses included.
/// </summary>
/// <param name="Form">The form.</param>
/// <param name="Alternatives">W.</param>
/// <param name="Asymptote">P∞, 1/W to 0.999.</param>
/// <param name="Scale">τ, 0.1 to 200 exemplars.</param>
/// <param name="Exponent">β, 0.05 to 5; 1 for an exponential.</param>
/// <param name="LogLikelihood">ln L.</param>
/// <param name="Trials">The trials fitted.</param>
public sealed record LearningFit(LearningForm Form, int Alternatives, double Asymptote, double Scale, double Exponent, double LogLikelihood, int Trials)
{
    private const double MostAsymptote = 0.999;
    private const double LeastScale = 0.1, MostScale = 200, LeastExponent = 0.05, MostExponent = 5;

    /// <summary>Akaike's criterion, 2k − 2 ln L: the smaller, the better.</summary>
    public double Aic => (2 * (Form == LearningForm.Power ? 3 : 2)) - (2 * LogLikelihood);

    /// <summary>The curve.</summary>
    /// <param name="n">Exemplars, 0 or more.</param>
    public double At(double n) => Probability(Form, 1.0 / Alternatives, Asymptote, Scale, Exponent, n);

    /// <summary>Fits runs.</summary>
    /// <param name="form">The form.</param>
    /// <param name="runs">Runs with the same W.</param>
    /// <returns>The fit, or null where no trial has n ≥ 1.</returns>
    public static LearningFit? Of(LearningForm form, IReadOnlyList<AgentRun> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        // Trials of the same n are one binomial count: the likelihood of single trials, much faster.
        var counts = new SortedDictionary<int, (int Right, int Trials)>();
        foreach (TrialRecord trial in runs.SelectMany(static run => run.Trials))
        {
            if (trial.SeenTrue is not (>= 1 and var n))
                continue;
            var (right, trials) = counts.GetValueOrDefault(n);
            counts[n] = (right + (trial.Correct ? 1 : 0), trials + 1);
        }

        return counts.Count == 0 ? null : Fit(form, runs[0].Alternatives, [.. counts.Select(static entry => (entry.Key, entry.Value.Right, entry.Value.Trials))]);
    }

    private static LearningFit Fit(LearningForm form, int ways, (int N, int Right, int Trials)[] counts)
    {
        double chance = 1.0 / ways;
        double[] best = [];
        double bestValue = double.PositiveInfinity;
        double[] exponents = form == LearningForm.Power ? [0.2, 0.5, 1, 2, 4] : [1];
        for (int a = 0; a < 5; a++)
        {
            double asymptote = chance + ((MostAsymptote - chance) * (a + 1) / 5.0);
            for (int s = 0; s < 8; s++)
            {
                double scale = 0.3 * Math.Pow(2.4, s);
                foreach (double exponent in exponents)
                {
                    double value = Objective([asymptote, Math.Log(scale), Math.Log(exponent)]);
                    if (value < bestValue)
                        (best, bestValue) = ([asymptote, Math.Log(scale), Math.Log(exponent)], value);
                }
            }
        }

        int free = form == LearningForm.Power ? 3 : 2;
        double[] start = best[..free];
        double[] steps = [best[0] > 0.8 ? -0.05 : 0.05, 0.3, 0.3];
        var (point, _) = NelderMead.Minimize(Objective, start, steps.AsSpan(0, free), 1e-8, 800);
        var (p, tau, beta) = Bounded(point);
        return new LearningFit(form, ways, p, tau, beta, -Negative(p, tau, beta), counts.Sum(static entry => entry.Trials));

        (double P, double Tau, double Beta) Bounded(ReadOnlySpan<double> at) => (
            Math.Clamp(at[0], chance, MostAsymptote),
            Math.Exp(Math.Clamp(at[1], Math.Log(LeastScale), Math.Log(MostScale))),
            at.Length < 3 ? 1 : Math.Exp(Math.Clamp(at[2], Math.Log(LeastExponent), Math.Log(MostExponent))));

        double Objective(ReadOnlySpan<double> at)
        {
            var (p, tau, beta) = Bounded(at);
            // Outside the bounds the value of the bound, and a slope that leads back.
            double outside = Math.Abs(at[0] - p) + Math.Abs(at[1] - Math.Log(tau)) + (at.Length < 3 ? 0 : Math.Abs(at[2] - Math.Log(beta)));
            return Negative(p, tau, beta) + (10 * outside);
        }

        double Negative(double p, double tau, double beta)
        {
            double sum = 0;
            foreach (var (n, right, trials) in counts)
            {
                double probability = Math.Clamp(Probability(form, chance, p, tau, beta, n), 1e-9, 1 - 1e-9);
                sum -= (right * Math.Log(probability)) + ((trials - right) * Math.Log(1 - probability));
            }

            return sum;
        }
    }

    private static double Probability(LearningForm form, double chance, double asymptote, double scale, double exponent, double n) =>
        asymptote - ((asymptote - chance) * (form == LearningForm.Power ? Math.Pow(1 + (n / scale), -exponent) : Math.Exp(-n / scale)));
}
