using System.Text.Json;

namespace Engram.Datasets.Tests;

/// <summary>The published check values that lie beside the tests.</summary>
internal static class ReferenceValues
{
    private static readonly JsonElement Root = JsonDocument.Parse(File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "reference", "generalized-latent-equilibrium.reference.json"))).RootElement;

    internal static JsonElement Mnist1D => Root.GetProperty("mnist1d");

    internal static JsonElement Random => Mnist1D.GetProperty("rng_seed_42");

    internal static JsonElement InitialWeights => Root.GetProperty("init_seed12_15k");

    internal static double[] Doubles(this JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    internal static int[] Integers(this JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetInt32())];
}
