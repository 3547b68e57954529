using System.Text;
using Engram.Evolution.Programs;
using Engram.Evolution.Rules;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Evolution;

/// <summary>A rule for people and for programs: as evolved, and as algebra.</summary>
internal sealed class RuleReport
{
    private RuleReport(Graph graph, IReadOnlyList<string> inputs)
    {
        Graph = graph;
        Inputs = inputs;
        Form = RuleForm.Of(graph);
    }

    public Graph Graph { get; }

    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The normal form.</summary>
    public RuleForm Form { get; }

    /// <summary>The normal form on one line.</summary>
    public string Text => Form.Write(Inputs).ReplaceLineEndings("; ");

    public static RuleReport Of(Graph graph, IReadOnlyList<string> inputs) => new(graph, inputs);

    /// <summary>The class in words; only for rules of x, w and y.</summary>
    public static string WordsOf(RuleClass value) => value switch
    {
        RuleClass.Zero => "zero: nothing is learned",
        RuleClass.GainOja => "Oja's rule with a gain",
        RuleClass.NoisyGainOja => "Oja's rule with a gain, and terms that only add noise",
        RuleClass.OjaMultiple => "another multiple of (x - w*y)",
        RuleClass.NotOja => "not a multiple of (x - w*y)",
        _ => "no polynomial",
    };

    /// <summary>What <c>champion.txt</c> of a run says first: the rule, and its class where it has one.</summary>
    public static IReadOnlyList<Finding> FindingsIn(string runFolder)
    {
        string path = Path.Combine(runFolder, "champion.txt");
        if (!File.Exists(path))
            return [];
        string[] wanted = ["rule", "class"];
        return
        [
            .. from line in File.ReadLines(path)
               from name in wanted
               where line.StartsWith(name + "  ", StringComparison.Ordinal)
               select new Finding(name, line[name.Length..].Trim()),
        ];
    }

    /// <summary>Writes lines of "name: value" below a title.</summary>
    public static string Describe(string title, IEnumerable<(string Name, string Value)> lines)
    {
        var text = new StringBuilder().Append(title).Append("\n\n");
        (string Name, string Value)[] all = [.. lines];
        int width = all.Max(line => line.Name.Length) + 2;
        foreach ((string name, string value) in all)
            text.Append(name.PadRight(width)).Append(value.ReplaceLineEndings("\n" + new string(' ', width)).TrimEnd()).Append('\n');
        return text.ToString();
    }

    public IEnumerable<(string Name, string Value)> Lines(string name = "rule")
    {
        yield return (name, Form.Write(Inputs));
        if (Form.Remark is { } remark)
            yield return ("", $"(as it is: {remark})");
        yield return ("as evolved", RuleText.Write(Graph, Inputs));
        yield return ("LaTeX", Form.Write(Inputs, RuleStyle.Latex));
        yield return ("C#", RuleText.WriteMethod(Graph, Inputs));
    }

    public static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
