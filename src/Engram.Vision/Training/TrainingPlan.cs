namespace Engram.Vision.Training;

/// <summary>How a network is trained, with all that was open decided.</summary>
internal sealed record TrainingPlan
{
    /// <summary>Passes through the training pictures.</summary>
    public required int Epochs { get; init; }

    /// <summary>Pictures side by side; the last batch of a pass may have fewer.</summary>
    public required int Batch { get; init; }

    /// <summary>Share of the target that is spread evenly over the outputs.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Whether judging uses the running averages of batch norm; where not, each batch's own statistics, which then still move the averages (quirk Q1).</summary>
    public bool RunningStatistics { get; init; } = true;

    /// <summary>Whether training accuracy is measured in a second pass after the epoch; where not, as it was when each batch was learned.</summary>
    public bool SecondPass { get; init; } = true;

    /// <summary>Whether the weights of the epoch with the best validation accuracy are kept for the test (quirk Q6).</summary>
    public bool SelectsBest { get; init; }

    /// <summary>A name of <see cref="Data.Augmentation"/>.</summary>
    public string Augment { get; init; } = "none";

    /// <summary>Threads of libtorch and of what fills batches.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Batches of a pass.</summary>
    /// <param name="pictures">How many pictures.</param>
    /// <param name="batch">How many side by side.</param>
    public static int Batches(int pictures, int batch) => (pictures + batch - 1) / batch;

    /// <summary>Pictures in the last batch of a pass.</summary>
    /// <param name="pictures">How many pictures, 1 or more.</param>
    /// <param name="batch">How many side by side.</param>
    public static int LastBatch(int pictures, int batch) => ((pictures - 1) % batch) + 1;
}
