namespace Engram.Lab.Figures;

/// <summary>How an image becomes larger.</summary>
public enum ImageResampling
{
    /// <summary>Cubic: what a photograph of few pixels is seen best with.</summary>
    Smooth,

    /// <summary>Every pixel a square: where single pixels are what is to be seen.</summary>
    Crisp,
}
