namespace Engram.Evolution.Spiking;

/// <summary>The error-driven task's constants: Jordan et al. 2021, Fig. 4 and appendix 1, table 2; specification 3.2.</summary>
public sealed record ErrorTaskOptions
{
    /// <summary>Trials that a fitness is the mean of.</summary>
    public int Trials { get; init; } = 15;

    /// <summary>N, the inputs.</summary>
    public int Inputs { get; init; } = 5;

    /// <summary>The lowest rate of an input, Hz.</summary>
    public double LowestRate { get; init; } = 150;

    /// <summary>The highest rate of an input, Hz.</summary>
    public double HighestRate { get; init; } = 850;

    /// <summary>T, ms.</summary>
    public double Duration { get; init; } = 10_000;

    /// <summary>h, ms.</summary>
    public double Step { get; init; } = 0.01;

    /// <summary>Teacher weights are uniform in ± this, before the shift.</summary>
    public double TeacherSpread { get; init; } = 20;

    /// <summary>The shift of all of a trial's teacher weights.</summary>
    public double Shift { get; init; } = 15;

    /// <summary>Whether the shift's sign is drawn for each trial (the paper); else it is positive (the published data).</summary>
    public bool ShiftsBothWays { get; init; } = true;

    /// <summary>What the student's weights start at.</summary>
    public double FirstWeight { get; init; } = 5;

    /// <summary>η.</summary>
    public double LearningRate { get; init; } = 1.7;

    /// <summary>What a synapse smooths its changes with, ms.</summary>
    public double Smoothing { get; init; } = 100;

    /// <summary>How often the teacher's potential is sampled; it is held between, ms.</summary>
    public double TeacherInterval { get; init; } = 5;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Trials, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Inputs, 1);
        if (!(Step > 0) || !(Duration >= 10) || Duration / Step > 1e8)
            throw new ArgumentOutOfRangeException(nameof(Step), Step, "The step must be positive, and a trial at least 10 ms long.");
        if (Math.Abs(Math.Round(1 / Step) - (1 / Step)) > 1e-9)
            throw new ArgumentOutOfRangeException(nameof(Step), Step, "The step must divide a millisecond: potentials are compared every millisecond.");
        if (!(LowestRate > 0) || !(HighestRate >= LowestRate) || !double.IsFinite(LearningRate) || !(Smoothing > 0) || !(TeacherInterval >= Step))
            throw new ArgumentOutOfRangeException(nameof(LowestRate), "Rates, learning rate, smoothing or the teacher's interval are out of range.");
    }
}
