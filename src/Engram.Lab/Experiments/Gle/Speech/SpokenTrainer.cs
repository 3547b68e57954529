using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>Draws sounds, makes features of them, shows them to a learner, and tests it (specification 3.6).</summary>
internal sealed class SpokenTrainer
{
    private readonly SpokenWords _words;
    private readonly ISpokenLearner _learner;
    private readonly SpeechAugmentation? _augmentation;
    private readonly FeatureExtractor _extractor;
    private readonly ulong _seed;
    private readonly Dictionary<SpokenPart, float[][]> _heard = [];
    private readonly float[] _samples, _map;
    private readonly int[] _draws, _labels, _decisions;
    private readonly double[] _losses;
    private double _epochLoss;
    private int _epochCorrect;

    internal SpokenTrainer(SpokenWords words, ISpokenLearner learner, bool augments, ulong seed)
    {
        (_words, _learner, _seed) = (words, learner, seed);
        _augmentation = augments ? words.Augmentation : null;
        _extractor = new FeatureExtractor(words.Features);
        _samples = new float[words.MostSamples];
        _map = new float[words.Frames * words.Features.Channels];
        BatchesPerEpoch = Math.Max(1, (words.Train.Count + learner.Lanes - 1) / learner.Lanes);
        _draws = new int[BatchesPerEpoch * learner.Lanes];
        _labels = new int[learner.Lanes];
        _decisions = new int[learner.Lanes];
        _losses = new double[learner.Lanes];
        TestDecisions = new int[words.Test.Count];
    }

    /// <summary>Batches in an epoch, the last one made full.</summary>
    internal int BatchesPerEpoch { get; }

    internal int Epoch { get; private set; }

    internal int Batch { get; private set; }

    /// <summary>What each test sound was taken for in the last test of them.</summary>
    internal int[] TestDecisions { get; }

    /// <summary>Learns from one batch.</summary>
    internal double TrainBatch()
    {
        if (Batch == 0)
        {
            SpokenWords.DrawBalanced(_words.Train, new RandomStreams(_seed).Named("draw", Epoch), _draws);
            (_epochLoss, _epochCorrect) = (0, 0);
        }

        for (int lane = 0; lane < _learner.Lanes; lane++)
        {
            int draw = (Batch * _learner.Lanes) + lane, item = _draws[draw];
            int length = _words.Train.Read(item, _samples);
            Span<float> sound = _samples.AsSpan(0, length);
            _augmentation?.Apply(sound, SpeechAugmentation.StreamOf(_seed, Epoch, draw));
            Features(sound, _map);
            Show(_map, lane);
            _labels[lane] = _words.Train.Labels[item];
        }

        double loss = _learner.Learn(_labels, _decisions);
        for (int lane = 0; lane < _learner.Lanes; lane++)
            _epochCorrect += _decisions[lane] == _labels[lane] ? 1 : 0;
        _epochLoss += loss;
        Batch++;
        return loss;
    }

    /// <summary>Ends the epoch.</summary>
    internal (double Loss, double Accuracy) EndEpoch()
    {
        (double, double) result = (_epochLoss / Batch, 100.0 * _epochCorrect / (Batch * _learner.Lanes));
        (Epoch, Batch) = (Epoch + 1, 0);
        return result;
    }

    /// <summary>Tests on a part, in order, as it is.</summary>
    internal (double Loss, double Accuracy) Test(SpokenPart part)
    {
        float[][] maps = Heard(part);
        double loss = 0;
        int correct = 0;
        _learner.BeginTest();
        for (int first = 0; first < part.Count; first += _learner.Lanes)
        {
            int used = Math.Min(_learner.Lanes, part.Count - first);
            for (int lane = 0; lane < _learner.Lanes; lane++)
            {
                // Lanes beyond the last sound hear it again and are not counted.
                int item = first + Math.Min(lane, used - 1);
                Show(maps[item], lane);
                _labels[lane] = part.Labels[item];
            }

            _learner.Test(_labels, _decisions, _losses);
            for (int lane = 0; lane < used; lane++)
            {
                loss += _losses[lane];
                correct += _decisions[lane] == _labels[lane] ? 1 : 0;
                if (part == _words.Test)
                    TestDecisions[first + lane] = _decisions[lane];
            }
        }

        _learner.EndTest();
        return part.Count == 0 ? (double.NaN, double.NaN) : (loss / part.Count, 100.0 * correct / part.Count);
    }

    internal void Save(StateWriter writer)
    {
        _learner.Save(writer);
        writer.Add<int>("trainer/draws", _draws);
        writer.Add<int>("trainer/progress", [Epoch, Batch, _epochCorrect]);
        writer.Add("trainer/epoch-loss", _epochLoss);
    }

    internal void Load(StateReader reader)
    {
        _learner.Load(reader);
        reader.Read<int>("trainer/draws", _draws);
        Span<int> progress = stackalloc int[3];
        reader.Read("trainer/progress", progress);
        (Epoch, Batch, _epochCorrect) = (progress[0], progress[1], progress[2]);
        _epochLoss = reader.ReadValue<double>("trainer/epoch-loss");
    }

    private float[][] Heard(SpokenPart part)
    {
        if (_heard.TryGetValue(part, out float[][]? maps))
            return maps;
        maps = new float[part.Count][];
        for (int item = 0; item < part.Count; item++)
        {
            maps[item] = new float[_map.Length];
            Features(_samples.AsSpan(0, part.Read(item, _samples)), maps[item]);
        }

        return _heard[part] = maps;
    }

    /// <summary>Features of a sound; what it is too short for is zero, after they have been normalised.</summary>
    private void Features(ReadOnlySpan<float> sound, Span<float> map)
    {
        int values = Math.Min(_extractor.FrameCount(sound.Length), _words.Frames) * _words.Features.Channels;
        _extractor.Compute(sound, map[..values]);
        map[values..].Clear();
    }

    private void Show(float[] map, int lane)
    {
        LaneMatrix<float> frames = _learner.Frames;
        for (int row = 0; row < map.Length; row++)
            frames[row, lane] = map[row];
    }
}
