using Engram.Dreaming;
using Engram.Dreaming.Conditions;
using Engram.Dreaming.Evaluation;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>What a run does: a cortex, a condition, and when what is measured.</summary>
/// <param name="Experiment">The name of the experiment, which its state files are of.</param>
/// <param name="Title">What figures are called.</param>
/// <param name="Subject">The cortex and the images.</param>
/// <param name="Note">What a reader of results must know of the images; may be empty.</param>
/// <param name="Condition">What a cycle consists of.</param>
/// <param name="Learning">The constants of learning.</param>
/// <param name="Epochs">How often all images are seen.</param>
/// <param name="Evaluated">After which epochs a readout is trained; the last is one in any case.</param>
/// <param name="Measures">What is measured at the end besides the readout.</param>
/// <param name="Plan">How much is looked at for that.</param>
/// <param name="HasPictures">Whether pictures are drawn.</param>
internal sealed record DreamRecipe(
    string Experiment,
    string Title,
    DreamSubject Subject,
    string Note,
    DreamCondition Condition,
    DreamLearning Learning,
    int Epochs,
    IReadOnlyCollection<int> Evaluated,
    IReadOnlyCollection<DreamMeasure> Measures,
    DreamEvaluationPlan Plan,
    bool HasPictures)
{
    internal bool IsEvaluated(int epoch) => epoch == Epochs || Evaluated.Contains(epoch);
}
