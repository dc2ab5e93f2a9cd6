using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary>Which operator a tensor function becomes: one line each. Activations and losses are those of the layers.</summary>
internal static class FunctionCatalog
{
    private static readonly Dictionary<string, Func<LayerSpec, LayerOperator>> Functions = new()
    {
        ["Add"] = layer => new Add(),
    };

    /// <summary>The operator of a function, or of a layer.</summary>
    public static LayerOperator Create(LayerSpec layer, bool isFunction)
        => isFunction && Functions.TryGetValue(layer.Kind, out Func<LayerSpec, LayerOperator>? create) ? create(layer) : OperatorCatalog.Create(layer);
}
