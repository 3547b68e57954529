using System.Text.Json;

namespace Engram.Evolution.Tests;

/// <summary>The numbers of the specification, by path.</summary>
internal static class Reference
{
    private static readonly JsonDocument Document = JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "reference", "evolving-plasticity.reference.json")));

    public static JsonElement At(params ReadOnlySpan<string> path)
    {
        JsonElement element = Document.RootElement;
        foreach (string part in path)
            element = element.GetProperty(part);
        return element;
    }

    public static double[] Numbers(this JsonElement element) => [.. element.EnumerateArray().Select(item => item.GetDouble())];
}
