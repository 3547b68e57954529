namespace Engram.Datasets;

/// <summary>Moves a sound in time.</summary>
public static class TimeShift
{
    /// <summary>y[n] = x[n − shift], silence where there is no such sample.</summary>
    /// <param name="samples">Changed in place.</param>
    /// <param name="shift">By how many samples: later where positive, earlier where negative.</param>
    public static void Apply(Span<float> samples, int shift)
    {
        var moved = (int)Math.Min(Math.Abs((long)shift), samples.Length);
        if (shift >= 0)
        {
            samples[..^moved].CopyTo(samples[moved..]);
            samples[..moved].Clear();
        }
        else
        {
            samples[moved..].CopyTo(samples);
            samples[^moved..].Clear();
        }
    }
}
