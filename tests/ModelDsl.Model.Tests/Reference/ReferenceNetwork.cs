using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>
/// The reference interpreter: runs a declaration layer by layer, in double precision and PyTorch's layouts. It shares nothing with
/// the compiler, so that a compiled model which agrees with it is right for two independent reasons.
/// </summary>
internal sealed class ReferenceNetwork
{
    private readonly List<ReferenceOperator> _operators = [];
    private readonly ReferenceLoss? _loss;
    private readonly bool _roundsToSingle;

    /// <param name="declaration">The layers and the loss.</param>
    /// <param name="roundsToSingle">
    /// Whether what passes between layers, forward and backward, is rounded to floats: how far that moves the results shows how much
    /// of them float32 can know.
    /// </param>
    public ReferenceNetwork(Declaration declaration, bool roundsToSingle = false)
    {
        _roundsToSingle = roundsToSingle;
        Dictionary<string, int> ordinals = [];
        int[] shape = InputShape = declaration.Input;
        foreach (DeclaredLayer layer in declaration.Layers)
        {
            ReferenceOperator op = ReferenceOperator.Create(layer, shape);
            if (op.Prefix.Length > 0)
            {
                int ordinal = ordinals[op.Prefix] = ordinals.GetValueOrDefault(op.Prefix) + 1;
                foreach (ReferenceParameter parameter in op.Parameters) parameter.Name = $"{op.Prefix}{ordinal}.{parameter.Kind}";
            }
            _operators.Add(op);
            // What a layer makes of nothing has the shape of what it makes of anything.
            shape = op.Forward(new([1, .. shape]), training: false).Shape[1..];
        }
        OutputShape = shape;
        _loss = declaration.Loss is { } loss ? ReferenceLoss.Create(loss) : null;
        // With classes in dimension 1, one target belongs to each position of the others.
        TargetShape = declaration.HasClassTargets ? shape[1..] : shape;
        Classes = shape[0];
        Parameters = [.. _operators.SelectMany(op => op.Parameters)];
    }

    public int[] InputShape { get; }

    public int[] OutputShape { get; }

    public int[] TargetShape { get; }

    public int Classes { get; }

    public IReadOnlyList<ReferenceParameter> Parameters { get; }

    /// <summary>The gradient of the input of the last <see cref="Backward"/>.</summary>
    public double[] InputGradient { get; private set; } = [];

    public double[] Predict(double[] inputs) => Forward(inputs, training: false).Values;

    public (double[] Outputs, double Loss) Evaluate(double[] inputs, double[] targets)
    {
        ReferenceTensor output = Forward(inputs, training: false);
        return (output.Values, _loss!.Compute(output, targets).Loss);
    }

    /// <summary>Forward and backward in training mode; the gradients of the parameters replace the old ones.</summary>
    public double Backward(double[] inputs, double[] targets)
    {
        foreach (ReferenceParameter parameter in Parameters) Array.Clear(parameter.Gradient);
        (double loss, ReferenceTensor gradient) = _loss!.Compute(Forward(inputs, training: true), targets);
        for (int i = _operators.Count - 1; i >= 0; i--) gradient = Rounded(_operators[i].Backward(Rounded(gradient)));
        InputGradient = gradient.Values;
        return loss;
    }

    public ReferenceTensor Forward(double[] inputs, bool training)
    {
        ReferenceTensor value = new([inputs.Length / ReferenceTensor.Count(InputShape), .. InputShape], inputs);
        foreach (ReferenceOperator op in _operators) value = Rounded(op.Forward(value, training));
        return value;
    }

    private ReferenceTensor Rounded(ReferenceTensor tensor) =>
        _roundsToSingle ? new(tensor.Shape, [.. tensor.Values.Select(value => (double)(float)value)]) : tensor;
}
