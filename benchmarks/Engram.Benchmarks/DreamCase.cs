using Engram.Dreaming;
using Engram.Dreaming.Phases;
using Engram.Numerics;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace Engram.Benchmarks;

/// <summary>
/// A cycle of Wake, NREM and REM of the published dreaming cortex at batch 64 (PAD specification 3 and 4), with the same images, noise and mask in
/// every cycle: drawing them is not measured.
/// </summary>
internal sealed class DreamCase : IBenchmarkCase
{
    private const int Lanes = 64;
    private const int Tile = 4;

    // In the second cycle: the steps of Adam that lie between amplify what rounding left.
    private const double Tolerance = 1e-3;

    private readonly Cortex<float> _cortex;
    private readonly Dreamer<float> _dreamer;
    private readonly LaneMatrix<float> _noise;
    private readonly TorchCortex[] _torch;

    internal DreamCase()
    {
        _cortex = new CortexDescription().Build<float>(Lanes, seed: 1);
        RandomStream random = new RandomStreams(1).Named("benchmark");
        _noise = new LaneMatrix<float>(_cortex.Description.Latents, Lanes);
        for (int row = 0; row < _noise.Rows; row++)
            random.FillGaussian(_noise.Row(row));
        int size = _cortex.Description.ImageSize;
        bool[] isBlank = new bool[size * size];
        for (int place = 0; place < isBlank.Length; place++)
            isBlank[place] = ((place / size / Tile) + (place % size / Tile)) % 3 == 0;
        _dreamer = new Dreamer<float>(_cortex, [new Wake(), new Nrem(), new Rem()], new FixedChance(_noise, isBlank));
        Tables.Fill(_dreamer.Images, random);
        _torch =
        [
            new TorchCortex(_cortex, _dreamer.Images, _noise, isBlank, isChannelsLast: false),
            new TorchCortex(_cortex, _dreamer.Images, _noise, isBlank, isChannelsLast: true),
        ];
    }

    public IEnumerable<Comparison> Comparisons()
    {
        CycleReport report = default;
        for (int cycle = 0; cycle < 2; cycle++)
        {
            report = _dreamer.Live(isFirstOfEpoch: false);
            foreach (TorchCortex theirs in _torch)
                theirs.Live();
        }

        yield return new Comparison(
            "dreaming: wake, nrem, rem, 64 lanes",
            Units: 1,
            [new Contender("", () => _dreamer.Live(isFirstOfEpoch: false), 0)],
            [.. _torch.Select(theirs => new Contender(theirs.Layout, theirs.Live, Difference(theirs, report)))],
            Tolerance);
    }

    public void Dispose()
    {
        _dreamer.Dispose();
        _cortex.Dispose();
        _noise.Dispose();
        foreach (TorchCortex theirs in _torch)
            theirs.Dispose();
    }

    /// <summary>Over the latents of the second cycle, which one cycle of learning has changed, and its five losses.</summary>
    private double Difference(TorchCortex theirs, CycleReport report)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using Tensor latents = _cortex.Hippocampus.Recent.ToTensor().t();
        double worst = Tables.Difference(latents, theirs.Latents);
        double[] losses = [report.Reconstruction, report.Regularization, report.External, report.Replay, report.Internal];
        for (int loss = 0; loss < losses.Length; loss++)
        {
            double other = theirs.Losses[loss].ToDouble(), difference = Math.Abs(losses[loss] - other) / Math.Abs(other);
            worst = Math.Max(worst, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        }

        return worst;
    }

    private sealed class FixedChance(LaneMatrix<float> noise, bool[] isBlank) : IDreamChance<float>
    {
        public void FillNoise(string purpose, long iteration, LaneMatrix<float> target) => target.CopyFrom(noise);

        public void DrawMask(long iteration, int size, Span<bool> target) => isBlank.CopyTo(target);

        public RandomStreamState ViewOf(long iteration, int view, int lane) => default;
    }
}
