using Engram.Datasets;

namespace Samples.RealTime;

/// <summary>Sound as it comes in, one channel, in the pieces that are asked for.</summary>
internal sealed class Sound : IDisposable
{
    private readonly Func<IDisposable> _open;
    private readonly int _roundsLeft;
    private IDisposable _reader;
    private int _rounds;

    private Sound(Func<IDisposable> open, int rounds)
    {
        (_open, _roundsLeft) = (open, rounds - 1);
        _reader = open();
        Rate = _reader is WavReader wav ? wav.Format.SampleRate : ((PcmReader)_reader).Format.SampleRate;
    }

    /// <summary>Samples a second.</summary>
    internal int Rate { get; }

    internal static Sound Open(Options options) => options.Source == "-"
        ? new Sound(() => new PcmReader(Console.OpenStandardInput(), new AudioFormat(SampleFormat.Pcm16, 1, options.RawRate), "standard input"), 1)
        : new Sound(() => WavReader.Open(options.Source), options.Rounds);

    /// <summary>The next samples; 0 at the end.</summary>
    internal int Read(Span<float> samples)
    {
        int count = ReadOnce(samples);
        if (count > 0 || _rounds == _roundsLeft)
            return count;
        _rounds++;
        _reader.Dispose();
        _reader = _open();
        return ReadOnce(samples);
    }

    public void Dispose() => _reader.Dispose();

    private int ReadOnce(Span<float> samples) => _reader is WavReader wav ? wav.ReadMono(samples) : ((PcmReader)_reader).ReadMono(samples);
}
