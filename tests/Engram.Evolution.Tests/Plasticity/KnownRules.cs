using Engram.Evolution.Programs;
using Engram.Evolution.Rules;

namespace Engram.Evolution.Tests.Plasticity;

/// <summary>Rules of x, w and y.</summary>
internal static class KnownRules
{
    public static Program Zero() => Of("x - x");

    public static Program Hebb() => Of("x*y");

    /// <summary>(a y + b w + d x + c)(x − w y).</summary>
    public static Program Oja(double a = 1, double b = 0, double c = 0, double d = 0) => Of(
        a == 1 && b == 0 && c == 0 && d == 0 ? "y*(x - w*y)" : FormattableString.Invariant($"({a:R}*y + ({b:R})*w + ({d:R})*x + ({c:R}))*(x - w*y)"));

    public static Program Of(string text) => new(Expression.Parse(text, ["x", "w", "y"]));
}
