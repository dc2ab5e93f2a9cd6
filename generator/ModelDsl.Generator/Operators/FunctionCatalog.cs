using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary>Which operator a call of a tensor function becomes: one line each. What is a layer too stands in <see cref="OperatorCatalog"/> alone, but
/// for what is called otherwise as a function: there, dimensions are those of one sample.</summary>
internal static class FunctionCatalog
{
    private static readonly Dictionary<string, Func<LayerSpec, LayerOperator>> Functions = new()
    {
        ["Add"] = Add.Create,
        ["Chunk"] = Chunk.Create,
        ["Concat"] = Concat.Create,
        ["Expand"] = Expand.Create,
        ["Flatten"] = FlattenDims.Create,
        ["LogSoftmax"] = LogSoftmax.CreateFunction,
        ["MatMul"] = MatMul.Create,
        ["Narrow"] = Narrow.Create,
        ["Permute"] = Permute.Create,
        ["Reshape"] = Reshape.Create,
        ["Select"] = Select.Create,
        ["Softmax"] = Softmax.CreateFunction,
        ["Split"] = Split.Create,
        ["Squeeze"] = Squeeze.Create,
        ["Stack"] = Stack.Create,
        ["Transpose"] = Transpose.Create,
        ["Unsqueeze"] = Unsqueeze.Create,
    };

    public static IEnumerable<string> Kinds => Functions.Keys;

    public static bool Knows(string kind) => Functions.ContainsKey(kind);

    public static LayerOperator Create(LayerSpec call) => Functions[call.Kind](call);
}
