using System.Collections.Immutable;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>A straight line of operations: a network, or a helper. Values are numbered, the inputs first and then the operations' results.</summary>
/// <param name="Inputs">The shapes of the inputs; of a helper those of its first call.</param>
/// <param name="Blocks">The blocks that it may call.</param>
/// <param name="Operations">The operations.</param>
/// <param name="Outputs">The values that it returns.</param>
internal sealed record FuzzProgram(ImmutableArray<int[]> Inputs, ImmutableArray<FuzzBlock> Blocks, ImmutableArray<FuzzOperation> Operations, ImmutableArray<int> Outputs)
{
    public const int LargestValue = 700, HighestRank = 5;

    public int Weight => Inputs.Sum(shape => 2 + 3 * shape.Length + shape.Sum()) + Blocks.Sum(block => block.Weight) + Operations.Sum(operation => operation.Weight) + 3 * Outputs.Length;

    /// <summary>The shapes of all values, or null where something does not fit.</summary>
    /// <param name="whole">The case that it belongs to.</param>
    /// <param name="inputs">The shapes that it is given.</param>
    public List<int[]>? Infer(FuzzCase whole, IReadOnlyList<int[]> inputs)
    {
        if (inputs.Count != Inputs.Length) return null;
        FuzzScope scope = new(whole, this, []);
        List<int[]> shapes = [.. inputs];
        foreach (FuzzOperation operation in Operations)
        {
            if (operation.Inputs.Any(input => input < 0 || input >= shapes.Count)) return null;
            if (Infer(scope, operation, shapes) is not { } shape) return null;
            shapes.Add(shape);
        }
        return Outputs.All(output => output < shapes.Count) ? shapes : null;
    }

    /// <summary>The shape of one operation's result; null where it does not fit, or is too large.</summary>
    public static int[]? Infer(FuzzScope scope, FuzzOperation operation, IReadOnlyList<int[]> shapes)
        => operation.Infer(scope, [.. operation.Inputs.Select(input => shapes[input])]) is { } shape && shape.Length <= HighestRank && Dims.Count(shape) <= LargestValue ? shape : null;
}

/// <summary>What an operation sees beside its inputs.</summary>
/// <param name="Case">The case.</param>
/// <param name="Program">The program that it stands in.</param>
/// <param name="ParametersOf">The shapes that the parameters of a block have, once it was called: shared weights fit one shape.</param>
internal sealed record FuzzScope(FuzzCase Case, FuzzProgram Program, Dictionary<int, string> ParametersOf);
