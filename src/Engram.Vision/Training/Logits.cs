namespace Engram.Vision.Training;

/// <summary>Answers of a network to one picture.</summary>
internal static class Logits
{
    /// <summary>The place of the greatest, the first of equal ones.</summary>
    public static int Greatest(ReadOnlySpan<float> logits)
    {
        int greatest = 0;
        for (int output = 1; output < logits.Length; output++)
        {
            if (logits[output] > logits[greatest])
                greatest = output;
        }

        return greatest;
    }

    /// <summary>Probabilities: exponentials over their sum.</summary>
    public static double[] Probabilities(ReadOnlySpan<float> logits)
    {
        double greatest = logits[Greatest(logits)], sum = 0;
        var probabilities = new double[logits.Length];
        for (int output = 0; output < logits.Length; output++)
            sum += probabilities[output] = Math.Exp(logits[output] - greatest);
        for (int output = 0; output < logits.Length; output++)
            probabilities[output] /= sum;
        return probabilities;
    }
}
