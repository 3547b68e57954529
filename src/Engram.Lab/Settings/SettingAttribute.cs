namespace Engram.Lab.Settings;

/// <summary>Describes a setting. Its key is the property's name in kebab case, below the keys of the groups that hold it.</summary>
/// <param name="description">One line for people.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string description) : Attribute
{
    /// <summary>One line for people.</summary>
    public string Description { get; } = description;

    /// <summary>The unit; empty for a pure number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The least value allowed, for numbers.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest value allowed, for numbers.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>The values allowed, for texts; empty for any.</summary>
    public string[] Choices { get; init; } = [];
}
