using System.Diagnostics.CodeAnalysis;

namespace Engram.Datasets;

/// <summary>
/// Makes features while the sound comes in: each frame as soon as its last sample is there, and bit for bit the one that
/// <see cref="FeatureExtractor"/> makes of the whole sound, however the pieces are cut.
/// </summary>
/// <remarks>
/// What needs the whole sound cannot be had from a stream: frames are those before the normalisation, whatever
/// <see cref="FeatureSettings.IsNormalised"/> says. <see cref="FeatureNormalisation.Apply"/> over all frames then gives what the extractor
/// gives. Nothing is allocated after construction. Not safe for use by several threads at once.
/// </remarks>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "The field's word for features that come as the sound does.")]
public sealed class FeatureStream
{
    private readonly FeatureExtractor _extractor;
    private readonly int _window;
    private readonly int _before; // samples of a centred frame that lie before its middle
    private readonly float[] _held;
    private int _count;
    private int _next; // where in what is held the next frame begins; may lie behind its end
    private long _received;
    private long _made;
    private bool _isMirrored; // whether the start of the sound has been mirrored

    /// <summary>Makes the tables.</summary>
    /// <param name="settings">How features are made.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public FeatureStream(FeatureSettings settings)
    {
        _extractor = new FeatureExtractor(settings);
        _window = settings.WindowLength;
        _before = settings.IsCentred ? _window / 2 : 0;
        _held = new float[(4 * _window) + 4096];
        Reset();
    }

    /// <summary>How features are made.</summary>
    public FeatureSettings Settings => _extractor.Settings;

    /// <summary>The most frames that one <see cref="Push"/> of so many samples gives.</summary>
    /// <param name="samples">How many samples; 0 or more.</param>
    public int MostFrames(int samples) => 1 + ((samples + _before) / Settings.Hop);

    /// <summary>The most frames that <see cref="Finish"/> gives.</summary>
    public int MostAtEnd => MostFrames(_window);

    /// <summary>Takes the next piece of the sound.</summary>
    /// <param name="samples">Finite samples at the rate of the settings.</param>
    /// <param name="destination">Takes frames, <c>[frame][channel]</c>; room for <see cref="MostFrames"/> is always enough.</param>
    /// <returns>How many frames were made.</returns>
    /// <exception cref="ArgumentException">There may not be enough room; nothing was taken.</exception>
    public int Push(ReadOnlySpan<float> samples, Span<float> destination)
    {
        CheckRoom(destination, MostFrames(samples.Length));
        var frames = 0;
        while (!samples.IsEmpty)
        {
            var part = Math.Min(samples.Length, _held.Length - _count);
            samples[..part].CopyTo(_held.AsSpan(_count));
            samples = samples[part..];
            _count += part;
            _received += part;
            if (!_isMirrored && _received > _before)
                MirrorStart();
            if (_isMirrored)
                frames += MakeFrames(destination[(frames * Settings.Channels)..]);
        }

        return frames;
    }

    /// <summary>Makes the frames that reach beyond the end, and makes ready for another sound.</summary>
    /// <param name="destination">Takes frames, <c>[frame][channel]</c>; room for <see cref="MostAtEnd"/> is always enough.</param>
    /// <returns>How many frames were made.</returns>
    /// <exception cref="ArgumentException">There may not be enough room; nothing was made.</exception>
    public int Finish(Span<float> destination)
    {
        CheckRoom(destination, MostAtEnd);
        var frames = 0;
        if (Settings.IsCentred && !_isMirrored)
        {
            // All of it is held: it is shorter than half a window, and mirrored more than once.
            var sound = _held.AsSpan(_before, _count - _before);
            frames = _extractor.FrameCount(sound.Length);
            _extractor.ComputeFrames(sound, destination[..(frames * Settings.Channels)]);
        }
        else if (Settings.IsCentred)
        {
            Drop();
            var after = _window - _before;
            for (int i = 0, last = _count - 1; i < after; i++)
                _held[_count++] = _held[last - 1 - i];

            // A window of odd length reaches one sample less far than what was added here.
            var (whole, channels) = (_received / Settings.Hop, Settings.Channels);
            while (_next + _window <= _count && _made <= whole)
                frames += MakeFrame(destination.Slice(frames * channels, channels));
        }

        Reset();
        return frames;
    }

    /// <summary>Forgets what was pushed.</summary>
    public void Reset()
    {
        (_count, _next, _received, _made) = (_before, 0, 0, 0);
        _isMirrored = _before == 0;
    }

    private void CheckRoom(Span<float> destination, int frames)
    {
        if (destination.Length < frames * Settings.Channels)
            throw new ArgumentException($"Up to {frames} frames of {Settings.Channels} may come; there is room for {destination.Length} numbers.", nameof(destination));
    }

    private void MirrorStart()
    {
        for (var i = 0; i < _before; i++)
            _held[i] = _held[(2 * _before) - i];
        _isMirrored = true;
    }

    private int MakeFrames(Span<float> destination)
    {
        var frames = 0;
        while (_next + _window <= _count)
            frames += MakeFrame(destination.Slice(frames * Settings.Channels, Settings.Channels));
        Drop();
        return frames;
    }

    private int MakeFrame(Span<float> destination)
    {
        _extractor.ComputeFrame(_held.AsSpan(_next, _window), destination);
        _next += Settings.Hop;
        _made++;
        return 1;
    }

    /// <summary>Drops what no frame needs any more; what the end will mirror stays.</summary>
    private void Drop()
    {
        var passed = Math.Max(0, Math.Min(_next, _count - (_window + 1)));
        _held.AsSpan(passed, _count - passed).CopyTo(_held);
        _count -= passed;
        _next -= passed;
    }
}
