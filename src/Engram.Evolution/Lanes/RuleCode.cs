namespace Engram.Evolution.Lanes;

/// <summary>One line of a rule: a register is written from up to three others.</summary>
internal readonly record struct RuleLine(RuleOperation Operation, int Target, int A, int B, int C = 0);

/// <summary>
/// A rule as straight-line code over registers. Registers 0 to <see cref="Inputs"/> − 1 are the inputs, then come the constants, then what
/// the lines write. Made once for a phenotype and reused: filling it again allocates only when it has to grow.
/// </summary>
internal sealed class RuleCode(int inputs)
{
    private readonly List<RuleLine> _lines = [];
    private readonly List<double> _constants = [];

    /// <summary>How many inputs there are.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>The constants, in registers from <see cref="Inputs"/> on.</summary>
    public IReadOnlyList<double> Constants => _constants;

    /// <summary>The lines, each of which reads only registers that were written before.</summary>
    public IReadOnlyList<RuleLine> Lines => _lines;

    /// <summary>The register that holds the value of the rule.</summary>
    public int Result { get; set; }

    /// <summary>How many registers there are.</summary>
    public int Registers { get; private set; } = inputs;

    /// <summary>Forgets everything but the number of inputs.</summary>
    public void Clear()
    {
        _lines.Clear();
        _constants.Clear();
        Registers = Inputs;
        Result = 0;
    }

    /// <summary>Adds a constant. All of them come before the first line.</summary>
    /// <returns>Its register.</returns>
    public int Constant(double value)
    {
        if (_lines.Count > 0)
            throw new InvalidOperationException("Constants come before the lines that use them.");
        _constants.Add(value);
        return Registers++;
    }

    /// <summary>Adds a line.</summary>
    /// <returns>The register that it writes.</returns>
    public int Line(RuleOperation operation, int a, int b, int c = 0)
    {
        _lines.Add(new RuleLine(operation, Registers, a, b, c));
        return Registers++;
    }
}
