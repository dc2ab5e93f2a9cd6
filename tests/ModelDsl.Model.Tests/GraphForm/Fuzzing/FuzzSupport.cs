using ModelDsl.Generator.Operators;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>What the compiler can do so far.</summary>
internal static class FuzzSupport
{
    public const bool HasSeveralInputs = true, HasSeveralOutputs = false;

    /// <summary>Whether an objective may be more than one loss of the output.</summary>
    public const bool HasFreeObjectives = true;

    public static bool Knows(FuzzOperation operation) => operation.Kinds.All(Knows);

    public static bool Knows(ObjectiveTerm term) => (HasFreeObjectives || term is { Factor: 1, Input: < 0, Kind: not ("NLLLoss" or "BinaryCrossEntropy") and not ("MeanSquare" or "SumAbs" or "Difference" or "Decay" or "Sparsity") }) && term.Kind switch
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

    /// <summary>Some are layers too, which take other arguments.</summary>
    private static bool Knows(string kind) => FunctionCatalog.Knows(kind) || (OperatorCatalog.Knows(kind) && kind is not ("Softmax" or "LogSoftmax" or "Flatten"));
}
