using System.Text;
using Engram.Datasets;
using Engram.Neurons;
using Engram.Numerics;

namespace Samples.RealTime;

/// <summary>Recognises words with a trained network: the outputs of the last second are summed up, and the greatest sum is the word.</summary>
internal sealed class Recogniser : IListener
{
    private const double SecondsOfMemory = 0.5;

    private readonly Network<float> _network;
    private readonly string[] _words;
    private readonly double[] _recent, _all;
    private readonly double _keep;

    private Recogniser(Network<float> network, FeatureSettings features, int stepsPerFrame, string[] words)
    {
        (_network, Features, StepsPerFrame, _words) = (network, features, stepsPerFrame, words);
        (_recent, _all) = (new double[words.Length], new double[words.Length]);
        double steps = SecondsOfMemory * features.SampleRate / features.Hop * stepsPerFrame;
        _keep = 1 - (1 / steps);
    }

    public FeatureSettings Features { get; }

    public int StepsPerFrame { get; }

    /// <summary>Reads what a run left behind.</summary>
    internal static Recogniser Load(string file)
    {
        StateReader reader = StateArchive.Load(file, "listener", 1);
        Span<int> numbers = stackalloc int[7];
        reader.Read("features", numbers);
        Span<double> frequencies = stackalloc double[2];
        reader.Read("frequencies", frequencies);
        string[] words = Encoding.UTF8.GetString(reader.ReadArray<byte>("words")).Split('\n');
        var features = new FeatureSettings
        {
            SampleRate = numbers[0],
            WindowLength = numbers[1],
            FftLength = numbers[2],
            Hop = numbers[3],
            Filters = numbers[4],
            LowFrequency = frequencies[0],
            HighFrequency = frequencies[1],
        };
        Network<float> network = NetworkArchive.Load<float>(reader, lanes: 1);
        if (network.Output.Rows != words.Length || network.Description.Inputs != features.Channels)
            throw new StateException($"{file}: the network has {network.Description.Inputs} inputs and {network.Output.Rows} outputs for {features.Channels} channels and {words.Length} words.");
        return new Recogniser(network, features, numbers[6], words);
    }

    public void Step(ReadOnlySpan<float> before, ReadOnlySpan<float> now, float share)
    {
        Span<float> input = _network.Input.Storage();
        int stride = _network.Input.Stride;
        for (int channel = 0; channel < before.Length; channel++)
            input[channel * stride] = before[channel] + ((now[channel] - before[channel]) * share);
        _network.StepForward();
        for (int word = 0; word < _words.Length; word++)
        {
            double output = _network.Output[word, 0];
            _recent[word] = (_keep * _recent[word]) + output;
            _all[word] += output;
        }
    }

    public string? Tell() => $"hears \"{_words[Greatest(_recent)]}\"";

    public string Conclude() => $"taken together: \"{_words[Greatest(_all)]}\"";

    public void Dispose() => _network.Dispose();

    private static int Greatest(double[] sums) => Array.IndexOf(sums, sums.Max());
}
