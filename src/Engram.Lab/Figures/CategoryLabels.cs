using System.Text.RegularExpressions;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Engram.Lab.Figures;

/// <summary>Sets names below an axis so that they do not run into each other: in one line, broken into lines, or slanted.</summary>
internal static partial class CategoryLabels
{
    /// <summary>The width of a letter of the tick labels, on average.</summary>
    private const double Letter = 6.6;

    private const double LineHeight = 15;
    private const int MostLines = 4;

    /// <summary>Letters of a slanted name; what is longer is cut.</summary>
    private const int LongestSlanted = 32;

    private const double Slant = 35;

    /// <summary>Puts names below places 0, 1, 2, ...</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="names">The names.</param>
    /// <param name="room">Units of the layout for all of them together.</param>
    public static void SetBelow(Plot plot, IReadOnlyList<string> names, double room)
    {
        var axis = plot.Axes.Bottom;
        axis.MajorTickStyle.Length = 0;
        axis.MinorTickStyle.Length = 0;
        var letters = (int)(room / Math.Max(1, names.Count) / Letter) - 1;
        var broken = names.Select(name => BreakInside(name, Math.Max(1, letters))).ToArray();
        if (broken.All(lines => lines.Count <= MostLines && lines.All(line => line.Length <= letters)))
        {
            axis.TickLabelStyle.Rotation = 0;
            axis.TickLabelStyle.Alignment = Alignment.UpperCenter;
            axis.TickLabelStyle.OffsetY = 0;
            axis.TickGenerator = Ticks(broken.Select(static lines => string.Join('\n', lines)));
            axis.MinimumSize = (float)(LineHeight * broken.Max(static lines => lines.Count) + 8 + RoomForTitle(axis));
            return;
        }

        // What tells names apart is oftener at their ends than in the middle.
        var cut = names.Select(static name => name.Length <= LongestSlanted ? name : $"{name[..(LongestSlanted / 2 - 1)]}…{name[^(LongestSlanted / 2)..]}").ToArray();
        axis.TickGenerator = Ticks(cut);
        axis.TickLabelStyle.Rotation = (float)-Slant;
        axis.TickLabelStyle.Alignment = Alignment.MiddleRight;
        axis.TickLabelStyle.OffsetY = 7;
        var longest = cut.Max(static name => name.Length) * Letter;
        axis.MinimumSize = (float)(Math.Sin(Slant * Math.PI / 180) * longest + 22 + RoomForTitle(axis));
        // The first name leans out of the picture to the left.
        var lean = Math.Cos(Slant * Math.PI / 180) * cut[0].Length * Letter - room / cut.Length / 2;
        plot.Axes.Left.MinimumSize = (float)Math.Max(plot.Axes.Left.MinimumSize, lean);
    }

    /// <summary>Breaks a name at spaces, so that no line is longer than a number of letters where that can be helped.</summary>
    public static IReadOnlyList<string> Break(string name, int letters)
    {
        var lines = new List<string>();
        foreach (var word in name.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= letters) lines[^1] += " " + word;
            else lines.Add(word);
        }

        return lines.Count > 0 ? lines : [""];
    }

    /// <summary>As <see cref="Break"/>, and a word that is too long is broken behind an equals sign, a hyphen or the like.</summary>
    private static List<string> BreakInside(string name, int letters)
    {
        var lines = new List<string>();
        foreach (var line in Break(name, letters))
        {
            if (line.Length <= letters)
            {
                lines.Add(line);
                continue;
            }

            var rest = "";
            foreach (var part in Joint().Split(line))
            {
                if (rest.Length > 0 && rest.Length + part.Length > letters)
                {
                    lines.Add(rest);
                    rest = "";
                }

                rest += part;
            }

            lines.Add(rest);
        }

        return lines;
    }

    [GeneratedRegex(@"(?<=[=/_]|[a-z]-)(?=.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Joint();

    private static double RoomForTitle(IAxis axis) => axis.Label.Text.Length > 0 ? 20 : 0;

    private static NumericManual Ticks(IEnumerable<string> names)
    {
        var ticks = new NumericManual();
        var place = 0;
        foreach (var name in names) ticks.AddMajor(place++, name);
        return ticks;
    }
}
