namespace Engram.Datasets;

/// <summary>Finds, checks and prepares the files of the frozen MNIST-1D set.</summary>
internal static class Mnist1DFrozen
{
    private const int TrainingCount = 4000;
    private const int TestCount = 1000;
    private const int FrozenSteps = 40;
    private const int NativeSteps = 72;

    // All files together have 4.7 MB; nothing here is ever this large.
    private const long MaximumBytes = 64L << 20;

    private const string PickleName = "mnist1d_data.pkl";

    private const string Remedy = "Name the folder with the official x.npy, y.npy, x_test.npy and y_test.npy, or with " + PickleName + ".";

    internal static DatasetSplit Read(string path, int steps)
    {
        var isFolder = Directory.Exists(path);
        var arrays = new Source(isFolder ? path : null, isFolder ? Path.Combine(path, PickleName) : path);
        int[] labels = [.. arrays.Labels("y", TrainingCount), .. arrays.Labels("y_test", TestCount)];

        var native = isFolder ? Path.Combine(path, "native72") : "";
        if (steps != FrozenSteps && Directory.Exists(native))
        {
            var folder = new Source(native, null);
            double[] signals = [.. folder.Signals("x", TrainingCount, NativeSteps), .. folder.Signals("x_test", TestCount, NativeSteps)];
            return Mnist1D.Standardised(
                LinearResampling.ResampleRows(signals, NativeSteps, steps),
                labels,
                steps,
                TrainingCount,
                $"read the frozen set at its native {NativeSteps} points; resampled linearly to {steps}");
        }

        double[] frozen = [.. arrays.Signals("x", TrainingCount, FrozenSteps), .. arrays.Signals("x_test", TestCount, FrozenSteps)];
        return steps == FrozenSteps
            ? Mnist1D.Divided(frozen, labels, steps, TrainingCount, $"read the frozen set at {FrozenSteps} points as it is", null)
            : Mnist1D.Standardised(
                LinearResampling.ResampleRows(frozen, FrozenSteps, steps),
                labels,
                steps,
                TrainingCount,
                $"read the frozen set at {FrozenSteps} points; resampled linearly to {steps}, " +
                $"without the detail finer than {FrozenSteps} points");
    }

    /// <summary>Arrays by their official names: single files first, then the entries of the pickle.</summary>
    private sealed class Source(string? folder, string? pickle)
    {
        private IReadOnlyDictionary<string, NumericArray>? _pickled;

        internal double[] Signals(string entry, int rows, int columns)
        {
            var (array, place) = Find(entry);
            if (array.IsInteger || array.Shape is not [var foundRows, var foundColumns] || foundRows != rows || foundColumns != columns)
            {
                throw new DatasetException(
                    place,
                    null,
                    $"It holds {array.Type} of shape {array.ShapeText}; signals of shape ({rows}, {columns}) were expected.",
                    Remedy);
            }

            var values = array.ToDoubles();
            var bad = Array.FindIndex(values, value => !double.IsFinite(value));
            return bad < 0 ? values : throw new DatasetException(
                place, null, $"Point {bad % columns} of sample {bad / columns} is {values[bad]}; finite numbers were expected.", Remedy);
        }

        internal int[] Labels(string entry, int count)
        {
            var (array, place) = Find(entry);
            if (!array.IsInteger || array.Shape is not [var found] || found != count)
            {
                throw new DatasetException(
                    place,
                    null,
                    $"It holds {array.Type} of shape {array.ShapeText}; whole-number labels of shape ({count},) were expected.",
                    Remedy);
            }

            var labels = array.ToInt64s();
            var bad = Array.FindIndex(labels, label => label is < 0 or >= Mnist1DTemplates.Digits);
            return bad < 0 ? Array.ConvertAll(labels, label => (int)label) : throw new DatasetException(
                place, null, $"The label of sample {bad} is {labels[bad]}; a digit 0 … 9 was expected.", Remedy);
        }

        private (NumericArray Array, string Place) Find(string entry)
        {
            if (folder is not null)
            {
                var file = Path.Combine(folder, entry + ".npy");
                if (File.Exists(file))
                    return (NpyReader.Read(file, MaximumBytes), file);
            }

            if (pickle is null || (folder is not null && !File.Exists(pickle)))
            {
                throw new DatasetException(
                    folder ?? "",
                    null,
                    pickle is null ? $"{entry}.npy is not in this folder." : $"Neither {entry}.npy nor {PickleName} is in this folder.",
                    Remedy);
            }

            _pickled ??= PickleReader.Read(pickle, MaximumBytes);
            return _pickled.TryGetValue(entry, out var array)
                ? (array, $"{pickle}, entry '{entry}'")
                : throw new DatasetException(pickle, null, $"The pickle has no entry '{entry}'.", Remedy);
        }
    }
}
