using System.Text;

namespace Engram.Datasets;

/// <summary>
/// Reads a tar archive (POSIX ustar, and the long names of GNU and pax) from start to end, without unpacking anything to the disk. An entry
/// that would leave the folder, a link in the place of a file, and a name that comes twice are refused.
/// </summary>
internal sealed class TarArchive(ContentStream content, int mostEntries = TarArchive.MostEntries)
{
    private const int BlockLength = 512;
    private const int LongestName = 1 << 16;
    private const int MostEntries = 100_000;
    private const string Remedy = "The archive is damaged or not the official one: fetch it again.";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly byte[] _block = new byte[BlockLength];

    /// <summary>Visits every file in the archive that is wanted.</summary>
    /// <param name="isWanted">Says by its name whether a file is wanted.</param>
    /// <param name="visit">
    /// Takes the name and the content. What it leaves unread is passed over.
    /// </param>
    internal void Visit(Func<string, bool> isWanted, Action<string, ContentStream> visit)
    {
        string? longName = null;
        for (var entries = 0; ReadHead() is { } head; entries++)
        {
            if (entries == mostEntries)
                throw Refused(head.At, $"It has more than {mostEntries} entries.");
            switch (head.Kind)
            {
                case 'L':
                    longName = Encoding.UTF8.GetString(ReadText(head)).TrimEnd('\0');
                    continue;
                case 'x':
                    longName = PaxPath(Encoding.UTF8.GetString(ReadText(head))) ?? longName;
                    continue;
                case 'g' or 'K':
                    ReadText(head);
                    continue;
            }

            var name = CheckedName(longName ?? head.Name, head.At);
            longName = null;
            if (head.Kind is not ('0' or '\0' or '7'))
            {
                if (isWanted(name))
                    throw Refused(head.At, $"{DatasetFile.Quote(name)} is not a file in it, but an entry of kind {Shown(head.Kind)}.");
                Skip(Padded(head.Length), head);
                continue;
            }

            if (!isWanted(name))
            {
                Skip(Padded(head.Length), head);
                continue;
            }

            if (!_names.Add(name))
                throw Refused(head.At, $"{DatasetFile.Quote(name)} is in it twice.");
            if (head.Length > content.MostBytesLeft)
                throw Refused(head.At, $"{DatasetFile.Quote(name)} is said to have {head.Length} bytes, more than the archive can hold: it is cut short or damaged.");
            var end = content.Position + Padded(head.Length);
            using (var entry = new ContentStream(content, head.Length, $"{content.Name}, {name}", leaveOpen: true))
                visit(name, entry);
            Skip(end - content.Position, head);
        }
    }

    private Head? ReadHead()
    {
        var at = content.Position;
        var found = content.ReadAtLeast(_block, BlockLength, throwOnEndOfStream: false);
        if (found < BlockLength)
            throw Refused(at, $"The archive is cut short: an entry or the two empty blocks of its end were expected, {found} bytes were found.");
        if (!_block.AsSpan().ContainsAnyExcept((byte)0))
        {
            CheckEnd();
            return null;
        }

        var sum = 0;
        for (var i = 0; i < BlockLength; i++)
            sum += i is >= 148 and < 156 ? ' ' : _block[i];
        if (Number(_block.AsSpan(148, 8)) != sum)
            throw Refused(at, "No entry of a tar archive starts here: its checksum does not fit.");
        if (Number(_block.AsSpan(124, 12)) is not { } length)
            throw Refused(at, "The length of an entry is not a number.");

        var name = Text(_block.AsSpan(0, 100));
        var prefix = _block.AsSpan(257, 6).SequenceEqual("ustar\0"u8) ? Text(_block.AsSpan(345, 155)) : "";
        return new Head(at, prefix.Length > 0 ? $"{prefix}/{name}" : name, length, (char)_block[156]);
    }

    /// <summary>Only empty blocks may follow the first one; writers pad their archives to 10 KiB and more.</summary>
    private void CheckEnd()
    {
        for (var at = content.Position; ; at = content.Position)
        {
            var found = content.ReadAtLeast(_block, BlockLength, throwOnEndOfStream: false);
            if (found == 0)
                return;
            if (_block.AsSpan(0, found).ContainsAnyExcept((byte)0))
                throw Refused(at, "Foreign bytes follow the end of the archive.");
        }
    }

    private byte[] ReadText(Head head)
    {
        if (head.Length > LongestName)
            throw Refused(head.At, $"A name in it has {head.Length} bytes; at most {LongestName} were expected.");
        var text = new byte[head.Length];
        content.Take(text, "a long name");
        Skip(Padded(head.Length) - head.Length, head);
        return text;
    }

    private void Skip(long count, Head head)
    {
        while (count > 0)
        {
            var found = content.Read(_block.AsSpan(0, (int)Math.Min(count, BlockLength)));
            if (found == 0)
                throw Refused(head.At, $"The archive is cut short: it ends within {DatasetFile.Quote(head.Name)}, {count} bytes before its end.");
            count -= found;
        }
    }

    private string CheckedName(string name, long at)
    {
        var plain = name.Replace('\\', '/');
        if (plain.StartsWith('/') || plain.Split('/').Contains("..") || (plain.Length > 1 && plain[1] == ':'))
            throw Refused(at, $"The entry {DatasetFile.Quote(name)} leads out of the folder.");
        return plain.StartsWith("./", StringComparison.Ordinal) ? plain[2..] : plain;
    }

    private DatasetException Refused(long at, string problem) => new(content.Name, at, problem, Remedy);

    private static long Padded(long length) => (length + BlockLength - 1) / BlockLength * BlockLength;

    private static string Shown(char kind) => kind switch { '1' or '2' => "link", '5' => "folder", _ => DatasetFile.Quote([kind]) };

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    /// <summary>A number in octal digits, or in base 256 where the first bit is set; none where it is neither or beyond 8 EiB.</summary>
    private static long? Number(ReadOnlySpan<byte> field)
    {
        ulong number = 0;
        if ((field[0] & 0x80) != 0)
        {
            foreach (var digit in field[1..])
            {
                if (number >> 48 != 0)
                    return null;
                number = (number << 8) | digit;
            }

            return field[0] == 0x80 ? (long)number : null;
        }

        var digits = field.Trim(" \0"u8);
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7')
                return null;
            number = (number << 3) | (uint)(digit - '0');
        }

        return digits.IsEmpty ? null : (long)number;
    }

    /// <summary>The path in a pax header, whose lines are <c>LENGTH KEY=VALUE</c>.</summary>
    private static string? PaxPath(string records)
    {
        string? path = null;
        foreach (var line in records.Split('\n'))
        {
            var key = line.IndexOf(" path=", StringComparison.Ordinal);
            if (key > 0 && !line.AsSpan(0, key).ContainsAnyExceptInRange('0', '9'))
                path = line[(key + " path=".Length)..];
        }

        return path;
    }

    private readonly record struct Head(long At, string Name, long Length, char Kind);
}
