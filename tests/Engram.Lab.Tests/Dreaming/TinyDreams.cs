using Engram.Datasets;
using Engram.Dreaming;
using Engram.Dreaming.Evaluation;
using Engram.Dreaming.Phases;
using Engram.Lab.Experiments;
using Engram.Lab.Experiments.Dreaming;
using Engram.Lab.Settings;
using Engram.Numerics;

namespace Engram.Lab.Tests.Dreaming;

/// <summary>The smallest experiment with a cortex that dreams: a few cycles over images of 16 x 16.</summary>
internal sealed class TinyDreams : Experiment<TinyDreamSettings>, IDreamExperiment
{
    private const int Size = 16, Lanes = 8;

    public override string Name => "tiny-dreams";

    public override string Paper => "Deperrois et al. 2022";

    public override string Summary => "A few cycles";

    public override string HeadlineMetric => "cycles";

    public DreamSubject Open(object settings, string dataFolder, ulong seed)
    {
        var chosen = (TinyDreamSettings)settings;
        var description = new CortexDescription { ImageSize = Size, Width = 3, Latents = 12, Projections = 4 };
        if (chosen.Set == "cifar10")
        {
            LabelledImages images = DatasetCatalogue.Cifar10.Read(dataFolder, allowIncomplete: true);
            return new DreamSubject(description, Lanes, images.Train, images.Test, "CIFAR-10");
        }

        return new DreamSubject(description, Lanes, Images(chosen.Images, 1), Images(chosen.Images / 4, 2), "drawn images");
    }

    protected override TinyDreamSettings CreatePreset(string preset) => new();

    protected override IReadOnlyList<SummaryValue> Run(TinyDreamSettings settings, IRunContext context)
    {
        DreamSubject subject = Open(new TinyDreamSettings(), context.DataFolder, context.Seed);
        using Cortex<float> cortex = subject.Cortex.Build<float>(subject.Lanes, context.Seed);
        using var dreamer = new Dreamer<float>(cortex, [new Wake(), new Nrem(), new Rem()], new StreamChance<float>(new RandomStreams(context.Seed)));
        for (var cycle = 0; cycle < settings.Cycles; cycle++)
        {
            new SeenPictures(subject.Train).Show(cycle * Lanes % 64, Lanes, dreamer.Images);
            dreamer.Live(cycle == 0);
        }

        if (settings.Cycles > 0)
            context.Checkpoint(writer => cortex.Save(writer));
        return [new SummaryValue("cycles", settings.Cycles, "", "cycles")];
    }

    private static ImageSet Images(int count, ulong seed)
    {
        var shape = new ImageShape(3, Size, Size);
        RandomStream stream = new RandomStreams(seed).Named("images");
        var pixels = new byte[count * shape.Values];
        var labels = new int[count];
        for (var image = 0; image < count; image++)
        {
            labels[image] = image % 4;
            for (var i = 0; i < shape.Values; i++)
                pixels[(image * shape.Values) + i] = (byte)((40 * labels[image]) + stream.NextBounded(100));
        }

        return new ImageSet(pixels, labels, shape, ["a", "b", "c", "d"], "drawn");
    }
}

/// <summary>The settings of the smallest experiment.</summary>
internal sealed class TinyDreamSettings
{
    [Setting("cycles", Minimum = 0, Maximum = 100)]
    public int Cycles { get; set; } = 3;

    [Setting("training images", Minimum = 4, Maximum = 1000)]
    public int Images { get; set; } = 320;

    [Setting("images", Choices = ["drawn", "cifar10"])]
    public string Set { get; set; } = "drawn";
}

/// <summary>An experiment without a cortex.</summary>
internal sealed class TinyNothing : Experiment<TinyDreamSettings>
{
    public override string Name => "tiny-nothing";

    public override string Paper => "none";

    public override string Summary => "Nothing";

    public override string HeadlineMetric => "nothing";

    protected override TinyDreamSettings CreatePreset(string preset) => new();

    protected override IReadOnlyList<SummaryValue> Run(TinyDreamSettings settings, IRunContext context) => [new SummaryValue("nothing", 0, "", "nothing")];
}
