namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>A part of the objective: a loss of an output, or something about a parameter.</summary>
/// <param name="Kind">Which: see <see cref="Print"/>.</param>
/// <param name="Output">Which output, or −1 for none.</param>
/// <param name="Factor">What it is multiplied with.</param>
/// <param name="Arguments">Further arguments of the loss, each with a comma before it.</param>
/// <param name="HasShape">Whether the shape of the target is written.</param>
/// <param name="Parameter">The path of the parameter.</param>
/// <param name="Input">The input that is compared with, where that is no target.</param>
internal sealed record ObjectiveTerm(string Kind, int Output, float Factor, string Arguments = "", bool HasShape = false, string Parameter = "", int Input = -1)
{
    public static readonly string[] Differences = ["MSELoss", "L1Loss", "SmoothL1Loss", "HuberLoss"];

    public int Weight => 6 + (Factor == 1 ? 0 : 1) + Arguments.Length / 4 + (HasShape ? 1 : 0);

    public bool HasClasses => Kind is "CrossEntropy" or "NLLLoss";

    public bool HasTarget => Output >= 0 && Input < 0 && Kind is not ("MeanSquare" or "SumAbs");

    public bool Fits(FuzzCase whole, IReadOnlyList<int[]> shapes)
    {
        if (Output < 0) return whole.Main.Blocks.Select((block, i) => (block, i)).Any(it => it.block.ParameterPaths($"B{it.i}").Contains(Parameter) && IsCalled(whole.Main, it.i));
        if (Output >= whole.Main.Outputs.Length) return false;
        int[] shape = shapes[whole.Main.Outputs[Output]];
        if (Input >= 0) return Input < whole.Main.Inputs.Length && whole.Main.Inputs[Input].SequenceEqual(shape);
        return !HasClasses || shape is [> 1] or [> 1, _, _];
    }

    /// <summary>The shape of the target.</summary>
    public int[] TargetShape(int[] output) => HasClasses ? output[1..] : output;

    /// <summary>The term as C#.</summary>
    /// <param name="output">The name of the output.</param>
    /// <param name="target">The name of what it is compared with.</param>
    public string Print(string output, string target) => Factor == 1 ? Call(output, target) : FormattableString.Invariant($"{Factor}f * {Call(output, target)}");

    private string Call(string output, string target) => Kind switch
    {
        "NLLLoss" => $"NLLLoss(LogSoftmax({output}, 0), {target}{Arguments})",
        "BinaryCrossEntropy" => $"BinaryCrossEntropy(Sigmoid(Tanh({output})), {target}{Arguments})",
        "MeanSquare" => $"Mean(Square({output}))",
        "SumAbs" => $"{output}.Abs().Sum()",
        "Difference" => $"Mean(Square({output} - {target}))",
        "Decay" => $"Sum(Square({Parameter}))",
        "Sparsity" => $"Mean(Abs({Parameter}))",
        _ => $"{Kind}({output}, {target}{Arguments})",
    };

    private static bool IsCalled(FuzzProgram program, int block) => program.Operations.Any(operation => operation.Block == block);
}
