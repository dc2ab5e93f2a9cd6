namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Compiles cases, many at once, and runs them.</summary>
internal static class FuzzRunner
{
    /// <summary>What came of each case, in their order.</summary>
    public static FuzzVerdict[] Run(IReadOnlyList<FuzzCase> cases, FuzzTally tally)
    {
        FuzzVerdict[] verdicts = new FuzzVerdict[cases.Count];
        Run(cases, 0, cases.Count, verdicts, tally);
        return verdicts;
    }

    /// <summary>What cannot be compiled is found by halves: one faulty case spoils a compilation.</summary>
    private static void Run(IReadOnlyList<FuzzCase> cases, int first, int count, FuzzVerdict[] verdicts, FuzzTally tally)
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
                verdicts[first] = FuzzVerdict.Of("Compilation", exception is Xunit.Sdk.XunitException ? Shorten(exception.Message) : exception.ToString());
                return;
            }
            Run(cases, first, count / 2, verdicts, tally);
            Run(cases, first + count / 2, count - count / 2, verdicts, tally);
            return;
        }
        for (int i = 0; i < count; i++) verdicts[first + i] = FuzzCheck.Run(cases[first + i], models[i], tally);
    }

    /// <summary>Without what follows from the compiler's own fault, and without the source.</summary>
    private static string Shorten(string message)
    {
        string[] lines = message.Split("\n[Model]")[0].Split('\n');
        return string.Join('\n', lines.Where(line => line.Trim().Length > 0 && (line == lines[0] || !(line.Contains("Driver0", StringComparison.Ordinal) || line.Contains("public float Drive", StringComparison.Ordinal) || line.StartsWith("using", StringComparison.Ordinal)))));
    }
}
