using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Le;

/// <summary>The settings of <c>le-microcircuit-mimic</c>.</summary>
public sealed class MicrocircuitMimicSettings
{
    /// <summary>Steps of a presentation.</summary>
    [Setting("Euler steps of a presentation", Minimum = 1, Maximum = 1_000_000)]
    public int PresentationSteps { get; set; } = 100;

    /// <summary>dt.</summary>
    [Setting("Euler step", Unit = "ms", Minimum = 1e-5, Maximum = 5)]
    public double Dt { get; set; } = 0.01;

    /// <summary>Patterns.</summary>
    [Setting("inputs that the teacher answers", Minimum = 1, Maximum = 10_000)]
    public int Patterns { get; set; } = 6;

    /// <summary>The teacher's seed.</summary>
    [Setting("seed of the teacher's weights and inputs; 42 is the released one", Minimum = 0, Maximum = uint.MaxValue)]
    public long TeacherSeed { get; set; } = 42;

    /// <summary>Stage 1.</summary>
    public SelfPredictionSettings SelfPrediction { get; set; } = new();

    /// <summary>Stage 2.</summary>
    public TaskSettings Task { get; set; } = new();

    /// <summary>Where first weights come from.</summary>
    [Setting("the student's first weights: published draws them as the released code does, seed for seed; own from Engram's streams", Choices = ["published", "own"])]
    public string Weights { get; set; } = "published";

    /// <summary>Interneurons learn to predict the layer above.</summary>
    public sealed class SelfPredictionSettings
    {
        /// <summary>Epochs.</summary>
        [Setting("passes through the inputs, without targets", Minimum = 0, Maximum = 100_000)]
        public int Epochs { get; set; } = 3;

        /// <summary>η_pi.</summary>
        [Setting("learning rate of weights from interneurons to apical dendrites", Unit = "1/ms", Minimum = 0, Maximum = 1e5)]
        public double FromInterneurons { get; set; } = 50;

        /// <summary>η_ip.</summary>
        [Setting("learning rate of weights to interneurons", Unit = "1/ms", Minimum = 0, Maximum = 1e5)]
        public double ToInterneurons { get; set; } = 40;
    }

    /// <summary>The circuit learns to answer as the teacher does.</summary>
    public sealed class TaskSettings
    {
        /// <summary>Epochs.</summary>
        [Setting("passes through the inputs with targets, each followed by one to test", Minimum = 1, Maximum = 100_000)]
        public int Epochs { get; set; } = 500;

        /// <summary>η_up of the hidden layer.</summary>
        [Setting("learning rate of weights onto hidden basal dendrites", Unit = "1/ms", Minimum = 0, Maximum = 1e5)]
        public double Hidden { get; set; } = 50;

        /// <summary>η_up of the output layer.</summary>
        [Setting("learning rate of weights to the output neuron", Unit = "1/ms", Minimum = 0, Maximum = 1e5)]
        public double Output { get; set; } = 10;

        /// <summary>η_ip.</summary>
        [Setting("learning rate of weights to interneurons", Unit = "1/ms", Minimum = 0, Maximum = 1e5)]
        public double ToInterneurons { get; set; } = 20;
    }
}
