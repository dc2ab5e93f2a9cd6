namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>What a program can become that has less to it.</summary>
internal static class ProgramReductions
{
    public static IEnumerable<FuzzProgram> Of(FuzzCase fuzz, FuzzProgram program, bool isMain)
    {
        if (program.Infer(fuzz, program.Inputs) is not { } shapes) yield break;
        for (int i = 0; i < program.Operations.Length; i++)
        {
            int value = program.Inputs.Length + i;
            // Its readers read an earlier value of the same shape, one of its own inputs first.
            IEnumerable<int> others = program.Operations[i].Inputs.Concat(Enumerable.Range(0, value)).Distinct().Where(other => shapes[other].SequenceEqual(shapes[value]));
            foreach (int other in others.Take(3)) yield return Without(program, i, other);
            if (isMain && shapes[value].Length <= 3) yield return AsInput(program, i, shapes[value]);
            foreach (FuzzOperation simpler in program.Operations[i].Simpler()) yield return program with { Operations = program.Operations.SetItem(i, simpler) };
        }
        for (int i = 0; i < program.Blocks.Length; i++)
        {
            foreach (FuzzBlock simpler in Simpler(program.Blocks[i])) yield return program with { Blocks = program.Blocks.SetItem(i, simpler) };
        }
    }

    private static IEnumerable<FuzzBlock> Simpler(FuzzBlock block)
    {
        if (block.IsFrozen) yield return block with { IsFrozen = false };
        if (block.Repeat > 0) yield return block with { Repeat = block.Repeat - 1 };
        for (int i = 0; i < block.Layers.Length; i++)
        {
            if (block.Layers.Length > 1) yield return block with { Layers = block.Layers.RemoveAt(i) };
            foreach (FuzzLayer simpler in block.Layers[i].Simpler()) yield return block with { Layers = block.Layers.SetItem(i, simpler) };
        }
    }

    /// <summary>The program without one operation, whose readers read another value.</summary>
    private static FuzzProgram Without(FuzzProgram program, int operation, int other)
    {
        int gone = program.Inputs.Length + operation;
        int Moved(int value) => value == gone ? other : value > gone ? value - 1 : value;
        return program with
        {
            Operations = [.. program.Operations.Where((_, i) => i != operation).Select(kept => kept.Reading(Moved))],
            Outputs = [.. program.Outputs.Select(Moved)],
        };
    }

    /// <summary>The program with an input in place of one operation.</summary>
    private static FuzzProgram AsInput(FuzzProgram program, int operation, int[] shape)
    {
        int added = program.Inputs.Length, gone = added + operation;
        int Moved(int value) => value == gone ? added : value < added || value > gone ? value : value + 1;
        return program with
        {
            Inputs = program.Inputs.Add(shape),
            Operations = [.. program.Operations.Where((_, i) => i != operation).Select(kept => kept.Reading(Moved))],
            Outputs = [.. program.Outputs.Select(Moved)],
        };
    }

    /// <summary>The same operation on other values.</summary>
    public static FuzzOperation Reading(this FuzzOperation operation, Func<int, int> moved) => operation with { Inputs = [.. operation.Inputs.Select(moved)] };
}
