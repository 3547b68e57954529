namespace Engram.Dreaming;

/// <summary>What a cycle's phases measured; NaN where no phase did (PAD specification 4.6).</summary>
public readonly record struct CycleReport()
{
    /// <summary>L_img.</summary>
    public double Reconstruction { get; init; } = double.NaN;

    /// <summary>L_KL.</summary>
    public double Regularization { get; init; } = double.NaN;

    /// <summary>L_real.</summary>
    public double External { get; init; } = double.NaN;

    /// <summary>L_NREM.</summary>
    public double Replay { get; init; } = double.NaN;

    /// <summary>L_REM.</summary>
    public double Internal { get; init; } = double.NaN;

    /// <summary>L_C of contrastive dreaming.</summary>
    public double Contrast { get; init; } = double.NaN;

    /// <summary>The mean cosine of two dreams of one memory.</summary>
    public double PartnerCosine { get; init; } = double.NaN;

    /// <summary>The mean cosine of dreams of different memories.</summary>
    public double OtherCosine { get; init; } = double.NaN;

    /// <summary>The mean judgement d of what was seen.</summary>
    public double JudgementAwake { get; init; } = double.NaN;

    /// <summary>The mean judgement d of what was dreamt in REM.</summary>
    public double JudgementDreaming { get; init; } = double.NaN;

    /// <summary>The mean length of the latents.</summary>
    public double LatentLength { get; init; } = double.NaN;

    /// <summary>Takes over what another phase measured.</summary>
    public CycleReport With(CycleReport other) => new()
    {
        Reconstruction = Either(other.Reconstruction, Reconstruction),
        Regularization = Either(other.Regularization, Regularization),
        External = Either(other.External, External),
        Replay = Either(other.Replay, Replay),
        Internal = Either(other.Internal, Internal),
        Contrast = Either(other.Contrast, Contrast),
        PartnerCosine = Either(other.PartnerCosine, PartnerCosine),
        OtherCosine = Either(other.OtherCosine, OtherCosine),
        JudgementAwake = Either(other.JudgementAwake, JudgementAwake),
        JudgementDreaming = Either(other.JudgementDreaming, JudgementDreaming),
        LatentLength = Either(other.LatentLength, LatentLength),
    };

    private static double Either(double first, double second) => double.IsNaN(first) ? second : first;
}
