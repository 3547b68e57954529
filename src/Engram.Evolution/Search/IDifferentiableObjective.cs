using Engram.Numerics;

namespace Engram.Evolution.Search;

/// <summary>
/// What an <see cref="Objective"/> offers besides, so that <see cref="GradientSearch"/> can follow its slope: the points where it looks at
/// the rules, and how a loss depends on what they give there.
/// </summary>
public interface IDifferentiableObjective
{
    /// <summary>The points: a row for each input of the rules, which all read the same.</summary>
    LaneMatrix<double> Points { get; }

    /// <summary>The loss, to be made small, and its slope.</summary>
    /// <param name="outputs">A row for each output of the rules, one rule after another.</param>
    /// <param name="slopes">To be filled: how the loss changes with each output at each point.</param>
    double Loss(LaneMatrix<double> outputs, LaneMatrix<double> slopes);
}
