using Engram.Lab;
using Engram.Lab.Settings;

namespace Engram.Vision.Data;

/// <summary>Which pictures are learned from.</summary>
public sealed class PictureSettings
{
    /// <summary>Where they come from.</summary>
    [Setting(
        "stand-in: drawn by Engram; folder: a folder for each artist; catalogue: a comma-separated file with a column of files and one of labels",
        Choices = ["stand-in", "folder", "catalogue"])]
    public string Set { get; set; } = "stand-in";

    /// <summary>Folder or catalogue.</summary>
    [Setting("the folder or the catalogue, from the data folder")]
    public string Path { get; set; } = "delaunay";

    /// <summary>The column of labels.</summary>
    [Setting("the catalogue's column of labels")]
    public string Label { get; set; } = "artist";

    /// <summary>The column of files.</summary>
    [Setting("the catalogue's column of files, from the catalogue's folder")]
    public string File { get; set; } = "file";

    /// <summary>The side.</summary>
    [Setting("side of the squares that the network sees", Unit = "pixels", Minimum = 16, Maximum = 1024)]
    public int Side { get; set; } = 256;

    /// <summary>Styles of the stand-in.</summary>
    [Setting("artists of the stand-in", Minimum = 2, Maximum = 53)]
    public int Styles { get; set; } = 53;

    /// <summary>Pictures of each style.</summary>
    [Setting("pictures of each artist of the stand-in", Minimum = 4, Maximum = 10_000)]
    public int PerStyle { get; set; } = 217;

    /// <summary>How far styles lie apart.</summary>
    [Setting("how far apart the styles of the stand-in are, against how much each varies", Minimum = 0, Maximum = 100)]
    public double Kappa { get; set; } = 1.5;

    /// <summary>The planted shortcut.</summary>
    [Setting("how likely a picture of the stand-in's first artist bears a mark that others lack, to test the probes", Minimum = 0, Maximum = 1)]
    public double Shortcut { get; set; }

    /// <summary>A split made before.</summary>
    [Setting("a file of engram delaunay split, from the data folder, in place of quirks.split; empty for none")]
    public string SplitFile { get; set; } = "";

    /// <summary>What is done about files that cannot be read.</summary>
    [Setting("a file that cannot be read ends the run (refuse), or is left out and listed in skipped.csv (skip)", Choices = ["refuse", "skip"])]
    public string Unreadable { get; set; } = "refuse";

    /// <summary>Whether figures may show them.</summary>
    [Setting("figures may show the pictures; without, grey boxes stand for them (works may be protected: auto shows the stand-in and nothing else)")]
    public bool? Show { get; set; }

    /// <summary>Fills in what is open.</summary>
    /// <exception cref="UsageException">There is no path where one is needed.</exception>
    internal void Resolve()
    {
        Show ??= Set == "stand-in";
        if (Set != "stand-in" && string.IsNullOrWhiteSpace(Path))
            throw new UsageException($"data.set is {Set}, and data.path is empty: say where the pictures are.");
    }
}
