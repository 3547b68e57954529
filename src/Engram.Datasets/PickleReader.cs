namespace Engram.Datasets;

/// <summary>
/// Reads the one kind of Python pickle that data sets come in: a dictionary from names to NumPy arrays, possibly with dictionaries of the
/// same kind inside. It loads no classes and runs no code.
/// </summary>
/// <remarks>
/// Of the pickle language (protocols 2 to 5; Python, "pickletools") it knows the instructions that build dictionaries, tuples, texts,
/// numbers and bytes, and of all Python names just three: NumPy's <c>_reconstruct</c>, <c>ndarray</c> and <c>dtype</c>. Everything else is
/// an error that says so. Element types as in <see cref="NpyReader"/>.
/// </remarks>
public static class PickleReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">The longest file that is taken; 1 GiB unless told otherwise.</param>
    /// <returns>The arrays in the order of the file. An array in an inner dictionary is named <c>outer/inner</c>.</returns>
    /// <exception cref="DatasetException">The file is missing, unreadable, damaged, too large, or holds something else.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive or beyond the longest array.</exception>
    public static IReadOnlyDictionary<string, NumericArray> Read(string path, long maximumBytes = DatasetFile.DefaultMaximumBytes) =>
        DatasetFile.Read(path, file => Read(file, path, maximumBytes));

    /// <summary>Reads from the present position of a stream to its end.</summary>
    /// <param name="stream">A stream that knows its length.</param>
    /// <param name="name">What to call the stream in messages.</param>
    /// <param name="maximumBytes">The longest content that is taken; 1 GiB unless told otherwise.</param>
    /// <returns>The arrays in the order of the content. An array in an inner dictionary is named <c>outer/inner</c>.</returns>
    /// <exception cref="DatasetException">The content is damaged, too large, or something else.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not positive or beyond the longest array.</exception>
    public static IReadOnlyDictionary<string, NumericArray> Read(
        Stream stream, string name, long maximumBytes = DatasetFile.DefaultMaximumBytes)
    {
        DatasetFile.CheckLimit(maximumBytes);
        var length = DatasetFile.BytesLeft(stream, name);
        if (length > maximumBytes)
        {
            throw new DatasetException(
                name,
                null,
                $"The pickle has {length} bytes, more than the limit of {maximumBytes}.",
                "Raise the limit or save NPY files instead.");
        }

        // The arrays keep pointing into this block: no second copy is made.
        var content = new byte[length];
        stream.ReadExactly(content);
        var root = new PickleMachine(content, name).Run();

        var arrays = new OrderedDictionary<string, NumericArray>(StringComparer.Ordinal);
        var visits = 0;
        Gather(root, "", depth: 0, name, arrays, ref visits);
        return arrays;
    }

    /// <summary>
    /// Walks through the dictionaries. A pickle can make one that holds itself, or doubles at every level: hence the bounds.
    /// </summary>
    private static void Gather(
        PickledDictionary from, string prefix, int depth, string name, OrderedDictionary<string, NumericArray> arrays, ref int visits)
    {
        const int deepest = 4;
        const int mostVisits = 10_000;
        if (depth > deepest)
            throw Unfit(name, $"Dictionaries stand more than {deepest} levels inside each other.");

        foreach (var (key, value) in from.Entries)
        {
            if (++visits > mostVisits)
                throw Unfit(name, $"There are more than {mostVisits} entries.");

            var path = prefix + key;
            switch (value)
            {
                case PickledDictionary inner:
                    Gather(inner, path + "/", depth + 1, name, arrays, ref visits);
                    break;
                case PickledArray { Content: { } content }:
                    if (!arrays.TryAdd(path, content))
                        throw Unfit(name, $"Two arrays have the name {DatasetFile.Quote(path)}.");
                    break;
                default:
                    throw Unfit(name, $"The entry {DatasetFile.Quote(path)} is no NumPy array.");
            }
        }
    }

    private static DatasetException Unfit(string name, string problem) =>
        new(name, null, problem, "A dictionary of NumPy arrays was expected: save one, or NPY files.");
}
