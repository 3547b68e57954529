using Engram.Numerics;

namespace Engram.Datasets.Tests;

/// <summary>Injures files.</summary>
internal static class Mutation
{
    internal static byte[] Noise(MersenneTwister random, byte[] start)
    {
        var noise = new byte[random.NextBounded(200)];
        foreach (ref var value in noise.AsSpan())
            value = (byte)random.NextUInt32();
        return [.. start, .. noise];
    }

    /// <summary>One to four injuries: a bit turned, a byte replaced, the end cut off, bytes added, a piece removed or doubled.</summary>
    internal static byte[] Damage(MersenneTwister random, byte[] valid)
    {
        List<byte> content = [.. valid];
        for (var injuries = 1 + random.NextBounded(3); injuries > 0 && content.Count > 0; injuries--)
        {
            var at = random.NextBounded(content.Count - 1);
            var length = Math.Min(1 + random.NextBounded(15), content.Count - at);
            switch (random.NextBounded(7))
            {
                case 0:
                    content.RemoveRange(at, content.Count - at);
                    break;
                case 1:
                    content.AddRange(Noise(random, []));
                    break;
                case 2:
                    content.RemoveRange(at, length);
                    break;
                case 3:
                    content.InsertRange(at, content.GetRange(at, length));
                    break;
                case 4:
                    content[at] = (byte)random.NextUInt32();
                    break;
                default:
                    content[at] ^= (byte)(1 << random.NextBounded(7));
                    break;
            }
        }

        return [.. content];
    }
}
