using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Delaunay.Psychophysics;

/// <summary>What a study asks of its lists.</summary>
public sealed record TrialListRequest
{
    /// <summary>The protocol.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>The images.</summary>
    public required StimulusPool Pool { get; init; }

    /// <summary>The study's name: part of every opaque id.</summary>
    public required string Study { get; init; }

    /// <summary>W.</summary>
    public int Alternatives { get; init; } = 4;

    /// <summary>Images of each category; null for the protocol's.</summary>
    public int? ImagesPerCategory { get; init; }

    /// <summary>How many lists.</summary>
    public int Lists { get; init; } = 8;

    /// <summary>The families: each gets all lists, with the same images in the same order, so that families differ in nothing else.</summary>
    public IReadOnlyList<string> Families { get; init; } = [StimulusFamily.Intact];

    /// <summary>How categories are chosen: <c>random</c>, <c>hard</c> or <c>easy</c> by <see cref="Confusability"/>, or <c>given</c>.</summary>
    public string CategorySet { get; init; } = "random";

    /// <summary>The classes of every list with <c>given</c>.</summary>
    public IReadOnlyList<int> Categories { get; init; } = [];

    /// <summary>How confusable two classes are, for <c>hard</c> and <c>easy</c>: larger is harder.</summary>
    public Func<int, int, double>? Confusability { get; init; }

    /// <summary>The seed of everything drawn.</summary>
    public required ulong Seed { get; init; }
}

/// <summary>
/// Makes trial lists (specification 4.3): mini-blocks of 2W trials hold each category twice, no category comes more than three times running,
/// no two images of a list are of one group of duplicates. The same request gives the same lists.
/// </summary>
public static class TrialListMaker
{
    private const int LongestRun = 3;
    private const int TransferPerCondition = 10;
    private const int CandidateSets = 200;

    /// <summary>Makes the lists of a study, family by family.</summary>
    /// <param name="request">What is asked for.</param>
    /// <exception cref="DatasetException">The images do not suffice; the message says which category lacks how many.</exception>
    /// <exception cref="ArgumentException">The protocol does not know the number of alternatives, or a name is unknown.</exception>
    public static IReadOnlyList<TrialList> Make(TrialListRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!request.Protocol.Alternatives.Contains(request.Alternatives))
            throw new ArgumentException($"Protocol {request.Protocol.Letter} is run with {string.Join(", ", request.Protocol.Alternatives.Order())} categories, not {request.Alternatives}.", nameof(request));
        if (request.Families.FirstOrDefault(static family => !StimulusFamily.All.Contains(family, StringComparer.Ordinal)) is { } unknown)
            throw new ArgumentException($"There is no family of stimuli \"{unknown}\". There are {string.Join(", ", StimulusFamily.All)}.", nameof(request));
        var streams = new RandomStreams(request.Seed);
        var lists = new List<TrialList>();
        foreach (string family in request.Families)
        {
            for (int number = 1; number <= request.Lists; number++)
            {
                // The stream does not depend on the family: list 3 has the same images in the same order in all of them.
                var list = new Draft(request, family, number, streams.Named("trial-list", number)).Finish();
                lists.Add(list with { Sha256 = StudyFile.HashOf(list) });
            }
        }

        return lists;
    }

    /// <summary>The id of an image in a study, from which neither the image nor its category can be told without the seed.</summary>
    /// <param name="study">The study's name.</param>
    /// <param name="seed">The study's seed.</param>
    /// <param name="imageId">The catalogue's id.</param>
    /// <returns>16 hexadecimal digits.</returns>
    public static string OpaqueId(string study, ulong seed, string imageId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}|{study}|{imageId}"))))[..16];

    /// <summary>A list in the making.</summary>
    private sealed class Draft(TrialListRequest request, string family, int number, RandomStream random)
    {
        private readonly int _ways = request.Alternatives;
        private readonly List<PlannedTrial> _trials = [];
        private readonly HashSet<string> _groups = new(StringComparer.Ordinal);
        private readonly HashSet<string> _images = new(StringComparer.Ordinal);
        private int[] _categories = [];
        private int[] _seen = [];
        private int _answered;

        public TrialList Finish()
        {
            Protocol protocol = request.Protocol;
            int each = request.ImagesPerCategory ?? protocol.ImagesPerCategory;
            int sets = Math.Max(1, protocol.Exemplars.Count);
            bool isTransfer = protocol.Letter == Protocol.Transfer.Letter;
            int transfers = isTransfer ? TransferPerCondition * Protocol.TransferConditions.Count : 0;
            int need = each + (protocol.Exemplars.Count > 0 ? protocol.Exemplars.Max() : 0) + (int)Math.Ceiling(transfers / (double)_ways);
            _categories = Choose(_ways * sets, need);
            _seen = new int[_categories.Length];
            Queue<Stimulus>[] images = [.. _categories.Select(category => Draw(category, need))];
            if (protocol.Exemplars.Count > 0)
                AddStudyAndTest(images, each);
            else
                AddLearning(images, each);
            if (isTransfer)
                AddTransfer(images, transfers);
            return new TrialList
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{family}-{number:00}"),
                Protocol = protocol.Letter,
                Family = family,
                CategorySet = request.CategorySet,
                Alternatives = _ways,
                Categories = _categories,
                Labels = [.. Enumerable.Range(0, _ways).Select(static slot => ((char)('A' + slot)).ToString())],
                Seed = request.Seed,
                Trials = _trials,
            };
        }

        private int[] Choose(int count, int need)
        {
            var usable = request.Pool.UsableByCategory;
            if (request.CategorySet == "given")
            {
                if (request.Categories.Count != count || request.Categories.Distinct().Count() != count)
                    throw new ArgumentException($"The list needs {count} different categories, and {request.Categories.Count} were given.");
                return [.. request.Categories];
            }

            int[] enough = [.. usable.Where(group => group.Count() >= need).Select(static group => group.Key)];
            if (enough.Length < count)
            {
                var largest = usable.OrderByDescending(static group => group.Count()).Take(count).Select(static group => $"{group.First().CategoryName} has {group.Count()}");
                throw new DatasetException(
                    request.Pool.Source,
                    null,
                    $"A list needs {count} categories with {need} usable images each, and only {enough.Length} have so many ({string.Join(", ", largest)}).",
                    "Take fewer images per category, fewer alternatives, or more images.");
            }

            int[] best = Pick();
            if (request.CategorySet is "random")
                return best;
            if (request.CategorySet is not ("hard" or "easy") || request.Confusability is not { } confusability)
                throw new ArgumentException($"Categories are chosen random, hard, easy or given; \"{request.CategorySet}\" needs to know how confusable classes are.");
            double sign = request.CategorySet == "hard" ? 1 : -1;
            double bestScore = Score(best);
            for (int i = 1; i < CandidateSets; i++)
            {
                int[] candidate = Pick();
                double score = Score(candidate);
                if (score > bestScore)
                    (best, bestScore) = (candidate, score);
            }

            return best;

            int[] Pick()
            {
                random.Shuffle<int>(enough);
                return enough[..count];
            }

            double Score(int[] set) => sign * set.SelectMany(a => set.Where(b => b > a).Select(b => confusability(a, b))).Average();
        }

        private Queue<Stimulus> Draw(int category, int need)
        {
            Stimulus[] candidates = request.Pool.UsableByCategory.FirstOrDefault(group => group.Key == category)?.ToArray() ?? [];
            random.Shuffle<Stimulus>(candidates);
            var drawn = new Queue<Stimulus>(need);
            foreach (Stimulus candidate in candidates)
            {
                if (drawn.Count == need)
                    break;
                if (!_images.Contains(candidate.ImageId) && (candidate.DuplicateGroup.Length == 0 || _groups.Add(candidate.DuplicateGroup)) && _images.Add(candidate.ImageId))
                    drawn.Enqueue(candidate);
            }

            if (drawn.Count < need)
            {
                throw new DatasetException(
                    request.Pool.Source,
                    null,
                    $"Category {category} has {drawn.Count} images that are no duplicates of others in the list, and {need} are needed.",
                    "Take fewer images per category, or more images.");
            }

            return drawn;
        }

        private void AddLearning(Queue<Stimulus>[] images, int each)
        {
            int[] order = Order(each);
            int perCatch = request.Protocol.TrialsPerCatch;
            for (int t = 0; t < order.Length; t++)
            {
                int block = t / request.Protocol.BlockSize;
                Add(TrialType.Main, order[t], images[order[t]].Dequeue(), block + 1, (t % request.Protocol.BlockSize) + 1, "", request.Protocol.Feedback);
                // In the middle of its stretch, where nobody expects it after the first.
                if (perCatch > 0 && t % perCatch == perCatch / 2)
                    _trials.Add(new PlannedTrial { Type = TrialType.Catch, Block = block + 1, Slot = random.NextBounded(_ways), BlankMilliseconds = Blank() });
            }
        }

        private void AddStudyAndTest(Queue<Stimulus>[] images, int each)
        {
            // A cyclic Latin square: over five lists every set of categories meets every number of exemplars once, and every place in the order.
            var exemplars = request.Protocol.Exemplars;
            for (int stage = 0; stage < exemplars.Count; stage++)
            {
                int set = stage;
                int shots = exemplars[(stage + number - 1) % exemplars.Count];
                string condition = string.Create(CultureInfo.InvariantCulture, $"n={shots}");
                int[] study = [.. Enumerable.Range(0, _ways * shots).Select(i => (set * _ways) + (i % _ways))];
                random.Shuffle<int>(study);
                foreach (int slot in study)
                    Add(TrialType.Study, slot, images[slot].Dequeue(), stage + 1, 0, condition, feedback: true);
                int[] test = [.. Order(each).Select(slot => (set * _ways) + slot)];
                for (int t = 0; t < test.Length; t++)
                    Add(TrialType.Main, test[t], images[test[t]].Dequeue(), stage + 1, t + 1, condition, feedback: false);
            }
        }

        private void AddTransfer(Queue<Stimulus>[] images, int count)
        {
            var plan = new (int Slot, string Condition)[count];
            for (int i = 0; i < count; i++)
                plan[i] = ((i + (i / TransferPerCondition)) % _ways, Protocol.TransferConditions[i / TransferPerCondition]);
            do
                random.Shuffle<(int Slot, string Condition)>(plan);
            while (!IsMixed(plan.Select(static entry => entry.Slot)));
            int block = _trials.Max(static trial => trial.Block) + 1;
            for (int t = 0; t < count; t++)
                Add(TrialType.Transfer, plan[t].Slot, images[plan[t].Slot].Dequeue(), block, t + 1, plan[t].Condition, feedback: false);
        }

        private void Add(TrialType type, int slot, Stimulus image, int block, int inBlock, string condition, bool feedback)
        {
            _trials.Add(new PlannedTrial
            {
                Type = type,
                Block = block,
                Trial = type == TrialType.Study ? 0 : ++_answered,
                TrialInBlock = inBlock,
                StimulusId = OpaqueId(request.Study, request.Seed, image.ImageId),
                ImageId = image.ImageId,
                RelativePath = image.RelativePath,
                Slot = slot,
                SeenTrue = _seen[slot],
                SeenMean = _seen.Skip(slot / _ways * _ways).Take(_ways).Average(),
                Condition = condition,
                Feedback = feedback,
                BlankMilliseconds = Blank(),
            });
            if (feedback)
                _seen[slot]++;
        }

        private double Blank() => Math.Round(random.NextUniform(request.Protocol.Blank.Shortest, request.Protocol.Blank.Longest), 1);

        /// <summary>Slots 0 to W − 1, each as often: mini-blocks with each category twice, so that the last trials of one cannot be told by counting to one.</summary>
        private int[] Order(int each)
        {
            var order = new List<int>(_ways * each);
            while (order.Count < _ways * each)
            {
                int copies = Math.Min(2, each - (order.Count / _ways));
                int[] mini = [.. Enumerable.Range(0, _ways * copies).Select(i => i % _ways)];
                do
                    random.Shuffle<int>(mini);
                while (!IsMixed(order.TakeLast(LongestRun).Concat(mini)));
                order.AddRange(mini);
            }

            return [.. order];
        }

        private static bool IsMixed(IEnumerable<int> slots)
        {
            int run = 0, last = -1;
            foreach (int slot in slots)
            {
                run = slot == last ? run + 1 : 1;
                last = slot;
                if (run > LongestRun)
                    return false;
            }

            return true;
        }
    }
}
