using Engram.Numerics;

namespace Engram.Datasets;

/// <summary>The items of one part of Speech Commands, in the order in which they are shown.</summary>
public sealed class SpeechSubset
{
    private readonly int[][] _places; // of the items of every class that has any

    internal SpeechSubset(SpeechPart part, SpeechClasses classes, SpeechItem[] items, string preparation)
    {
        (Part, Classes, Items, Preparation) = (part, classes, items, preparation);
        _places =
        [
            .. Enumerable.Range(0, classes.Names.Count)
                .Select(label => Enumerable.Range(0, items.Length).Where(i => items[i].Label == label).ToArray())
                .Where(static places => places.Length > 0),
        ];
    }

    /// <summary>What it is for.</summary>
    public SpeechPart Part { get; }

    /// <summary>How words become classes.</summary>
    public SpeechClasses Classes { get; }

    /// <summary>The items.</summary>
    public IReadOnlyList<SpeechItem> Items { get; }

    /// <summary>How it was put together, as a phrase for a report.</summary>
    public string Preparation { get; }

    /// <summary>How many items every class has.</summary>
    /// <returns>A new array with one count for every class.</returns>
    public int[] ClassCounts()
    {
        var counts = new int[Classes.Names.Count];
        foreach (var item in Items)
            counts[item.Label]++;
        return counts;
    }

    /// <summary>
    /// Draws items with replacement so that all classes that have any are equally likely, and all items within a class: each item's weight is
    /// N / (items of its class). An epoch has as many draws as items (Generalized Latent Equilibrium, specification §3.6).
    /// </summary>
    /// <param name="random">Draws the class, then the item.</param>
    /// <param name="places">Takes places in <see cref="Items"/>.</param>
    /// <exception cref="InvalidOperationException">There are no items.</exception>
    public void DrawBalanced(RandomStream random, Span<int> places)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (_places.Length == 0)
            throw new InvalidOperationException("There are no items to draw from.");
        foreach (ref var place in places)
        {
            var ofClass = _places[random.NextBounded(_places.Length)];
            place = ofClass[random.NextBounded(ofClass.Length)];
        }
    }
}
