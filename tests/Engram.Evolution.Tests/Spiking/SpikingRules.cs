using Engram.Evolution.Programs;
using Engram.Evolution.Rules;

namespace Engram.Evolution.Tests.Spiking;

/// <summary>Rules of the spiking tasks by their text.</summary>
internal static class SpikingRules
{
    public static Program Reward(string text) => new(Expression.Parse(text, ["R", "E", "P", "M"]));

    public static Program Error(string text) => new(Expression.Parse(text, ["v", "u", "s"]));

    public static Program Correlation(string text) => new(Expression.Parse(text, ["w", "K"]));
}
