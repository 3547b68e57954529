using Engram.Neurons;

namespace Engram.Lab.Experiments.Gle.LagNet;

/// <summary>Teacher and two students, step by step (specification 3.2).</summary>
internal sealed class LagNetSimulation : IDisposable
{
    private const double Momentum = 0.9;

    private readonly Network<double> _teacher;
    private readonly Network<double> _local;
    private readonly Network<double> _adjoint;
    private readonly Network<double> _resting;
    private readonly OnlineLearner<double> _online;
    private readonly WindowLearner<double> _rest;
    private readonly WindowLearner<double> _windows;
    private readonly double[] _used = new double[2];
    private readonly double[] _taught = new double[2];
    private bool _isTaught;

    internal LagNetSimulation(SmallLagNetSettings settings, double[] firstWeights)
    {
        Trace = new LagNetTrace(settings.Steps);
        _teacher = LagNetNetworks.Build(LagNetNetworks.TeacherWeights, gamma: 0);
        _local = LagNetNetworks.Build(firstWeights, settings.Gamma);
        _adjoint = LagNetNetworks.Build(firstWeights, gamma: 0);
        _resting = LagNetNetworks.Build(firstWeights, gamma: 0);
        _online = new OnlineLearner<double>(_local, Loss.MeanSquared, new GradientDescent(settings.LearningRate, Momentum));
        // The published learning rate is of an integral over time, a window's gradient is a sum over steps.
        var descent = new GradientDescent(settings.AdjointRate * LagNetNetworks.TimeStep, Momentum);
        _windows = Windows(_adjoint, settings.Window);
        // For the analysis before learning the whole of that time is one window.
        _rest = Windows(_resting, SmallLagNetSettings.RestSteps);
        _rest.IsPlastic = false;

        WindowLearner<double> Windows(Network<double> network, int steps) =>
            new(network, Loss.MeanSquared, descent, CreditMethod.Adjoint, steps, keepsCredit: true) { BoundaryAsPublished = true };
    }

    internal LagNetTrace Trace { get; }

    /// <summary>Makes a step.</summary>
    internal void Step(int step)
    {
        // Times run from 0 to 1001 in the published 100,100 steps, both included: a step of the input is a hair longer than dt.
        double time = 1001.0 * step / (SmallLagNetSettings.PublishedSteps - 1);
        double input = FourierComponent.Frequencies.Sum(frequency => Math.Sin(frequency * time));
        _teacher.Input[0, 0] = _local.Input[0, 0] = _adjoint.Input[0, 0] = input;
        _teacher.StepForward();
        double target = _teacher.Output[0, 0];
        (Trace.Input[step], Trace.Target[step]) = (input, target);

        _online.IsPlastic = step > SmallLagNetSettings.RestSteps;
        _online.Target[0, 0] = target;
        _online.Step();
        Keep(Trace.Gle, _local, step);
        for (int neuron = 0; neuron < 2; neuron++)
            Trace.Gle.Credit[neuron][step] = _local.Layers[0].Variable(NeuronVariable.Error)[neuron, 0];

        StepAdjoint(step, target);
        if (step < SmallLagNetSettings.RestSteps)
            Rest(step, input, target);
    }

    public void Dispose()
    {
        _online.Dispose();
        _rest.Dispose();
        _windows.Dispose();
        _teacher.Dispose();
        _local.Dispose();
        _adjoint.Dispose();
        _resting.Dispose();
    }

    /// <summary>The weights that a window taught are used from the second step of the next one on: inferred from the published course, which has it so to five digits.</summary>
    private void StepAdjoint(int step, double target)
    {
        DenseLayer<double> plastic = _adjoint.Layers[0];
        (_used[0], _used[1]) = (plastic.Weight(0, 0), plastic.Weight(1, 0));
        _windows.IsPlastic = step > SmallLagNetSettings.RestSteps;
        _windows.Target[0, 0] = target;
        _windows.Step();
        double[] next = _isTaught ? _taught : _used;
        _isTaught = _windows.Recorded == 0;
        for (int neuron = 0; neuron < 2; neuron++)
        {
            if (_isTaught)
                _taught[neuron] = plastic.Weight(neuron, 0);
            plastic.Weight(neuron, 0) = next[neuron];
        }

        Keep(Trace.Adjoint, _adjoint, step);
        if (_isTaught && step >= SmallLagNetSettings.RestSteps)
            KeepCredit(_windows, step);
    }

    private void Rest(int step, double input, double target)
    {
        _resting.Input[0, 0] = input;
        _rest.Target[0, 0] = target;
        _rest.Step();
        if (_rest.Recorded == 0)
            KeepCredit(_rest, step);
    }

    private static void Keep(LagNetCourse course, Network<double> network, int step)
    {
        course.Output[step] = network.Output[0, 0];
        for (int neuron = 0; neuron < 2; neuron++)
            course.Weights[neuron][step] = network.Layers[0].Weight(neuron, 0);
    }

    private void KeepCredit(WindowLearner<double> learner, int lastStep)
    {
        for (int index = 0; index < learner.Window; index++)
        {
            // The first window that ends after learning began starts before; what lies there is shown as the long window found it.
            if (lastStep >= SmallLagNetSettings.RestSteps && lastStep - learner.Window + 1 + index < SmallLagNetSettings.RestSteps)
                continue;
            for (int neuron = 0; neuron < 2; neuron++)
                Trace.Adjoint.Credit[neuron][lastStep - learner.Window + 1 + index] = learner.Credit(0, index)[neuron, 0];
        }
    }
}
