namespace Engram.Datasets;

/// <summary>Statistics of recordings as they come.</summary>
internal sealed class SoundStatistics
{
    private long _count;
    private double _sum;
    private double _squares;
    private float _least = float.PositiveInfinity;
    private float _most = float.NegativeInfinity;
    private long _clips;
    private double _seconds;
    private double _squaredSeconds;
    private double _shortest = double.PositiveInfinity;
    private double _longest;

    internal void Add(Waveform sound)
    {
        foreach (var sample in sound.Samples)
        {
            _sum += sample;
            _squares += (double)sample * sample;
            (_least, _most) = (Math.Min(_least, sample), Math.Max(_most, sample));
        }

        _count += sound.Samples.Length;
        _clips++;
        _seconds += sound.Seconds;
        _squaredSeconds += sound.Seconds * sound.Seconds;
        (_shortest, _longest) = (Math.Min(_shortest, sound.Seconds), Math.Max(_longest, sound.Seconds));
    }

    internal IReadOnlyList<ValueStatistics> Values() => _clips == 0
        ? []
        :
        [
            new ValueStatistics("sample, full scale 1", _sum / _count, Deviation(_sum, _squares, _count), _least, _most),
            new ValueStatistics("seconds", _seconds / _clips, Deviation(_seconds, _squaredSeconds, _clips), _shortest, _longest),
        ];

    private static double Deviation(double sum, double squares, long count) => Math.Sqrt(Math.Max(0, (squares / count) - (sum / count * (sum / count))));
}
