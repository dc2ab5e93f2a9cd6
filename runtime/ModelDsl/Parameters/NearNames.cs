namespace ModelDsl;

/// <summary>Words the error for a name that no parameter has.</summary>
internal static class NearNames
{
    private const int Shown = 5;

    public static string Describe(string name, IReadOnlyList<Parameter> parameters)
    {
        if (parameters.Count == 0) return $"no parameter '{name}': the model has none";
        IEnumerable<string> near = parameters
            .Select(parameter => parameter.Name)
            .OrderBy(candidate => Distance(name, candidate))
            .Take(Shown);
        string rest = parameters.Count > Shown ? $" … ({parameters.Count} in all)" : "";
        return $"no parameter '{name}'; there are {string.Join(", ", near)}{rest}";
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
