using Engram.Dreaming;
using Engram.Dreaming.Losses;
using Engram.Dreaming.Pathways;
using Engram.Dreaming.Phases;
using Engram.Dreaming.Views;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>The settings of <c>contrastive-dreaming</c>.</summary>
public sealed class ContrastiveDreamSettings : DreamSettings
{
    /// <summary>The condition.</summary>
    [Setting(
        "what a cycle consists of: Wake with PAD's NREM, adversarial REM and contrastive dreaming in combination (docs/dreaming.md)",
        Choices = ["W", "W+N", "W+R", "W+N+R", "W+C", "W+C+R", "W+N+C+R", "W+Cpos+R", "W+Cneg+R", "W+Creal", "W+Creal+R", "W+N+Rc"])]
    public string Condition { get; set; } = "W+C+R";

    /// <summary>The contrastive phase.</summary>
    public ContrastSettings Contrast { get; set; } = new();

    /// <inheritdoc/>
    internal override DreamLearning Learning => base.Learning with
    {
        ContrastAdam = new AdamConstants(Contrast.LearningRate, 0.5, 0.999),
        ProjectionAdam = new AdamConstants(Contrast.HeadLearningRate, 0.9, 0.999),
    };

    /// <summary>Every condition has the head, used or not, so that its weights are no difference between them.</summary>
    internal override int Projections => Contrast.Projections;

    /// <inheritdoc/>
    internal override void Shrink()
    {
        base.Shrink();
        (Contrast.LearningRate, Contrast.Projections) = (Training.LearningRate, 32);
        (Training.Epochs, Evaluation.Epochs) = (8, [0, 1, 2, 4, 8]);
    }
}

/// <summary>Contrastive dreaming; what is open follows from the condition or from τ (contrastive specification 5).</summary>
public sealed class ContrastSettings
{
    /// <summary>τ.</summary>
    [Setting("temperature τ of the contrastive loss", Minimum = 1e-3, Maximum = 100)]
    public double Temperature { get; set; } = 0.5;

    /// <summary>σ_z.</summary>
    [Setting("standard deviation σ_z of noise on memories, for each view anew", Minimum = 0, Maximum = 100)]
    public double LatentNoise { get; set; } = 0.2;

    /// <summary>T1 to T5.</summary>
    [Setting("changes of the images of a view: all, without the occlusion, the occlusion alone, or none", Choices = ["all", "no-occlusion", "occlusion", "none"])]
    public string Transforms { get; set; } = "all";

    /// <summary>T6.</summary>
    [Setting("images of a view are turned by up to so much; of SVHN by up to two thirds of it", Unit = "degrees", Minimum = 0, Maximum = 45)]
    public double Rotation { get; set; }

    /// <summary>Own rate of the encoder.</summary>
    [Setting("learning rate of the encoder in contrastive dreaming", Minimum = 0, Maximum = 1)]
    public double LearningRate { get; set; } = 2e-4;

    /// <summary>Rate of the head.</summary>
    [Setting("learning rate of the projection head", Minimum = 0, Maximum = 1)]
    public double HeadLearningRate { get; set; } = 1e-3;

    /// <summary>The outputs of the head.</summary>
    [Setting("outputs of the projection head; 0 for none, so that latents themselves are compared", Minimum = 0, Maximum = 4096)]
    public int Projections { get; set; } = 128;

    /// <summary>The halves of the loss.</summary>
    [Setting("which halves of the loss count; as the condition says if auto")]
    public ContrastiveParts? Parts { get; set; }

    /// <summary>What is looked at.</summary>
    [Setting("what two views are made of; as the condition says if auto")]
    public ContrastSource? Source { get; set; }

    /// <summary>Whose Adam.</summary>
    [Setting("the encoder learns through the optimiser of the other phases, in place of one of its own")]
    public bool SharedAdam { get; set; }

    /// <summary>λ_C.</summary>
    [Setting("weight λ of the loss with shared-adam; auto: 1 for a temperature of 0.5 and more, 0.5 from 0.2, else 0.25", Minimum = 0, Maximum = 1e6)]
    public double? Weight { get; set; }

    /// <summary>The ramp.</summary>
    [Setting("epochs in which steps grow to their size; auto: 1 for a temperature of 0.2 and less, else 0", Minimum = 0, Maximum = 100_000)]
    public int? WarmUpEpochs { get; set; }

    /// <summary>The start.</summary>
    [Setting("epochs without contrastive dreaming at the beginning", Minimum = 0, Maximum = 100_000)]
    public int StartEpoch { get; set; }

    /// <summary>Fills in what follows from the temperature.</summary>
    internal void Resolve()
    {
        Weight ??= Temperature >= 0.5 ? 1 : Temperature >= 0.2 ? 0.5 : 0.25;
        WarmUpEpochs ??= Temperature <= 0.2 ? 1 : 0;
    }

    /// <summary>A phase of a condition as the settings want it.</summary>
    /// <param name="phase">The phase as the condition has it.</param>
    /// <param name="areDigits">Whether the images are chiral.</param>
    /// <param name="cyclesPerEpoch">How many cycles an epoch has.</param>
    internal ContrastiveNrem Apply(ContrastiveNrem phase, bool areDigits, int cyclesPerEpoch)
    {
        DreamTransforms transforms = Transforms switch
        {
            "all" => DreamTransforms.All,
            "no-occlusion" => DreamTransforms.WithoutOcclusion,
            "occlusion" => DreamTransforms.OcclusionOnly,
            _ => DreamTransforms.None,
        };
        transforms = transforms with { LargestRotation = Rotation };
        return phase with
        {
            Temperature = Temperature,
            LatentNoise = LatentNoise,
            Transforms = areDigits ? transforms.ForDigits() : transforms,
            Parts = Parts ?? phase.Parts,
            Source = Source ?? phase.Source,
            SharesAdam = SharedAdam,
            Weight = Weight!.Value,
            WarmUp = (long)WarmUpEpochs!.Value * cyclesPerEpoch,
            FirstCycle = (long)StartEpoch * cyclesPerEpoch,
        };
    }
}
