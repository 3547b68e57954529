using System.Numerics;
using Engram.Numerics;

namespace Engram.Neurons;

/// <summary>Neurons of one kind in one layer of a microcircuit. All tables are <c>[neuron, lane]</c> and the engine's own memory: read them, or copy them, between steps.</summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class MicrocircuitPopulation<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LaneMatrix<T>[] _rates;

    internal MicrocircuitPopulation(int count, int lanes)
    {
        Count = count;
        Membrane = new LaneMatrix<T>(count, lanes);
        Prospective = new LaneMatrix<T>(count, lanes);
        Dendrite = new LaneMatrix<T>(count, lanes);
        Surprise = new LaneMatrix<T>(count, lanes);
        _rates = [new LaneMatrix<T>(count, lanes), new LaneMatrix<T>(count, lanes)];
    }

    /// <summary>How many neurons there are.</summary>
    public int Count { get; }

    /// <summary>u: the potential of the soma.</summary>
    public LaneMatrix<T> Membrane { get; }

    /// <summary>ŭ = u + τ u̇ with the potential before the step: where the soma is heading.</summary>
    public LaneMatrix<T> Prospective { get; }

    /// <summary>v_B of pyramidal neurons, v_D of interneurons: the potential of the dendrite that is driven from below, in the last step.</summary>
    public LaneMatrix<T> Dendrite { get; }

    /// <summary>φ(soma) − φ(what the dendrite predicts): what the weights onto the dendrite learn from; of the last plastic step.</summary>
    internal LaneMatrix<T> Surprise { get; }

    /// <summary>Two tables: step t reads <c>RatesOf(t)</c> of every population and writes <c>RatesOf(t + 1)</c>, so none sees another's new rates.</summary>
    internal LaneMatrix<T> RatesOf(long step) => _rates[step & 1];

    internal IEnumerable<(string Name, LaneMatrix<T> Values)> Tables()
    {
        yield return ("membrane", Membrane);
        yield return ("prospective", Prospective);
        yield return ("dendrite", Dendrite);
        yield return ("surprise", Surprise);
        yield return ("rates-even", _rates[0]);
        yield return ("rates-odd", _rates[1]);
    }
}

/// <summary>A hidden layer: pyramidal neurons with apical dendrites, and an interneuron for each neuron of the layer above.</summary>
/// <typeparam name="T">The number.</typeparam>
public sealed class MicrocircuitHiddenLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal MicrocircuitHiddenLayer(int below, int count, int above, int lanes)
    {
        Pyramidal = new MicrocircuitPopulation<T>(count, lanes);
        Interneurons = new MicrocircuitPopulation<T>(above, lanes);
        Apical = new LaneMatrix<T>(count, lanes);
        Up = new PathwayWeights<T>(count, below, lanes);
        Down = new PathwayWeights<T>(count, above, lanes);
        FromInterneurons = new PathwayWeights<T>(count, above, lanes);
        ToInterneurons = new PathwayWeights<T>(above, count, lanes);
    }

    /// <summary>The pyramidal neurons.</summary>
    public MicrocircuitPopulation<T> Pyramidal { get; }

    /// <summary>The interneurons, in the order of the neurons above.</summary>
    public MicrocircuitPopulation<T> Interneurons { get; }

    /// <summary>v_A: the potential of the apical dendrites in the last step <c>[neuron, lane]</c>; 0 where interneurons explain away what comes from above.</summary>
    public LaneMatrix<T> Apical { get; }

    /// <summary>W_up: from the layer below onto basal dendrites.</summary>
    public PathwayWeights<T> Up { get; }

    /// <summary>W_down: from the layer above onto apical dendrites; not plastic.</summary>
    public PathwayWeights<T> Down { get; }

    /// <summary>W_pi: from the interneurons onto apical dendrites.</summary>
    public PathwayWeights<T> FromInterneurons { get; }

    /// <summary>W_ip: from the pyramidal neurons to the dendrites of the interneurons.</summary>
    public PathwayWeights<T> ToInterneurons { get; }

    internal IEnumerable<(string Name, LaneMatrix<T> Values)> Tables() =>
    [
        .. Pyramidal.Tables().Select(table => ($"pyramidal/{table.Name}", table.Values)),
        .. Interneurons.Tables().Select(table => ($"interneurons/{table.Name}", table.Values)),
        ("apical", Apical),
    ];

    internal IEnumerable<(string Name, PathwayWeights<T> Weights)> Pathways() =>
        [("up", Up), ("down", Down), ("from-interneurons", FromInterneurons), ("to-interneurons", ToInterneurons)];
}
