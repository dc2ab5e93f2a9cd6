namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Runs a case compiled and eagerly, and compares all that can be seen.</summary>
internal static class FuzzCheck
{
    /// <summary>Sums in another order, and functions of 2e-7, over some tens of steps; no wrong term fits in.</summary>
    private const double Relative = 3e-5, Absolute = 5e-6;

    /// <summary>Noise is 50 roundings large, and meets each value once; a compiled model may round at every term of a sum.</summary>
    private const double NoiseAllowed = 4;

    /// <summary>
    /// Norms take away what is the same everywhere, with its gradient: what is left of large terms shows no longer how large they were, and is made as large as
    /// anything. Where one is inside a block, so much may come of it.
    /// </summary>
    private const double Cancelled = 3e-4;

    /// <summary>Beyond this part of the largest number, noise moves so much that a comparison says nothing: there is a jump nearby.</summary>
    private const double Undecidable = 0.02;

    /// <summary>One case of so many is held against finite differences, too.</summary>
    private const int DifferencesEvery = 8;

    /// <summary>What came of a case; a failure says the first difference.</summary>
    public static FuzzVerdict Run(FuzzCase fuzz, GraphModel model, FuzzTally tally)
    {
        try
        {
            return Compare(fuzz, model, tally);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return FuzzVerdict.Of(exception.GetType().Name, $"{exception.GetType().Name}: {exception.Message}\n{string.Join('\n', (exception.StackTrace ?? "").Split('\n').Take(8))}");
        }
    }

    private static FuzzVerdict Compare(FuzzCase fuzz, GraphModel model, FuzzTally tally)
    {
        Random random = new(fuzz.Seed);
        DrawParameters(model, random);
        bool isUndecided = false;
        for (int round = 0; round < fuzz.Batches.Length; round++)
        {
            // The second batch finds what the first one left in the arena, and the buffers that it moved.
            FuzzBatch batch = FuzzBatch.Draw(model.Graph, fuzz.Batches[round], random);
            FuzzResults exact = FuzzResults.Eager(model, batch, Noise.None);
            FuzzResults above = FuzzResults.Eager(model, batch, new Noise(fuzz.Seed, 1)), below = FuzzResults.Eager(model, batch, new Noise(fuzz.Seed, -1));
            if (!exact.AreTame || !above.AreTame || !below.AreTame) return FuzzVerdict.Wild;
            if (round == 0 && fuzz.Seed % DifferencesEvery == 0 && fuzz.IsDifferentiable && FuzzDifferences.Check(model, batch, exact, random, tally) is { } wrong) return new FuzzVerdict("Gradient", wrong);
            FuzzResults compiled = FuzzResults.Compiled(model, batch);
            for (int i = 0; i < exact.All.Count; i++)
            {
                (string what, double[] expected) = exact.All[i];
                double known = Math.Max(Apart(expected, above.All[i].Values), Apart(expected, below.All[i].Values)), largest = expected.Max(Math.Abs);
                if (known > Undecidable * largest + 1e-4)
                {
                    isUndecided = true;
                    continue;
                }
                double hidden = fuzz.HidesCancellation ? Cancelled : 0;
                if (Difference(expected, compiled.All[i].Values, Absolute + Relative * largest + NoiseAllowed * known + hidden) is { } difference)
                    return new FuzzVerdict("Difference", $"batch {round + 1}, {fuzz.Batches[round]} samples: {what}{difference}");
            }
        }
        return isUndecided ? FuzzVerdict.Undecided : FuzzVerdict.Same;
    }

    /// <summary>Away from what they are at first: a bias of 0 and a running variance of 1 hide mistakes.</summary>
    private static void DrawParameters(GraphModel model, Random random)
    {
        foreach (Parameter parameter in model.Parameters)
        {
            if (parameter.IsBuffer && parameter.Size == 1 && parameter.Shape.IsEmpty) continue; // a count
            (double from, double to) = parameter.Name.EndsWith("running_var", StringComparison.Ordinal) ? (-0.5, 0.5) : (-0.2, 0.2);
            float[] changes = FuzzBatch.Numbers(random, parameter.Size, from, to);
            parameter.CopyFrom([.. parameter.Values.ToArray().Zip(changes, (value, change) => value + change)]);
        }
    }

    private static double Apart(double[] a, double[] b) => a.Length == 0 ? 0 : a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    private static string? Difference(double[] expected, double[] actual, double allowed)
    {
        if (expected.Length != actual.Length) return $": expected {expected.Length} numbers, got {actual.Length}";
        for (int i = 0; i < expected.Length; i++)
        {
            double apart = Math.Abs(expected[i] - actual[i]);
            // Written so that NaN fails.
            if (!(apart <= allowed)) return $"[{i}] of {expected.Length}: expected {expected[i]:G9}, got {actual[i]:G9}, apart {apart:G3}, allowed {allowed:G3}";
        }
        return null;
    }
}

