namespace Engram.Delaunay.Psychophysics;

/// <summary>What a learner is shown: an image and what was done to it. There is no label in it, and no path that would tell one.</summary>
/// <param name="ImageId">The catalogue's id.</param>
/// <param name="Family">The family of stimuli.</param>
/// <param name="Condition">What was done to it in a transfer trial; empty for nothing.</param>
public sealed record PresentedStimulus(string ImageId, string Family, string Condition);

/// <summary>
/// A learner of trials: for each it must answer before it is told. Whatever learns so can take part, a network of pixels as well; replay
/// calls <see cref="Predict"/> and <see cref="Learn"/> in the order of the list and never shows a label before.
/// </summary>
public interface ITrialLearner
{
    /// <summary>Says how probable each of the W categories of the list is.</summary>
    /// <param name="shown">The image.</param>
    /// <param name="probabilities">Takes W numbers that sum to 1.</param>
    void Predict(PresentedStimulus shown, Span<double> probabilities);

    /// <summary>Is told the right answer.</summary>
    /// <param name="shown">The image, the one predicted last (or one to study).</param>
    /// <param name="category">The right one, 0 to W − 1.</param>
    /// <param name="answer">What was answered; −1 where nothing was asked.</param>
    void Learn(PresentedStimulus shown, int category, int answer);
}

/// <summary>A network that takes part: a name, and how a fresh one is made for a list.</summary>
/// <param name="Id">The id in files: <c>N1/latents</c>.</param>
/// <param name="Create">Makes a learner for W categories from a seed.</param>
public sealed record NetworkParticipant(string Id, Func<int, ulong, ITrialLearner> Create);

/// <summary>Numbers that stand for an image, the same whenever it is asked for.</summary>
public interface IStimulusFeatures
{
    /// <summary>The origin's name: <c>latents, pixels, colour-hist, random, art, natural</c>.</summary>
    string Name { get; }

    /// <summary>How many numbers.</summary>
    int Length { get; }

    /// <summary>The numbers of an image.</summary>
    /// <param name="shown">The image.</param>
    ReadOnlySpan<double> Of(PresentedStimulus shown);
}
