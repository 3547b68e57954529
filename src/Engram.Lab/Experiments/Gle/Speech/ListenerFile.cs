using System.Text;
using Engram.Datasets;
using Engram.Neurons;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>
/// What a program needs to listen with a trained network: the network, how sounds become features, and the names of the words
/// (<c>samples/RealTime</c> reads it; docs/realtime.md says what is in it).
/// </summary>
internal static class ListenerFile
{
    internal const string Name = "listener.state", Kind = "listener";

    internal const int Version = 1;

    internal static void Write(string path, Network<float> network, SpokenWords words, int stepsPerFrame) => StateArchive.Save(path, Kind, Version, writer =>
    {
        NetworkArchive.Save(writer, network);
        FeatureSettings features = words.Features;
        writer.Add<int>(
            "features", [features.SampleRate, features.WindowLength, features.FftLength, features.Hop, features.Filters, words.Frames, stepsPerFrame]);
        writer.Add<double>("frequencies", [features.LowFrequency, features.HighFrequency]);
        writer.Add<byte>("words", Encoding.UTF8.GetBytes(string.Join('\n', words.Classes)));
    });
}
