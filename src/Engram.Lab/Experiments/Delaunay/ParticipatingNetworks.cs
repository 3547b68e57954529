using Engram.Delaunay.Psychophysics;

namespace Engram.Lab.Experiments.Delaunay;

/// <summary>Makes the networks that settings name: <c>N1/colour-hist</c>.</summary>
internal static class ParticipatingNetworks
{
    private static readonly string[] Learners = ["N0", "N1", "N2", "N3"];
    private static readonly string[] Origins = ["latents", "pixels", "colour-hist"];

    /// <exception cref="UsageException">A name is none.</exception>
    public static void Check(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            string[] parts = name.Split('/');
            bool isKnown = name == "N0" || (parts.Length == 2 && Learners.Contains(parts[0], StringComparer.Ordinal) && Origins.Contains(parts[1], StringComparer.Ordinal));
            if (!isKnown)
            {
                throw new UsageException(
                    $"networks: there is no network \"{name}\". Expected N0, or N1, N2 or N3 with latents, pixels or colour-hist, such as N1/colour-hist. Networks of the kinds N4 and N5 are trained by engram-vision.");
            }
        }
    }

    public static NetworkParticipant[] Make(DelaunayParticipantsSettings settings, StandInStimuli stimuli, ulong seed)
    {
        int side = settings.StandIn.Side;
        var latents = new LatentFeatures(stimuli.Pool, seed);
        var pixels = new PixelFeatures(shown => stimuli.Picture(shown, side));
        var colours = new ColourHistogramFeatures(shown => stimuli.Picture(shown, side));
        return
        [
            .. settings.NetworkNames().Select(name =>
            {
                string[] parts = name.Split('/');
                IStimulusFeatures features = parts[^1] switch { "pixels" => pixels, "colour-hist" => colours, _ => latents };
                return new NetworkParticipant(name, (ways, _) => parts[0] switch
                {
                    "N1" => new NearestMeanLearner(features, ways),
                    "N2" => new LogisticLearner(features, ways),
                    "N3" => new DeltaRuleLearner(features, ways, settings.DeltaStep),
                    _ => new GuessingLearner(),
                });
            }),
        ];
    }
}
