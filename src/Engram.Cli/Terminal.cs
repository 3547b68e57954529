namespace Engram.Cli;

/// <summary>Where the command writes: results to the output, progress and complaints to the error stream.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Progress and complaints.</param>
internal sealed class Terminal(TextWriter output, TextWriter error)
{
    /// <summary>The command that speaks.</summary>
    public Tool Tool { get; init; } = Tool.Engram;

    /// <summary>Results; nothing else is ever written here.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Progress and complaints.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>Whether a person watches the output, so that it is wrapped to their window.</summary>
    public bool OutputIsInteractive { get; init; }

    /// <summary>Whether a person watches the error stream, so that progress may be redrawn in place.</summary>
    public bool ErrorIsInteractive { get; init; }

    /// <summary>Whether bold and dim letters are welcome on the output.</summary>
    public bool OutputHasStyles { get; init; }

    /// <summary>Columns of the window; asked for each time, because people resize windows.</summary>
    public Func<int> Columns { get; init; } = static () => 80;

    /// <summary>Set while lines at the bottom are redrawn in place: writes a line above them.</summary>
    public Action<string>? PrintAbove { get; set; }

    /// <summary>Columns that a text on the output may use: the window's, or no limit when it goes to a file or a program.</summary>
    public int OutputWidth => OutputIsInteractive ? Math.Clamp(Columns(), 60, 160) : int.MaxValue;

    /// <summary>The text in bold, where that is welcome.</summary>
    public string Bold(string text) => OutputHasStyles ? $"\e[1m{text}\e[22m" : text;

    /// <summary>The text in dim letters, where that is welcome.</summary>
    public string Dim(string text) => OutputHasStyles ? $"\e[2m{text}\e[22m" : text;

    /// <summary>Says something to the person while work goes on, without disturbing the lines that are being redrawn.</summary>
    public void Say(string line)
    {
        if (PrintAbove is { } above)
        {
            above(line);
            return;
        }

        Error.WriteLine(line);
        Error.Flush();
    }

    /// <summary>Writes one complaint, wrapped where a person watches.</summary>
    public void Complain(string paragraph)
    {
        var width = ErrorIsInteractive ? Math.Clamp(Columns(), 60, 160) : int.MaxValue;
        foreach (var line in Printing.Paragraph.Wrap($"{Tool.Name}: {paragraph}", width)) Error.WriteLine(line);
        Error.Flush();
    }
}
