namespace Engram.Delaunay.Psychophysics;

/// <summary>One row of <c>trials.csv</c> (specification 4.6). What is null was not recorded.</summary>
public sealed record TrialRecord
{
    /// <summary>The study's name.</summary>
    public string Study { get; set; } = "";

    /// <summary>The hash of the frozen configuration.</summary>
    public string ConfigHash { get; set; } = "";

    /// <summary>Who answered.</summary>
    public AgentType AgentType { get; set; }

    /// <summary>The participant's or network's id.</summary>
    public string Subject { get; set; } = "";

    /// <summary>The seed of a network.</summary>
    public int? AgentSeed { get; set; }

    /// <summary>The number of the visit.</summary>
    public int Session { get; set; } = 1;

    /// <summary>A, B, C, D, or <c>practice</c>.</summary>
    public string Protocol { get; set; } = "A";

    /// <summary>The family of stimuli.</summary>
    public string Family { get; set; } = StimulusFamily.Intact;

    /// <summary>A free factor: the number of exemplars in B, what was done to the image in C.</summary>
    public string Condition { get; set; } = "";

    /// <summary>The list.</summary>
    public string ListId { get; set; } = "";

    /// <summary>The hash of the list.</summary>
    public string ListSha256 { get; set; } = "";

    /// <summary>How the categories were chosen.</summary>
    public string CategorySet { get; set; } = "";

    /// <summary>W, the number of alternatives.</summary>
    public int Alternatives { get; set; } = 4;

    /// <summary>The block, from 1.</summary>
    public int? Block { get; set; }

    /// <summary>The trial, from 1; null for catch and study trials.</summary>
    public int? Trial { get; set; }

    /// <summary>The trial in its block, from 1.</summary>
    public int? TrialInBlock { get; set; }

    /// <summary>What the trial is for.</summary>
    public TrialType Type { get; set; }

    /// <summary>The opaque id of the image.</summary>
    public string ImageId { get; set; } = "";

    /// <summary>The image's file; in exports for the server's side only.</summary>
    public string ImageName { get; set; } = "";

    /// <summary>The true class; null for catch trials.</summary>
    public int? Category { get; set; }

    /// <summary>The label shown for it.</summary>
    public string CategoryLabel { get; set; } = "";

    /// <summary>n(t).</summary>
    public int? SeenTrue { get; set; }

    /// <summary>N(t).</summary>
    public double? SeenMean { get; set; }

    /// <summary>The key pressed.</summary>
    public string Response { get; set; } = "";

    /// <summary>The class answered; null for no response, <c>na</c> in the file.</summary>
    public int? Answer { get; set; }

    /// <summary>Whether the answer is right; no response is wrong.</summary>
    public bool Correct { get; set; }

    /// <summary>The response time from onset in milliseconds; null for networks and without a response.</summary>
    public double? ResponseTime { get; set; }

    /// <summary>Whether the time ran out.</summary>
    public bool? TimedOut { get; set; }

    /// <summary>Whether a key was pressed before onset.</summary>
    public bool? Anticipation { get; set; }

    /// <summary>Whether the right answer was shown afterwards.</summary>
    public bool? Feedback { get; set; }

    /// <summary>When the image came on, from the start of the visit.</summary>
    public double? Onset { get; set; }

    /// <summary>How long the image was meant to be seen.</summary>
    public double? PlannedStimulus { get; set; }

    /// <summary>How long it was.</summary>
    public double? ActualStimulus { get; set; }

    /// <summary>How long the mask was.</summary>
    public double? ActualMask { get; set; }

    /// <summary>The blank before the next trial.</summary>
    public double? Blank { get; set; }

    /// <summary>Frames missed since the trial before.</summary>
    public int? FramesDropped { get; set; }

    /// <summary>Times that the page lost the focus since the trial before.</summary>
    public int? BlurEvents { get; set; }

    /// <summary>The screen's rate in Hz.</summary>
    public double? Refresh { get; set; }

    /// <summary>Device pixels for a CSS pixel.</summary>
    public double? PixelRatio { get; set; }

    /// <summary>The image's side on the screen.</summary>
    public double? ImagePixels { get; set; }

    /// <summary>Pixels for a millimetre, if the screen was calibrated.</summary>
    public double? PixelsPerMillimetre { get; set; }

    /// <summary>Degrees of visual angle of the image, if the distance was measured.</summary>
    public double? Degrees { get; set; }

    /// <summary>Which key meant which label: <c>A:d;B:f;C:j;D:k</c>.</summary>
    public string KeyMap { get; set; } = "";

    /// <summary>A network's probabilities, W of them in the order of the labels; empty for people.</summary>
    public IReadOnlyList<double> Scores { get; set; } = [];

    /// <summary>Whether stimuli or answers are made by formulas.</summary>
    public bool Synthetic { get; set; }

    /// <summary>Whether the analysis left the row out; null before one.</summary>
    public bool? Excluded { get; set; }

    /// <summary>Why.</summary>
    public string ExclusionReason { get; set; } = "";

    /// <summary>The line of the file where the row begins; 0 for rows that were not read.</summary>
    public int Line { get; set; }
}
