namespace ModelDsl.Runtime.Tests.Support;

/// <summary>
/// PyTorch's update rules in double, one parameter at a time, written from its documentation. With <paramref name="keep"/>, parameters
/// and state are stored through it after every step, which shows what storing them as floats alone does to a trajectory.
/// </summary>
internal sealed class ReferenceOptimizer(OptimizerOptions options, Func<double, double> keep)
{
    private readonly double[] _a = new double[SigmoidNet.ParameterCount];
    private readonly double[] _b = new double[SigmoidNet.ParameterCount];
    private readonly double[] _c = new double[SigmoidNet.ParameterCount];
    private int _step;

    public void Step(double[] parameters)
    {
        _step++;
        double[] gradients = SigmoidNet.GradientOf(parameters);
        for (int i = 0; i < parameters.Length; i++)
        {
            double g = keep(gradients[i]);
            double p = parameters[i];
            double next = options.Kind switch
            {
                "SGD" => Sgd(p, g + options.WeightDecay * p, i),
                "Adam" => Adam(p, g + options.WeightDecay * p, i),
                "AdamW" => Adam(p - options.LearningRate * options.WeightDecay * p, g, i),
                "Adagrad" => Adagrad(p, g + options.WeightDecay * p, i),
                "RMSprop" => RMSprop(p, g + options.WeightDecay * p, i),
                _ => throw new ArgumentException(options.Kind),
            };
            parameters[i] = keep(next);
            _a[i] = keep(_a[i]);
            _b[i] = keep(_b[i]);
            _c[i] = keep(_c[i]);
        }
    }

    private double Sgd(double p, double g, int i)
    {
        if (options.Momentum == 0) return p - options.LearningRate * g;
        _a[i] = _step == 1 ? g : options.Momentum * _a[i] + g;
        return p - options.LearningRate * (options.Nesterov ? g + options.Momentum * _a[i] : _a[i]);
    }

    private double Adam(double p, double g, int i)
    {
        _a[i] = 0.9 * _a[i] + (1 - 0.9) * g;
        _b[i] = 0.999 * _b[i] + (1 - 0.999) * g * g;
        _c[i] = options.AMSGrad ? Math.Max(_c[i], _b[i]) : _b[i];
        double denominator = Math.Sqrt(_c[i]) / Math.Sqrt(1 - Math.Pow(0.999, _step)) + 1e-8;
        return p - options.LearningRate / (1 - Math.Pow(0.9, _step)) * _a[i] / denominator;
    }

    private double Adagrad(double p, double g, int i)
    {
        _a[i] += g * g;
        return p - options.LearningRate / (1 + (_step - 1) * options.LearningRateDecay) * g / (Math.Sqrt(_a[i]) + 1e-10);
    }

    private double RMSprop(double p, double g, int i)
    {
        _a[i] = 0.99 * _a[i] + (1 - 0.99) * g * g;
        _b[i] = 0.99 * _b[i] + (1 - 0.99) * g;
        double spread = options.Centered ? Math.Max(_a[i] - _b[i] * _b[i], 0) : _a[i];
        _c[i] = options.Momentum * _c[i] + g / (Math.Sqrt(spread) + 1e-8);
        return p - options.LearningRate * _c[i];
    }
}
