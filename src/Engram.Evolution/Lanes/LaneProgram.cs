using System.Runtime.CompilerServices;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Lanes;

/// <summary>A line of a rule with the rows of lanes that it reads and writes.</summary>
internal unsafe struct LaneLine
{
    public RuleOperation Operation;
    public double* A;
    public double* B;
    public double* C;
    public double* Target;
}

/// <summary>
/// Rows of lanes for the registers of a rule, and the rule's lines bound to them. A rule whose next value depends on its last one (a weight
/// that learns) is evaluated at thousands of moments one after the other; the lanes are what there is side by side: datasets and synapses.
/// </summary>
internal sealed unsafe class LaneProgram : IDisposable
{
    private readonly int _inputs;
    private AlignedBuffer<double> _rows;
    private AlignedBuffer<LaneLine> _lines;

    /// <summary>Takes room for the inputs.</summary>
    /// <param name="inputs">How many rows the user writes.</param>
    /// <param name="length">The length of a row: a whole number of cache lines.</param>
    public LaneProgram(int inputs, int length)
    {
        if (length <= 0 || length % (AlignedBuffer<double>.Alignment / sizeof(double)) != 0)
            throw new ArgumentOutOfRangeException(nameof(length), length, "A row is a whole number of cache lines.");
        _inputs = inputs;
        Length = length;
        _rows = new AlignedBuffer<double>((nint)(inputs + 16) * length);
        _lines = new AlignedBuffer<LaneLine>(16);
    }

    /// <summary>The length of a row.</summary>
    public int Length { get; }

    /// <summary>The first line.</summary>
    public LaneLine* First => _lines.Pointer;

    /// <summary>The end of the lines.</summary>
    public LaneLine* End { get; private set; }

    /// <summary>The row that holds the rule's value; may be that of an input.</summary>
    public double* Result { get; private set; }

    /// <summary>The row of an input; another one after <see cref="Bind"/>.</summary>
    public double* Input(int index) => Row(index);

    /// <summary>Makes this the program of a rule. Allocates only if it is longer than all before.</summary>
    public void Bind(RuleCode code)
    {
        if (code.Inputs != _inputs)
            throw new ArgumentException($"The rule has {code.Inputs} inputs where {_inputs} are given.", nameof(code));
        if ((nint)code.Registers * Length > _rows.Length)
        {
            _rows.Dispose();
            _rows = new AlignedBuffer<double>((nint)(2 * code.Registers) * Length);
        }

        if (code.Lines.Count > _lines.Length)
        {
            _lines.Dispose();
            _lines = new AlignedBuffer<LaneLine>(2 * code.Lines.Count);
        }

        for (int i = 0; i < code.Constants.Count; i++)
            new Span<double>(Row(_inputs + i), Length).Fill(code.Constants[i]);
        for (int i = 0; i < code.Lines.Count; i++)
        {
            RuleLine line = code.Lines[i];
            _lines.Pointer[i] = new LaneLine
            {
                Operation = line.Operation,
                A = Row(line.A),
                B = Row(line.B),
                C = Row(line.C),
                Target = Row(line.Target),
            };
        }

        End = First + code.Lines.Count;
        Result = Row(code.Result);
    }

    /// <summary>Evaluates the lines in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TSimd, TVector>(LaneLine* line, LaneLine* end, nint length)
        where TSimd : struct, ISimd<TVector, double>
        where TVector : unmanaged
    {
        for (; line < end; line++)
        {
            switch (line->Operation)
            {
                case RuleOperation.Add:
                    Binary<Sum, TSimd, TVector>(line, length);
                    break;
                case RuleOperation.Subtract:
                    Binary<Difference, TSimd, TVector>(line, length);
                    break;
                case RuleOperation.Multiply:
                    Binary<Product, TSimd, TVector>(line, length);
                    break;
                case RuleOperation.Divide:
                    Binary<Quotient, TSimd, TVector>(line, length);
                    break;
                default:
                    Rare(line, length);
                    break;
            }
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _lines.Dispose();
    }

    private double* Row(int register) => _rows.Pointer + ((nint)register * Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Binary<TBinary, TSimd, TVector>(LaneLine* line, nint length)
        where TBinary : struct, IBinary
        where TSimd : struct, ISimd<TVector, double>
        where TVector : unmanaged
    {
        double* a = line->A;
        double* b = line->B;
        double* target = line->Target;
        nint i = 0;
        // The usual width, two synapses of ten datasets, is four of the widest vectors: one turn.
        for (; i <= length - (4 * TSimd.Count); i += 4 * TSimd.Count)
        {
            TVector first = TBinary.Of<TSimd, TVector>(TSimd.Load(a + i), TSimd.Load(b + i));
            TVector second = TBinary.Of<TSimd, TVector>(TSimd.Load(a + i + TSimd.Count), TSimd.Load(b + i + TSimd.Count));
            TVector third = TBinary.Of<TSimd, TVector>(TSimd.Load(a + i + (2 * TSimd.Count)), TSimd.Load(b + i + (2 * TSimd.Count)));
            TVector fourth = TBinary.Of<TSimd, TVector>(TSimd.Load(a + i + (3 * TSimd.Count)), TSimd.Load(b + i + (3 * TSimd.Count)));
            TSimd.Store(first, target + i);
            TSimd.Store(second, target + i + TSimd.Count);
            TSimd.Store(third, target + i + (2 * TSimd.Count));
            TSimd.Store(fourth, target + i + (3 * TSimd.Count));
        }

        for (; i < length; i += TSimd.Count)
            TSimd.Store(TBinary.Of<TSimd, TVector>(TSimd.Load(a + i), TSimd.Load(b + i)), target + i);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Rare(LaneLine* line, nint length)
    {
        double* a = line->A;
        double* b = line->B;
        double* c = line->C;
        double* target = line->Target;
        switch (line->Operation)
        {
            case RuleOperation.Power:
                for (nint i = 0; i < length; i++)
                    target[i] = Math.Pow(a[i], b[i]);
                break;
            case RuleOperation.IfElse:
                for (nint i = 0; i < length; i++)
                    target[i] = a[i] >= 0 ? b[i] : c[i];
                break;
            default:
                throw new InvalidOperationException($"There is no operation {line->Operation}.");
        }
    }

    private interface IBinary
    {
        static abstract TVector Of<TSimd, TVector>(TVector a, TVector b)
            where TSimd : struct, ISimd<TVector, double>
            where TVector : unmanaged;
    }

    private readonly struct Sum : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of<TSimd, TVector>(TVector a, TVector b)
            where TSimd : struct, ISimd<TVector, double>
            where TVector : unmanaged => TSimd.Add(a, b);
    }

    private readonly struct Difference : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of<TSimd, TVector>(TVector a, TVector b)
            where TSimd : struct, ISimd<TVector, double>
            where TVector : unmanaged => TSimd.Subtract(a, b);
    }

    private readonly struct Product : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of<TSimd, TVector>(TVector a, TVector b)
            where TSimd : struct, ISimd<TVector, double>
            where TVector : unmanaged => TSimd.Multiply(a, b);
    }

    private readonly struct Quotient : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of<TSimd, TVector>(TVector a, TVector b)
            where TSimd : struct, ISimd<TVector, double>
            where TVector : unmanaged => TSimd.Divide(a, b);
    }
}
