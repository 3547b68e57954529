using System.Runtime.InteropServices;
using Engram.Delaunay.Imaging;
using Engram.Vision.Data;
using Engram.Vision.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Engram.Vision.Training;

/// <summary>Asks a network about pictures.</summary>
/// <param name="network">Answers.</param>
/// <param name="plan">How judging is done, and the batch.</param>
/// <param name="device">Where the network is.</param>
/// <param name="stop">Asked for by Ctrl-C.</param>
internal sealed class Examiner(VisionNetwork network, TrainingPlan plan, Device device, CancellationToken stop)
{
    /// <summary>Asks about pictures in an order; where each batch's statistics are used, the order matters (quirk Q2).</summary>
    /// <param name="set">The set.</param>
    /// <param name="indices">Which, in which order.</param>
    /// <param name="change">What becomes of each first; null for nothing.</param>
    public Answers Ask(PictureSet set, IReadOnlyList<int> indices, Func<RgbImage, int, RgbImage>? change = null)
    {
        network.train(!plan.RunningStatistics);
        using IDisposable still = no_grad();
        using var batch = new PictureBatch(Math.Min(plan.Batch, Math.Max(1, indices.Count)), set.Side, device, plan.Threads);
        int[] order = [.. indices];
        var logits = new float[order.Length * network.Outputs];
        var features = new float[order.Length * network.FeatureCount];
        double loss = 0;
        for (int begin = 0; begin < order.Length; begin += batch.Capacity)
        {
            stop.ThrowIfCancellationRequested();
            int count = Math.Min(batch.Capacity, order.Length - begin);
            using DisposeScope scope = NewDisposeScope();
            (Tensor pictures, Tensor labels) = batch.Fill(set, order.AsMemory(begin, count), change);
            Tensor seen = network.Features(pictures);
            Tensor answer = network.Head.call(seen);
            loss += nn.functional.cross_entropy(answer, labels).cpu().item<float>() * (double)count;
            Copy(answer, logits.AsSpan(begin * network.Outputs, count * network.Outputs));
            Copy(seen, features.AsSpan(begin * network.FeatureCount, count * network.FeatureCount));
        }

        return new Answers(order, [.. order.Select(index => set.Labels[index])], network.Outputs, logits, features, loss / order.Length);
    }

    private static void Copy(Tensor tensor, Span<float> destination) => MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes).CopyTo(destination);
}
