using System.Numerics;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Neurons.Tests.Equilibrium;

/// <summary>Networks and samples that the laws of Latent Equilibrium are tried on.</summary>
internal static class EquilibriumSamples
{
    public static EquilibriumDescription Dense { get; } =
        EquilibriumDescription.Of(new SignalShape(40), 0.1, 20).Dense(21).Dense(7, factor: 0.5).Dense(3, Activation.Linear, factor: 0.3) with { InitialDeviation = 0.3 };

    public static EquilibriumDescription Convolutional { get; } =
        EquilibriumDescription.Of(new SignalShape(2, 10, 10), 0.1, 10).Convolution(3, 3).Pool().Convolution(4, 3).Pool(Pooling.Average).Dense(9).Dense(3, Activation.Linear) with { InitialDeviation = 0.3 };

    /// <summary>Everything that can be different from the plain case at once.</summary>
    public static EquilibriumDescription Imperfect { get; } = Dense with
    {
        Heterogeneity = 0.2,
        RateNoise = 0.05,
        SynapticTime = 0.3,
        HasRandomFeedback = true,
        ErrorSource = ErrorSource.ProspectivePotential,
    };

    public static LaneMatrix<T> Random<T>(int rows, int lanes, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var table = new LaneMatrix<T>(rows, lanes);
        RandomStream random = new RandomStreams(11).Named(name);
        for (int row = 0; row < rows; row++)
        {
            for (int lane = 0; lane < lanes; lane++)
                table[row, lane] = T.CreateChecked(random.NextUniform(0, 1));
        }

        return table;
    }

    public static MemoryState Contents<T>(EquilibriumNetwork<T> network)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var state = new MemoryState();
        network.Save(state.Writer);
        return state;
    }

    /// <summary>Some presentations with and without learning.</summary>
    public static void Train<T>(EquilibriumNetwork<T> network, int steps = 12)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = network.Description.Input.Count;
        network.LearningRate = 0.05;
        for (int sample = 0; sample < 3; sample++)
        {
            using LaneMatrix<T> x = Random<T>(inputs, network.Lanes, $"x{sample}"), y = Random<T>(network.Output.Rows, network.Lanes, $"y{sample}");
            network.Learn(x, y, steps);
            if (sample == 1)
                network.Evaluate(x, steps);
        }
    }

    /// <summary>The greatest difference between two networks in parameters, rates, slopes and errors.</summary>
    public static double Difference(EquilibriumNetwork<double> a, EquilibriumNetwork<double> b)
    {
        double worst = 0;
        foreach ((EquilibriumPopulation<double> one, EquilibriumPopulation<double> other) in a.Layers.Zip(b.Layers))
        {
            foreach (EquilibriumVariable variable in new[] { EquilibriumVariable.Rate, EquilibriumVariable.RateSlope, EquilibriumVariable.Error })
                Compare(one.Variable(variable), other.Variable(variable));
            if (one.HasNeurons)
                Compare(one.Parameters, other.Parameters);
        }

        return worst;

        void Compare(LaneMatrix<double> x, LaneMatrix<double> y)
        {
            for (int row = 0; row < x.Rows; row++)
            {
                for (int lane = 0; lane < x.Lanes; lane++)
                    worst = Math.Max(worst, Math.Abs(x[row, lane] - y[row, lane]));
            }
        }
    }
}
