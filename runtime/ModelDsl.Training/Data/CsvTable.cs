using System.Globalization;
using CsvHelper;

namespace ModelDsl.Training;

/// <summary>A table out of a text file: the numbers of all samples in one array, and the target cells still as text.</summary>
internal sealed class CsvTable
{
    /// <summary>A file without line breaks must not become one endless line: 64 MiB are five million numbers.</summary>
    private const int LongestLine = 1 << 26;

    private readonly CsvOptions _options;
    private readonly string _path;
    private string[] _columnNames = [];

    private CsvTable(string path, CsvOptions options)
    {
        _path = path;
        _options = options;
    }

    public float[] Features { get; private set; } = [];

    public List<(string Text, int Line)> Targets { get; } = [];

    /// <summary>How many columns the table has, the target among them.</summary>
    public int Columns { get; private set; }

    public int TargetColumn { get; private set; }

    private string Advice => $"Correct the line, or describe the file as it is in {nameof(CsvOptions)}.";

    public static CsvTable Read(string path, CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(path);
        CsvTable table = new(path, options);
        using DataFile file = DataFile.Open(path, "a table in a text file", "Check the path.");
        CsvReaderOptions readerOptions = new()
        {
            Separator = options.Delimiter,
            HasHeader = false, // this class reads it, to be able to say when there is none
            TrimWhitespace = true,
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = LongestLine,
            TrackLineNumbers = true,
        };
        try
        {
            using CsvReader reader = CsvReader.Create(file.AsStream(), readerOptions);
            table.ReadRows(reader);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException(path, "whole gzip data", $"damage ({e.Message.TrimEnd('.')})", "Get the file again.", e);
        }
        catch (CsvFormatException e)
        {
            throw new DatasetException(path, $"cells separated by '{options.Delimiter}'", $"in line {e.LineNumber}: {e.Message.TrimEnd('.')}", table.Advice, e);
        }

        return table;
    }

    /// <summary>The shape that was asked for, or the flat row.</summary>
    public int[] ShapeOfSample()
    {
        int[] shape = _options.SampleShape.Count == 0 ? [Columns - 1] : [.. _options.SampleShape];
        int size = ShapeText.Product(shape, nameof(CsvOptions.SampleShape));
        if (size != Columns - 1)
        {
            throw new DatasetException(
                _path, $"{size} columns beside the target, as the sample shape {ShapeText.Format(shape)} needs", $"{Columns - 1}",
                $"Correct {nameof(CsvOptions)}.{nameof(CsvOptions.SampleShape)}, or leave it out.");
        }

        return shape;
    }

    public DatasetException CellError(int line, int column, string expected, string found)
    {
        string name = column < _columnNames.Length ? $" ('{_columnNames[column]}')" : "";
        return new DatasetException(_path, $"{expected} in line {line}, column {column + 1}{name}", found.Length == 0 ? "nothing" : $"'{found}'", Advice);
    }

    private void ReadRows(CsvReader reader)
    {
        bool headerIsNext = _options.HasHeader;
        List<float> features = [];
        while (reader.Read())
        {
            int line = (int)reader.LineNumber;
            if (line <= _options.SkippedLines)
                continue;
            if (Columns == 0)
                BeginTable(reader.FieldCount, line);
            if (reader.FieldCount != Columns)
                throw new DatasetException(_path, $"{Columns} cells in line {line}, as in the first line", $"{reader.FieldCount}", Advice);
            if (headerIsNext)
                ReadHeader(reader, line);
            else
                ReadRow(reader, line, features);
            headerIsNext = false;
        }

        if (Targets.Count == 0)
            throw new DatasetException(_path, "a table", "no line with data", "Check the path.");
        Features = [.. features];
    }

    private void BeginTable(int columns, int line)
    {
        Columns = columns;
        if (Columns < 2)
        {
            throw new DatasetException(
                _path, $"at least 2 cells separated by '{_options.Delimiter}' in line {line}", $"{Columns}",
                $"Set {nameof(CsvOptions)}.{nameof(CsvOptions.Delimiter)} to what the file uses.");
        }

        TargetColumn = _options.TargetColumn.GetOffset(Columns);
        if ((uint)TargetColumn >= (uint)Columns)
        {
            throw new DatasetException(
                _path, $"a column {_options.TargetColumn} for the target", $"{Columns} columns", $"Correct {nameof(CsvOptions)}.{nameof(CsvOptions.TargetColumn)}.");
        }
    }

    private void ReadHeader(CsvReader reader, int line)
    {
        _columnNames = reader.Current.ToArray();
        if (_columnNames.All(name => float.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            throw new DatasetException(
                _path, $"the names of the columns in line {line}", "only numbers",
                $"Set {nameof(CsvOptions)}.{nameof(CsvOptions.HasHeader)} to false if that line is data.");
        }
    }

    private void ReadRow(CsvReader reader, int line, List<float> features)
    {
        for (int column = 0; column < Columns; column++)
        {
            if (column == TargetColumn)
                Targets.Add((reader.GetString(column), line));
            else if (float.TryParse(reader.GetSpan(column), NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value))
                features.Add(value);
            else
                throw CellError(line, column, "a finite number", reader.GetString(column));
        }
    }
}
