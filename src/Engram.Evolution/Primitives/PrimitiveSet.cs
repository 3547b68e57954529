using System.Collections;

namespace Engram.Evolution.Primitives;

/// <summary>The ordered list of primitives that the function genes of a genome choose from. Immutable.</summary>
public sealed class PrimitiveSet : IReadOnlyList<Primitive>
{
    private readonly Primitive[] _primitives;

    /// <summary>A set of some primitives.</summary>
    /// <param name="primitives">At least one, each name once. The order is the meaning of the function genes.</param>
    /// <exception cref="ArgumentException">There is none, or two have one name.</exception>
    public PrimitiveSet(params IEnumerable<Primitive> primitives)
    {
        ArgumentNullException.ThrowIfNull(primitives);
        _primitives = [.. primitives];
        if (_primitives.Length == 0)
            throw new ArgumentException("A genome needs at least one primitive.", nameof(primitives));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var primitive in _primitives)
        {
            ArgumentNullException.ThrowIfNull(primitive, nameof(primitives));
            if (!names.Add(primitive.Name))
                throw new ArgumentException($"The primitive {primitive.Name} is in the set twice.", nameof(primitives));
            MaximumArity = Math.Max(MaximumArity, primitive.Arity);
            MaximumParameters = Math.Max(MaximumParameters, primitive.Parameters.Count);
        }

        MaximumArity = Math.Max(1, MaximumArity);
        Arities = [.. _primitives.Select(p => p.Arity)];
    }

    /// <summary>Add, Sub, Mul and the constant 1: the default of specification 1.1.</summary>
    public static PrimitiveSet Default { get; } = new(Primitive.Add, Primitive.Subtract, Primitive.Multiply, Primitive.One);

    /// <summary>Sub and Mul: the set of the plasticity search (specification 2.5).</summary>
    public static PrimitiveSet SubtractMultiply { get; } = new(Primitive.Subtract, Primitive.Multiply);

    /// <summary>Add, Sub, Mul, Div and the constant 1 (specification 2.5).</summary>
    public static PrimitiveSet Arithmetic { get; } =
        new(Primitive.Add, Primitive.Subtract, Primitive.Multiply, Primitive.Divide, Primitive.One);

    /// <summary>And, Or, Not and Xor.</summary>
    public static PrimitiveSet Boolean { get; } =
        new(Primitive.Named("and"), Primitive.Named("or"), Primitive.Named("not"), Primitive.Named("xor"));

    /// <summary>How many primitives there are.</summary>
    public int Count => _primitives.Length;

    /// <summary>The largest arity, at least 1: A of specification 1.1.</summary>
    public int MaximumArity { get; }

    /// <summary>The largest count of parameters.</summary>
    public int MaximumParameters { get; }

    internal int[] Arities { get; }

    /// <summary>The primitive that a function gene means.</summary>
    public Primitive this[int index] => _primitives[index];

    /// <summary>Reads a list such as <c>add, sub, mul, div, 1</c>.</summary>
    /// <exception cref="ArgumentException">A name is unknown or there twice.</exception>
    public static PrimitiveSet Parse(string names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new PrimitiveSet(names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Primitive.Named));
    }

    /// <inheritdoc/>
    public IEnumerator<Primitive> GetEnumerator() => ((IEnumerable<Primitive>)_primitives).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _primitives.Select(p => p.Name));
}
