using System.Globalization;

namespace ModelDsl.Training;

/// <summary>Reads tables of numbers out of text files (CSV), plain or gzip: one line per sample, one column of it the target.</summary>
public static class CsvDataset
{
    /// <summary>Reads a table whose target column is a class: an index or a name.</summary>
    /// <exception cref="DatasetException">The file is missing or damaged, or a cell is not what it should be; the message says which line.</exception>
    public static TensorDataset<int> ReadClasses(string path, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        CsvTable table = CsvTable.Read(path, options);
        (int[] labels, IReadOnlyList<string> names) = ToLabels(table, options.ClassNames);
        return new TensorDataset<int>(table.Features, labels, table.ShapeOfSample()) { ClassNames = names };
    }

    /// <summary>Reads a table whose target column is a number to be predicted.</summary>
    /// <exception cref="DatasetException">The file is missing or damaged, or a cell is not what it should be; the message says which line.</exception>
    public static TensorDataset<float> ReadValues(string path, CsvOptions? options = null)
    {
        CsvTable table = CsvTable.Read(path, options ?? new CsvOptions());
        float[] values = new float[table.Targets.Count];
        for (int i = 0; i < values.Length; i++)
        {
            bool isNumber = float.TryParse(table.Targets[i].Text, NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]);
            if (!isNumber || !float.IsFinite(values[i]))
                throw table.CellError(table.Targets[i].Line, table.TargetColumn, "a finite number", table.Targets[i].Text);
        }

        return new TensorDataset<float>(table.Features, values, table.ShapeOfSample());
    }

    private static (int[] Labels, IReadOnlyList<string> Names) ToLabels(CsvTable table, IReadOnlyList<string> names)
    {
        int[] labels = new int[table.Targets.Count];
        if (names.Count == 0)
        {
            if (table.Targets.All(t => TryParseIndex(t.Text, out _)))
            {
                for (int i = 0; i < labels.Length; i++)
                    TryParseIndex(table.Targets[i].Text, out labels[i]);
                return (labels, names);
            }

            names = [.. table.Targets.Select(t => t.Text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        }

        Dictionary<string, int> indexOf = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
            indexOf.TryAdd(names[i], i);
        for (int i = 0; i < labels.Length; i++)
        {
            (string text, int line) = table.Targets[i];
            if (!indexOf.TryGetValue(text, out labels[i]) && !(TryParseIndex(text, out labels[i]) && labels[i] < names.Count))
                throw table.CellError(line, table.TargetColumn, $"a class, 0 to {names.Count - 1} or one of {string.Join(", ", names.Take(12))}", text);
        }

        return (labels, names);
    }

    /// <summary>A class index; some programs write whole numbers as 3.0.</summary>
    private static bool TryParseIndex(string text, out int index)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index))
            return true;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number <= int.MaxValue && number == Math.Floor(number))
        {
            index = (int)number;
            return true;
        }

        return false;
    }
}
