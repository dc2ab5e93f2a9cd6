using System.Collections.Immutable;

namespace ModelDsl;

/// <content>Gradients: the tape and the way back along it.</content>
public sealed partial class Tensor
{
    private static long _made;

    /// <summary>The gradient that the calls of <see cref="Backward"/> have added up so far, of the same shape; null if none has come here.</summary>
    public Tensor? Grad { get; private set; }

    /// <summary>
    /// Whether gradients pass: not through class numbers, constants, buffers, comparisons and <see cref="Detach"/>, nor what was computed from these alone.
    /// </summary>
    public bool RequiresGrad { get; }

    /// <summary>What the values were computed by; null for values that came from outside.</summary>
    internal Operation? Operation { get; }

    /// <summary>The parameter whose values these are.</summary>
    internal Parameter? Parameter { get; }

    /// <summary>Counts tensors in the order in which they were made: an operation's inputs come before its output.</summary>
    internal long Number { get; }

    /// <summary>
    /// Computes the gradient of this number with respect to everything that it was computed from, and adds it to <see cref="Grad"/> and
    /// <see cref="Parameter.Gradient"/>. One number for each sample counts as their mean over the batch.
    /// </summary>
    /// <remarks>Gradients add up, as in PyTorch: <c>model.Parameters.Gradients.Clear()</c> starts anew.</remarks>
    /// <exception cref="InvalidOperationException">This is no single number, or no gradient passes here.</exception>
    public void Backward()
    {
        if (Size != 1)
        {
            throw new InvalidOperationException($"Backward: an objective is one number, and this is {Description}. Reduce it by Mean or Sum, or use a loss.");
        }
        if (!RequiresGrad)
        {
            throw new InvalidOperationException("Backward: this was computed from constants, class numbers, buffers or detached values alone: there is nothing that could have a gradient.");
        }
        BackwardPass.Run(this, 1.0 / Rows);
    }

    /// <summary>The same values, through which no gradient passes.</summary>
    public Tensor Detach() => new(Shape, Samples, Data, requiresGrad: false);

    /// <summary>Makes the result of an operation, and notes how gradients go back if any of its inputs wants one.</summary>
    internal static Tensor Record(ImmutableArray<int> shape, int? samples, double[] values, ReadOnlySpan<Tensor> inputs, GradientRule rule)
    {
        foreach (Tensor input in inputs)
        {
            if (input.RequiresGrad) return new Tensor(shape, samples, values, requiresGrad: true, new Operation([.. inputs], rule));
        }
        return Constant(shape, samples, values);
    }

    /// <summary>Makes the result of an operation that has no gradient.</summary>
    internal static Tensor Constant(ImmutableArray<int> shape, int? samples, double[] values) => new(shape, samples, values, requiresGrad: false);

    /// <summary>Adds what a backward pass has found.</summary>
    internal void AddGradient(double[] gradient)
    {
        double[] sum = Grad is { } before ? [.. before.Data.Zip(gradient, (a, b) => a + b)] : gradient;
        Grad = Constant(Shape, Samples, sum);
    }
}
