using Engram.Lab.Runs;

namespace Engram.Lab.Experiments.Dreaming;

/// <summary>Writes what was measured of a run's cortex.</summary>
internal static class EvaluationFile
{
    private const int Format = 1;

    internal static void Write(string path, RunInformation run, string state, DreamSubject subject, DreamEvaluation evaluation) => JsonFile.Write(path, json =>
    {
        json.WriteNumber("format", Format);
        json.WriteString("experiment", run.Experiment);
        json.WriteNumber("seed", run.Seed);
        json.WriteString("state", state);
        json.WriteString("data", subject.Data);
        json.WriteNumber("train_images", subject.Train.Count);
        json.WriteNumber("test_images", subject.Test.Count);
        json.WriteString("version", Machine.Version);
        Texts("measures", evaluation.Measures);
        json.Values("values", evaluation.Values);
        json.WriteStartArray("curves");
        foreach (EvaluatedCurve curve in evaluation.Curves)
        {
            json.WriteStartObject();
            json.WriteString("name", curve.Name);
            json.WriteString("x_name", curve.XName);
            Numbers("x", curve.X);
            json.WriteString("y_name", curve.YName);
            Numbers("y", curve.Y);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Texts("notes", evaluation.Notes);

        void Texts(string name, IReadOnlyList<string> texts)
        {
            json.WriteStartArray(name);
            foreach (string text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }

        void Numbers(string name, IReadOnlyList<double> values)
        {
            json.WriteStartArray(name);
            foreach (double value in values)
                json.WriteNumberValue(value);
            json.WriteEndArray();
        }
    });
}
