using System.Numerics;
using System.Reflection;
using System.Text;
using Engram.Numerics;
using Engram.Numerics.Simd;

namespace Engram.Evolution.Primitives;

/// <summary>
/// What a node of a rule computes: a function of some numbers, element by element. Every width of vectors gives the same bits.
/// </summary>
/// <remarks>
/// People choose a <see cref="Primitive"/>; an operation is what is left of it when a genome has been decoded. Two operations of one name
/// are taken for the same function: caches and checkpoints know them by it.
/// </remarks>
public abstract class Operation
{
    private protected Operation(string name, int arity, bool isCommutative, OperationCode code, Notation? notation, Derivative? derivative)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Arity = arity;
        IsCommutative = isCommutative;
        Code = code;
        Notation = notation ?? Notation.Function(name);
        Derivative = derivative;
        Identity = Hash(name, arity);
    }

    /// <summary>The name, as it stands in texts and is read by the parser.</summary>
    public string Name { get; }

    /// <summary>How many arguments it takes; 1 or more.</summary>
    public int Arity { get; }

    /// <summary>Whether the order of the arguments changes no bit of the result.</summary>
    public bool IsCommutative { get; }

    /// <summary>How it is written.</summary>
    public Notation Notation { get; }

    /// <summary>The partial derivatives, or null if nobody gave them: then gradient search refuses rules with this operation.</summary>
    public Derivative? Derivative { get; }

    internal OperationCode Code { get; }

    /// <summary>The same on every machine and in every process.</summary>
    internal ulong Identity { get; }

    /// <summary>The function of single numbers; the same bits as in vectors of <see cref="double"/>.</summary>
    /// <param name="arguments">As many as <see cref="Arity"/>.</param>
    public abstract double Evaluate(ReadOnlySpan<double> arguments);

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal abstract OperationKernel<T> CreateKernel<T>(InstructionSet set)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The method of vectors, or null where there are only single numbers.</summary>
    internal virtual MethodInfo? VectorMethod<TSimd, TVector, T>()
        where TSimd : struct, ISimd<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => null;

    // FNV-1a (64 bits) over the name and the arity.
    private static ulong Hash(string name, int arity)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte b in Encoding.UTF8.GetBytes(name))
            hash = unchecked((hash ^ b) * 0x100000001B3);
        return unchecked((hash ^ (uint)arity) * 0x100000001B3);
    }
}
