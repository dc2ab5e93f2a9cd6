namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>
/// Random models in the graph form: sizes beside the vectors', single channels, values that many read and that few do, any function in any company that its shapes allow. The same seed draws
/// the same model.
/// </summary>
internal static class CaseDraw
{
    public static FuzzCase Next(int seed)
    {
        for (int attempt = 0; ; attempt++)
        {
            FuzzCase drawn = Next(seed, new Draw(unchecked(seed * 31 + attempt * 1_000_003)));
            if (drawn.IsSound()) return drawn;
        }
    }

    private static FuzzCase Next(int seed, Draw draw)
    {
        List<int[]> inputs = [.. Enumerable.Range(0, draw.Pick(1, 1, 1, 2, 2, 3)).Select(_ => draw.InputShape())];
        if (inputs.Count > 1 && draw.Flip(0.4)) inputs[1] = inputs[0];
        FuzzCase drawn = new(seed, new FuzzProgram([.. inputs], [], [], []), [], [], [], []);
        if (draw.Flip(0.3)) drawn = drawn with { Helpers = [Part(draw, drawn, [.. Enumerable.Range(0, draw.Int(1, 2)).Select(_ => draw.Pick(inputs))], hasBlocks: false)] };
        if (draw.Flip(0.3)) drawn = drawn with { Models = [Part(draw, drawn with { Helpers = [] }, [.. inputs.Take(draw.Int(1, 2))], hasBlocks: true)] };
        drawn = drawn with { Main = new ProgramDraw(draw, drawn, inputs, hasBlocks: true).Next(draw.Pick(1, 2, 3, 4, 5, 6, 8, 10, 14), draw.Pick(1, 1, 2, 3)) };
        if (drawn.Main.Infer(drawn, drawn.Main.Inputs) is not { } shapes || drawn.Main.Outputs.IsEmpty) return drawn;
        drawn = drawn with { Objective = [.. Objective(draw, drawn, shapes)] };
        int least = drawn.NeedsSeveralSamples ? 2 : 1;
        return drawn with { Batches = [draw.Int(least, 9), draw.Int(least, 5)] };
    }

    private static FuzzProgram Part(Draw draw, FuzzCase whole, IReadOnlyList<int[]> inputs, bool hasBlocks) => new ProgramDraw(draw, whole, inputs, hasBlocks).Next(draw.Int(1, 4), 1);

    private static IEnumerable<ObjectiveTerm> Objective(Draw draw, FuzzCase drawn, List<int[]> shapes)
    {
        for (int output = 0; output < drawn.Main.Outputs.Length; output++)
        {
            int[] shape = shapes[drawn.Main.Outputs[output]];
            bool isSum = draw.Flip(0.2);
            string reduction = isSum ? ", reduction: Reduction.Sum" : "", classes = shape.Length == 0 ? "" : $", weight: [{string.Join(", ", Enumerable.Range(0, shape[0]).Select(i => i % 3 == 0 ? "0.5f" : $"{i % 3}f"))}]";
            float factor = draw.Pick(1f, 1f, 0.5f, 0.25f, -1f) / (isSum ? 4 : 1);
            int input = drawn.Main.Inputs.ToList().FindIndex(candidate => candidate.SequenceEqual(shape));
            ObjectiveTerm term = draw.Int(0, 9) switch
            {
                < 3 => new(draw.Pick("CrossEntropy", "NLLLoss"), output, factor, draw.Pick("", "", classes, ", ignoreIndex: 0") + reduction),
                < 6 => new(draw.Pick(ObjectiveTerm.Differences), output, factor, reduction, draw.Flip(0.2), Input: draw.Flip(0.2) ? input : -1),
                6 => new(draw.Pick("BinaryCrossEntropyWithLogits", "BinaryCrossEntropy"), output, factor, reduction, draw.Flip(0.2)),
                7 => new("Difference", output, factor, "", HasShape: true),
                _ => new(draw.Pick("MeanSquare", "SumAbs"), output, factor),
            };
            if (term.Kind == "CrossEntropy" && draw.Flip(0.2)) term = term with { Arguments = ", labelSmoothing: 0.125f" + term.Arguments };
            if (term.HasClasses && shape is not ([> 1] or [> 1, _, _])) term = new(draw.Pick(ObjectiveTerm.Differences), output, factor, reduction);
            yield return term;
        }
        string[] parameters = [.. drawn.Main.Blocks.SelectMany((block, i) => block.ParameterPaths($"B{i}"))];
        if (parameters.Length == 0 || !draw.Flip(0.25)) yield break;
        ObjectiveTerm decay = new(draw.Pick("Decay", "Sparsity"), -1, draw.Pick(0.01f, 0.5f), Parameter: draw.Pick(parameters));
        yield return decay;
    }
}
