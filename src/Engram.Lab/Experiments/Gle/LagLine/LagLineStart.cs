using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.LagLine;

/// <summary>
/// Where a student begins, and how the lanes' inputs are shifted, drawn as the authors' program did (specification 5.6): four numbers are thrown
/// away, then come τm₀, τm₁, w₀, w₁, uniform from 0 to 1, then the shifts.
/// </summary>
internal sealed record LagLineStart(double FirstWeight, double SecondWeight, double FirstTime, double SecondTime, int[] Shifts)
{
    internal static LagLineStart Draw(ulong seed, int lanes)
    {
        if (seed > uint.MaxValue)
            throw new UsageException($"The seed {seed} is too large for the published first values, whose generator takes seeds up to {uint.MaxValue}: choose a smaller one.");
        var twister = new MersenneTwister((uint)seed);
        for (int discarded = 0; discarded < 4; discarded++)
            twister.NextUInt32();
        double firstTime = twister.NextSingle24(), secondTime = twister.NextSingle24();
        double firstWeight = twister.NextSingle24(), secondWeight = twister.NextSingle24();
        int[] shifts = [.. Enumerable.Range(0, lanes).Select(_ => (int)(twister.NextUInt32() % LagLineInput.ShiftCount))];
        return new LagLineStart(firstWeight, secondWeight, firstTime, secondTime, shifts);
    }

    internal ChainParameters Student() => new(FirstWeight, SecondWeight, Math.Max(FirstTime, LagLineSettings.TimeStep), Math.Max(SecondTime, LagLineSettings.TimeStep));
}
