namespace ModelDsl;

/// <summary>Words the error for a name that there is not.</summary>
internal static class NearNames
{
    private const int Shown = 5;

    /// <summary>The error for a name that no parameter has.</summary>
    public static string Describe(string name, IReadOnlyList<Parameter> parameters) => parameters.Count == 0
        ? $"no parameter '{name}': the model has none"
        : Describe($"no parameter '{name}'", name, [.. parameters.Select(parameter => parameter.Name)]);

    /// <summary>What is wrong, and the names that are nearest to what was written.</summary>
    /// <param name="fault">What is wrong: <c>no parameter 'x'</c>.</param>
    /// <param name="name">What was written.</param>
    /// <param name="known">The names that there are.</param>
    public static string Describe(string fault, string name, IReadOnlyList<string> known)
    {
        string rest = known.Count > Shown ? $" … ({known.Count} in all)" : "";
        return $"{fault}; there are {string.Join(", ", known.OrderBy(candidate => Distance(name, candidate)).Take(Shown))}{rest}";
    }

    /// <summary>Levenshtein's distance: how many characters to insert, delete or replace.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
