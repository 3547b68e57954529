namespace Engram.Datasets;

/// <summary>What a recording is for.</summary>
public enum SpeechPart
{
    /// <summary>To learn from.</summary>
    Training,

    /// <summary>To choose by.</summary>
    Validation,

    /// <summary>To test on.</summary>
    Testing,
}
