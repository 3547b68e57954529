using System.Buffers.Binary;

namespace Engram.Delaunay.Imaging;

/// <summary>
/// Writes JPEG files of any kind that the decoder must read and that Skia does not write: four components, any subsampling, restart markers,
/// several scans. Its Huffman codes all have one length, so files are larger than need be and the writer is short.
/// </summary>
/// <param name="width">Pixels in a row, 1 to 65,500.</param>
/// <param name="height">Rows, 1 to 65,500.</param>
/// <param name="planes">1, 3 or 4 components.</param>
internal sealed class PlainJpeg(int width, int height, IReadOnlyList<JpegPlane> planes)
{
    private static readonly byte[] ZigZag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23,
        30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    private static readonly float[,] Cosines = MakeCosines();

    private readonly List<byte> _file = [];
    private readonly int _most = planes.Max(static plane => plane.Horizontal);
    private readonly int _tallest = planes.Max(static plane => plane.Vertical);
    private uint _bits;
    private int _held;

    /// <summary>The step of quantisation for all coefficients, 1 to 255.</summary>
    public int Step { get; init; } = 2;

    /// <summary>The transform that an Adobe marker claims (0 none, 1 YCbCr, 2 YCCK); null for no marker.</summary>
    public byte? AdobeTransform { get; init; }

    /// <summary>Minimum coded units between restart markers; 0 for none.</summary>
    public int RestartInterval { get; init; }

    /// <summary>Several scans: constants first, then the rest of each component (spectral selection).</summary>
    public bool IsProgressive { get; init; }

    /// <summary>Segments to write behind the start marker, whole, markers included.</summary>
    public byte[] Extra { get; init; } = [];

    /// <summary>A picture of inverted CMYK with an Adobe marker, as picture editors write it.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="extra">Segments to put in front, such as a comment.</param>
    public static byte[] Cmyk(RgbImage image, byte[] extra)
    {
        var ink = new byte[image.Width * image.Height * 4];
        for (var pixel = 0; pixel < image.Width * image.Height; pixel++)
        {
            var rgb = image.Pixels.Slice(3 * pixel, 3);
            var light = Math.Max(rgb[0], Math.Max(rgb[1], rgb[2]));
            // Inverted: 255 is no ink, so that channel · black / 255 is the colour again.
            for (var channel = 0; channel < 3; channel++) ink[(4 * pixel) + channel] = light == 0 ? (byte)255 : (byte)(((rgb[channel] * 255) + (light / 2)) / light);
            ink[(4 * pixel) + 3] = light;
        }

        byte At(int x, int y, int channel) => ink[(((Math.Min(y, image.Height - 1) * image.Width) + Math.Min(x, image.Width - 1)) * 4) + channel];
        return new PlainJpeg(image.Width, image.Height, [.. Enumerable.Range(0, 4).Select(channel => new JpegPlane((x, y) => At(x, y, channel)))]) { AdobeTransform = 0, Extra = extra }.Encode();
    }

    /// <summary>The file.</summary>
    public byte[] Encode()
    {
        _file.AddRange([0xFF, 0xD8]);
        _file.AddRange(Extra);
        if (AdobeTransform is { } transform) Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);
        Segment(0xDB, [0, .. Enumerable.Repeat((byte)Step, 64)]);
        var frame = new byte[6 + (3 * planes.Count)];
        frame[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(3), (ushort)width);
        frame[5] = (byte)planes.Count;
        for (var plane = 0; plane < planes.Count; plane++)
            (frame[6 + (3 * plane)], frame[7 + (3 * plane)]) = ((byte)(plane + 1), (byte)((planes[plane].Horizontal << 4) | planes[plane].Vertical));
        Segment(IsProgressive ? (byte)0xC2 : (byte)0xC0, frame);
        // Twelve constants of four bits, and every symbol of eight bits but the last, which must not be all ones.
        Segment(0xC4, [0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Range(0, 12).Select(static size => (byte)size)]);
        Segment(0xC4, [0x10, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Range(0, 255).Select(static symbol => (byte)symbol)]);
        if (RestartInterval > 0) Segment(0xDD, [(byte)(RestartInterval >> 8), (byte)RestartInterval]);
        var all = Enumerable.Range(0, planes.Count).ToArray();
        if (IsProgressive)
        {
            Scan(all, 0, 0);
            foreach (var plane in all) Scan([plane], 1, 63);
        }
        else
        {
            Scan(all, 0, 63);
        }

        _file.AddRange([0xFF, 0xD9]);
        return [.. _file];
    }

    private static float[,] MakeCosines()
    {
        var table = new float[8, 8];
        for (var frequency = 0; frequency < 8; frequency++)
        {
            for (var place = 0; place < 8; place++)
                table[frequency, place] = (float)(Math.Cos(((2 * place) + 1) * frequency * Math.PI / 16) * (frequency == 0 ? Math.Sqrt(0.125) : 0.5));
        }

        return table;
    }

    private void Segment(byte marker, ReadOnlySpan<byte> body)
    {
        _file.AddRange([0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2)]);
        _file.AddRange(body);
    }

    private void Scan(int[] components, int first, int last)
    {
        Segment(0xDA, [(byte)components.Length, .. components.SelectMany(static plane => new byte[] { (byte)(plane + 1), 0 }), (byte)first, (byte)last, 0]);
        var before = new int[planes.Count];
        var isSingle = components.Length == 1;
        // A scan of one component has its own blocks only, none of the padding to whole units.
        var (across, down) = isSingle
            ? (Blocks(width, planes[components[0]].Horizontal, _most), Blocks(height, planes[components[0]].Vertical, _tallest))
            : (Blocks(width, 1, _most), Blocks(height, 1, _tallest));
        for (var unit = 0; unit < across * down; unit++)
        {
            if (RestartInterval > 0 && unit > 0 && unit % RestartInterval == 0)
            {
                Flush();
                _file.AddRange([0xFF, (byte)(0xD0 + (((unit / RestartInterval) - 1) % 8))]);
                Array.Clear(before);
            }

            foreach (var component in components)
            {
                var plane = planes[component];
                var (h, v) = isSingle ? (1, 1) : (plane.Horizontal, plane.Vertical);
                for (var block = 0; block < h * v; block++)
                {
                    var (column, row) = ((unit % across * h) + (block % h), (unit / across * v) + (block / h));
                    Block(plane, column * 8, row * 8, ref before[component], first, last);
                }
            }
        }

        Flush();
    }

    /// <summary>Blocks of 8 samples, where a component has <paramref name="factor"/> samples for each <paramref name="most"/> pixels.</summary>
    private static int Blocks(int length, int factor, int most) => ((((length * factor) + most - 1) / most) + 7) / 8;

    private void Block(JpegPlane plane, int left, int top, ref int before, int first, int last)
    {
        Span<float> rows = stackalloc float[64];
        Span<int> coefficients = stackalloc int[64];
        for (var y = 0; y < 8; y++)
        {
            for (var frequency = 0; frequency < 8; frequency++)
            {
                float sum = 0;
                for (var x = 0; x < 8; x++) sum += (plane.Samples(left + x, top + y) - 128) * Cosines[frequency, x];
                rows[(y * 8) + frequency] = sum;
            }
        }

        for (var at = 0; at < 64; at++)
        {
            float sum = 0;
            for (var y = 0; y < 8; y++) sum += rows[(y * 8) + (at % 8)] * Cosines[at / 8, y];
            coefficients[at] = (int)MathF.Round(sum / Step);
        }

        if (first == 0)
        {
            var difference = coefficients[0] - before;
            before = coefficients[0];
            var size = Size(difference);
            Put((uint)size, 4);
            PutValue(difference, size);
        }

        if (last == 0) return;
        var zeros = 0;
        for (var at = 1; at < 64; at++)
        {
            var value = coefficients[ZigZag[at]];
            if (value == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15; zeros -= 16) Put(0xF0, 8);
            var size = Size(value);
            Put((uint)((zeros << 4) | size), 8);
            PutValue(value, size);
            zeros = 0;
        }

        if (zeros > 0) Put(0, 8);
    }

    private static int Size(int value) => 32 - int.LeadingZeroCount(Math.Abs(value));

    private void PutValue(int value, int size) => Put((uint)(value < 0 ? value - 1 : value) & ((1u << size) - 1), size);

    private void Put(uint value, int count)
    {
        _bits = (_bits << count) | value;
        for (_held += count; _held >= 8; _held -= 8) PutByte((byte)(_bits >> (_held - 8)));
    }

    private void Flush()
    {
        if (_held > 0) Put((1u << (8 - _held)) - 1, 8 - _held);
    }

    private void PutByte(byte value)
    {
        _file.Add(value);
        if (value == 0xFF) _file.Add(0);
    }
}
