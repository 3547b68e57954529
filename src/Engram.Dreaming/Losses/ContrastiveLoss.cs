using System.Numerics;
using Engram.Numerics;

namespace Engram.Dreaming.Losses;

/// <summary>Which halves of the contrastive loss count (contrastive specification 4).</summary>
public enum ContrastiveParts
{
    /// <summary>Attraction of the partner and repulsion of all others.</summary>
    Both,

    /// <summary>Attraction alone: −s/τ.</summary>
    Attraction,

    /// <summary>Repulsion alone: the log-sum.</summary>
    Repulsion,
}

/// <summary>
/// NT-Xent: of the 2b projections of two views of b memories, each shall be nearer to its partner than to all others (contrastive
/// specification 3.5). Projections are normalised inside.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class ContrastiveLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _unit;
    private readonly double[] _pull;
    private readonly double[] _similarity;
    private readonly double[] _length;
    private readonly int _dimensions;
    private readonly int _count;

    /// <summary>Creates the loss.</summary>
    /// <param name="dimensions">How many numbers a projection has.</param>
    /// <param name="lanes">2b: how many projections.</param>
    /// <exception cref="ArgumentException">The number of lanes is odd or below 4.</exception>
    public ContrastiveLoss(int dimensions, int lanes)
    {
        if (lanes < 4 || lanes % 2 != 0)
            throw new ArgumentException($"Two views of at least two memories are an even number of at least four projections, not {lanes}.", nameof(lanes));
        (_dimensions, _count) = (dimensions, lanes);
        _unit = new double[lanes * dimensions];
        _pull = new double[dimensions];
        _similarity = new double[lanes * lanes];
        _length = new double[lanes];
    }

    /// <summary>The mean cosine of partners, as the last <see cref="Find"/> saw them.</summary>
    public double PartnerCosine { get; private set; }

    /// <summary>The mean cosine of all others.</summary>
    public double OtherCosine { get; private set; }

    /// <summary>The loss, and its gradient by the projections before they are normalised.</summary>
    /// <param name="projections"><c>[dimension, lane]</c>: views 1 in the first half of the lanes, views 2 in the second.</param>
    /// <param name="temperature">τ; above 0.</param>
    /// <param name="parts">Which halves count.</param>
    /// <param name="errors">Written: the gradient; null if only the loss is wanted.</param>
    /// <returns>The loss.</returns>
    public double Find(LaneMatrix<T> projections, double temperature, ContrastiveParts parts, LaneMatrix<T>? errors)
    {
        ArgumentNullException.ThrowIfNull(projections);
        Normalize(projections);
        Compare();
        double loss = 0;
        bool attracts = parts != ContrastiveParts.Repulsion, repels = parts != ContrastiveParts.Attraction;
        int half = _count / 2;
        for (int k = 0; k < _count; k++)
        {
            Span<double> row = _similarity.AsSpan(k * _count, _count);
            int partner = (k + half) % _count;
            if (attracts)
                loss -= row[partner] / temperature;
            double greatest = double.NegativeInfinity;
            for (int l = 0; l < _count; l++)
                greatest = l == k ? greatest : Math.Max(greatest, row[l]);
            double sum = 0;
            for (int l = 0; l < _count; l++)
            {
                // The row becomes its softmax over the others.
                row[l] = l == k ? 0 : Math.Exp((row[l] - greatest) / temperature);
                sum += row[l];
            }

            if (repels)
                loss += Math.Log(sum) + (greatest / temperature);
            for (int l = 0; l < _count; l++)
                row[l] /= sum;
        }

        if (errors is not null)
            Differentiate(errors, temperature, attracts, repels);
        return loss / _count;
    }

    private void Normalize(LaneMatrix<T> projections)
    {
        for (int k = 0; k < _count; k++)
        {
            double squares = 0;
            Span<double> unit = _unit.AsSpan(k * _dimensions, _dimensions);
            for (int i = 0; i < _dimensions; i++)
            {
                unit[i] = double.CreateChecked(projections[i, k]);
                squares += unit[i] * unit[i];
            }

            _length[k] = Math.Sqrt(squares);
            for (int i = 0; i < _dimensions; i++)
                unit[i] /= _length[k];
        }
    }

    private void Compare()
    {
        double partners = 0, others = 0;
        int half = _count / 2;
        for (int k = 0; k < _count; k++)
        {
            for (int l = k; l < _count; l++)
            {
                double cosine = Dot(_unit.AsSpan(k * _dimensions, _dimensions), _unit.AsSpan(l * _dimensions, _dimensions));
                _similarity[(k * _count) + l] = _similarity[(l * _count) + k] = cosine;
                if (l == k + half)
                    partners += cosine;
                else if (l != k)
                    others += cosine;
            }
        }

        PartnerCosine = partners / half;
        OtherCosine = others / ((half * (_count - 1.0)) - half);
    }

    private void Differentiate(LaneMatrix<T> errors, double temperature, bool attracts, bool repels)
    {
        int half = _count / 2;
        double scale = 1 / (_count * temperature);
        for (int k = 0; k < _count; k++)
        {
            Span<double> pull = _pull;
            pull.Clear();
            if (repels)
            {
                for (int l = 0; l < _count; l++)
                    Add(pull, _unit.AsSpan(l * _dimensions, _dimensions), _similarity[(k * _count) + l] + _similarity[(l * _count) + k]);
            }

            if (attracts)
                Add(pull, _unit.AsSpan((k + half) % _count * _dimensions, _dimensions), -2);
            Span<double> unit = _unit.AsSpan(k * _dimensions, _dimensions);
            double along = 0;
            for (int i = 0; i < _dimensions; i++)
                along += pull[i] * unit[i];
            for (int i = 0; i < _dimensions; i++)
                errors[i, k] = T.CreateChecked(scale * (pull[i] - (along * unit[i])) / _length[k]);
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void Add(Span<double> sum, ReadOnlySpan<double> values, double factor)
    {
        for (int i = 0; i < sum.Length; i++)
            sum[i] += factor * values[i];
    }
}
