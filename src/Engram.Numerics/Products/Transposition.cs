using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engram.Numerics.Products;

/// <summary>Turns <c>[row, lane]</c> into <c>[lane, row]</c>. It only moves numbers, so there is one path for every vector width.</summary>
public static unsafe class Transposition
{
    /// <summary>destination[lane, row] = source[row, lane].</summary>
    /// <param name="source">The first row.</param>
    /// <param name="sourceStride">The distance between rows of <paramref name="source"/>; at least <paramref name="lanes"/> rounded up to 4.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="lanes">How many lanes.</param>
    /// <param name="destination">Where element [0, 0] goes.</param>
    /// <param name="destinationStride">The distance between lanes of <paramref name="destination"/>.</param>
    /// <typeparam name="T">The number.</typeparam>
    public static void Run<T>(T* source, nint sourceStride, int rows, int lanes, T* destination, nint destinationStride)
        where T : unmanaged
    {
        int blockRows = 0;
        if (sizeof(T) == 4 && Sse.IsSupported)
        {
            blockRows = rows & ~3;
            Blocks((float*)source, sourceStride, blockRows, lanes, (float*)destination, destinationStride);
        }

        for (int row = blockRows; row < rows; row++)
        {
            T* from = source + (row * sourceStride);
            T* to = destination + row;
            for (int lane = 0; lane < lanes; lane++, to += destinationStride)
                *to = from[lane];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks(float* source, nint sourceStride, int rows, int lanes, float* destination, nint destinationStride)
    {
        int blockLanes = lanes & ~3;
        for (int row = 0; row < rows; row += 4)
        {
            float* from = source + (row * sourceStride);
            float* to = destination + row;
            int lane = 0;
            for (; lane < blockLanes; lane += 4)
            {
                Vector128<float> a = Vector128.Load(from + lane);
                Vector128<float> b = Vector128.Load(from + sourceStride + lane);
                Vector128<float> c = Vector128.Load(from + (2 * sourceStride) + lane);
                Vector128<float> d = Vector128.Load(from + (3 * sourceStride) + lane);
                Vector128<float> lowAB = Sse.UnpackLow(a, b);
                Vector128<float> lowCD = Sse.UnpackLow(c, d);
                Vector128<float> highAB = Sse.UnpackHigh(a, b);
                Vector128<float> highCD = Sse.UnpackHigh(c, d);
                Sse.MoveLowToHigh(lowAB, lowCD).Store(to);
                Sse.MoveHighToLow(lowCD, lowAB).Store(to + destinationStride);
                Sse.MoveLowToHigh(highAB, highCD).Store(to + (2 * destinationStride));
                Sse.MoveHighToLow(highCD, highAB).Store(to + (3 * destinationStride));
                to += 4 * destinationStride;
            }

            for (; lane < lanes; lane++, to += destinationStride)
            {
                for (int k = 0; k < 4; k++)
                    to[k] = from[(k * sourceStride) + lane];
            }
        }
    }
}
