using Engram.Numerics;

namespace Engram.Neurons.Tests;

/// <summary>Each rule of update against its formula, one parameter at a time.</summary>
public class OptimizerTests
{
    public static TheoryData<string> Rules => ["descent", "momentum", "adam", "adam of other decays"];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Parameters_and_time_constants_follow_the_formula_of_the_rule_at_every_step(string name)
    {
        (Optimizer optimizer, Func<Rule> rule) = Create(name);
        using Network<double> network = Samples.Mixed([2, 5, 17, 3], gamma: 0.05).Build<double>(lanes: 3, seed: 1);
        using var learner = new OnlineLearner<double>(network, Loss.MeanSquared, optimizer);
        Samples.SetPlasticity(network, Samples.Everything);
        network.Layers[1].LearningRateFactor = 0.1;
        network.Layers[2].LearningRateFactor = 0;
        double[] factors = [1, 0.1, 0];
        var rules = new Dictionary<(int Layer, int Neuron, int Column), Rule>();
        double rate = optimizer.LearningRate;
        for (int step = 0; step < 30; step++)
        {
            if (step == 20)
                learner.LearningRate = rate = optimizer.LearningRate / 3;
            double[][] parameters = [.. network.Layers.Select(static layer => MatrixState.Compact(layer.Parameters))];
            double[][] times = [.. network.Layers.Select(static layer => layer.Times.Row(0).ToArray())];
            Samples.SetInput(network, step);
            learner.Target[step % 3, step % 2] = Math.Sin(step);
            learner.Step();
            foreach (DenseLayer<double> layer in network.Layers)
            {
                for (int neuron = 0; neuron < layer.NeuronCount; neuron++)
                {
                    for (int column = 0; column <= layer.PresynapticCount; column++)
                    {
                        double before = parameters[layer.Index][(neuron * (layer.PresynapticCount + 1)) + column];
                        Check(before, layer.Gradient[neuron, column], layer.Parameters[neuron, column], layer.Index, neuron, column);
                    }

                    Check(times[layer.Index][neuron], layer.TimeGradient[0, neuron], layer.Times[0, neuron], layer.Index, neuron, -1);
                }
            }
        }

        void Check(double before, double gradient, double after, int layer, int neuron, int column)
        {
            if (!rules.TryGetValue((layer, neuron, column), out Rule? own))
                rules.Add((layer, neuron, column), own = rule());
            double expected = Math.Max(before - own.Step(gradient, rate * factors[layer]), column < 0 ? network.Layers[layer].LeastTime : double.NegativeInfinity);
            Assert.Equal(expected, after, 1e-12);
            if (layer == 2)
                Assert.Equal(before, after);
        }
    }

    [Fact]
    public void The_first_step_of_Adam_is_as_long_as_the_learning_rate_in_every_direction()
    {
        using Network<double> network = Samples.Mixed([2, 3]).Build<double>(lanes: 1, seed: 1);
        using var learner = new OnlineLearner<double>(network, Loss.MeanSquared, new Adam(1e-3)) { IsPlastic = false };
        Samples.SetInput(network, 1);
        learner.Step();
        learner.IsPlastic = true;
        double before = network.Layers[0].Weight(1, 1);
        learner.Target[1, 0] = 5;
        learner.Step();
        Assert.Equal(1e-3, Math.Abs(network.Layers[0].Weight(1, 1) - before), 1e-9);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_impossible_learning_rate_or_nudging_strength_is_refused(double value)
    {
        using Network<double> network = Samples.Mixed([2, 3]).Build<double>(lanes: 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnlineLearner<double>(network, Loss.MeanSquared, new Adam(value)));
        if (!double.IsFinite(value))
            Assert.Throws<ArgumentOutOfRangeException>(() => new OnlineLearner<double>(network, Loss.MeanSquared, new Adam(1), value));
    }

    private static (Optimizer Optimizer, Func<Rule> Rule) Create(string name) => name switch
    {
        "descent" => (new GradientDescent(0.02), static () => new DescentRule(0)),
        "momentum" => (new GradientDescent(0.02, 0.9), static () => new DescentRule(0.9)),
        "adam" => (new Adam(0.02), static () => new AdamRule(0.9, 0.999, 1e-8)),
        _ => (new Adam(0.02, 0.5, 0.9, 1e-3), static () => new AdamRule(0.5, 0.9, 1e-3)),
    };

    /// <summary>How far one parameter moves.</summary>
    private abstract class Rule
    {
        public abstract double Step(double gradient, double rate);
    }

    private sealed class DescentRule(double momentum) : Rule
    {
        private double _velocity;

        public override double Step(double gradient, double rate) => rate * (_velocity = (momentum * _velocity) + gradient);
    }

    private sealed class AdamRule(double firstDecay, double secondDecay, double epsilon) : Rule
    {
        private double _mean;
        private double _square;
        private int _steps;

        public override double Step(double gradient, double rate)
        {
            _steps++;
            _mean = (firstDecay * _mean) + ((1 - firstDecay) * gradient);
            _square = (secondDecay * _square) + ((1 - secondDecay) * gradient * gradient);
            double mean = _mean / (1 - Math.Pow(firstDecay, _steps)), square = _square / (1 - Math.Pow(secondDecay, _steps));
            return rate * mean / (Math.Sqrt(square) + epsilon);
        }
    }
}
