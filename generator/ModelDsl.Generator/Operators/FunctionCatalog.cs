using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary>Which operator a call of a tensor function becomes: one line each. What is a layer too stands in <see cref="OperatorCatalog"/> alone.</summary>
internal static class FunctionCatalog
{
    private static readonly Dictionary<string, Func<LayerSpec, LayerOperator>> Functions = new()
    {
        ["Add"] = Add.Create,
    };

    public static IEnumerable<string> Kinds => Functions.Keys;

    public static bool Knows(string kind) => Functions.ContainsKey(kind);

    public static LayerOperator Create(LayerSpec call) => Functions[call.Kind](call);
}
