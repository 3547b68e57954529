using Engram.Datasets;

namespace Samples.RealTime;

/// <summary>Something that hears one frame of features after the other.</summary>
internal interface IListener : IDisposable
{
    /// <summary>How sound becomes features.</summary>
    FeatureSettings Features { get; }

    /// <summary>Euler steps of a frame.</summary>
    int StepsPerFrame { get; }

    /// <summary>One Euler step.</summary>
    /// <param name="before">The frame before, normalised.</param>
    /// <param name="now">The newest frame, normalised.</param>
    /// <param name="share">How far the step lies on the way from one to the other.</param>
    void Step(ReadOnlySpan<float> before, ReadOnlySpan<float> now, float share);

    /// <summary>What is to be told after a stretch of sound, or nothing.</summary>
    string? Tell();

    /// <summary>What is to be told at the end.</summary>
    string Conclude();
}
