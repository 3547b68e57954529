namespace Engram.Delaunay.Psychophysics;

/// <summary>A part of a trial.</summary>
/// <param name="Name">What is on the screen: <c>fixation</c>, <c>image</c>, <c>mask</c>, <c>feedback</c>, ...</param>
/// <param name="Milliseconds">How long at most.</param>
/// <param name="EndsWithKey">Whether a response ends it earlier.</param>
/// <param name="AcceptsKey">Whether a response counts while it lasts.</param>
public sealed record TrialPhase(string Name, int Milliseconds, bool EndsWithKey = false, bool AcceptsKey = false);

/// <summary>One of the four protocols, as data: what is shown for how long, and how many trials of what kind (specification 4.3, 4.4).</summary>
public sealed record Protocol
{
    /// <summary>The letter in files: A, B, C or D.</summary>
    public required string Letter { get; init; }

    /// <summary>The name: LEARN, N-SHOT, TRANSFER, RAPID.</summary>
    public required string Name { get; init; }

    /// <summary>What happens, in a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The numbers of categories that it may be run with; the first is the default.</summary>
    public required IReadOnlyList<int> Alternatives { get; init; }

    /// <summary>Images of each category that are answered (B: for each number of exemplars).</summary>
    public required int ImagesPerCategory { get; init; }

    /// <summary>Main trials between self-paced breaks.</summary>
    public int BlockSize { get; init; } = 20;

    /// <summary>Whether the right answer is shown after each main trial.</summary>
    public required bool Feedback { get; init; }

    /// <summary>Main trials for each attention check; 0 for no checks.</summary>
    public int TrialsPerCatch { get; init; }

    /// <summary>The parts of a main trial, in their order; the time to the next trial is drawn with the list.</summary>
    public required IReadOnlyList<TrialPhase> Phases { get; init; }

    /// <summary>Labelled exemplars of each category shown before the test, one set of categories for each; empty unless B.</summary>
    public IReadOnlyList<int> Exemplars { get; init; } = [];

    /// <summary>The longest response time that can be right, from onset.</summary>
    public int LatestResponse { get; init; } = 5000;

    /// <summary>The shortest and the longest blank between trials, uniformly drawn.</summary>
    public (int Shortest, int Longest) Blank { get; init; } = (400, 600);

    /// <summary>A: categorise, and be told. The main protocol.</summary>
    public static Protocol Learn { get; } = new()
    {
        Letter = "A",
        Name = "LEARN",
        Summary = "Categories are learned trial by trial from feedback; every image is new.",
        Alternatives = [4, 2, 3, 6, 8],
        ImagesPerCategory = 40,
        Feedback = true,
        TrialsPerCatch = 40,
        Phases = [new("fixation", 500), new("image", 5000, EndsWithKey: true, AcceptsKey: true), new("feedback", 1500)],
    };

    /// <summary>B: study a number of labelled exemplars, then be tested without feedback; other categories for each number.</summary>
    public static Protocol NShot { get; } = new()
    {
        Letter = "B",
        Name = "N-SHOT",
        Summary = "1, 2, 4, 8 or 16 labelled exemplars of each category are studied, then new images are categorised without feedback.",
        Alternatives = [4, 2, 3, 6, 8],
        ImagesPerCategory = 10,
        Feedback = false,
        Phases = [new("fixation", 500), new("image", 5000, EndsWithKey: true, AcceptsKey: true)],
        Exemplars = [1, 2, 4, 8, 16],
    };

    /// <summary>C: A, then 40 trials without feedback on intact, grey, phase-scrambled and mirrored images.</summary>
    public static Protocol Transfer { get; } = Learn with
    {
        Letter = "C",
        Name = "TRANSFER",
        Summary = "As LEARN, then 40 images without feedback: 10 intact, 10 grey, 10 phase-scrambled by half, 10 mirrored.",
    };

    /// <summary>D: A with 200 ms of image, a mask and a response interval.</summary>
    public static Protocol Rapid { get; } = Learn with
    {
        Letter = "D",
        Name = "RAPID",
        Summary = "As LEARN, with 200 ms of image, a pink-noise mask and 1,500 ms to respond.",
        Phases = [new("fixation", 300), new("image", 200), new("mask", 200, AcceptsKey: true), new("response", 1500, EndsWithKey: true, AcceptsKey: true), new("feedback", 1500)],
        LatestResponse = 1900,
    };

    /// <summary>All four.</summary>
    public static IReadOnlyList<Protocol> All { get; } = [Learn, NShot, Transfer, Rapid];

    /// <summary>What is done to images in the transfer phase of C, ten trials each.</summary>
    public static IReadOnlyList<string> TransferConditions { get; } = ["intact", "grey", "scramble-0.5", "mirror"];

    /// <summary>How long the image is meant to be seen at the most.</summary>
    public int ImageMilliseconds => Phases.First(static phase => phase.Name == "image").Milliseconds;

    /// <summary>The protocol of a letter, or null.</summary>
    /// <param name="letter">A to D, in either case.</param>
    public static Protocol? Find(string letter) => All.FirstOrDefault(protocol => string.Equals(protocol.Letter, letter, StringComparison.OrdinalIgnoreCase));
}
