using System.Text;

namespace Engram.Datasets;

/// <summary>
/// The text header of an NPY file: a Python dictionary with exactly the keys <c>descr</c>, <c>fortran_order</c> and <c>shape</c>
/// (NumPy, "numpy.lib.format").
/// </summary>
internal readonly record struct NpyHeader(NumericType Type, int[] Shape)
{
    internal static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The whole head of a version 1.0 file, padded with blanks so that the values start at a multiple of 64 bytes.</summary>
    internal byte[] ToBytes()
    {
        var text = $"{{'descr': '{NumericTypes.Description(Type)}', 'fortran_order': False, 'shape': {NumericTypes.ShapeText(Shape)}, }}";
        const int before = 10; // magic 6, version 2, length 2
        var total = (before + text.Length + 1 + 63) / 64 * 64;
        var bytes = new byte[total];
        Magic.CopyTo(bytes);
        bytes[6] = 1;
        bytes[8] = (byte)((total - before) & 0xFF);
        bytes[9] = (byte)((total - before) >> 8);
        bytes.AsSpan(before).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(before));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    /// <summary>Reads the dictionary.</summary>
    /// <param name="text">The header without magic, version and length.</param>
    /// <param name="name">The file, for messages.</param>
    /// <param name="start">The byte of the file at which <paramref name="text"/> begins, for messages.</param>
    internal static NpyHeader Parse(ReadOnlySpan<byte> text, string name, long start)
    {
        var cursor = new Cursor(text, name, start);
        NumericType? type = null;
        bool? fortranOrder = null;
        int[]? shape = null;
        var orderAt = 0;

        cursor.Expect('{');
        while (!cursor.TryTake('}'))
        {
            var keyAt = cursor.Position;
            var key = cursor.QuotedText();
            cursor.Expect(':');
            switch (key)
            {
                case "descr" when type is null:
                    type = cursor.NumericType();
                    break;
                case "fortran_order" when fortranOrder is null:
                    orderAt = cursor.Position;
                    fortranOrder = cursor.Boolean();
                    break;
                case "shape" when shape is null:
                    shape = cursor.Shape();
                    break;
                default:
                    throw cursor.Error(
                        keyAt,
                        $"The header has the key {DatasetFile.Quote(key)}; descr, fortran_order and shape were expected, once each.");
            }

            if (!cursor.TryTake(','))
            {
                cursor.Expect('}');
                break;
            }
        }

        cursor.ExpectOnlyBlanks();
        if (type is null || fortranOrder is null || shape is null)
            throw cursor.Error(0, "The header lacks one of the keys descr, fortran_order and shape.");
        if (fortranOrder.Value && shape.Length > 1)
        {
            throw new DatasetException(
                name,
                start + orderAt,
                "The values are stored column by column (fortran_order is True); row by row was expected.",
                "Save the array again after numpy.ascontiguousarray.");
        }

        return new NpyHeader(type.Value, shape);
    }

    /// <summary>Walks over the few Python literals that a header may hold.</summary>
    private ref struct Cursor(ReadOnlySpan<byte> text, string name, long start)
    {
        private readonly ReadOnlySpan<byte> _text = text;
        private int _at = 0;

        internal int Position
        {
            get
            {
                SkipBlanks();
                return _at;
            }
        }

        internal readonly DatasetException Error(int at, string problem) =>
            new(name, start + at, problem, "The file is damaged or not an NPY file: save the array again with numpy.save.");

        internal bool TryTake(char wanted)
        {
            SkipBlanks();
            if (_at >= _text.Length || _text[_at] != wanted)
                return false;
            _at++;
            return true;
        }

        internal void Expect(char wanted)
        {
            if (!TryTake(wanted))
                throw Error(_at, $"{Found()} stands where '{wanted}' was expected in the header.");
        }

        internal string QuotedText()
        {
            SkipBlanks();
            if (_at >= _text.Length || _text[_at] is not ((byte)'\'' or (byte)'"'))
                throw Error(_at, $"{Found()} stands where a quoted text was expected in the header.");

            var length = _text[(_at + 1)..].IndexOf(_text[_at]);
            if (length < 0)
                throw Error(_at, "A quoted text in the header has no end.");

            var quoted = Encoding.Latin1.GetString(_text.Slice(_at + 1, length));
            _at += length + 2;
            return quoted;
        }

        internal NumericType NumericType()
        {
            SkipBlanks();
            var at = _at;
            if (_at < _text.Length && _text[_at] == '[')
            {
                throw new DatasetException(
                    name,
                    start + at,
                    "The array has named fields; plain numbers were expected.",
                    "Save every field as an array of its own.");
            }

            var description = QuotedText();
            return NumericTypes.FromDescription(description) ?? throw new DatasetException(
                name,
                start + at,
                $"The values are of type {DatasetFile.Quote(description)}; <f4, <f8, <i4, <i8 or |u1 was expected.",
                "Convert the array with astype before saving it.");
        }

        internal bool Boolean()
        {
            if (TryTakeWord("False"u8))
                return false;
            if (TryTakeWord("True"u8))
                return true;
            throw Error(_at, $"{Found()} stands where True or False was expected in the header.");
        }

        internal int[] Shape()
        {
            var axes = new List<int>();
            Expect('(');
            while (!TryTake(')'))
            {
                axes.Add(AxisLength());
                if (axes.Count > NumericTypes.MaximumAxes)
                    throw Error(_at, $"The shape has more than {NumericTypes.MaximumAxes} axes.");
                if (!TryTake(','))
                {
                    if (axes.Count == 1)
                        throw Error(_at, $"{Found()} stands where ',' was expected after the only axis of the shape.");
                    Expect(')');
                    break;
                }
            }

            return [.. axes];
        }

        internal void ExpectOnlyBlanks()
        {
            SkipBlanks();
            if (_at < _text.Length)
                throw Error(_at, $"{Found()} follows the end of the header's dictionary.");
        }

        private int AxisLength()
        {
            SkipBlanks();
            var at = _at;
            long length = 0;
            while (_at < _text.Length && _text[_at] is >= (byte)'0' and <= (byte)'9')
            {
                length = (10 * length) + (_text[_at++] - '0');
                if (length > int.MaxValue)
                    throw Error(at, $"An axis is longer than {int.MaxValue}.");
            }

            return _at > at ? (int)length : throw Error(at, $"{Found()} stands where the length of an axis was expected.");
        }

        private bool TryTakeWord(ReadOnlySpan<byte> word)
        {
            SkipBlanks();
            if (!_text[_at..].StartsWith(word))
                return false;
            _at += word.Length;
            return true;
        }

        private void SkipBlanks()
        {
            while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                _at++;
        }

        private readonly string Found() =>
            _at < _text.Length ? DatasetFile.Quote([(char)_text[_at]]) : "The end";
    }
}
