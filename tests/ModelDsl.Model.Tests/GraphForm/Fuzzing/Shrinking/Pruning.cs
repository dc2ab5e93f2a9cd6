namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Takes away what nothing reads: operations, inputs, blocks, helpers, models.</summary>
internal static class Pruning
{
    public static FuzzCase Prune(FuzzCase fuzz)
    {
        FuzzProgram main = Operations(fuzz.Main);
        int[] inputs = [.. Enumerable.Range(0, main.Inputs.Length).Where(input => main.Outputs.Contains(input) || main.Operations.Any(operation => operation.Inputs.Contains(input)) || fuzz.Objective.Any(term => term.Input == input))];
        if (inputs.Length == 0) inputs = [0];
        int Kept(int value) => value < main.Inputs.Length ? Array.IndexOf(inputs, value) : value - main.Inputs.Length + inputs.Length;
        fuzz = fuzz with
        {
            Main = main with { Inputs = [.. inputs.Select(input => main.Inputs[input])], Operations = [.. main.Operations.Select(operation => operation.Reading(Kept))], Outputs = [.. main.Outputs.Select(Kept)] },
            Objective = [.. fuzz.Objective.Select(term => term.Input >= 0 ? term with { Input = Kept(term.Input) } : term)],
        };
        fuzz = Blocks(fuzz);
        int[] helpers = [.. fuzz.Main.Operations.OfType<HelperOperation>().Select(call => call.Number).Distinct().Order()];
        int[] models = [.. fuzz.Main.Blocks.Where(block => block.Model >= 0).Select(block => block.Model).Distinct().Order()];
        if (helpers.Any(helper => helper >= fuzz.Helpers.Length) || models.Any(model => model >= fuzz.Models.Length)) return fuzz;
        return fuzz with
        {
            Helpers = [.. helpers.Select(helper => fuzz.Helpers[helper])],
            Models = [.. models.Select(model => fuzz.Models[model])],
            Main = fuzz.Main with
            {
                Operations = [.. fuzz.Main.Operations.Select(operation => operation is HelperOperation call ? call with { Number = Array.IndexOf(helpers, call.Number) } : operation)],
                Blocks = [.. fuzz.Main.Blocks.Select(block => block.Model >= 0 ? block with { Model = Array.IndexOf(models, block.Model) } : block)],
            },
        };
    }

    /// <summary>The program without operations that no output follows from.</summary>
    public static FuzzProgram Operations(FuzzProgram program)
    {
        bool[] isRead = new bool[program.Inputs.Length + program.Operations.Length];
        foreach (int output in program.Outputs) isRead[output] = true;
        for (int i = program.Operations.Length - 1; i >= 0; i--)
        {
            if (!isRead[program.Inputs.Length + i]) continue;
            foreach (int input in program.Operations[i].Inputs) isRead[input] = true;
        }
        int[] places = new int[isRead.Length];
        for (int i = 0, next = 0; i < places.Length; i++) places[i] = isRead[i] || i < program.Inputs.Length ? next++ : -1;
        return program with
        {
            Operations = [.. program.Operations.Where((_, i) => isRead[program.Inputs.Length + i]).Select(operation => operation.Reading(input => places[input]))],
            Outputs = [.. program.Outputs.Select(output => places[output])],
        };
    }

    /// <summary>Blocks that are not called. The objective names them by number.</summary>
    private static FuzzCase Blocks(FuzzCase fuzz)
    {
        int[] called = [.. fuzz.Main.Operations.Where(operation => operation.Block >= 0).Select(operation => operation.Block).Distinct().Order()];
        if (called.Any(block => block >= fuzz.Main.Blocks.Length)) return fuzz;
        return fuzz with
        {
            Main = fuzz.Main with
            {
                Blocks = [.. called.Select(block => fuzz.Main.Blocks[block])],
                Operations = [.. fuzz.Main.Operations.Select(operation => operation switch
                {
                    BlockOperation call => call with { Number = Array.IndexOf(called, call.Number) },
                    LoopOperation { Called: >= 0 } loop => loop with { Called = Array.IndexOf(called, loop.Called) },
                    _ => operation,
                })],
            },
            Objective = [.. fuzz.Objective.Where(term => term.Parameter.Length == 0 || called.Contains(BlockOf(term))).Select(term => term.Parameter.Length == 0 ? term
                : term with { Parameter = term.Parameter.Replace($".B{BlockOf(term)}.", $".B{Array.IndexOf(called, BlockOf(term))}.", StringComparison.Ordinal) })],
        };
    }

    private static int BlockOf(ObjectiveTerm term) => int.Parse(term.Parameter.Split('.')[1].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
}
