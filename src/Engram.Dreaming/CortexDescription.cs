using System.Numerics;
using Engram.Numerics;

namespace Engram.Dreaming;

/// <summary>
/// A cortex as plain data: how wide its areas are. The default is the published one (Deperrois et al. 2022, Fig. 8; PAD specification 3).
/// </summary>
public sealed record CortexDescription
{
    /// <summary>The channels of an image.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>The height and width of an image; a multiple of 8, at least 16.</summary>
    public int ImageSize { get; init; } = 32;

    /// <summary>How many filters the first area has; the second has twice, the third four times as many.</summary>
    public int Width { get; init; } = 64;

    /// <summary>n_z: how many neurons the highest area has, the latent <c>z</c>.</summary>
    public int Latents { get; init; } = 256;

    /// <summary>How many outputs the projection head of contrastive dreaming has; 0 for no head (contrastive specification 3.4).</summary>
    public int Projections { get; init; }

    /// <summary>Builds a cortex with weights drawn as published (PAD specification 3.3), from streams named for each area.</summary>
    /// <param name="lanes">How many images side by side: the batch; 2 or more.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="team">Threads that share the work; null for the caller alone. Results do not depend on it.</param>
    /// <param name="set">The vector width; null for the machine's own. Results do not depend on it.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <exception cref="ArgumentException">The description is impossible; the message says why.</exception>
    public Cortex<T> Build<T>(int lanes, ulong seed, WorkerTeam? team = null, InstructionSet? set = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(lanes);
        var cortex = new Cortex<T>(this, lanes, team, set);
        CortexInitialization.AsPublished(cortex, new RandomStreams(seed));
        return cortex;
    }

    private void Check(int lanes)
    {
        if (lanes < 2)
            throw new ArgumentException($"A cortex needs at least two images side by side, because the latents are regularised over the batch; {lanes} were asked for.");
        if (ImageSize < 16 || ImageSize % 8 != 0)
            throw new ArgumentException($"Images must be at least 16 pixels high and wide, in steps of 8, to be halved three times; {ImageSize} were asked for.");
        if (Channels < 1 || Width < 1 || Latents < 1 || Projections < 0)
            throw new ArgumentException($"Channels, width and latents must be 1 or more and projections 0 or more; they are {Channels}, {Width}, {Latents} and {Projections}.");
    }
}
