using System.Collections.Immutable;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Memory;
using ModelDsl.Generator.Operators;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Emission;

/// <summary>
/// What an operator writes its step with. The method around it is written by <see cref="StepMethodEmitter"/>: it declares one local span for
/// each input and output, named after the value, so that the body can use <see cref="Value.Name"/> as it is.
/// <list type="bullet">
/// <item>Domain Samples: the method gets <c>Span&lt;float&gt; worker</c> and <c>piece</c>, the blocks that its values lie in, <c>int first</c> (the batch's index of the piece's first sample) and
/// <c>int count</c> (samples in this piece). A per-sample value's span holds <c>count</c> samples, <c>XxxSize</c> floats apart.</item>
/// <item>Domain Tasks: the method gets <c>int task</c>; Once: nothing. For a step that <see cref="Operator.SpansBatch"/>, a per-sample value's
/// local holds all samples. For others it has none: the body walks <c>for (int p = 0; p &lt; PieceCount; p++)</c> and takes <see cref="InPiece"/>.</item>
/// </list>
/// Parameters, buffers, gradients and shared values have a local in every domain. <c>BatchSize</c> is the number of samples.
/// </summary>
internal sealed class StepEmitter(Node node, CodeWriter code, TileSet tiles)
{
    public Node Node { get; } = node;

    public CodeWriter Code { get; } = code;

    /// <summary>The register tiles of the model: emitted once, shared by all steps.</summary>
    public TileSet Tiles { get; } = tiles;

    public ImmutableArray<Value> Inputs => Node.Inputs;

    public ImmutableArray<Value> Outputs => Node.Outputs;

    /// <summary>Whether the method computes one of several shares: it has <c>int share, int shares</c> then.</summary>
    public bool IsShared { get; } = Sharing.IsShared(node);

    /// <summary>Declares <c>firstPanel</c> and <c>endPanel</c>: those that this share has.</summary>
    /// <param name="panels">How many there are.</param>
    public void SharePanels(int panels) => Code.Line($"int firstPanel = share * {panels} / shares, endPanel = (share + 1) * {panels} / shares;");

    /// <summary>The name of the constant that holds a value's offset: <c>Conv1At</c>.</summary>
    public static string At(Value value) => CodeWriter.Pascal(value.Name) + "At";

    /// <summary>The name of the constant that holds the floats of one sample (or of the whole value): <c>Conv1Size</c>.</summary>
    public static string Size(Value value) => CodeWriter.Pascal(value.Name) + "Size";

    /// <summary>The expression of a per-sample or per-piece value's span in piece <c>p</c>; <c>CountOf(p)</c> samples are there.</summary>
    public static string InPiece(Value value, string p = "p")
        => value.Placement!.Space == Space.Inputs ? $"CallerInput({value.Placement.Index}).Slice(FirstOf({p}) * {Size(value)}, CountOf({p}) * {Size(value)})"
            : value.Placement.Space == Space.Batch ? $"Batch({At(value)}, {Size(value)}, FirstOf({p}), CountOf({p}))"
            : value.Extent == Extent.PerSample ? $"Piece({p}).Slice({At(value)}, CountOf({p}) * {Size(value)})" : $"Piece({p}).Slice({At(value)}, {Size(value)})";

    /// <summary>The expression of a value's element that can be passed by reference, also where the value is read-only.</summary>
    /// <param name="value">The value.</param>
    /// <param name="terms">What adds up to the position; zeros are left out.</param>
    public static string Element(Value value, params string[] terms)
    {
        string index = CodeWriter.Sum(terms);
        return value.Role is not (ValueRole.Parameter or ValueRole.Buffer or ValueRole.Input) ? $"{value.Name}[{index}]"
            : index == "0" ? $"MemoryMarshal.GetReference({value.Name})"
            : $"MemoryMarshal.GetReference({value.Name}.Slice({index}))";
    }

    /// <summary>
    /// The expression of a shared value with the pad floats behind it, up to a multiple of 16: what code reads that takes whole vectors of it.
    /// </summary>
    /// <param name="value">A parameter, or what was computed of some.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="length">How many floats.</param>
    public static string Padded(Value value, string start, int length)
    {
        string block = value.Placement!.Space switch { Space.Parameters => "Parameters", Space.Buffers => "Buffers", _ => "Shared" };
        return $"{block}.Slice({CodeWriter.Sum(At(value), start)}, {length})";
    }

    /// <summary>The expression of sample <c>n</c> of a per-sample value.</summary>
    public static string Sample(Value value) => $"{value.Name}.Slice(n * {Size(value)}, {Size(value)})";

    /// <summary>
    /// Writes a call over all floats of per-sample values of the same shape, pad lanes included: one call over the whole piece where none
    /// has a border, else one for each row. <c>{0}</c>, <c>{1}</c> … stand for the values' spans, all of the same length, and
    /// <c>{offset}</c> for the position of their first float within a borderless piece (for counter-based random numbers).
    /// For values that all samples share it is one call, too.
    /// </summary>
    public void ForEachRun(string call, params Value[] values)
    {
        if (values.All(value => value.Layout is null))
        {
            Code.Line(Fill(call, values, value => $"{value.Name}[..{value.Shape.Count}]", "0"));
            return;
        }
        if (values.All(value => value.Layout!.IsContiguous))
        {
            Code.Line(Fill(call, values, value => value.Name, "0"));
            return;
        }
        Layout layout = values[0].Layout!;
        using (Code.Block("for (int n = 0; n < count; n++)"))
        using (Code.Block($"for (int y = 0; y < {layout.Height}; y++)"))
        {
            string offset = $"(n * {layout.Height} + y) * {layout.RowLength}";
            Code.Line(Fill(call, values, value => $"{value.Name}.Slice({RowStart(value, "n", "y")}, {layout.RowLength})", offset));
        }
    }

    /// <summary>The expression of the first float of row <paramref name="y"/> of sample <paramref name="n"/> inside a value's span.</summary>
    public static string RowStart(Value value, string n, string y)
    {
        Layout layout = value.Layout!;
        string first = layout.First == 0 ? "" : $" + {layout.First}";
        return layout.Height == 1 ? $"{n} * {Size(value)}{first}" : $"{n} * {Size(value)} + {y} * {layout.RowStride}{first}";
    }

    /// <summary>Writes zeros into the border of a per-sample value, if it has one. Whoever writes a value calls this: its memory was another's before.</summary>
    public void ClearBorder(Value value)
    {
        if (value.Layout is { Border: > 0 } layout)
            Code.Line($"{(IsShared ? "if (share == 0) " : "")}Pictures.ClearBorder({value.Name}, count, {layout.Height}, {layout.Width}, {layout.PixelStride}, {layout.Border});");
    }

    /// <summary>
    /// Writes zeros into the pad lanes of a per-sample value, if it has any. Whoever may have left something there that is not finite calls
    /// this: a matrix product multiplies pad lanes by zeros, and infinity times zero is no zero.
    /// </summary>
    public void ClearPads(Value value)
    {
        if (value.Layout is not { } layout || (layout.Channels == layout.PixelStride && layout.VectorStride == layout.PixelStride)) return;
        Code.Line(layout.Pixels == 1 && layout.IsContiguous
            ? $"Pictures.ClearPads({value.Name}, channels: {layout.Channels}, stride: {layout.VectorStride});"
            : $"Pictures.ClearPads({value.Name}, count, channels: {layout.Channels}, new PictureLayout({layout.Height}, {layout.Width}, {layout.PixelStride}, {layout.Border}));");
    }

    private static string Fill(string call, Value[] values, Func<Value, string> span, string offset)
    {
        string result = call.Replace("{offset}", offset);
        for (int i = 0; i < values.Length; i++) result = result.Replace("{" + i + "}", span(values[i]));
        return result;
    }
}
