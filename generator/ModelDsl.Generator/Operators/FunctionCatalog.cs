using ModelDsl.Generator.Declaration;

namespace ModelDsl.Generator.Operators;

/// <summary>Which operator a call of a tensor function becomes: one line each. What is a layer too stands in <see cref="OperatorCatalog"/> alone, but
/// for what is called otherwise as a function: there, dimensions are those of one sample.</summary>
internal static class FunctionCatalog
{
    private static readonly Dictionary<string, Func<LayerSpec, LayerOperator>> Functions = new()
    {
        ["Add"] = Add.Create,
        ["Subtract"] = Subtract.Create,
        ["Multiply"] = Multiply.Create,
        ["Divide"] = Divide.Create,
        ["Maximum"] = Maximum.Create,
        ["Minimum"] = Minimum.Create,
        ["Pow"] = Pow.Create,
        ["Greater"] = Comparison.Create,
        ["Less"] = Comparison.Create,
        ["GreaterEqual"] = Comparison.Create,
        ["LessEqual"] = Comparison.Create,
        ["Eq"] = Comparison.Create,
        ["Ne"] = Comparison.Create,
        ["Where"] = Where.Create,
        ["Neg"] = Neg.Create,
        ["Exp"] = Exp.Create,
        ["Log"] = Log.Create,
        ["Sqrt"] = Sqrt.Create,
        ["Abs"] = Abs.Create,
        ["Square"] = Square.Create,
        ["Clamp"] = Clamp.Create,
        ["Detach"] = Detach.Create,
        ["Sum"] = Sum.Create,
        ["Mean"] = Mean.Create,
        ["Max"] = Max.Create,
        ["Min"] = Min.Create,
        ["Var"] = Var.Create,
        ["ArgMax"] = ArgMax.Create,
        ["Apply"] = Apply.Create,
        ["BatchMean"] = BatchMean.Create,
        ["Constant"] = Constant.Create,
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
