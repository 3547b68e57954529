using Engram.Dreaming;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>Means over the cycles of an epoch, of those that measured something (PAD specification 4.6).</summary>
internal sealed class CycleAverages
{
    private static readonly (string Name, string Symbol, Func<CycleReport, double> Value)[] Known =
    [
        ("reconstruction_loss", "L_img", report => report.Reconstruction),
        ("regularization_loss", "L_KL", report => report.Regularization),
        ("replay_loss", "L_NREM", report => report.Replay),
        ("discriminator_loss", "L_real + L_REM", report => report.External + report.Internal),
        ("generator_loss", "-L_REM", report => -report.Internal),
        ("contrastive_loss", "L_C", report => report.Contrast),
        ("partner_cosine", "cosine of two dreams of a memory", report => report.PartnerCosine),
        ("other_cosine", "cosine of dreams of two memories", report => report.OtherCosine),
        ("judgement_awake", "d(x)", report => report.JudgementAwake),
        ("judgement_dreaming", "d(G)", report => report.JudgementDreaming),
        ("latent_length", "length of z", report => report.LatentLength),
    ];

    private readonly double[] _sums = new double[Known.Length];
    private readonly long[] _counts = new long[Known.Length];

    /// <summary>The columns, in their order.</summary>
    internal static IReadOnlyList<string> Columns { get; } = [.. Known.Select(known => known.Name)];

    /// <summary>The losses among them, with the symbols that figures call them by.</summary>
    internal static IReadOnlyList<(string Column, string Symbol)> Losses { get; } =
        [.. Known.Where(known => known.Name.EndsWith("_loss", StringComparison.Ordinal)).Select(known => (known.Name, known.Symbol))];

    /// <summary>The mean of each column so far; NaN where nothing was measured.</summary>
    internal IReadOnlyList<double> Means => [.. _sums.Zip(_counts, (sum, count) => count == 0 ? double.NaN : sum / count)];

    internal double this[string column] => Means[Columns.ToList().IndexOf(column)];

    /// <summary>A few of the losses, in words.</summary>
    internal string Words => string.Join(
        "  ", Known.Zip(Means).Where(pair => pair.First.Name.EndsWith("_loss", StringComparison.Ordinal) && pair.First.Name != "generator_loss" && double.IsFinite(pair.Second))
            .Select(pair => FormattableString.Invariant($"{pair.First.Symbol} {pair.Second:F3}")));

    internal void Add(CycleReport report)
    {
        for (int i = 0; i < Known.Length; i++)
        {
            double value = Known[i].Value(report);
            if (double.IsNaN(value))
                continue;
            _sums[i] += value;
            _counts[i]++;
        }
    }

    internal void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_counts);
    }

    internal void Save(StateWriter writer, string name)
    {
        writer.Add<double>($"{name}/sums", _sums);
        writer.Add<long>($"{name}/counts", _counts);
    }

    internal void Load(StateReader reader, string name)
    {
        reader.Read($"{name}/sums", _sums.AsSpan());
        reader.Read($"{name}/counts", _counts.AsSpan());
    }
}
