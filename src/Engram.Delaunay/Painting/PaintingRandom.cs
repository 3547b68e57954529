using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Engram.Numerics;

namespace Engram.Delaunay.Painting;

/// <summary>
/// The random numbers of one purpose of one picture: xoshiro256** (Blackman and Vigna), started by SplitMix64 from the first eight bytes (most significant
/// first) of the SHA-256 of <c>seed|role|k|i</c>. Pictures can therefore be made in any order and at once. Not for several threads.
/// </summary>
public sealed class PaintingRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">The root seed.</param>
    /// <param name="role">What the numbers are for.</param>
    /// <param name="k">The style or family.</param>
    /// <param name="i">The picture.</param>
    public PaintingRandom(ulong seed, string role, int k, int i)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}|{role}|{k}|{i}"));
        var state = BinaryPrimitives.ReadUInt64BigEndian(hash);
        (_a, _b, _c, _d) = (Split(ref state), Split(ref state), Split(ref state), Split(ref state));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
            var t = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= t;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }
    }

    /// <summary>A number strictly between 0 and 1.</summary>
    public double NextUniform() => ((NextUInt64() >> 11) + 0.5) / (1L << 53);

    /// <summary>A number between two others.</summary>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    public double NextUniform(double low, double high) => low + ((high - low) * NextUniform());

    /// <summary>A normal deviate of mean 0 and standard deviation 1, by the inverse distribution function.</summary>
    public double NextNormal() => NormalDistribution.Quantile(NextUniform());

    /// <summary>A whole number from 0 to below a bound.</summary>
    /// <param name="exclusive">At least 1.</param>
    public int NextBounded(int exclusive) => (int)(NextUniform() * exclusive);

    /// <summary>True with a probability.</summary>
    /// <param name="probability">From 0 to 1.</param>
    public bool NextChance(double probability) => NextUniform() < probability;

    /// <summary>An angle about 0 by the von Mises distribution (Best and Fisher 1979).</summary>
    /// <param name="concentration">Above 0; the larger, the nearer to 0.</param>
    /// <returns>Radians, −π to π.</returns>
    public double NextVonMises(double concentration)
    {
        var tau = 1 + Math.Sqrt(1 + (4 * concentration * concentration));
        var rho = (tau - Math.Sqrt(2 * tau)) / (2 * concentration);
        var r = (1 + (rho * rho)) / (2 * rho);
        while (true)
        {
            var z = Math.Cos(Math.PI * NextUniform());
            var f = (1 + (r * z)) / (r + z);
            var c = concentration * (r - f);
            var u = NextUniform();
            var angle = NextChance(0.5) ? Math.Acos(Math.Clamp(f, -1, 1)) : -Math.Acos(Math.Clamp(f, -1, 1));
            if ((c * (2 - c)) - u > 0 || Math.Log(c / u) + 1 - c >= 0) return angle;
        }
    }

    /// <summary>Brings items into random order.</summary>
    /// <param name="items">The items.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var at = items.Length - 1; at > 0; at--)
        {
            var other = NextBounded(at + 1);
            (items[at], items[other]) = (items[other], items[at]);
        }
    }

    private static ulong Split(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
