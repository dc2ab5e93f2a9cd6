namespace ModelDsl.Generator.Declaration.Bodies;

// What expressions of a body are worth while it is read: an OperandSpec (a tensor), a constant (int, long, float, double, bool, string), or one of these.

/// <summary>A tuple, array or list. Arrays and lists are shared by reference, as in C#.</summary>
internal sealed class Items(List<object> values)
{
    public List<object> Values { get; } = values;
}

/// <summary>The parts of a split whose number follows from a shape, which is not known yet: they are taken one by one.</summary>
internal sealed class Parts(Func<int, OperandSpec> take, int? count)
{
    /// <summary>How many there are, where that was written.</summary>
    public int? Count { get; } = count;

    public OperandSpec this[int index] => take(index);
}

/// <summary><c>null</c>.</summary>
internal sealed class NoValue
{
    public static readonly NoValue Null = new();
}

/// <summary>The value of what cannot be understood: it was reported, and what uses it is not.</summary>
internal sealed class Unknown
{
    public static readonly Unknown Value = new();
}

/// <summary>The model whose body is read: the one that is compiled, or one that is used as a block of it.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Owner">What stands before the names of its parameters: nothing, or <c>layer1.0.</c></param>
/// <param name="Member">What stands before the members of its parameters: nothing, or <c>Layer1.Block0.</c></param>
/// <param name="Learning">How its parameters are learned.</param>
internal sealed record Instance(Microsoft.CodeAnalysis.INamedTypeSymbol Type, string Owner, string Member, LearningSpec Learning);

/// <summary>Where control goes behind a statement.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
    Return,
}
