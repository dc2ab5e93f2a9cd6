using ModelDsl.Benchmarks.Worker;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelDsl.Benchmarks.Torch;

/// <summary>
/// The rules of <c>torch::optim</c>, with the operations on tensors that it uses. TorchSharp's own, written in C#, make more temporary tensors and
/// leave some to the garbage collector: libtorch would be charged for time and memory that it does not need.
/// </summary>
internal sealed class TorchOptimizer(CaseFiles files, IReadOnlyList<Parameter> parameters)
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Eps = 1e-8;

    private readonly bool _adam = files.Optimizer switch { "AdamW" => true, "SGD" => false, _ => throw new NotSupportedException(files.Optimizer) };
    private readonly double _rate = files.LearningRate, _momentum = files.Momentum, _decay = files.WeightDecay;

    /// <summary>SGD: the momentum. Adam: averages of the gradients and of their squares.</summary>
    private readonly Tensor[] _first = [.. parameters.Select(parameter => zeros_like(parameter))];
    private readonly Tensor[] _second = files.Optimizer == "AdamW" ? [.. parameters.Select(parameter => zeros_like(parameter))] : [];
    private int _step;

    /// <summary>Sets gradients to none, as PyTorch does: the next backward then writes them without adding.</summary>
    public void ZeroGradients()
    {
        foreach (Parameter parameter in parameters) parameter.grad = null;
    }

    public void Step()
    {
        using var _ = no_grad();
        _step++;
        for (int i = 0; i < parameters.Count; i++)
        {
            if (_adam)
                AdamW(parameters[i], parameters[i].grad!, _first[i], _second[i]);
            else
                SGD(parameters[i], parameters[i].grad!, _first[i]);
        }
    }

    /// <summary>m = momentum · m + g; p = p − rate · m.</summary>
    private void SGD(Parameter parameter, Tensor gradient, Tensor momentum)
    {
        momentum.mul_(_momentum).add_(gradient);
        parameter.add_(momentum, -_rate);
    }

    private void AdamW(Parameter parameter, Tensor gradient, Tensor average, Tensor squares)
    {
        parameter.mul_(1 - _rate * _decay);
        average.mul_(Beta1).add_(gradient, 1 - Beta1);
        squares.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        Tensor denominator = squares.sqrt().div_(Math.Sqrt(1 - Math.Pow(Beta2, _step))).add_(Eps);
        parameter.addcdiv_(average, denominator, -_rate / (1 - Math.Pow(Beta1, _step)));
    }
}
