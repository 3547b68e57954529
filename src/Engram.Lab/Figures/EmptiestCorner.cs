namespace Engram.Lab.Figures;

/// <summary>Finds the corner of a picture in which a legend hides the least.</summary>
/// <param name="longestWord">Letters of the longest label.</param>
/// <param name="lines">Lines of the legend.</param>
internal sealed class EmptiestCorner(int longestWord, int lines)
{
    /// <summary>The share of a curve that a legend may hide before it moves out of the picture.</summary>
    public const double MostHidden = 0.08;

    private static readonly FigureCorner[] Corners = [FigureCorner.LowerRight, FigureCorner.UpperRight, FigureCorner.UpperLeft, FigureCorner.LowerLeft];

    // The legend's size as a share of the picture, from its letters: about 6.4 wide and lines 19 high in a picture of 576 by 345.
    private readonly double _wide = Math.Min(0.9, (longestWord * 6.4 + 70) / 576);
    private readonly double _high = Math.Min(0.9, (lines * 19 + 20) / 345.0);
    private readonly double[] _hidden = new double[Corners.Length];

    /// <summary>The corner.</summary>
    public FigureCorner Corner => Corners[Array.IndexOf(_hidden, Hidden)];

    /// <summary>The weight that the legend hides there.</summary>
    public double Hidden => _hidden.Min();

    /// <summary>Counts something that is drawn.</summary>
    /// <param name="across">Its place, 0 at the left end of the axis to 1 at the right one.</param>
    /// <param name="up">Its place, 0 at the lower end of the axis to 1 at the upper one.</param>
    /// <param name="weight">How much it would be missed.</param>
    public void Count(double across, double up, double weight)
    {
        for (var i = 0; i < Corners.Length; i++)
        {
            var isRight = Corners[i] is FigureCorner.LowerRight or FigureCorner.UpperRight;
            var isUpper = Corners[i] is FigureCorner.UpperRight or FigureCorner.UpperLeft;
            if ((isRight ? across > 1 - _wide : across < _wide) && (isUpper ? up > 1 - _high : up < _high)) _hidden[i] += weight;
        }
    }
}
