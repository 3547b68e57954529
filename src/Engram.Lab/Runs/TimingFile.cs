using System.Globalization;

namespace Engram.Lab.Runs;

/// <summary><c>timing.csv</c>: how long the work took, kept apart from the metrics because no two runs take the same time.</summary>
internal static class TimingFile
{
    public static void Add(string path, int sitting, double seconds, double progress)
    {
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        CutHalfLine(stream);
        using var writer = new StreamWriter(stream) { NewLine = "\n" };
        if (stream.Length == 0)
            writer.WriteLine("sitting,seconds,progress");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sitting},{seconds:F3},{progress:F6}"));
    }

    // A process killed in the middle of a row leaves half of one.
    private static void CutHalfLine(FileStream stream)
    {
        long end = stream.Length;
        while (end > 0)
        {
            stream.Position = end - 1;
            if (stream.ReadByte() == '\n')
                break;
            end--;
        }

        stream.SetLength(end);
        stream.Position = end;
    }
}
