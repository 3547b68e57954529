using System.Numerics;
using Engram.Dreaming.Memory;
using Engram.Dreaming.Pathways;
using Engram.Numerics;
using Engram.Numerics.Connections;

namespace Engram.Dreaming;

/// <summary>
/// A cortex with a feedforward pathway (the encoder, from images to latents and to a judgement "this comes from outside"), a feedback pathway
/// (the generator, from latents to images) and a hippocampus. Deperrois et al. 2022, Fig. 8; PAD specification 3.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Cortex<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal Cortex(CortexDescription description, int lanes, WorkerTeam? team, InstructionSet? set)
    {
        Description = description;
        Lanes = lanes;
        InstructionSet = set;
        Crew = new Crew<T>(team);
        int width = description.Width, size = description.ImageSize;
        var image = new SignalShape(description.Channels, size, size);
        var low = new SignalShape(width, size / 2, size / 2);
        var middle = new SignalShape(2 * width, size / 4, size / 4);
        var high = new SignalShape(4 * width, size / 8, size / 8);
        Image = image;
        Trunk = new Pathway<T>(
            Convolution("c1", image, low),
            Convolution("c2", low, middle),
            Convolution("c3", middle, high));
        // On an area of the kernel's own size, a convolution without padding is a dense connection.
        LatentHead = new Pathway<T>(Dense("z-head", high, new SignalShape(description.Latents), StageActivation.Linear));
        JudgementHead = new Pathway<T>(Dense("d-head", high, new SignalShape(1), StageActivation.Linear));
        Generator = new Pathway<T>(
            Dense("t1", new SignalShape(description.Latents), high, StageActivation.LeakyRectified, high.Positions),
            Transposed("t2", high, middle, StageActivation.LeakyRectified),
            Transposed("t3", middle, low, StageActivation.LeakyRectified),
            Transposed("t4", low, image, StageActivation.Tanh));
        if (description.Projections > 0)
        {
            var hidden = new SignalShape(description.Latents);
            Projection = new Pathway<T>(
                Dense("p1", hidden, hidden, StageActivation.Rectified),
                Dense("p2", hidden, new SignalShape(description.Projections), StageActivation.Linear));
        }

        Hippocampus = new Hippocampus<T>(description.Latents, lanes);

        Stage<T> Convolution(string name, SignalShape below, SignalShape above) =>
            new(name, new ConvolutionConnection<T>(below, above.Channels, kernel: 4, stride: 2, padding: 1, set), StageActivation.LeakyRectified, set: set);

        Stage<T> Transposed(string name, SignalShape below, SignalShape above, StageActivation activation) =>
            new(name, new TransposedConvolutionConnection<T>(below, above.Channels, kernel: 4, stride: 2, padding: 1, set), activation, set: set);

        Stage<T> Dense(string name, SignalShape below, SignalShape above, StageActivation activation, int biasSharers = 1) =>
            new(name, new DenseConnection<T>(below, above, set), activation, biasSharers, set);
    }

    /// <summary>What the cortex was built from.</summary>
    public CortexDescription Description { get; }

    /// <summary>The shape of an image.</summary>
    public SignalShape Image { get; }

    /// <summary>How many images are seen or dreamt side by side: b.</summary>
    public int Lanes { get; }

    /// <summary>The vector width it was built for; null for the machine's own.</summary>
    public InstructionSet? InstructionSet { get; }

    /// <summary>Who works.</summary>
    public Crew<T> Crew { get; }

    /// <summary>The areas c1 to c3 that latents and judgement share.</summary>
    public Pathway<T> Trunk { get; }

    /// <summary>From c3 to <c>z</c>.</summary>
    public Pathway<T> LatentHead { get; }

    /// <summary>From c3 to the logit of <c>d</c>, the judgement "external".</summary>
    public Pathway<T> JudgementHead { get; }

    /// <summary>The feedback pathway G, from latents to images in (−1, 1).</summary>
    public Pathway<T> Generator { get; }

    /// <summary>The projection head P of contrastive dreaming; null if the description has none.</summary>
    public Pathway<T>? Projection { get; }

    /// <summary>The memory of the last two batches.</summary>
    public Hippocampus<T> Hippocampus { get; }

    /// <summary>All pathways there are, in a fixed order.</summary>
    public IEnumerable<Pathway<T>> Pathways()
    {
        yield return Trunk;
        yield return LatentHead;
        yield return JudgementHead;
        yield return Generator;
        if (Projection is not null)
            yield return Projection;
    }

    /// <summary>Whether all weights are numbers.</summary>
    public bool IsFinite()
    {
        foreach (Stage<T> stage in Pathways().SelectMany(pathway => pathway.Stages))
        {
            T sum = T.Zero;
            // 0 · x is 0 for every number, and NaN for what is none.
            foreach (T weight in stage.Connection.Parameters.Storage())
                sum += T.Zero * weight;
            if (sum != T.Zero)
                return false;
        }

        return true;
    }

    /// <summary>Saves weights and memories.</summary>
    public void Save(StateWriter writer, string name = "cortex")
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (Stage<T> stage in Pathways().SelectMany(pathway => pathway.Stages))
            writer.Add<T>($"{name}/{stage.Name}", MatrixState.Compact(stage.Connection.Parameters));
        Hippocampus.Save(writer, $"{name}/hippocampus");
    }

    /// <summary>Restores what <see cref="Save"/> saved.</summary>
    /// <exception cref="StateException">It is the state of another cortex.</exception>
    public void Load(StateReader reader, string name = "cortex")
    {
        ArgumentNullException.ThrowIfNull(reader);
        foreach (Stage<T> stage in Pathways().SelectMany(pathway => pathway.Stages))
            MatrixState.Load(reader, $"{name}/{stage.Name}", stage.Connection.Parameters);
        Hippocampus.Load(reader, $"{name}/hippocampus");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Pathway<T> pathway in Pathways())
            pathway.Dispose();
        Hippocampus.Dispose();
        Crew.Dispose();
    }
}
