using Engram.Datasets;
using Engram.Numerics;

namespace Engram.Lab.Experiments.Gle.Speech;

/// <summary>
/// Ten "words" that Engram invents: a voice, whose pitch and vocal tract are its own, glides through three pairs of formants. Which formants
/// follow each other is the word; voices in one part are not heard in another. What experiments on speech learn where nothing may be
/// downloaded. It is not speech.
/// </summary>
internal static class InventedWords
{
    private const int SampleRate = 8_000, Words = 10, TrainVoices = 9, OtherVoices = 3, Takes = 4;
    private const ulong Seed = 2025;

    // First and second formant (Hz) of five vowel-like sounds.
    private static readonly (double First, double Second)[] Vowels = [(300, 2200), (500, 1800), (750, 1200), (450, 900), (320, 700)];

    private static readonly int[][] Spellings =
        [[0, 2, 4], [4, 2, 0], [1, 3, 1], [3, 1, 3], [0, 4, 0], [2, 2, 0], [4, 4, 2], [0, 0, 3], [3, 0, 2], [2, 4, 4]];

    internal static SpokenWords Create(string note)
    {
        const int Frames = 41, Hop = 200;
        FeatureSettings features = new() { SampleRate = SampleRate, WindowLength = 512, FftLength = 512, Hop = Hop, HighFrequency = SampleRate / 2 };
        const int Most = (Frames - 1) * Hop;
        return new SpokenWords
        {
            Name = "invented words",
            Note = note,
            Classes = [.. Enumerable.Range(0, Words).Select(static word => $"word {word}")],
            Features = features,
            Frames = Frames,
            MostSamples = Most,
            Train = Part("train", TrainVoices),
            Validation = Part("validation", OtherVoices),
            Test = Part("test", OtherVoices),
        };

        static SpokenPart Part(string name, int voices)
        {
            RandomStream random = new RandomStreams(Seed).Named(name);
            var sounds = new List<(ReadOnlyMemory<float>, int)>();
            for (int voice = 0; voice < voices; voice++)
            {
                double pitch = 90 + (130 * random.NextDouble()), tract = 0.88 + (0.28 * random.NextDouble());
                for (int take = 0; take < Takes * Words; take++)
                    sounds.Add((Say(Spellings[take % Words], pitch, tract, random), take % Words));
            }

            return SpokenPart.Of(sounds, Most);
        }
    }

    /// <summary>Harmonics of the pitch under two resonances that glide from vowel to vowel.</summary>
    private static float[] Say(int[] spelling, double pitch, double tract, RandomStream random)
    {
        int length = (int)(SampleRate * (0.45 + (0.3 * random.NextDouble()))), silence = random.NextBounded(SampleRate / 8);
        double raised = pitch * (0.92 + (0.16 * random.NextDouble())), loudness = 0.1 + (0.2 * random.NextDouble());
        var sound = new float[silence + length];
        double phase = 0;
        for (int i = 0; i < length; i++)
        {
            double at = (double)i / length * (spelling.Length - 1), share = at - Math.Floor(at);
            // Vowels last, glides are short.
            share = share * share * (3 - (2 * share));
            (double f1, double g1) = Vowels[spelling[(int)at]];
            (double f2, double g2) = Vowels[spelling[Math.Min((int)at + 1, spelling.Length - 1)]];
            double first = tract * (f1 + ((f2 - f1) * share)), second = tract * (g1 + ((g2 - g1) * share));
            double frequency = raised * (1 - (0.12 * i / length));
            phase += 2 * Math.PI * frequency / SampleRate;
            double sum = 0;
            for (int harmonic = 1; harmonic * frequency < SampleRate / 2.2; harmonic++)
            {
                double f = harmonic * frequency;
                double strength = Resonance(f, first, 90) + (0.6 * Resonance(f, second, 140));
                sum += strength * Math.Sin(harmonic * phase);
            }

            double envelope = Math.Min(1, Math.Min(i, length - i) / (0.03 * SampleRate));
            sound[silence + i] = (float)(loudness * envelope * sum);
        }

        for (int i = 0; i < sound.Length; i++)
            sound[i] += (float)(0.002 * random.NextGaussian());
        return sound;
    }

    private static double Resonance(double frequency, double centre, double width) => 1 / (1 + Math.Pow((frequency - centre) / width, 2));
}
