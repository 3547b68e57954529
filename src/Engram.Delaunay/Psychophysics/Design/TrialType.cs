namespace Engram.Delaunay.Psychophysics;

/// <summary>What a trial is for.</summary>
public enum TrialType
{
    /// <summary>Counts: an image is to be categorised.</summary>
    Main,

    /// <summary>An attention check: the picture says which key to press.</summary>
    Catch,

    /// <summary>Before the experiment, with synthetic shapes.</summary>
    Practice,

    /// <summary>After learning, without feedback, the picture perhaps changed.</summary>
    Transfer,

    /// <summary>An image shown with its label, no response asked for.</summary>
    Study,

    /// <summary>"Old or new?" about an earlier image.</summary>
    Probe,
}

/// <summary>Who answered.</summary>
public enum AgentType
{
    /// <summary>A person.</summary>
    Human,

    /// <summary>A network that saw the same images in the same order.</summary>
    Network,

    /// <summary>A simulated participant: made of formulas, to test and to plan; never evidence about people.</summary>
    Simulated,
}
