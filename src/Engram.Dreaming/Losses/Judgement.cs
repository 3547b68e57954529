using System.Numerics;
using Engram.Numerics;

namespace Engram.Dreaming.Losses;

/// <summary>
/// What the discriminator neurons are taught, from their logits a with d = σ(a): L_real = −⟨ln d⟩ awake, L_REM = −⟨ln(1 − d)⟩ in REM.
/// Deperrois et al. 2022, Eqs. 5 and 8; PAD specification 4.
/// </summary>
public static class Judgement
{
    /// <summary>The loss, and its gradient.</summary>
    /// <param name="logits">a <c>[1, lane]</c>.</param>
    /// <param name="isExternal">Whether the neurons shall say "external" (d = 1), or "internal" (d = 0).</param>
    /// <param name="errors">Written: ∂L/∂a; null if only the loss is wanted.</param>
    /// <returns>The loss and the mean judgement d.</returns>
    public static (double Loss, double MeanJudgement) Find<T>(LaneMatrix<T> logits, bool isExternal, LaneMatrix<T>? errors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(logits);
        double loss = 0, judged = 0;
        int lanes = logits.Lanes;
        for (int lane = 0; lane < lanes; lane++)
        {
            double logit = double.CreateChecked(logits[0, lane]);
            double judgement = 1 / (1 + Math.Exp(-logit));
            // ln(1 + e^x) without overflow; x is how wrong the answer is.
            double wrong = isExternal ? -logit : logit;
            loss += Math.Max(wrong, 0) + Math.Log(1 + Math.Exp(-Math.Abs(wrong)));
            judged += judgement;
            if (errors is not null)
                errors[0, lane] = T.CreateChecked((judgement - (isExternal ? 1 : 0)) / lanes);
        }

        return (loss / lanes, judged / lanes);
    }
}
