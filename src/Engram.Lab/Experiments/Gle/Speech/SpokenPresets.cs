namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>Small networks for spoken words.</summary>
internal static class SpokenPresets
{
    /// <summary>Learns something within a minute.</summary>
    internal static void Quicken(SpokenSettings settings)
    {
        settings.Neurons.Hidden = [50, 50];
        settings.Training.Batch = 30;
        settings.Training.Epochs = 24;
        settings.Training.LearningRate = 2e-4;
    }
}
