namespace Engram.Vision.Training;

/// <summary>What an epoch came to.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Mean loss of the training batches while they were learned.</param>
/// <param name="TrainingError">Wrong answers on training pictures, %.</param>
/// <param name="ValidationError">Wrong answers on validation pictures, %; not a number where there are none.</param>
/// <param name="ValidationLoss">Mean loss of the validation pictures.</param>
/// <param name="LearningRate">η of the epoch's last step.</param>
internal readonly record struct EpochRecord(int Epoch, double Loss, double TrainingError, double ValidationError, double ValidationLoss, double LearningRate);
