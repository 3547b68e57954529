using Engram.Numerics;

namespace Engram.Evolution.Plasticity;

/// <summary>
/// A stream of correlated inputs, the direction that a rule should find in it, and the weights that it starts from (specification 2.2,
/// 2.3). Everything is drawn from the seed; what the authors' code left unseeded is not left so here.
/// </summary>
public sealed class PlasticityDataset
{
    private const double Mean5 = 5;

    private PlasticityDataset(
        DatasetFamily family, DatasetOptions options, double[] component, double[]? laterComponent, double[] initialWeights, double[] samples, double[] heldOut)
    {
        Family = family;
        Options = options;
        Component = component;
        LaterComponent = laterComponent;
        InitialWeights = initialWeights;
        Samples = samples;
        HeldOut = heldOut;
    }

    /// <summary>The family.</summary>
    public DatasetFamily Family { get; }

    /// <summary>Size and spectrum.</summary>
    public DatasetOptions Options { get; }

    /// <summary>The first principal component of the true covariance: n numbers, of length 1; which of its two signs is arbitrary.</summary>
    public IReadOnlyList<double> Component { get; }

    /// <summary>The component in the second half of the samples, where <see cref="DatasetOptions.Turns"/>; else null.</summary>
    public IReadOnlyList<double>? LaterComponent { get; }

    /// <summary>w(0): n numbers, of length 1.</summary>
    public IReadOnlyList<double> InitialWeights { get; }

    /// <summary>The inputs, sample by sample: T · n numbers.</summary>
    public IReadOnlyList<double> Samples { get; }

    /// <summary>The samples put aside: <see cref="DatasetOptions.HeldOut"/> · n numbers.</summary>
    public IReadOnlyList<double> HeldOut { get; }

    /// <summary>Draws a dataset.</summary>
    /// <param name="family">The family.</param>
    /// <param name="stream">Where the numbers come from; left behind the last one used.</param>
    /// <param name="options">Size and spectrum; the standard ones if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static PlasticityDataset Draw(DatasetFamily family, RandomStream stream, DatasetOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var draws = new StreamDraws(stream);
        return Draw(family, draws, options ?? new DatasetOptions(), axis: null);
    }

    /// <summary>Draws several datasets of a family, each from a stream of its own.</summary>
    /// <param name="family">The family.</param>
    /// <param name="count">How many.</param>
    /// <param name="streams">The seed.</param>
    /// <param name="purpose">What they are for, such as <c>training</c>: other purposes get other datasets.</param>
    /// <param name="options">Size and spectrum; the standard ones if null.</param>
    public static IReadOnlyList<PlasticityDataset> Draw(
        DatasetFamily family, int count, RandomStreams streams, string purpose, DatasetOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Enumerable.Range(0, count).Select(index => Draw(family, streams.Named($"datasets/{purpose}/{family}", index), options))];
    }

    /// <summary>
    /// Draws the portable dataset of the specification's section 5.1, which any program can make: families <see cref="DatasetFamily.Iso"/>,
    /// <see cref="DatasetFamily.Equal"/>, <see cref="DatasetFamily.Anti"/> and <see cref="DatasetFamily.Axis"/> (axis seed mod n).
    /// </summary>
    /// <exception cref="ArgumentException">The family is another one.</exception>
    public static PlasticityDataset DrawPortable(DatasetFamily family, ulong seed, DatasetOptions? options = null)
    {
        options ??= new DatasetOptions();
        if (family is not (DatasetFamily.Iso or DatasetFamily.Equal or DatasetFamily.Anti or DatasetFamily.Axis))
            throw new ArgumentException($"There is no portable recipe for the family {family}.", nameof(family));
        return Draw(family, new SplitMixDraws(seed), options, axis: (int)(seed % (ulong)options.Inputs));
    }

    private static PlasticityDataset Draw<TDraws>(DatasetFamily family, TDraws draws, DatasetOptions options, int? axis)
        where TDraws : IDraws
    {
        options.Check();
        int n = options.Inputs;
        bool isSpd = family is DatasetFamily.Spd or DatasetFamily.Mean5;
        double[,]? root = null;
        double[] component;
        if (isSpd)
            (component, root) = Principal(RandomCovariance.Draw(draws, n, options.LargestCovariance));
        else
            component = DirectionOf(family, draws, n, axis);
        var weights = new double[n];
        for (int j = 0; j < n; j++)
            weights[j] = (2 * draws.NextUniform()) - 1;
        Normalise(weights);

        double[]? later = options.Turns ? Turned(component) : null;
        double mean = family == DatasetFamily.Mean5 ? Mean5 : 0;
        var all = new double[(options.Samples + options.HeldOut) * n];
        var z = new double[n];
        for (int t = 0; t < options.Samples + options.HeldOut; t++)
        {
            for (int j = 0; j < n; j++)
                z[j] = draws.NextGaussian();
            Span<double> x = all.AsSpan(t * n, n);
            if (root is not null)
                Mix(root, z, x);
            else
                Stretch(component, options, z, draws.NextGaussian(), x);
            if (later is not null && t >= options.Samples / 2)
                Turn(component, later, x);
            for (int j = 0; j < n; j++)
                x[j] += mean;
        }

        int learned = options.Samples * n;
        return new PlasticityDataset(family, options, component, later, weights, all[..learned], all[learned..]);
    }

    private static double[] DirectionOf<TDraws>(DatasetFamily family, TDraws draws, int n, int? axis)
        where TDraws : IDraws
    {
        var p = new double[n];
        switch (family)
        {
            case DatasetFamily.Iso or DatasetFamily.Pos:
                for (int j = 0; j < n; j++)
                {
                    double value = draws.NextGaussian();
                    p[j] = family == DatasetFamily.Pos ? Math.Abs(value) : value;
                }

                break;
            case DatasetFamily.Equal:
                Array.Fill(p, 1);
                break;
            case DatasetFamily.Anti:
                for (int j = 0; j < n; j++)
                    p[j] = j % 2 == 0 ? 1 : -1;
                break;
            case DatasetFamily.Axis:
                p[axis ?? (int)(n * draws.NextUniform())] = 1;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(family), family, "There is no such family.");
        }

        Normalise(p);
        return p;
    }

    /// <summary>x = √λ2 z + √(λ1 − λ2) a p.</summary>
    private static void Stretch(double[] p, DatasetOptions options, double[] z, double a, Span<double> x)
    {
        double along = Math.Sqrt(options.FirstVariance - options.OtherVariance) * a;
        double around = Math.Sqrt(options.OtherVariance);
        for (int j = 0; j < x.Length; j++)
            x[j] = (around * z[j]) + (along * p[j]);
    }

    private static void Mix(double[,] root, double[] z, Span<double> x)
    {
        for (int j = 0; j < x.Length; j++)
        {
            double sum = 0;
            for (int k = 0; k < x.Length; k++)
                sum += root[j, k] * z[k];
            x[j] = sum;
        }
    }

    private static (double[] Component, double[,] Root) Principal(double[,] covariance)
    {
        int n = covariance.GetLength(0);
        SymmetricEigen eigen = SymmetricEigen.Of(covariance);
        var component = new double[n];
        var root = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            component[j] = eigen.Vectors[j, 0];
            for (int k = 0; k < n; k++)
                root[j, k] = eigen.Vectors[j, k] * Math.Sqrt(Math.Max(0, eigen.Values[k]));
        }

        return (component, root);
    }

    /// <summary>A direction at right angles: of all axes the one that lies furthest from the component, made orthogonal to it.</summary>
    private static double[] Turned(double[] component)
    {
        int least = 0;
        for (int j = 1; j < component.Length; j++)
        {
            if (Math.Abs(component[j]) < Math.Abs(component[least]))
                least = j;
        }

        var later = new double[component.Length];
        for (int j = 0; j < later.Length; j++)
            later[j] = (j == least ? 1 : 0) - (component[least] * component[j]);
        Normalise(later);
        return later;
    }

    /// <summary>Turns x by 90 degrees in the plane of the two directions.</summary>
    private static void Turn(double[] from, double[] to, Span<double> x)
    {
        (double a, double b) = (0, 0);
        for (int j = 0; j < x.Length; j++)
        {
            a += x[j] * from[j];
            b += x[j] * to[j];
        }

        for (int j = 0; j < x.Length; j++)
            x[j] += (a * (to[j] - from[j])) - (b * (to[j] + from[j]));
    }

    private static void Normalise(double[] vector)
    {
        double sum = 0;
        foreach (double value in vector)
            sum += value * value;
        double length = Math.Sqrt(sum);
        for (int j = 0; j < vector.Length; j++)
            vector[j] /= length;
    }
}
