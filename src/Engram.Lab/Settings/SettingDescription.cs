namespace Engram.Lab.Settings;

/// <summary>A setting, as <c>engram show</c> prints it.</summary>
/// <param name="Key">The path typed after <c>--set</c>, for instance <c>neurons.tau</c>.</param>
/// <param name="Type">The kind of value, in words: <c>number</c>, <c>whole number</c>, <c>text</c>, <c>yes or no</c>, <c>list of numbers</c>.</param>
/// <param name="Value">The value in the preset, as it would be typed; <c>auto</c> where it follows from other settings.</param>
/// <param name="Unit">The unit; empty for a pure number.</param>
/// <param name="Range">The values allowed, in words: <c>0.01 to 100</c>, <c>15k | 42k</c>; empty for any.</param>
/// <param name="Description">One line.</param>
public sealed record SettingDescription(string Key, string Type, string Value, string Unit, string Range, string Description);
