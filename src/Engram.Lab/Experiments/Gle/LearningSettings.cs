using Engram.Lab.Settings;
using Engram.Neurons;

namespace Engram.Lab.Experiments.Gle;

/// <summary>How a network assigns credit.</summary>
public sealed class LearningSettings
{
    internal const string Prospective = "prospective", Instantaneous = "instantaneous", Bptt = "bptt", Adjoint = "adjoint";

    /// <summary>Where gradients come from.</summary>
    [Setting(
        "where gradients come from: prospective errors at every step (GLE), instantaneous errors at every step, or from going back through a "
        + "window of time: bptt (exact gradient, truncated) or adjoint (of continuous time)",
        Choices = [Prospective, Instantaneous, Bptt, Adjoint])]
    public string Credit { get; set; } = Prospective;

    /// <summary>The steps that are gone back through.</summary>
    [Setting(
        "bptt, adjoint: steps that pass before they are gone back through and parameters change once; at most the steps of a sample, whose last "
        + "window is shorter if need be", Minimum = 2, Maximum = 100_000)]
    public int? Window { get; set; }

    internal bool IsByWindows => Credit is Bptt or Adjoint;

    internal CreditMethod Method => Credit == Adjoint ? CreditMethod.Adjoint : CreditMethod.Backpropagation;

    /// <summary>Checks what belongs together, and fills in the window.</summary>
    /// <param name="steps">The steps of a sample.</param>
    /// <param name="defaultWindow">The window where none is given.</param>
    internal void Resolve(int steps, int defaultWindow)
    {
        if (!IsByWindows)
        {
            if (Window is { } given)
            {
                throw new UsageException(
                    $"learning.window is {given}, but learning.credit={Credit} changes parameters at every step and looks back at none: "
                    + "leave learning.window out, or take learning.credit=bptt or adjoint.");
            }

            return;
        }

        Window ??= Math.Min(defaultWindow, steps);
        if (Window > steps)
        {
            throw new UsageException(
                $"learning.window is {Window} steps, but a sample has data.steps = {steps}: a window cannot be longer than the sequence. "
                + $"Take learning.window={steps} or less, or longer samples.");
        }
    }
}
