namespace Engram.Delaunay.Psychophysics;

/// <summary>N0: knows nothing and learns nothing. Calibrates every measure.</summary>
public sealed class GuessingLearner : ITrialLearner
{
    /// <inheritdoc/>
    public void Predict(PresentedStimulus shown, Span<double> probabilities) => probabilities.Fill(1.0 / probabilities.Length);

    /// <inheritdoc/>
    public void Learn(PresentedStimulus shown, int category, int answer)
    {
    }
}

/// <summary>
/// N1: the category whose mean of the images seen so far has the greatest cosine with the image. The probabilities are a softmax of ten times
/// the cosine; categories never seen take the mean cosine of the others.
/// </summary>
/// <param name="features">Frozen features.</param>
/// <param name="ways">W.</param>
public sealed class NearestMeanLearner(IStimulusFeatures features, int ways) : ITrialLearner
{
    private const double Sharpness = 10;

    private readonly double[,] _sums = new double[ways, features.Length];
    private readonly int[] _counts = new int[ways];

    /// <inheritdoc/>
    public void Predict(PresentedStimulus shown, Span<double> probabilities)
    {
        ReadOnlySpan<double> image = features.Of(shown);
        double known = 0;
        int seen = 0;
        for (int category = 0; category < ways; category++)
        {
            if (_counts[category] == 0)
                continue;
            double dot = 0, mean = 0, length = 0;
            for (int d = 0; d < image.Length; d++)
            {
                dot += image[d] * _sums[category, d];
                mean += _sums[category, d] * _sums[category, d];
                length += image[d] * image[d];
            }

            // The cosine with the mean is that with the sum.
            probabilities[category] = mean > 0 && length > 0 ? dot / Math.Sqrt(mean * length) : 0;
            known += probabilities[category];
            seen++;
        }

        for (int category = 0; category < ways; category++)
        {
            if (_counts[category] == 0)
                probabilities[category] = seen == 0 ? 0 : known / seen;
            probabilities[category] *= Sharpness;
        }

        SoftmaxOf.InPlace(probabilities);
    }

    /// <inheritdoc/>
    public void Learn(PresentedStimulus shown, int category, int answer)
    {
        ReadOnlySpan<double> image = features.Of(shown);
        for (int d = 0; d < image.Length; d++)
            _sums[category, d] += image[d];
        _counts[category]++;
    }
}

/// <summary>
/// N2: multinomial logistic regression with an L2 penalty of strength 1 on standardised features, fitted to everything seen so far after each
/// trial. The problem is strictly convex, so that where the descent starts (from the last fit) does not matter.
/// </summary>
/// <param name="features">Frozen features.</param>
/// <param name="ways">W.</param>
public sealed class LogisticLearner(IStimulusFeatures features, int ways) : ITrialLearner
{
    private const double Penalty = 1;
    private const double Precision = 1e-4;
    private const int MostSteps = 400;

    private readonly int _length = features.Length;
    private readonly List<double[]> _images = [];
    private readonly List<int> _categories = [];
    private readonly double[] _mean = new double[features.Length];
    private readonly double[] _scale = new double[features.Length];
    private double[] _weights = new double[ways * (features.Length + 1)];

    /// <inheritdoc/>
    public void Predict(PresentedStimulus shown, Span<double> probabilities)
    {
        if (_images.Count == 0)
        {
            probabilities.Fill(1.0 / ways);
            return;
        }

        Answer(Standardise(features.Of(shown)), _weights, probabilities);
    }

    /// <inheritdoc/>
    public void Learn(PresentedStimulus shown, int category, int answer)
    {
        _images.Add(features.Of(shown).ToArray());
        _categories.Add(category);
        for (int d = 0; d < _length; d++)
        {
            double sum = 0, squares = 0;
            foreach (double[] image in _images)
                sum += image[d];
            _mean[d] = sum / _images.Count;
            foreach (double[] image in _images)
                squares += (image[d] - _mean[d]) * (image[d] - _mean[d]);
            double deviation = Math.Sqrt(squares / _images.Count);
            _scale[d] = deviation > 1e-12 ? 1 / deviation : 0;
        }

        Fit();
    }

    /// <summary>Accelerated gradient descent: the step is that of the largest curvature, Σ|x|²/2 + penalty, at most.</summary>
    private void Fit()
    {
        double[][] inputs = [.. _images.Select(image => Standardise(image))];
        double curvature = Penalty + (0.5 * LargestSquare(inputs));
        double step = 1 / curvature;
        double root = Math.Sqrt(Penalty / curvature);
        double momentum = (1 - root) / (1 + root);
        double[] ahead = [.. _weights];
        var gradient = new double[_weights.Length];
        Span<double> answer = stackalloc double[ways];
        for (int i = 0; i < MostSteps; i++)
        {
            Array.Clear(gradient);
            for (int s = 0; s < inputs.Length; s++)
            {
                Answer(inputs[s], ahead, answer);
                answer[_categories[s]] -= 1;
                for (int k = 0; k < ways; k++)
                {
                    int row = k * (_length + 1);
                    double error = answer[k];
                    double[] input = inputs[s];
                    for (int d = 0; d < input.Length; d++)
                        gradient[row + d] += error * input[d];
                }
            }

            double largest = 0;
            var next = new double[_weights.Length];
            for (int w = 0; w < next.Length; w++)
            {
                gradient[w] += Penalty * ahead[w];
                largest = Math.Max(largest, Math.Abs(gradient[w]));
                next[w] = ahead[w] - (step * gradient[w]);
            }

            for (int w = 0; w < next.Length; w++)
                ahead[w] = next[w] + (momentum * (next[w] - _weights[w]));
            _weights = next;
            if (largest < Precision)
                break;
        }
    }

    /// <summary>The largest eigenvalue of XᵀX, by power iteration; the trace bounds it from above but can be a hundred times larger.</summary>
    private static double LargestSquare(double[][] inputs)
    {
        var direction = new double[inputs[0].Length];
        Array.Fill(direction, 1);
        double value = 0;
        for (int i = 0; i < 20; i++)
        {
            var image = new double[direction.Length];
            foreach (double[] input in inputs)
            {
                double dot = 0;
                for (int d = 0; d < input.Length; d++)
                    dot += input[d] * direction[d];
                for (int d = 0; d < input.Length; d++)
                    image[d] += dot * input[d];
            }

            value = Math.Sqrt(image.Sum(static x => x * x));
            if (value == 0)
                return inputs.Length;
            for (int d = 0; d < image.Length; d++)
                direction[d] = image[d] / value;
        }

        // Power iteration comes from below; a step that is too long would diverge.
        return 1.3 * value;
    }

    private double[] Standardise(ReadOnlySpan<double> image)
    {
        // One number more, always 1, for the bias.
        var input = new double[_length + 1];
        for (int d = 0; d < _length; d++)
            input[d] = (image[d] - _mean[d]) * _scale[d];
        input[_length] = 1;
        return input;
    }

    private void Answer(double[] input, double[] weights, Span<double> probabilities)
    {
        for (int k = 0; k < ways; k++)
        {
            int row = k * (_length + 1);
            double sum = 0;
            for (int d = 0; d < input.Length; d++)
                sum += weights[row + d] * input[d];
            probabilities[k] = sum;
        }

        SoftmaxOf.InPlace(probabilities);
    }
}

/// <summary>
/// N3: values of the W choices are linear in the features, and the value of the chosen one moves by a single step of the delta rule towards
/// the reward: w_a ← w_a + α (r − w_a·f) f, with r = 1 for right and 0 for wrong, and |f| ≤ 1 (the family of Lee and DiCarlo 2023).
/// </summary>
/// <param name="features">Frozen features, scaled to a norm of at most 1 by the largest norm met so far.</param>
/// <param name="ways">W.</param>
/// <param name="step">α, above 0 and at most 2.</param>
public sealed class DeltaRuleLearner(IStimulusFeatures features, int ways, double step = 1) : ITrialLearner
{
    private const double Sharpness = 10;

    private readonly double[,] _weights = new double[ways, features.Length];
    private double _largest = 1e-12;

    /// <inheritdoc/>
    public void Predict(PresentedStimulus shown, Span<double> probabilities)
    {
        ReadOnlySpan<double> image = features.Of(shown);
        double scale = Scale(image);
        for (int k = 0; k < ways; k++)
            probabilities[k] = Sharpness * Value(image, scale, k);
        SoftmaxOf.InPlace(probabilities);
    }

    /// <inheritdoc/>
    public void Learn(PresentedStimulus shown, int category, int answer)
    {
        // Where nothing was chosen (study, or no response), the label stands for the choice: it is rewarded.
        int chosen = answer < 0 ? category : answer;
        ReadOnlySpan<double> image = features.Of(shown);
        double scale = Scale(image);
        double error = (chosen == category ? 1 : 0) - Value(image, scale, chosen);
        for (int d = 0; d < image.Length; d++)
            _weights[chosen, d] += step * error * scale * image[d];
    }

    private double Scale(ReadOnlySpan<double> image)
    {
        double square = 0;
        foreach (double value in image)
            square += value * value;
        _largest = Math.Max(_largest, Math.Sqrt(square));
        return 1 / _largest;
    }

    private double Value(ReadOnlySpan<double> image, double scale, int choice)
    {
        double sum = 0;
        for (int d = 0; d < image.Length; d++)
            sum += _weights[choice, d] * image[d] * scale;
        return sum;
    }
}

/// <summary>The softmax of a few numbers.</summary>
internal static class SoftmaxOf
{
    internal static void InPlace(Span<double> values)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double value in values)
            largest = Math.Max(largest, value);
        for (int i = 0; i < values.Length; i++)
            sum += values[i] = Math.Exp(values[i] - largest);
        for (int i = 0; i < values.Length; i++)
            values[i] /= sum;
    }
}
