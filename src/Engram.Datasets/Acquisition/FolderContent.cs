namespace Engram.Datasets;

/// <summary>How much of a data set that comes as many files in folders lies in one folder, as far as can be told at a glance.</summary>
public enum FolderContent
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Some of it.</summary>
    Part,

    /// <summary>All of it, as it seems.</summary>
    Whole,
}
