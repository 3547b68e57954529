namespace Engram.Datasets;

/// <summary>
/// How MNIST-1D is generated. The defaults are those of its authors, but for the length, which is that of Ellenberger et al.
/// </summary>
/// <remarks>
/// Greydanus and Kobak, arXiv 2011.14439; the length of 360 steps is 72 time units at a step of 0.2 (Ellenberger et al., arXiv 2403.16933).
/// All random numbers are drawn before the last resampling: other lengths give the same samples, finer or coarser.
/// </remarks>
public sealed record Mnist1DOptions
{
    // More values than this (1 GiB of them) is a slip of the keyboard.
    private const long MostValues = 1L << 27;

    /// <summary>The seed of all random numbers; 42 gives the frozen set.</summary>
    public uint Seed { get; init; } = 42;

    /// <summary>Training and test samples together: a multiple of 10, the same number of every digit.</summary>
    public int SampleCount { get; init; } = 5000;

    /// <summary>The part of the samples to learn from, above 0 and below 1.</summary>
    public double TrainingFraction { get; init; } = 0.8;

    /// <summary>Points of a finished sequence, 2 … 100 000.</summary>
    public int Steps { get; init; } = 360;

    /// <summary>The fewest silent points that are appended to the 12 of a digit; 0 or more.</summary>
    public int MinimumPadding { get; init; } = 36;

    /// <summary>
    /// The most silent points that are appended, up to 10 000. With the 12 points of the digit it is the length that is worked at.
    /// </summary>
    public int MaximumPadding { get; init; } = 60;

    /// <summary>The range of the random factor on the height of a digit: 1 ± half of it. 0 … 1000.</summary>
    public double ScaleCoefficient { get; init; } = 0.4;

    /// <summary>The number of different shifts in time, by 0 … one less than this many points; at most the length worked at.</summary>
    public int MaximumTranslation { get; init; } = 48;

    /// <summary>The size of the smooth noise that fills the silence, as its standard deviation before smoothing. 0 … 1000.</summary>
    public double CorrelatedNoiseScale { get; init; } = 0.25;

    /// <summary>The standard deviation of the noise on every single point. 0 … 1000.</summary>
    public double IndependentNoiseScale { get; init; } = 0.02;

    /// <summary>The range of the random slope: ± half of it over the whole sequence. 0 … 1000.</summary>
    public double ShearScale { get; init; } = 0.75;

    /// <summary>Whether the points of all sequences are put into one common random order, as a control: time then means nothing.</summary>
    public bool ShufflePositions { get; init; }

    /// <summary>The number of training samples that follows from the fraction, rounded down.</summary>
    internal int TrainingCount => (int)(SampleCount * TrainingFraction);

    /// <summary>Points of a sequence before the last resampling: 12 + 60.</summary>
    internal int WorkingLength => Mnist1DTemplates.Length + MaximumPadding;

    internal void Validate()
    {
        Require(
            SampleCount > 0 && SampleCount % Mnist1DTemplates.Digits == 0,
            nameof(SampleCount),
            SampleCount,
            "must be a positive multiple of 10, so that every digit has the same number of samples");
        Require(Steps is >= 2 and <= 100_000, nameof(Steps), Steps, "must lie in 2 … 100000");
        Require(
            (long)SampleCount * Steps <= MostValues,
            nameof(SampleCount),
            SampleCount,
            $"times {nameof(Steps)} ({Steps}) must be at most {MostValues} values (1 GiB)");
        Require(
            TrainingFraction is > 0 and < 1 && TrainingCount > 0 && TrainingCount < SampleCount,
            nameof(TrainingFraction),
            TrainingFraction,
            "must lie between 0 and 1 and leave at least one sample on either side");
        Require(MaximumPadding is >= 0 and <= 10_000, nameof(MaximumPadding), MaximumPadding, "must lie in 0 … 10000");
        Require(
            MinimumPadding >= 0 && MinimumPadding <= MaximumPadding,
            nameof(MinimumPadding),
            MinimumPadding,
            $"must lie in 0 … {nameof(MaximumPadding)} ({MaximumPadding})");
        Require(
            MaximumTranslation >= 0 && MaximumTranslation <= WorkingLength,
            nameof(MaximumTranslation),
            MaximumTranslation,
            $"must lie in 0 … {WorkingLength}, the {Mnist1DTemplates.Length} points of a digit and {nameof(MaximumPadding)}");
        RequireSize(ScaleCoefficient, nameof(ScaleCoefficient));
        RequireSize(CorrelatedNoiseScale, nameof(CorrelatedNoiseScale));
        RequireSize(IndependentNoiseScale, nameof(IndependentNoiseScale));
        RequireSize(ShearScale, nameof(ShearScale));
    }

    private static void RequireSize(double value, string option) =>
        Require(value is >= 0 and <= 1000, option, value, "must be a finite number in 0 … 1000");

    private static void Require(bool holds, string option, object value, string rule)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(option, value, $"{option} {rule}.");
    }
}
