namespace Engram.Lab.Runs;

/// <summary>Turns what a file system throws into words for a person.</summary>
internal static class DiskFault
{
    /// <summary>Does work on files below a folder that the user chose.</summary>
    /// <exception cref="UsageException">The folder may not be used: permissions, or a file in its way.</exception>
    /// <exception cref="LaboratoryException">The disk is full or failing.</exception>
    public static T Guard<T>(string folder, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UsageException($"The folder {folder} may not be used: {exception.Message} Choose another with --runs, or change its permissions.", exception);
        }
        catch (IOException exception) when (FileInTheWay(folder) is { } file)
        {
            throw new UsageException($"The folder {folder} cannot be made: {file} is a file. Choose another with --runs.", exception);
        }
        catch (IOException exception)
        {
            throw new LaboratoryException($"Writing below {folder} failed: {exception.Message}", exception);
        }
    }

    public static void Guard(string folder, Action work) => Guard(folder, () =>
    {
        work();
        return true;
    });

    private static string? FileInTheWay(string folder)
    {
        for (string? path = Path.GetFullPath(folder); path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
                return path;
        }

        return null;
    }
}
