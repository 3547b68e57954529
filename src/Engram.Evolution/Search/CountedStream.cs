using Engram.Numerics;

namespace Engram.Evolution.Search;

/// <summary>
/// Random numbers for one purpose that depend on the seed, the generation and the individual alone, never on what was drawn before: a place
/// in one stream for each. So a search gives the same on any number of threads and after resuming.
/// </summary>
internal sealed class CountedStream(ulong seed, string purpose)
{
    // 64 bits of position: 26 for the generation, 16 for the individual, 22 for the words of one.
    public const int MaximumGenerations = 1 << 26;
    public const int MaximumIndividuals = 1 << 16;
    private const int IndividualShift = 22;
    private const int GenerationShift = 38;

    private readonly RandomStream _stream = new RandomStreams(seed).Named(purpose);

    public RandomStream At(long generation, int individual)
    {
        ulong wanted = ((ulong)generation << GenerationShift) | ((ulong)individual << IndividualShift);
        _stream.Skip(unchecked(wanted - _stream.State.Position));
        return _stream;
    }
}
