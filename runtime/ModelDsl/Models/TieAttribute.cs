namespace ModelDsl;

/// <summary>
/// The layer of this block has the weight of another block's layer, as after <c>decoder.weight = encoder.weight</c> in PyTorch: one parameter, under the name of the
/// block that is called first, whose gradient is the sum of both. A bias it has of its own.
/// </summary>
/// <remarks>
/// Both blocks have one layer, and their weights the same shape, which is checked. Checkpoints hold the weight once; those of PyTorch may list both names. For the
/// transposed of a weight, write <c>MatMul(x, Parameters.Embed.Weight)</c> in <c>[Forward]</c>. To apply one layer twice, call its block twice.
/// </remarks>
/// <example>
/// <code>
/// [Linear(64)] private partial Tensor Query(Tensor x);
/// [Linear(64), Tie(nameof(Query))] private partial Tensor Key(Tensor x);
/// </code>
/// </example>
/// <param name="block">The other block's name.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class TieAttribute(string block) : Attribute
{
    /// <summary>The other block's name.</summary>
    public string Block { get; } = block;
}
