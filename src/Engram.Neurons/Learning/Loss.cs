namespace Engram.Neurons;

/// <summary>What the output is held against. It gives the error t that nudges the output neurons, and the number that is logged.</summary>
public enum Loss
{
    /// <summary>
    /// t = y − r, the descent on ½ Σ (y − r)². What is logged is the mean of (y − r)² over neurons and lanes, without the ½.
    /// </summary>
    MeanSquared,

    /// <summary>The outputs are logits: t = y − softmax(r), logged −Σ y log softmax(r), mean over lanes. y is one-hot or a distribution.</summary>
    CrossEntropy,

    /// <summary>The outputs are log-probabilities: t = y, logged −Σ y r, mean over lanes.</summary>
    NegativeLogLikelihood,

    /// <summary>
    /// Each output is a logit of its own: t = y − σ(r), the descent on −Σ y log σ(r) + (1 − y) log(1 − σ(r)). What is logged is its mean over
    /// neurons and lanes. y lies between 0 and 1.
    /// </summary>
    BinaryCrossEntropy,
}
