using System.Numerics;
using Engram.Numerics;

namespace Engram.Dreaming.Losses;

/// <summary>The mean over all elements of a squared difference: L_img of images, L_NREM of latents (PAD specification 4, code mode).</summary>
public static class SquaredDifference
{
    /// <summary>The loss, and its gradient.</summary>
    /// <param name="values">What is there <c>[row, lane]</c>.</param>
    /// <param name="wanted">What should be, of the same shape.</param>
    /// <param name="weight">A factor for the gradient.</param>
    /// <param name="errors">Written: weight · ∂L/∂values; null if only the loss is wanted.</param>
    /// <returns>The loss, without the weight.</returns>
    public static double Find<T>(LaneMatrix<T> values, LaneMatrix<T> wanted, double weight, LaneMatrix<T>? errors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(wanted);
        double loss = 0;
        double count = (double)values.Rows * values.Lanes;
        T scale = T.CreateChecked(2 * weight / count);
        for (int row = 0; row < values.Rows; row++)
        {
            Span<T> value = values.Row(row), target = wanted.Row(row);
            double sum = 0;
            if (errors is null)
            {
                for (int lane = 0; lane < value.Length; lane++)
                {
                    double difference = double.CreateChecked(value[lane] - target[lane]);
                    sum += difference * difference;
                }
            }
            else
            {
                Span<T> error = errors.Row(row);
                for (int lane = 0; lane < value.Length; lane++)
                {
                    T difference = value[lane] - target[lane];
                    error[lane] = scale * difference;
                    sum += double.CreateChecked(difference) * double.CreateChecked(difference);
                }
            }

            loss += sum;
        }

        return loss / count;
    }
}
