using System.Collections.Immutable;

namespace ModelDsl;

/// <summary>
/// Several operands brought to one shape, as in PyTorch: shapes are compared from the end, a size of 1 or a missing one is repeated,
/// and what is shared by the batch is repeated for each sample.
/// </summary>
internal sealed class Broadcast
{
    private Broadcast(ImmutableArray<int> shape, int? samples, int[][] from)
    {
        Shape = shape;
        Samples = samples;
        From = from;
        Size = Sizes.Count(shape.AsSpan());
    }

    /// <summary>The shape of one sample of the result.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The samples of the result; null if all operands are shared.</summary>
    public int? Samples { get; }

    /// <summary>The values of one sample of the result.</summary>
    public int Size { get; }

    /// <summary>How often the shape is there.</summary>
    public int Rows => Samples ?? 1;

    /// <summary>For each operand, which of a sample's values each value of the result reads.</summary>
    public int[][] From { get; }

    /// <summary>Brings operands together.</summary>
    /// <exception cref="ArgumentException">They do not go together.</exception>
    public static Broadcast Of(string function, params ReadOnlySpan<Tensor> operands)
    {
        int? samples = CommonSamples(function, operands);
        ImmutableArray<int> shape = operands[0].Shape;
        foreach (Tensor operand in operands[1..]) shape = CommonShape(function, shape, operand.Shape);
        var from = new int[operands.Length][];
        for (int i = 0; i < from.Length; i++) from[i] = Sizes.Walk(shape.AsSpan(), Strides(operands[i].Shape.AsSpan(), shape.AsSpan()));
        return new Broadcast(shape, samples, from);
    }

    /// <summary>The samples of those that are not shared by the batch.</summary>
    /// <exception cref="ArgumentException">They differ.</exception>
    public static int? CommonSamples(string function, params ReadOnlySpan<Tensor> operands)
    {
        Tensor? first = null;
        foreach (Tensor operand in operands)
        {
            if (operand.Samples is null) continue;
            first ??= operand;
            if (first.Samples != operand.Samples)
                throw new ArgumentException($"{function}: the batches differ: {first.Description}, and {operand.Description}. Take both from the same batch.");
        }
        return first?.Samples;
    }

    /// <summary>The shape that both are brought to.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ImmutableArray<int> CommonShape(string function, ImmutableArray<int> a, ImmutableArray<int> b)
    {
        var shape = new int[Math.Max(a.Length, b.Length)];
        for (int back = 1; back <= shape.Length; back++)
        {
            int inA = back <= a.Length ? a[^back] : 1, inB = back <= b.Length ? b[^back] : 1;
            if (inA != inB && inA != 1 && inB != 1)
            {
                throw new ArgumentException(
                    $"{function}: {Sizes.Text(a.AsSpan())} and {Sizes.Text(b.AsSpan())} do not go together: {inA} stands against {inB} in dimension -{back}. "
                    + "Sizes are compared from the last one, and must be equal or 1: Reshape, Transpose or Unsqueeze one of them.");
            }
            shape[^back] = inA == 1 ? inB : inA;
        }
        return [.. shape];
    }

    /// <summary>How a tensor of one shape is walked through to fill a larger one: dimensions that are repeated do not step.</summary>
    public static int[] Strides(ReadOnlySpan<int> shape, ReadOnlySpan<int> larger)
    {
        var strides = new int[larger.Length];
        int[] own = Sizes.Strides(shape);
        for (int d = 0; d < shape.Length; d++) strides[^(d + 1)] = shape[^(d + 1)] == 1 ? 0 : own[^(d + 1)];
        return strides;
    }
}
