namespace ModelDsl.Generator.Declaration;

/// <summary>Says that a layer has the weight of another block's layer.</summary>
/// <param name="Block">The other block's name.</param>
/// <param name="Owner">What the names of that layer's parameters start with; of a block that was not called yet, what stands behind the model's own.</param>
/// <param name="Place">Where it is written: see <see cref="LayerSpec.Index"/>.</param>
internal sealed record TieSpec(string Block, string Owner, int Place);
