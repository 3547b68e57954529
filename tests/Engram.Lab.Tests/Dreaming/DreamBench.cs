using Engram.Lab.Experiments.Dreaming;
using Engram.Lab.Tests.Runs;

namespace Engram.Lab.Tests.Dreaming;

/// <summary>The experiments on dreams on images that Engram draws, so small that each is over in a moment.</summary>
internal sealed class DreamBench() : ExperimentBench("quick", [new PadCifar10(), new PadSvhn(), new PadConditions(), new ContrastiveDreaming()])
{
    public static readonly string[] Tiny =
    [
        "width=4", "latents=12", "training.epochs=2", "training.batch=16", "data.set=built-in", "data.size=16", "data.train=160", "data.test=60", "evaluation.epochs=0,1",
        "evaluation.readout-epochs=3", "evaluation.measures=none",
        "evaluation.pictures=false",
    ];
}
