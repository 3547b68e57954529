using System.Text.Json;
using Engram.Lab;
using Engram.Numerics;

namespace Engram.Vision.Analysis;

/// <summary>What came of a training: the six items of the authors' result file under names (specification 2.6), and what figures need beside them.</summary>
internal sealed record ClassificationResult
{
    /// <summary>What the labels mean.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Pictures of each class in the whole set.</summary>
    public required IReadOnlyList<int> ClassSizes { get; init; }

    /// <summary>Wrong answers on training pictures after each epoch, %.</summary>
    public required IReadOnlyList<double> TrainingErrors { get; init; }

    /// <summary>Wrong answers on validation pictures after each epoch, %.</summary>
    public required IReadOnlyList<double> ValidationErrors { get; init; }

    /// <summary>Wrong answers on test pictures, %.</summary>
    public required double TestError { get; init; }

    /// <summary>Right answers of each class, %; not a number for a class that the test lacks. From a pass of its own where there are several (quirk Q2).</summary>
    public required IReadOnlyList<double> ClassAccuracies { get; init; }

    /// <summary>The true class of each test picture.</summary>
    public required IReadOnlyList<int> TrueLabels { get; init; }

    /// <summary>The answer to each test picture.</summary>
    public required IReadOnlyList<int> PredictedLabels { get; init; }

    /// <summary>What always naming the largest class of the whole set gets right, %.</summary>
    public double Naive => 100.0 * ClassSizes.Max() / ClassSizes.Sum();

    /// <summary>What chance gets right, %.</summary>
    public double Chance => 100.0 / Classes.Count;

    /// <summary>What always naming the test's largest class gets right, %.</summary>
    public double LargestTestShare => TrueLabels.Count == 0 ? double.NaN : 100.0 * TrueLabels.CountBy(static label => label).Max(static each => each.Value) / TrueLabels.Count;

    /// <summary>The class with the least accuracy, the first of equal ones.</summary>
    public int Worst => Extreme(static (value, best) => value < best);

    /// <summary>The class with the greatest accuracy, the first of equal ones.</summary>
    public int Best => Extreme(static (value, best) => value > best);

    /// <summary>Right answers of each class by a list of answers, %; not a number for a class that the list lacks.</summary>
    public static double[] AccuraciesOf(int classes, IReadOnlyList<int> labels, IReadOnlyList<int> predicted)
    {
        int[] all = new int[classes], right = new int[classes];
        for (int i = 0; i < labels.Count; i++)
        {
            all[labels[i]]++;
            right[labels[i]] += labels[i] == predicted[i] ? 1 : 0;
        }

        return [.. all.Zip(right, static (count, hits) => count == 0 ? double.NaN : 100.0 * hits / count)];
    }

    /// <summary>Reads a result file.</summary>
    /// <exception cref="UsageException">It is missing or not one.</exception>
    public static ClassificationResult Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            return new ClassificationResult
            {
                Classes = [.. root.GetProperty("classes").EnumerateArray().Select(static each => each.GetString()!)],
                ClassSizes = Whole(root, "class_sizes"),
                TrainingErrors = Numbers(root, "training_error"),
                ValidationErrors = Numbers(root, "validation_error"),
                TestError = Number(root.GetProperty("test_error")),
                ClassAccuracies = Numbers(root, "class_accuracy"),
                TrueLabels = Whole(root, "true_labels"),
                PredictedLabels = Whole(root, "predicted_labels"),
            };
        }
        catch (Exception exception) when (exception is IOException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new UsageException($"{path} is no result file that can be read: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    /// <summary>Writes the result file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="writeMore">Writes what describes the run.</param>
    public void Write(string path, Action<Utf8JsonWriter> writeMore) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = false });
        json.WriteStartObject();
        writeMore(json);
        json.WriteStartArray("classes");
        foreach (string name in Classes)
            json.WriteStringValue(name);
        json.WriteEndArray();
        Add(json, "class_sizes", ClassSizes.Select(static size => (double)size));
        Add(json, "training_error", TrainingErrors);
        Add(json, "validation_error", ValidationErrors);
        json.WritePropertyName("test_error");
        Add(json, TestError);
        Add(json, "class_accuracy", ClassAccuracies);
        Add(json, "true_labels", TrueLabels.Select(static label => (double)label));
        Add(json, "predicted_labels", PredictedLabels.Select(static label => (double)label));
        json.WriteEndObject();
    });

    private static void Add(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
            Add(json, value);
        json.WriteEndArray();
    }

    private static void Add(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumberValue(value);
        else
            json.WriteNullValue();
    }

    private static int[] Whole(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(static each => each.GetInt32())];

    private static double[] Numbers(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(Number)];

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble();

    private int Extreme(Func<double, double, bool> isBetter)
    {
        int found = -1;
        for (int label = 0; label < ClassAccuracies.Count; label++)
        {
            if (double.IsFinite(ClassAccuracies[label]) && (found < 0 || isBetter(ClassAccuracies[label], ClassAccuracies[found])))
                found = label;
        }

        return Math.Max(0, found);
    }
}
