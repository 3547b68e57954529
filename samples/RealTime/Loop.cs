using System.Diagnostics;
using Engram.Datasets;

namespace Samples.RealTime;

/// <summary>The loop: sound in, features, steps, and a word about it now and then. Nothing is allocated in it but the words.</summary>
internal sealed class Loop
{
    private const double SecondsOfPiece = 0.01, SecondsToTell = 1;

    // Normalisation cannot wait for the end of the sound: mean and deviation are those of the last seconds.
    private const double SecondsOfNormalisation = 1;

    private readonly Sound _sound;
    private readonly IListener _listener;
    private readonly Options _options;
    private readonly Resampler? _resampler;
    private readonly FeatureStream _stream;
    private readonly float[] _piece, _resampled, _frames, _before, _now;
    private readonly StepTimes _times = new();
    private double _mean, _square, _weight;
    private long _heard, _framesHeard;

    internal Loop(Sound sound, IListener listener, Options options)
    {
        (_sound, _listener, _options) = (sound, listener, options);
        FeatureSettings features = listener.Features;
        _stream = new FeatureStream(features);
        _piece = new float[Math.Max(1, (int)(sound.Rate * SecondsOfPiece))];
        _resampler = sound.Rate == features.SampleRate ? null : new Resampler(sound.Rate, features.SampleRate);
        _resampled = new float[(int)((long)_piece.Length * features.SampleRate / sound.Rate) + 64];
        _frames = new float[Math.Max(_stream.MostFrames(_resampled.Length), _stream.MostAtEnd) * features.Channels];
        (_before, _now) = (new float[features.Channels], new float[features.Channels]);
    }

    internal void Run(TextWriter output)
    {
        double next = SecondsToTell;
        long begin = Stopwatch.GetTimestamp();
        while (_sound.Read(_piece) is var count && count > 0)
        {
            _heard += count;
            Hear(_piece.AsSpan(0, count));
            double seconds = (double)_heard / _sound.Rate;
            if (_options.IsPaced && seconds - Stopwatch.GetElapsedTime(begin).TotalSeconds is > 0.001 and var early)
                Thread.Sleep(TimeSpan.FromSeconds(early));
            if (seconds < next || _times.Count == 0)
                continue;
            next += SecondsToTell;
            output.WriteLine($"{seconds,7:F1} s  {_listener.Tell()}  step {_times.Median:F1} µs");
        }

        Step(_stream.Finish(_frames));
        if (_times.Count == 0)
            throw new UsageProblem($"The sound is over after {_heard} samples: too short for one frame of {_listener.Features.WindowLength}.");
        double real = 1e6 * _listener.Features.Hop / _listener.Features.SampleRate / _listener.StepsPerFrame;
        output.WriteLine($"{_listener.Conclude()}");
        output.WriteLine(
            $"{_times.Count} steps of {real:F0} µs of sound each: median {_times.Median:F1} µs, 99 of 100 within {_times.Quantile(0.99):F1} µs, longest {_times.Longest:F0} µs; "
            + $"{real / _times.Mean:F0} times real time, {(double)_heard / _sound.Rate / Stopwatch.GetElapsedTime(begin).TotalSeconds:F0} with sound and features");
        output.WriteLine($"resident memory {Environment.WorkingSet / 1048576.0:F0} MB, {(DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds - Stopwatch.GetElapsedTime(begin).TotalMilliseconds:F0} ms from start to the first sound");
    }

    private void Hear(ReadOnlySpan<float> samples)
    {
        if (_resampler is { } resampler)
            samples = _resampled.AsSpan(0, resampler.Push(samples, _resampled));
        Step(_stream.Push(samples, _frames));
    }

    private void Step(int frames)
    {
        int channels = _now.Length;
        for (int frame = 0; frame < frames; frame++)
        {
            _now.CopyTo(_before, 0);
            Normalise(_frames.AsSpan(frame * channels, channels));
            if (_framesHeard++ == 0)
                _now.CopyTo(_before, 0);
            for (int step = 0; step < _listener.StepsPerFrame; step++)
            {
                long start = Stopwatch.GetTimestamp();
                _listener.Step(_before, _now, (step + 0.5f) / _listener.StepsPerFrame);
                _times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }
    }

    /// <summary>(x − mean) / deviation, both over all channels of the last seconds, older frames counting less and less.</summary>
    private void Normalise(ReadOnlySpan<float> frame)
    {
        double keep = 1 - (_listener.Features.Hop / (_listener.Features.SampleRate * SecondsOfNormalisation));
        double sum = 0, squares = 0;
        foreach (float value in frame)
        {
            sum += value;
            squares += (double)value * value;
        }

        _mean = (keep * _mean) + sum;
        _square = (keep * _square) + squares;
        _weight = (keep * _weight) + frame.Length;
        double mean = _mean / _weight, deviation = Math.Sqrt(Math.Max((_square / _weight) - (mean * mean), 1e-6));
        for (int channel = 0; channel < frame.Length; channel++)
            _now[channel] = (float)((frame[channel] - mean) / deviation);
    }
}
