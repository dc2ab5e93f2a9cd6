using ModelDsl.Benchmarks.Worker;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelDsl.Benchmarks.Torch;

/// <summary>
/// The rules of <c>torch::optim</c>, with the operations on tensors that it uses. TorchSharp's own, written in C#, make more temporary tensors and
/// leave some to the garbage collector: libtorch would be charged for time and memory that it does not need.
/// </summary>
internal sealed class TorchOptimizer(CaseFiles files, IReadOnlyList<Parameter> parameters)
{
    private const double Beta1 = 0.9, Beta2 = 0.999;

    private readonly bool _adam = files.Optimizer switch { "AdamW" => true, "SGD" => false, _ => throw new NotSupportedException(files.Optimizer) };

    /// <summary>
    /// Numbers as libtorch takes them: native objects, made once. Left to the garbage collector in every step, they would lie between the tensors
    /// in libtorch's memory, and keep it from being used again.
    /// </summary>
    private readonly Scalar _momentum = files.Momentum, _minusRate = -files.LearningRate, _shrink = 1 - files.LearningRate * files.WeightDecay,
        _beta1 = Beta1, _beta2 = Beta2, _rest1 = 1 - Beta1, _rest2 = 1 - Beta2, _eps = 1e-8;

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
            using Tensor gradient = parameters[i].grad!;
            if (_adam)
                AdamW(parameters[i], gradient, _first[i], _second[i]);
            else
                SGD(parameters[i], gradient, _first[i]);
        }
    }

    /// <summary>m = momentum · m + g; p = p − rate · m.</summary>
    private void SGD(Parameter parameter, Tensor gradient, Tensor momentum)
    {
        momentum.mul_(_momentum).add_(gradient);
        parameter.add_(momentum, _minusRate);
    }

    private void AdamW(Parameter parameter, Tensor gradient, Tensor average, Tensor squares)
    {
        parameter.mul_(_shrink);
        average.mul_(_beta1).add_(gradient, _rest1);
        squares.mul_(_beta2).addcmul_(gradient, gradient, _rest2);
        using Scalar correction = Math.Sqrt(1 - Math.Pow(Beta2, _step)), stepSize = -files.LearningRate / (1 - Math.Pow(Beta1, _step));
        parameter.addcdiv_(average, squares.sqrt().div_(correction).add_(_eps), stepSize);
    }
}
