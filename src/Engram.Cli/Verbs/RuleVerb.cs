using System.CommandLine;
using Engram.Cli.CommandLine;
using Engram.Cli.Printing;
using Engram.Lab.Rules;

namespace Engram.Cli.Verbs;

/// <summary><c>engram rule</c>: what a plasticity rule is, and how well it learns.</summary>
internal static class RuleVerb
{
    private const double UsualRate = 0.01;

    /// <summary>Creates the verb.</summary>
    public static Verb Create(Session session)
    {
        var expression = new Argument<string>("EXPR") { Description = "a formula of x (the input), w (the weight) and y (the output)" };
        var rate = new Option<double>("--rate")
        {
            Description = "the learning rate (default: 0.01)",
            HelpName = "RATE",
            DefaultValueFactory = static _ => UsualRate,
        };
        var seed = new Option<ulong>("--seed") { Description = "the seed of the datasets (default: 1)", HelpName = "S", DefaultValueFactory = static _ => 1 };
        var json = Choices.Json();
        var verb = new Verb(
            "rule",
            "Simplify a plasticity rule and try it beside Oja's on seven families of data",
            "engram rule \"y*(x - w*y)\"",
            "engram rule \"(6*y - 3*w + 1)*(x - w*y)\" --json") { expression, rate, seed, json };
        verb.SetAction(parsed =>
        {
            var rule = RuleInspection.Of(parsed.GetRequiredValue(expression), parsed.GetValue(rate), parsed.GetValue(seed));
            if (parsed.GetValue(json)) WriteJson(session.Terminal, rule);
            else WriteText(session.Terminal, rule);
            return ExitCode.Done;
        });
        return verb;
    }

    private static void WriteText(Terminal terminal, RuleInspection rule)
    {
        var output = terminal.Output;
        output.WriteLine(terminal.Bold(rule.Text));
        if (rule.Remark.Length > 0) output.WriteLine($"shown as it is: {rule.Remark}");
        output.WriteLine();
        var facts = new TextTable("", "");
        facts.Add("class", rule.Gain is { } gain ? $"{rule.ClassWords} ({gain:0.####})" : rule.ClassWords);
        facts.Add("operations", rule.Operations.ToString());
        facts.Add("LaTeX", rule.Latex);
        facts.Write(terminal);
        output.WriteLine();
        output.WriteLine(terminal.Bold($"value on 64 datasets of each family, learning rate {rule.LearningRate}") + " (1 at best)");
        var table = new TextTable("family", ">rule", ">final |cos|", ">length", ">Oja", ">Oja at its best rate", ">that rate");
        foreach (var family in rule.Families)
        {
            table.Add(
                family.Family,
                Figure(family.Value),
                Figure(family.FinalCosine),
                Figure(family.FinalLength),
                Figure(family.Oja),
                Figure(family.BestOja),
                (family.BestGain * rule.LearningRate).ToString("0.####"));
        }

        table.Write(terminal);
        output.WriteLine();
        output.WriteLine(terminal.Bold("C#"));
        foreach (var line in rule.CSharp.TrimEnd().Split('\n')) output.WriteLine($"  {line}");
    }

    private static string Figure(double value) => double.IsFinite(value) ? value.ToString("0.0000") : double.IsNaN(value) ? "" : "diverges";

    private static void WriteJson(Terminal terminal, RuleInspection rule) => Json.Write(terminal.Output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("expression", rule.Expression);
        writer.WriteString("rule", rule.Text);
        writer.WriteString("class", rule.Class.ToString());
        writer.Number("oja_gain", rule.Gain);
        writer.WriteNumber("operations", rule.Operations);
        writer.WriteString("latex", rule.Latex);
        writer.WriteString("csharp", rule.CSharp);
        if (rule.Remark.Length > 0) writer.WriteString("remark", rule.Remark);
        writer.WriteNumber("learning_rate", rule.LearningRate);
        writer.WriteNumber("seed", rule.Seed);
        writer.WriteStartArray("families");
        foreach (var family in rule.Families)
        {
            writer.WriteStartObject();
            writer.WriteString("family", family.Family);
            writer.Number("value", family.Value);
            writer.Number("final_cosine", family.FinalCosine);
            writer.Number("final_length", family.FinalLength);
            writer.Number("oja", family.Oja);
            writer.Number("best_oja", family.BestOja);
            writer.Number("best_gain", family.BestGain);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
