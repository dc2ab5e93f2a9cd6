namespace ModelDsl;

/// <summary>
/// Prints values as PyTorch prints tensors of floats: four digits in columns of one width, lines of 80 characters, and of more than 1000
/// values only the three at each edge.
/// </summary>
internal sealed class TensorPrinter
{
    private const string Prefix = "tensor(";
    private const int LineWidth = 80;
    private const int SummaryAbove = 1000;
    private const int Edge = 3;

    private readonly float[] _values;
    private readonly int[] _shape;
    private readonly int[] _strides;
    private readonly bool _isSummary;
    private readonly NumberFormat _format;

    private TensorPrinter(Tensor tensor)
    {
        _values = tensor.ToArray();
        _shape = tensor.Samples is { } samples ? [samples, .. tensor.Shape] : [.. tensor.Shape];
        _strides = Sizes.Strides(_shape);
        _isSummary = _values.Length > SummaryAbove;
        _format = NumberFormat.For(Shown(0, 0));
    }

    /// <summary>All values of a tensor, the batch as the leading dimension.</summary>
    public static string Print(Tensor tensor)
    {
        if (tensor.Data.Length == 0) return tensor.Shape.Length == 0 ? $"{Prefix}[])" : $"{Prefix}[], size=({string.Join(", ", [0, .. tensor.Shape])}))";
        TensorPrinter printer = new(tensor);
        return $"{Prefix}{printer.Block(0, 0, Prefix.Length)})";
    }

    private string Block(int dimension, int start, int indent)
    {
        if (dimension == _shape.Length) return _format.Text(_values[start]);
        if (dimension == _shape.Length - 1) return Row(start, indent);
        IEnumerable<string> blocks = Places(dimension).Select(place => place < 0 ? "..." : Block(dimension + 1, start + place * _strides[dimension], indent + 1));
        string newLines = new('\n', _shape.Length - dimension - 1);
        return $"[{string.Join($",{newLines}{Spaces(indent + 1)}", blocks)}]";
    }

    private string Row(int start, int indent)
    {
        int perLine = Math.Max(1, (LineWidth - indent) / (_format.Width + 2));
        IEnumerable<string> texts = Places(_shape.Length - 1).Select(place => place < 0 ? " ..." : _format.Text(_values[start + place]));
        return $"[{string.Join($",\n{Spaces(indent + 1)}", texts.Chunk(perLine).Select(line => string.Join(", ", line)))}]";
    }

    /// <summary>The places of a dimension that are printed; −1 stands for those left out.</summary>
    private IEnumerable<int> Places(int dimension)
    {
        int size = _shape[dimension];
        return _isSummary && size > 2 * Edge
            ? [.. Enumerable.Range(0, Edge), -1, .. Enumerable.Range(size - Edge, Edge)]
            : Enumerable.Range(0, size);
    }

    /// <summary>The values that are printed: they alone decide the format.</summary>
    private IEnumerable<float> Shown(int dimension, int start)
        => dimension == _shape.Length
            ? [_values[start]]
            : Places(dimension).Where(place => place >= 0).SelectMany(place => Shown(dimension + 1, start + place * _strides[dimension]));

    private static string Spaces(int count) => new(' ', count);
}
