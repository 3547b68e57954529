using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>Someone who learns spoken words: a batch of feature maps, one a lane, and the words they are.</summary>
internal interface ISpokenLearner : IDisposable
{
    /// <summary>Sounds side by side.</summary>
    int Lanes { get; }

    /// <summary>How many weights, biases and other numbers it learns.</summary>
    int ParameterCount { get; }

    double LearningRate { get; set; }

    /// <summary>What is no longer a number, in words; null if all are.</summary>
    string? Broken { get; }

    /// <summary>Where the features of a batch go: <c>[frame · channels + channel, lane]</c>.</summary>
    LaneMatrix<float> Frames { get; }

    /// <summary>Learns what lies in <see cref="Frames"/>.</summary>
    /// <param name="labels">A class for each lane.</param>
    /// <param name="decisions">Written: what each lane was taken for while it was learned.</param>
    /// <returns>The loss, mean over lanes (and steps where there are any).</returns>
    double Learn(ReadOnlySpan<int> labels, Span<int> decisions);

    /// <summary>Before a test: a test begins with what learning left, and leaves what its first batch leaves.</summary>
    void BeginTest();

    /// <summary>Tests without learning.</summary>
    /// <param name="labels">A class for each lane.</param>
    /// <param name="decisions">Written: what each lane is taken for.</param>
    /// <param name="losses">Written: the loss of each lane.</param>
    void Test(ReadOnlySpan<int> labels, Span<int> decisions, Span<double> losses);

    void EndTest();

    void Save(StateWriter writer);

    void Load(StateReader reader);
}
