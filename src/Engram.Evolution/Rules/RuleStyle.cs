namespace Engram.Evolution.Rules;

/// <summary>In what language a rule is written.</summary>
public enum RuleStyle
{
    /// <summary>As <see cref="Expression.Parse"/> reads it.</summary>
    Text = 0,

    /// <summary>LaTeX, for math mode.</summary>
    Latex = 1,

    /// <summary>C#.</summary>
    CSharp = 2,
}
