using Engram.Neurons;
using Engram.Numerics;

// A plant that nobody has described: it low-passes what it hears, then saturates. The network is told, step by step, what goes in and what
// comes out, and learns to do the same while it runs. No sample is kept.
const double TimeStep = 0.05;
using Network<float> network = Network.Describe(inputs: 1, TimeStep)
    .Dense(Activation.Tanh, NeuronGroup.Instantaneous(8, tau: 1), NeuronGroup.Retrospective(16, membrane: 0.8, prospective: TimeStep))
    .Dense(Activation.Linear, NeuronGroup.Instantaneous(1, tau: 1))
    .Build<float>(lanes: 1, seed: 42);
using var learner = new OnlineLearner<float>(network, Loss.MeanSquared, new Adam(1e-3));

RandomStream noise = new RandomStreams(42).Named("world");
float heard = 0, plant = 0;
for (int round = 0; round <= 60; round++)
{
    learner.ClearSums();
    for (int step = 0; step < 1000; step++)
    {
        heard += 0.1f * ((float)noise.NextGaussian() - heard);
        plant += 0.05f * (heard - plant);
        learner.Step([heard], [MathF.Tanh(5 * plant)]);
    }

    if (round % 20 == 0)
        Console.WriteLine($"steps {round * 1000} to {(round + 1) * 1000}: mean squared error {learner.MeanLoss:F4}");
}
