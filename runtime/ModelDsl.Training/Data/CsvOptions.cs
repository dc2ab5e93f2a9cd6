namespace ModelDsl.Training;

/// <summary>How a table in a text file is laid out.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between two cells.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Whether the first line names the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>How many lines to pass over before the table (and its header, if any) begins.</summary>
    public int SkippedLines { get; init; }

    /// <summary>Which column is the target: <c>^1</c>, the last one, or <c>0</c>, the first one. All others are the sample.</summary>
    public Index TargetColumn { get; init; } = ^1;

    /// <summary>The shape of one sample, channels first, such as <c>[1, 8, 8]</c>; empty for a flat row of all columns but the target.</summary>
    public IReadOnlyList<int> SampleShape { get; init; } = [];

    /// <summary>
    /// The names of the classes, by class index. A target cell may hold the name or the index. Empty: whole numbers are taken as indices,
    /// anything else as names, in ordinal order.
    /// </summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];
}
