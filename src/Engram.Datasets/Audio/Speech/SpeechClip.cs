namespace Engram.Datasets;

/// <summary>One recording of Speech Commands.</summary>
/// <param name="Name">Its folder and file, such as <c>yes/0bac8a71_nohash_0.wav</c>.</param>
/// <param name="Word">The word that is said, or <see cref="SilenceWord"/>.</param>
/// <param name="Speaker">Who says it; empty where nobody does.</param>
/// <param name="Part">What it is for.</param>
public sealed record SpeechClip(string Name, string Word, string Speaker, SpeechPart Part)
{
    /// <summary>The word of clips of the companion test set in which nothing is said.</summary>
    public const string SilenceWord = "_silence_";
}

/// <summary>What a network is shown and what it should say.</summary>
/// <param name="Clip">The recording; none for silence, which is a constant of <see cref="Silence"/>.</param>
/// <param name="Label">The class, an index into <see cref="SpeechClasses.Names"/>.</param>
public readonly record struct SpeechItem(SpeechClip? Clip, int Label)
{
    /// <summary>Every sample of a silent item: 10⁻⁹ (Generalized Latent Equilibrium, specification §3.6).</summary>
    public const float Silence = 1e-9f;
}
