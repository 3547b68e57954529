using Engram.Delaunay.Psychophysics;
using Engram.Lab.Settings;

namespace Engram.Lab.Experiments.Delaunay;

/// <summary>The settings of <c>delaunay-participants</c>.</summary>
public sealed class DelaunayParticipantsSettings
{
    /// <summary>The protocol.</summary>
    [Setting("A learn with feedback, B study then test, C learn then transfer, D rapid", Choices = ["A", "B", "C", "D"])]
    public string Protocol { get; set; } = "A";

    /// <summary>W.</summary>
    [Setting("categories to choose from", Minimum = 2, Maximum = 8)]
    public int Alternatives { get; set; } = 4;

    /// <summary>Images of a category.</summary>
    [Setting("images of each category that are answered", Minimum = 2, Maximum = 400)]
    public int ImagesPerCategory { get; set; } = 40;

    /// <summary>Lists.</summary>
    [Setting("trial lists of each family", Minimum = 1, Maximum = 99)]
    public int Lists { get; set; } = 8;

    /// <summary>Participants of a list.</summary>
    [Setting("simulated participants who get the same list", Minimum = 1, Maximum = 100)]
    public int ParticipantsPerList { get; set; } = 4;

    /// <summary>Families.</summary>
    [Setting("families of stimuli with commas between; each has participants of its own: intact, scramble-0.5, scramble-1")]
    public string Families { get; set; } = "intact,scramble-0.5,scramble-1";

    /// <summary>How categories are chosen.</summary>
    [Setting("how the categories of a list are chosen", Choices = ["random", "hard", "easy"])]
    public string CategorySet { get; set; } = "random";

    /// <summary>The images.</summary>
    public StandInSettings StandIn { get; set; } = new();

    /// <summary>The people.</summary>
    public PeopleSettings People { get; set; } = new();

    /// <summary>Networks.</summary>
    [Setting("networks that take part, with commas between: N0 guesser, N1 nearest mean, N2 logistic regression, N3 delta rule, each on latents, pixels or colour-hist")]
    public string Networks { get; set; } = "N0,N1/latents,N2/latents,N3/latents,N1/colour-hist,N2/colour-hist,N3/colour-hist,N1/pixels,N3/pixels";

    /// <summary>Seeds.</summary>
    [Setting("seeds of each network", Minimum = 1, Maximum = 100)]
    public int NetworkSeeds { get; set; } = 5;

    /// <summary>α of N3.</summary>
    [Setting("step of the delta rule of N3", Minimum = 0.001, Maximum = 2)]
    public double DeltaStep { get; set; } = 0.5;

    /// <summary>Bootstrap draws.</summary>
    [Setting("bootstrap draws of the analysis", Minimum = 50, Maximum = 100_000)]
    public int Draws { get; set; } = ClusterBootstrap.DefaultDraws;

    /// <summary>Power analysis.</summary>
    public PowerSettings Power { get; set; } = new();

    internal string[] FamilyNames() => Names(Families);

    internal string[] NetworkNames() => Names(Networks);

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The stand-in's styles.</summary>
    public sealed class StandInSettings
    {
        /// <summary>K.</summary>
        [Setting("styles that lists draw their categories from", Minimum = 2, Maximum = 1000)]
        public int Styles { get; set; } = 16;

        /// <summary>F.</summary>
        [Setting("families that the styles belong to", Minimum = 1, Maximum = 1000)]
        public int Families { get; set; } = 4;

        /// <summary>κ.</summary>
        [Setting("difficulty kappa: the larger, the easier for networks on latents", Minimum = 0.05, Maximum = 10)]
        public double Kappa { get; set; } = 0.75;

        /// <summary>Pixels.</summary>
        [Setting("side of the painted pictures; a power of two", Unit = "px", Minimum = 16, Maximum = 512)]
        public int Side { get; set; } = 64;
    }

    /// <summary>What simulated participants are like: assumptions to plan with, no measurements.</summary>
    public sealed class PeopleSettings
    {
        /// <summary>Mean P∞.</summary>
        [Setting("mean of the final accuracy", Minimum = 0.5, Maximum = 0.99)]
        public double Asymptote { get; set; } = 0.92;

        /// <summary>Median τ.</summary>
        [Setting("median of tau on intact images", Unit = "exemplars", Minimum = 0.1, Maximum = 200)]
        public double Scale { get; set; } = 3;

        /// <summary>Spread of ln τ.</summary>
        [Setting("standard deviation of ln tau", Minimum = 0, Maximum = 3)]
        public double ScaleSpread { get; set; } = 0.35;

        /// <summary>β.</summary>
        [Setting("exponent beta", Minimum = 0.05, Maximum = 5)]
        public double Exponent { get; set; } = 1.2;

        /// <summary>The effect.</summary>
        [Setting("slope of log10 tau on naturalness; below 0, natural images need fewer examples", Minimum = -3, Maximum = 3)]
        public double NaturalnessSlope { get; set; } = -0.5;

        /// <summary>Lapses.</summary>
        [Setting("share of trials answered by guessing", Minimum = 0, Maximum = 0.5)]
        public double Lapse { get; set; } = 0.03;

        /// <summary>Timeouts.</summary>
        [Setting("share of trials without a response", Minimum = 0, Maximum = 0.5)]
        public double Timeout { get; set; } = 0.02;

        /// <summary>Item difficulty.</summary>
        [Setting("standard deviation of images' difficulty, in logits; what makes errors of people consistent", Minimum = 0, Maximum = 5)]
        public double ItemSpread { get; set; } = 1;
    }

    /// <summary>Planning by simulation.</summary>
    public sealed class PowerSettings
    {
        /// <summary>Studies.</summary>
        [Setting("simulated studies of each size; 0 for no power analysis", Minimum = 0, Maximum = 10_000)]
        public int Studies { get; set; } = 100;

        /// <summary>Sizes.</summary>
        [Setting("numbers of lists to try", Minimum = 1, Maximum = 99)]
        public int[] Lists { get; set; } = [2, 4, 8];
    }
}
