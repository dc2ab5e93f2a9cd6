using ModelDsl.Generator.Operators;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>What the compiler can do so far.</summary>
internal static class FuzzSupport
{
    public const bool HasSeveralInputs = false, HasSeveralOutputs = false;

    public static bool Knows(FuzzOperation operation) => operation.Kinds.All(Knows);

    public static bool Knows(ObjectiveTerm term) => term.Kind switch
    {
        "MeanSquare" => Knows("Mean") && Knows("Square"),
        "SumAbs" => Knows("Abs") && Knows("Sum"),
        "Difference" => Knows("Mean") && Knows("Square") && Knows("Subtract"),
        "Decay" => Knows("Sum") && Knows("Square"),
        "Sparsity" => Knows("Mean") && Knows("Abs"),
        "NLLLoss" => Knows("LogSoftmax"),
        "BinaryCrossEntropy" => Knows("Sigmoid"),
        _ => true,
    };

    /// <summary>Whether an operation may stand on these shapes.</summary>
    public static bool Allows(FuzzOperation operation, int[][] inputs, int[] output) => operation is not null && inputs is not null && output is not null;

    private static bool Knows(string kind) => FunctionCatalog.Knows(kind) || OperatorCatalog.Knows(kind);
}
