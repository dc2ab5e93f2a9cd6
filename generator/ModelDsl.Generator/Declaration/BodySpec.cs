namespace ModelDsl.Generator.Declaration;

/// <summary>What is emitted beside the network for a model in the graph form: its blocks' bodies, which compute eagerly.</summary>
/// <param name="Forward">The method that computes the outputs.</param>
/// <param name="Blocks">The partial methods whose bodies are to be written.</param>
/// <param name="Locals">The locals that hold tensors: their shapes are shown where they stand.</param>
internal sealed record BodySpec(string Forward, EquatableArray<BlockSpec> Blocks, EquatableArray<LocalSpec> Locals)
{
    /// <summary>What calls compute whose results go nowhere.</summary>
    public EquatableArray<LocalSpec> Ignored { get; init; } = EquatableArray<LocalSpec>.Empty;
}

/// <param name="Name">The local's name.</param>
/// <param name="Value">What it holds.</param>
/// <param name="Place">Where it gets it: see <see cref="LayerSpec.Index"/>.</param>
internal sealed record LocalSpec(string Name, OperandSpec Value, int Place);

/// <summary>A partial method with layers on it.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Header">Its header as C# wants it repeated: <c>private partial global::ModelDsl.Tensor Stem(global::ModelDsl.Tensor image)</c>.</param>
/// <param name="Parameters">The names of its parameters.</param>
/// <param name="Layers">The layers, in their order, as they are named in this model.</param>
/// <param name="Used">The model that is the block, by its full name; null for layers.</param>
/// <param name="Repeat">How often the block is applied, each time with parameters of its own; 1 where nothing is said.</param>
/// <param name="IsRepeated">Whether it was said: then parameters are numbered.</param>
internal sealed record BlockSpec(string Name, string Header, EquatableArray<string> Parameters, EquatableArray<BlockLayerSpec> Layers, string? Used, int Repeat, bool IsRepeated)
{
    /// <summary>The XML of the user's own documentation, or null.</summary>
    public string? Documentation { get; init; }

    /// <summary>Whether the network calls it: else it has no parameters.</summary>
    public bool IsUsed { get; init; } = true;
}

/// <param name="Layer">The layer as written.</param>
/// <param name="Suffix">What stands behind the block's own name in that of its parameters: <c>.0</c>; empty for a block of one layer.</param>
/// <param name="Member">The layer's member within the block: <c>Conv1</c>; empty for a block of one layer.</param>
internal sealed record BlockLayerSpec(LayerSpec Layer, string Suffix, string Member);
