namespace Engram.Vision.Training;

/// <summary>How the learning rate goes over a training.</summary>
/// <param name="Kind"><c>constant</c>, or <c>cosine</c>: half a wave down to zero.</param>
/// <param name="Peak">The rate after the warm-up.</param>
/// <param name="Steps">All steps.</param>
/// <param name="WarmUp">Steps in which it rises evenly to the peak.</param>
internal readonly record struct LearningRateSchedule(string Kind, double Peak, long Steps, long WarmUp = 0)
{
    /// <summary>The kinds there are.</summary>
    public static readonly string[] Kinds = ["constant", "cosine"];

    /// <summary>The rate of a step, counted from 0.</summary>
    public double At(long step)
    {
        if (step < WarmUp)
            return Peak * (step + 1) / WarmUp;
        if (Kind == "constant")
            return Peak;
        double done = (double)(step - WarmUp) / Math.Max(1, Steps - WarmUp);
        return Peak * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, done)));
    }
}
