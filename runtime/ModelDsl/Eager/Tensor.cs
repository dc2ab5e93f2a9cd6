using System.Collections.Immutable;
using System.Diagnostics;

namespace ModelDsl;

/// <summary>
/// Numbers with a shape, computed at once: what <c>[Forward]</c> methods work with when they are called. A tensor has a value for each
/// sample of a batch, or is <em>shared</em> by the batch, as parameters and losses are. Shapes and dimension numbers are those of one sample.
/// </summary>
/// <remarks>
/// This is the plain reading of a model, for debuggers and tests: it computes in double precision, slowly, and shares nothing with the
/// compiled network. Whatever is computed from tensors is noted, so that <see cref="Backward"/> can go back along it; every tensor on the
/// way has its gradient in <see cref="Grad"/> afterwards.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed partial class Tensor
{
    internal Tensor(ImmutableArray<int> shape, int? samples, double[] values, bool requiresGrad, Operation? operation = null, Parameter? parameter = null)
    {
        Shape = shape;
        Samples = samples;
        Data = values;
        RequiresGrad = requiresGrad;
        Operation = operation;
        Parameter = parameter;
        Size = Sizes.Count(shape.AsSpan());
        Number = Interlocked.Increment(ref _made);
    }

    /// <summary>The sizes of one sample; empty for a single number.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>How many samples the batch has; null for values that are shared by the batch.</summary>
    public int? Samples { get; }

    /// <summary>The values, sample after sample, the last dimension fastest.</summary>
    public ReadOnlySpan<double> Values => Data;

    /// <summary>The values of one sample: the product of the shape.</summary>
    internal int Size { get; }

    /// <summary>How often the shape is there: once if it is shared.</summary>
    internal int Rows => Samples ?? 1;

    /// <summary>The values as they are kept. Nobody writes them once the tensor is made.</summary>
    internal double[] Data { get; }

    /// <summary><c>[3, 32, 32] of each of 8 samples</c></summary>
    internal string Description => Samples is { } samples
        ? $"{Sizes.Text(Shape.AsSpan())} of each of {samples} sample{(samples == 1 ? "" : "s")}"
        : $"{Sizes.Text(Shape.AsSpan())} shared by the batch";

    private string DebuggerText
    {
        get
        {
            const int Shown = 6;
            string values = string.Join(", ", Data.Take(Shown).Select(value => value.ToString("G5", System.Globalization.CultureInfo.InvariantCulture)));
            return $"{Description}: {values}{(Data.Length > Shown ? ", …" : "")}";
        }
    }

    /// <summary>Makes a tensor that is shared by the batch.</summary>
    /// <param name="values">As many values as the shape has, the last dimension fastest.</param>
    /// <param name="shape">The shape, each size at least 1; none for a single number.</param>
    /// <exception cref="ArgumentException">There are more or fewer values.</exception>
    public static Tensor From(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        Sizes.CheckPositive("From", shape);
        int size = Sizes.Count(shape);
        if (values.Length != size)
        {
            throw new ArgumentException(
                $"From: {values.Length} values do not fill the shape {Sizes.Text(shape)}, which has {size}. Write the shape after the values: Tensor.From(values, {values.Length}).", nameof(values));
        }
        return new Tensor([.. shape], samples: null, Doubles(values), requiresGrad: true);
    }

    /// <summary>Makes a tensor of a batch.</summary>
    /// <param name="values">One sample after another; the number of samples follows.</param>
    /// <param name="shape">The shape of one sample, each size at least 1; none for one number a sample.</param>
    /// <exception cref="ArgumentException">The values are no whole number of samples.</exception>
    public static Tensor Batch(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        int samples = SamplesOf("Batch", values.Length, shape);
        return new Tensor([.. shape], samples, Doubles(values), requiresGrad: true);
    }

    /// <summary>Makes a tensor of class numbers, one for each sample: the targets of a classification.</summary>
    /// <param name="classes">The class of each sample.</param>
    /// <param name="shape">The shape of one sample, if it has more than one class number: [H, W] for a class at each pixel.</param>
    /// <exception cref="ArgumentException">The numbers are no whole number of samples.</exception>
    public static Tensor Classes(ReadOnlySpan<int> classes, params ReadOnlySpan<int> shape)
    {
        int samples = SamplesOf("Classes", classes.Length, shape);
        var values = new double[classes.Length];
        for (int i = 0; i < values.Length; i++) values[i] = classes[i];
        return new Tensor([.. shape], samples, values, requiresGrad: false);
    }

    /// <summary>A number that is shared by the batch.</summary>
    public static implicit operator Tensor(float value) => new([], samples: null, [value], requiresGrad: false);

    /// <summary>
    /// The values of a parameter or buffer as they are now. What <see cref="Backward"/> finds for a parameter is added to
    /// <see cref="Parameter.Gradient"/>; a buffer or frozen parameter has no gradient.
    /// </summary>
    public static implicit operator Tensor(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return new Tensor(parameter.Shape, samples: null, Doubles(parameter.Values), requiresGrad: parameter.IsTrainable, parameter: parameter.IsTrainable ? parameter : null);
    }

    /// <summary>The only value.</summary>
    /// <exception cref="InvalidOperationException">There is more than one value, or none.</exception>
    public float Item() => Data.Length == 1
        ? (float)Data[0]
        : throw new InvalidOperationException($"Item: there are {Data.Length} values ({Description}), and one was expected. Use ToArray() for all of them.");

    /// <summary>All values, sample after sample, the last dimension fastest.</summary>
    public float[] ToArray() => Array.ConvertAll(Data, value => (float)value);

    /// <summary>The values as PyTorch prints them, the batch as leading dimension: <c>tensor([[1.0000, 0.5000], [0.2500, 2.0000]])</c>.</summary>
    public override string ToString() => TensorPrinter.Print(this);

    /// <summary>Where the values of a sample start; all samples see the same values of a shared tensor.</summary>
    internal int Start(int sample) => Samples is null ? 0 : sample * Size;

    private static double[] Doubles(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        for (int i = 0; i < doubles.Length; i++) doubles[i] = values[i];
        return doubles;
    }

    private static int SamplesOf(string function, int values, ReadOnlySpan<int> shape)
    {
        Sizes.CheckPositive(function, shape);
        int size = Sizes.Count(shape);
        if (values % size == 0) return values / size;
        throw new ArgumentException($"{function}: {values} values are no whole number of samples {Sizes.Text(shape)}, which have {size} values each.", nameof(values));
    }
}
