using System.Numerics;
using Engram.Numerics;

namespace Engram.Dreaming.Losses;

/// <summary>
/// L_KL: keeps every latent neuron near mean 0 and variance 1 <em>over the batch</em>. With m and s the mean and the standard deviation (with
/// b − 1) of a neuron: the mean over neurons of (m² + s²)/2 − ln s − ½. Deperrois et al. 2022, Eq. 4; PAD specification 4 and 4.8.
/// </summary>
public static class LatentRegularization
{
    /// <summary>The loss, and its gradient added to errors.</summary>
    /// <param name="latents">z <c>[neuron, lane]</c>.</param>
    /// <param name="errors">∂L_KL/∂z is added here; null if only the loss is wanted.</param>
    /// <returns>The loss; infinite if a neuron is constant over the batch.</returns>
    public static double Find<T>(LaneMatrix<T> latents, LaneMatrix<T>? errors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(latents);
        double sum = 0;
        int lanes = latents.Lanes;
        for (int row = 0; row < latents.Rows; row++)
        {
            Span<T> values = latents.Row(row);
            double mean = 0;
            foreach (T value in values)
                mean += double.CreateChecked(value);
            mean /= lanes;
            double variance = 0;
            foreach (T value in values)
                variance += Square(double.CreateChecked(value) - mean);
            variance /= lanes - 1;
            sum += (((mean * mean) + variance) / 2) - (Math.Log(variance) / 2) - 0.5;
            if (errors is null)
                continue;
            Span<T> error = errors.Row(row);
            double pull = (1 - (1 / variance)) / (lanes - 1);
            for (int lane = 0; lane < lanes; lane++)
                error[lane] += T.CreateChecked(((mean / lanes) + (pull * (double.CreateChecked(values[lane]) - mean))) / latents.Rows);
        }

        return sum / latents.Rows;
    }

    private static double Square(double value) => value * value;
}
