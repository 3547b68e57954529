using System.Globalization;

namespace Engram.Lab.Settings;

/// <summary>How a setting's value is read from text, checked and written. What is written is read back as the same value.</summary>
internal sealed class SettingValue
{
    public const string Auto = "auto";

    private readonly SettingAttribute _attribute;
    private readonly Type _scalar;
    private readonly bool _isList;
    private readonly bool _allowsAuto;

    /// <param name="type">The property's type.</param>
    /// <param name="allowsAuto">Whether null is a value.</param>
    /// <param name="attribute">The limits.</param>
    /// <param name="owner">The property in words, for the programmer who chose a type that is not supported.</param>
    public SettingValue(Type type, bool allowsAuto, SettingAttribute attribute, string owner)
    {
        _attribute = attribute;
        _allowsAuto = allowsAuto;
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        _isList = bare.IsArray;
        _scalar = _isList ? bare.GetElementType()! : bare;
        bool number = IsWhole || _scalar == typeof(double) || _scalar == typeof(float);
        if (!number && (_isList || (_scalar != typeof(bool) && _scalar != typeof(string) && !_scalar.IsEnum)))
            throw new InvalidOperationException($"{owner} is of type {type}, which a setting cannot have.");
        Choices = _scalar.IsEnum ? [.. Enum.GetNames(_scalar).Select(KebabCase.From)] : attribute.Choices;
    }

    public IReadOnlyList<string> Choices { get; }

    public bool IsText => _scalar == typeof(string) || _scalar.IsEnum;

    public bool IsList => _isList;

    public bool IsTrueOrFalse => _scalar == typeof(bool);

    private bool IsWhole => _scalar == typeof(int) || _scalar == typeof(long) || _scalar == typeof(ulong);

    /// <summary>The kind of value, in words.</summary>
    public string TypeWords =>
        _scalar == typeof(bool) ? "yes or no"
        : IsText ? "text"
        : (_isList, IsWhole) switch
        {
            (false, false) => "number",
            (false, true) => "whole number",
            (true, false) => "list of numbers",
            (true, true) => "list of whole numbers",
        };

    /// <summary>The values allowed, in words; empty for any.</summary>
    public string RangeWords
    {
        get
        {
            if (IsText)
                return string.Join(" | ", Choices);
            double minimum = _scalar == typeof(ulong) ? Math.Max(0, _attribute.Minimum) : _attribute.Minimum;
            double maximum = _attribute.Maximum;
            return (double.IsFinite(minimum), double.IsFinite(maximum)) switch
            {
                (true, true) => $"{Number(minimum)} to {Number(maximum)}",
                (true, false) => $"at least {Number(minimum)}",
                (false, true) => $"at most {Number(maximum)}",
                _ => "",
            };
        }
    }

    /// <summary>What is expected, as the end of a sentence: <c>a number, 0.01 to 100, in ms; or auto</c>.</summary>
    public string Expectation
    {
        get
        {
            string kind = _scalar == typeof(bool) ? "yes or no (true or false)"
                : IsText ? (Choices.Count > 0 ? $"one of {RangeWords}" : "a text")
                : _isList ? $"a {TypeWords}, separated by commas"
                : $"a {TypeWords}";
            string range = IsText || RangeWords.Length == 0 ? "" : $", {(_isList ? "each " : "")}{RangeWords}";
            string unit = _attribute.Unit.Length == 0 ? "" : $", in {_attribute.Unit}";
            return $"{kind}{range}{unit}{(_allowsAuto ? "; or auto" : "")}";
        }
    }

    /// <summary>Reads a value.</summary>
    /// <param name="text">The value as typed.</param>
    /// <param name="value">The value, if it is one.</param>
    /// <returns>What is wrong with it, as the end of a sentence that begins with the text, or null.</returns>
    public string? Parse(string text, out object? value)
    {
        value = null;
        if (_scalar == typeof(string) && !_isList)
            return ParseText(text, out value);
        text = text.Trim();
        if (_allowsAuto && text.Equals(Auto, StringComparison.OrdinalIgnoreCase))
            return null;
        return _isList ? ParseList(text, out value) : ParseScalar(text, out value);
    }

    /// <summary>Writes a value as it would be typed.</summary>
    public string Format(object? value) => value switch
    {
        null => _scalar == typeof(string) && !_isList ? "" : Auto,
        Array { Length: 0 } => "[]",
        Array list => string.Join(',', list.Cast<object>().Select(FormatScalar)),
        _ => FormatScalar(value),
    };

    private static string FormatScalar(object value) => value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        Enum name => KebabCase.From(name.ToString()),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    // Without an exponent where a person would not write one.
    private static string Number(double value) =>
        value.ToString(Math.Abs(value) is >= 1e-6 and < 1e12 ? "0.############" : "R", CultureInfo.InvariantCulture);

    private string? ParseText(string text, out object? value)
    {
        value = text;
        if (_attribute.Choices.Length == 0 || _attribute.Choices.Contains(text, StringComparer.Ordinal))
            return null;
        return $"is not one of its values.{Suggestion.Question(text, _attribute.Choices)}";
    }

    private string? ParseList(string text, out object? value)
    {
        value = null;
        if (text.StartsWith('[') && text.EndsWith(']'))
            text = text[1..^1].Trim();
        string[] parts = text.Length == 0 ? [] : text.Split(',');
        var list = Array.CreateInstance(_scalar, parts.Length);
        for (int i = 0; i < parts.Length; i++)
        {
            if (ParseScalar(parts[i].Trim(), out object? item) is { } complaint)
                return $"does not do: its item {i + 1}, \"{parts[i].Trim()}\", {complaint}";
            list.SetValue(item, i);
        }

        value = list;
        return null;
    }

    private string? ParseScalar(string text, out object? value)
    {
        value = null;
        if (_scalar.IsEnum)
        {
            int index = Choices.ToList().IndexOf(text);
            if (index < 0)
                return $"is not one of its values.{Suggestion.Question(text, Choices)}";
            value = Enum.Parse(_scalar, Enum.GetNames(_scalar)[index]);
            return null;
        }

        if (_scalar == typeof(bool))
        {
            value = text.ToLowerInvariant() switch
            {
                "true" or "yes" or "on" => true,
                "false" or "no" or "off" => false,
                _ => null,
            };
            return value is null ? "is neither yes nor no." : null;
        }

        return ParseNumber(text, out value);
    }

    private string? ParseNumber(string text, out object? value)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        value = null;
        if (!double.TryParse(text, NumberStyles.Float, culture, out double real))
            return IsWhole ? "is not a whole number." : "is not a number.";
        if (!double.IsFinite(real))
            return "is not a finite number.";
        if (IsWhole)
        {
            // 3.0 and 1e3 are whole, and a 64-bit seed is exact only when read as what it is.
            if (_scalar == typeof(ulong) && ulong.TryParse(text, NumberStyles.AllowLeadingSign, culture, out ulong natural))
                value = natural;
            else if (_scalar != typeof(ulong) && long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out long whole))
                value = whole;
            else if (real != Math.Floor(real))
                return "is not a whole number.";
            else if (Math.Abs(real) > 1L << 53)
                return "is too large to be read exactly.";
            else if (_scalar != typeof(ulong))
                value = (long)real;
            else if (real >= 0)
                value = (ulong)real;

            if (value is null || (_scalar == typeof(int) && (long)value is < int.MinValue or > int.MaxValue))
                return "is out of range.";
            if (_scalar == typeof(int))
                value = (int)(long)value;
        }
        else
        {
            value = _scalar == typeof(float) ? (float)real : real;
            if (value is float single && !float.IsFinite(single))
                return "is out of range.";
        }

        return real < _attribute.Minimum || real > _attribute.Maximum ? "is out of range." : null;
    }
}
