namespace ModelDsl.Runtime.Tests.Support;

/// <summary>
/// The network of the optimizers' golden, written by hand: Linear(2, 3), Sigmoid, Linear(3, 1), Sigmoid, and the sum of the outputs of
/// three fixed samples as loss. Everything is computed in double from the given parameters, so that what a float32 trajectory loses,
/// it loses in the optimizer.
/// </summary>
internal sealed class SigmoidNet : IModel
{
    public static readonly double[][] Samples = [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]];

    /// <summary>Where w1 [3, 2], b1 [3], w2 [1, 3] and b2 [1] start in a flat vector of all 13 parameters.</summary>
    private const int W1 = 0, B1 = 6, W2 = 9, B2 = 12;

    public const int ParameterCount = 13;

    private static readonly ParameterDescription[] Descriptions =
    [
        new("linear1.weight", "0.weight", [3, 2], Initialization.Uniform, 0.70710677f),
        new("linear1.bias", "0.bias", [3], Initialization.Uniform, 0.70710677f),
        new("linear2.weight", "2.weight", [1, 3], Initialization.Uniform, 0.57735026f),
        new("linear2.bias", "2.bias", [1], Initialization.Uniform, 0.57735026f),
    ];

    public ParameterCollection Parameters { get; } = new(Descriptions, seed: 1);

    /// <summary>All 13 parameters, one after another.</summary>
    public double[] Flat
    {
        get => [.. Parameters.SelectMany(parameter => parameter.Values.ToArray().Select(value => (double)value))];
        set
        {
            int start = 0;
            foreach (Parameter parameter in Parameters)
            {
                parameter.CopyFrom([.. value.Skip(start).Take(parameter.Size).Select(number => (float)number)]);
                start += parameter.Size;
            }
        }
    }

    /// <summary>Puts the gradients of the loss into the parameters.</summary>
    public void Backward()
    {
        double[] gradient = GradientOf(Flat);
        int start = 0;
        foreach (Parameter parameter in Parameters)
        {
            for (int i = 0; i < parameter.Size; i++) parameter.Gradient[i] = (float)gradient[start + i];
            start += parameter.Size;
        }
    }

    /// <summary>The gradient of the loss at a point.</summary>
    public static double[] GradientOf(double[] parameters)
    {
        var gradient = new double[ParameterCount];
        var hidden = new double[3];
        foreach (double[] sample in Samples)
        {
            double output = Forward(parameters, sample, hidden);
            double dOutput = output * (1 - output);
            gradient[B2] += dOutput;
            for (int h = 0; h < 3; h++)
            {
                gradient[W2 + h] += dOutput * hidden[h];
                double dHidden = dOutput * parameters[W2 + h] * hidden[h] * (1 - hidden[h]);
                gradient[B1 + h] += dHidden;
                for (int i = 0; i < 2; i++) gradient[W1 + 2 * h + i] += dHidden * sample[i];
            }
        }
        return gradient;
    }

    private static double Forward(double[] parameters, double[] sample, double[] hidden)
    {
        double sum = parameters[B2];
        for (int h = 0; h < 3; h++)
        {
            double z = parameters[B1 + h] + parameters[W1 + 2 * h] * sample[0] + parameters[W1 + 2 * h + 1] * sample[1];
            hidden[h] = 1 / (1 + Math.Exp(-z));
            sum += parameters[W2 + h] * hidden[h];
        }
        return 1 / (1 + Math.Exp(-sum));
    }
}
