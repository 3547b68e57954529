using Engram.Evolution.Lanes;

namespace Engram.Evolution.Tests.Plasticity;

/// <summary>Rules of x, w and y written out by hand.</summary>
internal static class KnownRules
{
    private const int X = 0;
    private const int W = 1;
    private const int Y = 2;

    public static RuleCode Zero()
    {
        var code = new RuleCode(3);
        code.Result = code.Line(RuleOperation.Subtract, X, X);
        return code;
    }

    public static RuleCode Hebb()
    {
        var code = new RuleCode(3);
        code.Result = code.Line(RuleOperation.Multiply, X, Y);
        return code;
    }

    /// <summary>(y·a + w·b + x·d + c)(x − w y).</summary>
    public static RuleCode Oja(double a = 1, double b = 0, double c = 0, double d = 0)
    {
        var code = new RuleCode(3);
        int ra = code.Constant(a), rb = code.Constant(b), rc = code.Constant(c), rd = code.Constant(d);
        int gain = code.Line(RuleOperation.Multiply, Y, ra);
        gain = code.Line(RuleOperation.Add, gain, code.Line(RuleOperation.Multiply, W, rb));
        gain = code.Line(RuleOperation.Add, gain, code.Line(RuleOperation.Multiply, X, rd));
        gain = code.Line(RuleOperation.Add, gain, rc);
        int drift = code.Line(RuleOperation.Subtract, X, code.Line(RuleOperation.Multiply, W, Y));
        code.Result = code.Line(RuleOperation.Multiply, gain, drift);
        return code;
    }
}
