using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ModelDsl;

/// <summary>
/// The parameters and buffers of a model. The values lie in one block, their gradients in a second of the same layout, the buffers in a
/// third, with the frozen parameters, so that nothing which walks over the values (optimizers, weight decay) meets them; each parameter starts at a multiple of 16 floats (64 bytes), and the floats between two parameters are zero.
/// </summary>
/// <remarks>The compiler derives a class from it that has a member for each layer: <c>model.Parameters.Conv1.Weight</c>.</remarks>
public class ParameterCollection : IReadOnlyList<Parameter>
{
    /// <summary>Every parameter starts at a multiple of so many floats.</summary>
    private const int Alignment = 16;

    private readonly Parameter[] _parameters;
    private readonly Dictionary<string, Parameter> _byName;
    private readonly AlignedBuffer _values;
    private readonly AlignedBuffer _gradients;
    private readonly AlignedBuffer _buffers;
    private int _busy;

    /// <summary>Lays out the blocks and draws the initial values.</summary>
    /// <param name="descriptions">The parameters and buffers, in the order of the layers.</param>
    /// <param name="seed">The same seed draws the same values, on every machine. Each parameter has a stream of its own.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public ParameterCollection(ReadOnlySpan<ParameterDescription> descriptions, long seed)
    {
        _parameters = new Parameter[descriptions.Length];
        _byName = new Dictionary<string, Parameter>(descriptions.Length, StringComparer.Ordinal);
        int valuesLength = 0;
        int buffersLength = 0;
        for (int i = 0; i < descriptions.Length; i++)
        {
            ParameterDescription description = descriptions[i];
            ref int length = ref description.IsTrainable ? ref valuesLength : ref buffersLength;
            var parameter = new Parameter(this, description, length);
            length = checked(length + RoundUp(description.Size));
            if (description.IsTrainable) TrainableValueCount += description.Size;
            _parameters[i] = parameter;
            foreach (string name in (ReadOnlySpan<string>)[description.Name, .. description.Aliases])
            {
                if (!_byName.TryAdd(name, parameter)) throw new ArgumentException($"two parameters are named '{name}'", nameof(descriptions));
            }
        }

        _values = new AlignedBuffer(valuesLength);
        _gradients = new AlignedBuffer(valuesLength);
        _buffers = new AlignedBuffer(buffersLength);
        for (int i = 0; i < descriptions.Length; i++) Initialize(_parameters[i], descriptions[i], new RandomGenerator(seed, stream: i));
    }

    /// <summary>How many parameters and buffers there are.</summary>
    public int Count => _parameters.Length;

    /// <summary>How many numbers are learned: the sizes of all parameters, without buffers and frozen ones.</summary>
    public int TrainableValueCount { get; }

    /// <summary>
    /// Moves with every change of values or buffers. A model that keeps a packed copy refreshes it when this has moved.
    /// </summary>
    public int Version { get; private set; }

    /// <summary>All values that are learned, parameter after parameter at <see cref="Parameter.Offset"/>, zeros between them.</summary>
    public ReadOnlySpan<float> Values => _values.Span;

    /// <summary>
    /// The gradients of the last backward pass, laid out as <see cref="Values"/>. They may be written: clipped, summed, sent.
    /// The floats between two parameters must stay zero.
    /// </summary>
    public Span<float> Gradients => _gradients.Span;

    /// <summary>All buffers and frozen parameters, one after another at <see cref="Parameter.Offset"/>.</summary>
    public ReadOnlySpan<float> Buffers => _buffers.Span;

    /// <summary>All values, for the optimizers, which count as one change and move <see cref="Version"/> themselves.</summary>
    internal Span<float> ValuesBlock => _values.Span;

    /// <summary>The parameter or buffer at a position, in the order of the layers.</summary>
    public Parameter this[int index] => _parameters[index];

    /// <summary>The parameter or buffer of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists names that are near.</exception>
    public Parameter this[string name] => TryGet(name, out Parameter? parameter)
        ? parameter
        : throw new KeyNotFoundException(NearNames.Describe(name, _parameters));

    /// <summary>Looks for a parameter or buffer of that name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out Parameter? parameter) => _byName.TryGetValue(name, out parameter);

    /// <summary>
    /// All values that are learned, for writing. Each call counts as a change and moves <see cref="Version"/>, so write at once and do not keep the span:
    /// what is written later may go unnoticed. The floats between two parameters must stay zero.
    /// </summary>
    public Span<float> WritableValues()
    {
        unchecked
        {
            Version++;
        }
        return _values.Span;
    }

    /// <summary>All buffers and frozen parameters, for writing, on the same terms as <see cref="WritableValues"/>.</summary>
    public Span<float> WritableBuffers()
    {
        unchecked
        {
            Version++;
        }
        return _buffers.Span;
    }

    /// <summary>
    /// Takes over all values and buffers of another model of the same layers: to go back to the best ones, or to follow a model under training.
    /// </summary>
    /// <param name="other">The parameters of that model.</param>
    /// <exception cref="ArgumentException">Its parameters have other names or shapes; the message names the first. Nothing has changed.</exception>
    public void CopyFrom(ParameterCollection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < Math.Max(Count, other.Count); i++)
        {
            string here = i < Count ? _parameters[i].ToString() : "nothing";
            string there = i < other.Count ? other._parameters[i].ToString() : "nothing";
            if (here != there) throw new ArgumentException($"expected {here} in place {i}, got {there}", nameof(other));
        }
        // One by one: what is frozen here may be learned there.
        for (int i = 0; i < Count; i++) _parameters[i].CopyFrom(other._parameters[i].Values);
    }

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => ((IEnumerable<Parameter>)_parameters).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The next multiple of the alignment.</summary>
    internal static int RoundUp(int size) => checked(size + Alignment - 1) / Alignment * Alignment;

    /// <summary>Takes the model for one thread, if nobody has it.</summary>
    internal bool TryEnter() => Interlocked.Exchange(ref _busy, 1) == 0;

    internal void Leave() => Volatile.Write(ref _busy, 0);

    private void Initialize(Parameter parameter, ParameterDescription description, RandomGenerator random)
    {
        Span<float> values = (parameter.IsTrainable ? _values : _buffers).Span.Slice(parameter.Offset, parameter.Size);
        switch (description.Initialization)
        {
            case Initialization.Ones:
                values.Fill(1);
                break;
            case Initialization.Uniform:
                random.FillUniform(values, description.Bound);
                if (description.Mean != 0) foreach (ref float value in values) value += description.Mean;
                break;
            case Initialization.Constant:
                values.Fill(description.Mean);
                break;
            case Initialization.Normal:
                random.FillNormal(values, description.Mean, description.Std);
                break;
            case Initialization.Orthogonal:
                Orthogonal.Fill(values, description.Shape.IsEmpty ? 1 : description.Shape[0], description.Bound, random);
                break;
            case Initialization.Zeros:
                break;
            default:
                throw new ArgumentException($"{description.Name}: unknown initialization {description.Initialization}");
        }
    }
}
