namespace Engram.Vision.Training;

/// <summary>What a network answered to some pictures, in their order.</summary>
/// <param name="Pictures">Places in the set.</param>
/// <param name="Labels">What was right.</param>
/// <param name="Outputs">Logits of each picture.</param>
/// <param name="Logits"><c>[picture, output]</c>.</param>
/// <param name="Features"><c>[picture, feature]</c>, what the last layer read.</param>
/// <param name="Loss">Mean loss.</param>
internal sealed record Answers(IReadOnlyList<int> Pictures, IReadOnlyList<int> Labels, int Outputs, float[] Logits, float[] Features, double Loss)
{
    /// <summary>How many pictures.</summary>
    public int Count => Pictures.Count;

    /// <summary>Numbers before the last layer.</summary>
    public int FeatureCount => Count == 0 ? 0 : Features.Length / Count;

    /// <summary>The output of the greatest logit for each picture, the first of equal ones.</summary>
    public int[] Predicted() => [.. Enumerable.Range(0, Count).Select(i => Training.Logits.Greatest(Of(i)))];

    /// <summary>How many are right.</summary>
    public int Right() => Predicted().Zip(Labels).Count(static each => each.First == each.Second);

    /// <summary>Right answers, %.</summary>
    public double Accuracy() => 100.0 * Right() / Count;

    /// <summary>Whether the right class is among some of the greatest logits.</summary>
    public bool IsAmongTop(int picture, int places)
    {
        ReadOnlySpan<float> logits = Of(picture);
        float own = logits[Labels[picture]];
        int above = 0;
        for (int output = 0; output < logits.Length; output++)
            above += logits[output] > own || (logits[output] == own && output < Labels[picture]) ? 1 : 0;
        return above < places;
    }

    /// <summary>Pictures whose class is among the greatest logits, %.</summary>
    public double TopAccuracy(int places) => 100.0 * Enumerable.Range(0, Count).Count(i => IsAmongTop(i, places)) / Count;

    /// <summary>Probabilities over the outputs.</summary>
    public double[] Probabilities(int picture) => Training.Logits.Probabilities(Of(picture));

    /// <summary>The logits of a picture.</summary>
    public ReadOnlySpan<float> Of(int picture) => Logits.AsSpan(picture * Outputs, Outputs);

    /// <summary>The features of a picture.</summary>
    public ReadOnlySpan<float> FeaturesOf(int picture) => Features.AsSpan(picture * FeatureCount, FeatureCount);
}
