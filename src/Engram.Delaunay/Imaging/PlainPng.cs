using System.Buffers.Binary;
using System.IO.Compression;

namespace Engram.Delaunay.Imaging;

/// <summary>Writes PNG files of any colour type and depth from their packed rows: what Skia does not write.</summary>
internal static class PlainPng
{
    private static readonly (int X, int Y, int StepX, int StepY)[] Passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>A picture of 16 bits a channel: each byte twice, so that reducing it gives the picture again.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="chunks">Whole chunks to put behind the header.</param>
    public static byte[] Deep(RgbImage image, byte[] chunks) =>
        Encode(image.Width, image.Height, 16, 2, (x, y, channel) => image.Row(y)[(3 * x) + channel] * 257, chunks);

    /// <summary>Writes a file.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="depth">1, 2, 4, 8 or 16 bits.</param>
    /// <param name="colourType">0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha.</param>
    /// <param name="sample">The value at a place (x, y, channel).</param>
    /// <param name="chunks">Whole chunks to put behind the header: a palette, transparency, text.</param>
    /// <param name="interlaced">Whether to write the seven passes.</param>
    public static byte[] Encode(int width, int height, int depth, int colourType, Func<int, int, int, int> sample, byte[] chunks, bool interlaced = false)
    {
        var channels = colourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        using var raw = new MemoryStream();
        using (var packer = new ZLibStream(raw, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var (left, top, stepX, stepY) in interlaced ? Passes : [(0, 0, 1, 1)])
            {
                var columns = (width - left + stepX - 1) / stepX;
                for (var y = top; y < height && columns > 0; y += stepY)
                {
                    var row = new byte[1 + (((columns * channels * depth) + 7) / 8)];
                    for (var at = 0; at < columns * channels; at++) Put(row.AsSpan(1), at, depth, sample(left + (at / channels * stepX), y, at % channels));
                    packer.Write(row);
                }
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colourType, interlaced ? (byte)1 : (byte)0);
        return
        [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A,
            .. ImageEncoder.Chunk("IHDR"u8, header), .. chunks, .. ImageEncoder.Chunk("IDAT"u8, raw.ToArray()), .. ImageEncoder.Chunk("IEND"u8, []),
        ];
    }

    private static void Put(Span<byte> row, int at, int depth, int value)
    {
        if (depth == 16) BinaryPrimitives.WriteUInt16BigEndian(row[(2 * at)..], (ushort)value);
        else row[at * depth / 8] |= (byte)(value << (8 - depth - (at * depth % 8)));
    }
}
