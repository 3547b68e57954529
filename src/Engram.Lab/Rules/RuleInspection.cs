using Engram.Evolution.Plasticity;
using Engram.Evolution.Programs;
using Engram.Evolution.Rules;
using Engram.Lab.Experiments.Evolution;
using Engram.Numerics;

namespace Engram.Lab.Rules;

/// <summary>How a rule does on one family of datasets, beside Oja's. Values are for each dataset: 1 at best, −∞ if weights diverge in any.</summary>
/// <param name="Family">The family, in small letters.</param>
/// <param name="Value">The rule's value.</param>
/// <param name="FinalCosine">|cos| of the last angle to the component, averaged; NaN if weights diverged.</param>
/// <param name="FinalLength">The last length of the weights, averaged; NaN if weights diverged.</param>
/// <param name="Oja">The value of y (x − w y) at the same learning rate.</param>
/// <param name="BestOja">Its value at its best learning rate.</param>
/// <param name="BestGain">That rate, as a multiple.</param>
public sealed record RuleOnFamily(string Family, double Value, double FinalCosine, double FinalLength, double Oja, double BestOja, double BestGain);

/// <summary>What there is to know of a plasticity rule f(x, w, y) that somebody wrote down: its algebra, its class, and how well it learns.</summary>
public sealed class RuleInspection
{
    private const int Datasets = 64;

    private RuleInspection(string expression, Graph graph, double learningRate, ulong seed)
    {
        Expression = expression;
        LearningRate = learningRate;
        Seed = seed;
        Operations = graph.OperationCount;
        RuleForm form = RuleForm.Of(graph);
        Text = form.Write(OjaBaseline.InputNames);
        Latex = form.Write(OjaBaseline.InputNames, RuleStyle.Latex);
        CSharp = RuleText.WriteMethod(graph, OjaBaseline.InputNames);
        Remark = form.Remark ?? "";
        Class = form.Classify();
        Gain = form.OjaGain();
        Families = [.. Enum.GetValues<DatasetFamily>().Select(family => Try(family, new Program(graph)))];
    }

    /// <summary>What was asked about.</summary>
    public string Expression { get; }

    /// <summary>The rule as factored algebra where that is possible, else as it is.</summary>
    public string Text { get; }

    /// <summary>The same in LaTeX.</summary>
    public string Latex { get; }

    /// <summary>The rule as a C# method.</summary>
    public string CSharp { get; }

    /// <summary>Why the rule is shown as it is; empty if it is not.</summary>
    public string Remark { get; }

    /// <summary>How the rule is related to Oja's.</summary>
    public RuleClass Class { get; }

    /// <summary>The class in words.</summary>
    public string ClassWords => RuleReport.WordsOf(Class);

    /// <summary>k of (k y + …)(x − w y); null for other rules.</summary>
    public double? Gain { get; }

    /// <summary>How many operations it has.</summary>
    public int Operations { get; }

    /// <summary>η.</summary>
    public double LearningRate { get; }

    /// <summary>The seed of the datasets.</summary>
    public ulong Seed { get; }

    /// <summary>How it does on 64 datasets of each family.</summary>
    public IReadOnlyList<RuleOnFamily> Families { get; }

    /// <summary>Inspects a rule.</summary>
    /// <param name="expression">A formula of x, w and y, for instance <c>y*(x - w*y)</c>.</param>
    /// <param name="learningRate">η.</param>
    /// <param name="seed">The seed of the datasets.</param>
    /// <exception cref="UsageException">The formula cannot be read, or the learning rate is out of range; the message shows where.</exception>
    public static RuleInspection Of(string expression, double learningRate = 0.01, ulong seed = 1)
    {
        ArgumentNullException.ThrowIfNull(expression);
        if (!(learningRate > 0) || !double.IsFinite(learningRate))
            throw new UsageException($"The learning rate is {learningRate}. Expected a number above 0, such as 0.01.");
        return new RuleInspection(expression, Parse(expression), learningRate, seed);
    }

    /// <summary>Reads a formula of x, w and y.</summary>
    /// <exception cref="UsageException">It cannot be read; the message shows where.</exception>
    internal static Graph Parse(string expression)
    {
        try
        {
            return Engram.Evolution.Rules.Expression.Parse(expression, OjaBaseline.InputNames);
        }
        catch (ExpressionException problem)
        {
            // The first line says what is wrong; the two after it show where, and keep their shape as a paragraph of their own.
            string[] lines = problem.Message.Split('\n', 2);
            throw new UsageException(
                $"the rule cannot be read. {lines[0]}\n\n{lines[1]}\n\nA rule is a formula of x (the input), w (the weight) and y (the output), such as y*(x - w*y).",
                problem);
        }
    }

    private RuleOnFamily Try(DatasetFamily family, Program rule)
    {
        using var data = new DatasetBatch(PlasticityDataset.Draw(family, Datasets, new RandomStreams(Seed), "inspection", new DatasetOptions { HeldOut = 0 }));
        using var evaluator = new RuleEvaluator(data, LearningRate, new RuleFitness { Aggregate = Aggregate.Mean });
        OjaBaseline oja = OjaBaseline.Measure(evaluator);
        double value = evaluator.Evaluate(rule);
        (double cosine, double length) = (double.NaN, double.NaN);
        if (evaluator.IsFinite)
        {
            cosine = Enumerable.Range(0, Datasets).Average(evaluator.FinalCosine);
            length = Enumerable.Range(0, Datasets).Average(evaluator.FinalLength);
        }

        return new RuleOnFamily(family.ToString().ToLowerInvariant(), value, cosine, length, oja.Fitness, oja.BestFitness, oja.BestGain);
    }
}
