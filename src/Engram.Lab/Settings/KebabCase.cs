using System.Text;

namespace Engram.Lab.Settings;

internal static class KebabCase
{
    /// <summary><c>TauSlow</c> becomes <c>tau-slow</c>, <c>UseGLE</c> <c>use-gle</c>, <c>Mnist1D</c> <c>mnist1d</c>.</summary>
    public static string From(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            bool starts = char.IsUpper(name[i]) && i > 0
                && (char.IsLower(name[i - 1]) || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (starts)
                text.Append('-');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
