namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Compiles cases, many at once, and runs them.</summary>
internal static class FuzzRunner
{
    /// <summary>What came of each case, in their order.</summary>
    public static FuzzVerdict[] Run(IReadOnlyList<FuzzCase> cases)
    {
        FuzzVerdict[] verdicts = new FuzzVerdict[cases.Count];
        Run(cases, 0, cases.Count, verdicts);
        return verdicts;
    }

    /// <summary>What cannot be compiled is found by halves: one faulty case spoils a compilation.</summary>
    private static void Run(IReadOnlyList<FuzzCase> cases, int first, int count, FuzzVerdict[] verdicts)
    {
        if (count == 0) return;
        GraphModel[] models;
        try
        {
            models = GraphModel.CompileAll([.. cases.Skip(first).Take(count).Select(fuzz => FuzzPrinter.Print(fuzz, isDisturbed: true))]);
        }
        catch (Exception exception)
        {
            if (count == 1)
            {
                verdicts[first] = new FuzzVerdict("Compilation", exception is Xunit.Sdk.XunitException ? exception.Message : exception.ToString());
                return;
            }
            Run(cases, first, count / 2, verdicts);
            Run(cases, first + count / 2, count - count / 2, verdicts);
            return;
        }
        for (int i = 0; i < count; i++) verdicts[first + i] = FuzzCheck.Run(cases[first + i], models[i]);
    }
}
