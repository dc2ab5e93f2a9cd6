namespace ModelDsl;

/// <summary>One walk back along the tape, from an objective to all that it was computed from.</summary>
internal sealed class BackwardPass
{
    private readonly Dictionary<Tensor, double[]> _gradients = [];

    private BackwardPass()
    {
    }

    /// <summary>Where the gradient of a tensor is added up, laid out as its values; null if it wants none.</summary>
    public double[]? Of(Tensor tensor)
    {
        if (!tensor.RequiresGrad) return null;
        if (!_gradients.TryGetValue(tensor, out double[]? gradient)) _gradients.Add(tensor, gradient = new double[tensor.Data.Length]);
        return gradient;
    }

    /// <summary>Runs all rules, and only then hands the gradients out: after an exception, nothing has changed.</summary>
    /// <param name="objective">Where to start.</param>
    /// <param name="seed">The gradient of each of its values.</param>
    public static void Run(Tensor objective, double seed)
    {
        BackwardPass pass = new();
        Array.Fill(pass.Of(objective)!, seed);
        foreach (Tensor tensor in LastFirst(objective))
        {
            // Without an entry nothing was passed on to it: a maximum that never won still has one, of zeros.
            if (tensor.Operation is { } operation && pass._gradients.TryGetValue(tensor, out double[]? dy)) operation.Rule(dy, pass);
        }
        pass.HandOut();
    }

    /// <summary>All that an objective was computed from, each after everything that it was used for.</summary>
    private static List<Tensor> LastFirst(Tensor objective)
    {
        HashSet<Tensor> seen = [objective];
        Stack<Tensor> open = new([objective]);
        while (open.TryPop(out Tensor? tensor))
        {
            foreach (Tensor input in tensor.Operation?.Inputs ?? [])
            {
                if (input.RequiresGrad && seen.Add(input)) open.Push(input);
            }
        }
        List<Tensor> order = [.. seen];
        order.Sort((a, b) => b.Number.CompareTo(a.Number));
        return order;
    }

    private void HandOut()
    {
        Dictionary<Parameter, double[]> ofParameters = [];
        foreach ((Tensor tensor, double[] gradient) in _gradients)
        {
            tensor.AddGradient(gradient);
            if (tensor.Parameter is not { } parameter) continue;
            // A parameter that was used several times is rounded to float once.
            if (!ofParameters.TryGetValue(parameter, out double[]? sum)) ofParameters.Add(parameter, sum = new double[parameter.Size]);
            for (int i = 0; i < sum.Length; i++) sum[i] += gradient[i];
        }
        foreach ((Parameter parameter, double[] sum) in ofParameters)
        {
            Span<float> gradient = parameter.Gradient;
            for (int i = 0; i < sum.Length; i++) gradient[i] = (float)(gradient[i] + sum[i]);
        }
    }
}
