using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace ModelDsl.Engine;

/// <summary>Checks of what callers pass to a model, in words that name the parameter, what was expected and what came.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Arguments
{
    /// <summary>How many samples a span holds.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="length">The length of what came.</param>
    /// <param name="size">The values of one sample.</param>
    /// <param name="shape">The shape of one sample: <c>3×32×32</c>.</param>
    /// <exception cref="ArgumentException">The length is no multiple of a sample.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // the size is a constant there: no division
    public static int Samples(string name, int length, int size, string shape)
    {
        if (length % size != 0) ThrowNoMultiple(name, length, size, shape);
        return length / size;
    }

    /// <summary>Checks that a span holds a value for each of some samples.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Matches(string name, int length, int size, string shape, int samples, string other)
    {
        if (length != (long)samples * size) ThrowNoMatch(name, length, size, shape, samples, other);
    }

    /// <summary>Checks that there is anything to compute a loss of.</summary>
    /// <exception cref="ArgumentException">The batch is empty.</exception>
    public static void NotEmpty(string name, int samples)
    {
        if (samples == 0) throw new ArgumentException($"{name}: the batch is empty; a loss needs at least one sample", name);
    }

    /// <summary>Checks that a layer can train on so few samples.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="smallest">The fewest that the layer can do with.</param>
    /// <param name="kind">What the layer is.</param>
    /// <param name="layer">Its name.</param>
    /// <exception cref="ArgumentException">There are fewer.</exception>
    public static void LargeEnough(string name, int samples, int smallest, string kind, string layer)
    {
        if (samples >= smallest) return;
        throw new ArgumentException(
            $"{name}: the batch has {samples} sample, and {kind} '{layer}' needs at least {smallest} in training, for it takes a variance over the batch. "
            + "Use a larger batch, or leave out the short last one.", name);
    }

    /// <summary>Checks that the optimizer was made for the model.</summary>
    /// <exception cref="ArgumentException">It was made for another one.</exception>
    public static void Owns(IModel model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!ReferenceEquals(optimizer.Model, model))
        {
            throw new ArgumentException(
                $"optimizer: this {optimizer.GetType().Name} was made for another model; make one by new {optimizer.GetType().Name}(model) for this {model.GetType().Name}", nameof(optimizer));
        }
    }

    [DoesNotReturn]
    private static void ThrowNoMultiple(string name, int length, int size, string shape)
        => throw new ArgumentException($"{name}: expected a multiple of {size} values ({shape} each), got {length}", name);

    [DoesNotReturn]
    private static void ThrowNoMatch(string name, int length, int size, string shape, int samples, string other)
        => throw new ArgumentException($"{name}: expected {(long)samples * size} values ({shape} for each of the {samples} samples in {other}), got {length}", name);
}
