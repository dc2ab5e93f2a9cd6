using System.Collections.Immutable;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>What a case can become that has less to it. Some of these do not fit together, which is found out later.</summary>
internal static class Reductions
{
    public static IEnumerable<FuzzCase> Of(FuzzCase fuzz)
    {
        yield return Pruning.Prune(fuzz);
        foreach (FuzzProgram program in ProgramReductions.Of(fuzz, fuzz.Main, isMain: true)) yield return Pruning.Prune(fuzz with { Main = program });
        foreach (FuzzCase candidate in Outputs(fuzz)) yield return Pruning.Prune(candidate);
        for (int i = 0; i < fuzz.Helpers.Length; i++)
        {
            foreach (FuzzProgram program in ProgramReductions.Of(fuzz, fuzz.Helpers[i], isMain: false)) yield return fuzz with { Helpers = fuzz.Helpers.SetItem(i, program) };
        }
        for (int i = 0; i < fuzz.Models.Length; i++)
        {
            foreach (FuzzProgram program in ProgramReductions.Of(fuzz, fuzz.Models[i], isMain: false)) yield return fuzz with { Models = fuzz.Models.SetItem(i, program) };
        }
        foreach (FuzzCase candidate in Sizes(fuzz)) yield return candidate;
        foreach (FuzzCase candidate in Terms(fuzz)) yield return candidate;
        foreach (ImmutableArray<int> batches in Batches(fuzz.Batches)) yield return fuzz with { Batches = batches };
    }

    private static IEnumerable<FuzzCase> Outputs(FuzzCase fuzz)
    {
        for (int output = 0; output < fuzz.Main.Outputs.Length && fuzz.Main.Outputs.Length > 1; output++)
        {
            int gone = output;
            yield return fuzz with
            {
                Main = fuzz.Main with { Outputs = fuzz.Main.Outputs.RemoveAt(gone) },
                Objective = [.. fuzz.Objective.Where(term => term.Output != gone).Select(term => term.Output > gone ? term with { Output = term.Output - 1 } : term)],
            };
        }
        // An earlier value as the only output.
        for (int value = fuzz.Main.Inputs.Length; value < fuzz.Main.Inputs.Length + fuzz.Main.Operations.Length - 1; value++)
        {
            yield return fuzz with { Main = fuzz.Main with { Outputs = [value] }, Objective = [new("MSELoss", 0, 1)] };
            yield return fuzz with { Main = fuzz.Main with { Outputs = [value] }, Objective = [.. fuzz.Objective.Where(term => term.Output <= 0)] };
        }
    }

    private static IEnumerable<FuzzCase> Terms(FuzzCase fuzz)
    {
        for (int i = 0; i < fuzz.Objective.Length; i++)
        {
            ObjectiveTerm term = fuzz.Objective[i];
            if (fuzz.Objective.Length > 1) yield return fuzz with { Objective = fuzz.Objective.RemoveAt(i) };
            if (term.Factor != 1) yield return fuzz with { Objective = fuzz.Objective.SetItem(i, term with { Factor = 1 }) };
            if (term.Arguments.Length > 0) yield return fuzz with { Objective = fuzz.Objective.SetItem(i, term with { Arguments = "" }) };
            if (term.HasShape) yield return fuzz with { Objective = fuzz.Objective.SetItem(i, term with { HasShape = false }) };
        }
    }

    /// <summary>Sizes of the inputs, which the operations must follow; the same size becomes smaller everywhere.</summary>
    private static IEnumerable<FuzzCase> Sizes(FuzzCase fuzz)
    {
        foreach (int size in fuzz.Main.Inputs.SelectMany(shape => shape).Distinct().Where(size => size > 1))
        {
            foreach (int smaller in new[] { 1, 2, size / 2, size - 1 }.Distinct().Where(smaller => smaller < size))
            {
                ImmutableArray<int[]> Resized(FuzzProgram program) => [.. program.Inputs.Select(shape => shape.Select(one => one == size ? smaller : one).ToArray())];
                yield return fuzz with
                {
                    Main = fuzz.Main with { Inputs = Resized(fuzz.Main) },
                    Helpers = [.. fuzz.Helpers.Select(helper => helper with { Inputs = Resized(helper) })],
                    Models = [.. fuzz.Models.Select(model => model with { Inputs = Resized(model) })],
                };
            }
        }
        for (int i = 0; i < fuzz.Main.Inputs.Length; i++)
        {
            for (int d = 0; d < fuzz.Main.Inputs[i].Length; d++)
            {
                int size = fuzz.Main.Inputs[i][d];
                foreach (int smaller in new[] { 1, size / 2, size - 1 }.Distinct().Where(smaller => smaller >= 1 && smaller < size))
                    yield return fuzz with { Main = fuzz.Main with { Inputs = fuzz.Main.Inputs.SetItem(i, fuzz.Main.Inputs[i].With(d, smaller)) } };
            }
        }
    }

    private static IEnumerable<ImmutableArray<int>> Batches(ImmutableArray<int> batches)
    {
        for (int i = 0; i < batches.Length; i++)
        {
            if (batches.Length > 1) yield return batches.RemoveAt(i);
            foreach (int smaller in new[] { 1, 2, batches[i] / 2, batches[i] - 1 }.Distinct().Where(smaller => smaller >= 1 && smaller < batches[i])) yield return batches.SetItem(i, smaller);
        }
    }
}
