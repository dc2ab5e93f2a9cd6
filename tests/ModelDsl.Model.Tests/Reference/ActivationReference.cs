using ModelDsl.Model.Tests.Declarations;

namespace ModelDsl.Model.Tests.Reference;

/// <summary>A function of each number by itself.</summary>
internal sealed class ActivationReference : ReferenceOperator
{
    private readonly Func<double, double> _function;
    private readonly Func<double, double> _derivative;
    private ReferenceTensor _input = null!;

    public ActivationReference(DeclaredLayer layer) => (_function, _derivative) = Define(layer);

    public override ReferenceTensor Forward(ReferenceTensor input, bool training)
    {
        _input = input;
        return new(input.Shape, [.. input.Values.Select(_function)]);
    }

    public override ReferenceTensor Backward(ReferenceTensor outputGradient) =>
        new(_input.Shape, [.. outputGradient.Values.Zip(_input.Values, (dy, x) => dy * _derivative(x))]);

    private static (Func<double, double> Function, Func<double, double> Derivative) Define(DeclaredLayer layer)
    {
        switch (layer.Kind)
        {
            case "ReLU":
                return (x => Math.Max(x, 0), x => x > 0 ? 1 : 0);
            case "LeakyReLU":
                double slope = layer.Double("NegativeSlope", 0.01);
                return (x => x > 0 ? x : slope * x, x => x > 0 ? 1 : slope);
            case "ELU":
                double alpha = layer.Double("Alpha", 1);
                return (x => x > 0 ? x : alpha * (Math.Exp(x) - 1), x => x > 0 ? 1 : alpha * Math.Exp(x));
            case "SELU":
                const double Alpha = 1.6732632423543772848, Scale = 1.0507009873554804934;
                return (x => Scale * (x > 0 ? x : Alpha * (Math.Exp(x) - 1)), x => Scale * (x > 0 ? 1 : Alpha * Math.Exp(x)));
            case "GELU" when layer.Word("Approximate", "none") == "tanh":
                return (x => 0.5 * x * (1 + Math.Tanh(TanhArgument(x))), GeluTanhDerivative);
            case "GELU":
                return (x => x * NormalDistribution(x), x => NormalDistribution(x) + x * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI));
            case "SiLU":
                return (x => x * Sigmoid(x), x => Sigmoid(x) * (1 + x * (1 - Sigmoid(x))));
            case "Sigmoid":
                return (Sigmoid, x => Sigmoid(x) * (1 - Sigmoid(x)));
            case "Tanh":
                return (Math.Tanh, x => 1 - Math.Tanh(x) * Math.Tanh(x));
            case "Softplus":
                double beta = layer.Double("Beta", 1), threshold = layer.Double("Threshold", 20);
                return (x => beta * x > threshold ? x : Math.Log(1 + Math.Exp(beta * x)) / beta, x => beta * x > threshold ? 1 : Sigmoid(beta * x));
            case "Hardswish":
                return (x => x * Math.Clamp(x + 3, 0, 6) / 6, x => x < -3 ? 0 : x <= 3 ? x / 3 + 0.5 : 1);
            default:
                throw new NotSupportedException(layer.Kind);
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double TanhArgument(double x) => Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);

    private static double GeluTanhDerivative(double x)
    {
        double tanh = Math.Tanh(TanhArgument(x));
        return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh * tanh) * Math.Sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
    }

    /// <summary>Φ(x): its power series about 0, which suffices for the arguments of tests.</summary>
    private static double NormalDistribution(double x)
    {
        if (Math.Abs(x) > 7) return x > 0 ? 1 : 0;
        double term = x, sum = x;
        for (int n = 3; Math.Abs(term) > 1e-18 * Math.Abs(sum); n += 2) sum += term *= x * x / n;
        return 0.5 + sum * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);
    }
}
