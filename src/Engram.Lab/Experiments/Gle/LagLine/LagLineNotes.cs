using System.Globalization;
using System.Text;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>What a run has to say besides numbers: which time constants ran into their floor.</summary>
internal static class LagLineNotes
{
    private const string File = "notes.txt";
    private const char Separator = '\t';

    internal static void Write(string folder, IEnumerable<ChainStudent> students)
    {
        var text = new StringBuilder();
        foreach (ChainStudent student in students)
        {
            for (int time = 0; time < student.AtFloor.Length; time++)
            {
                (int first, int steps) = student.AtFloor[time];
                if (steps > 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{student.Model.Label}{Separator}τm{time} was learned below its floor and raised to it in ")
                        .Append(CultureInfo.InvariantCulture, $"{steps:N0} changes, first in step {first:N0}\n");
                }
            }
        }

        AtomicFile.Write(Path.Combine(folder, File), stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    internal static IReadOnlyList<Finding> Read(string folder)
    {
        string path = Path.Combine(folder, File);
        return System.IO.File.Exists(path)
            ? [.. System.IO.File.ReadLines(path).Select(static line => line.Split(Separator, 2)).Where(static parts => parts.Length == 2).Select(static parts => new Finding(parts[0], parts[1]))]
            : [];
    }
}
