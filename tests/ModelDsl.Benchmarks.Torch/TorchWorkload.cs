using ModelDsl.Benchmarks.Worker;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace ModelDsl.Benchmarks.Torch;

/// <summary>A case, computed by libtorch.</summary>
internal sealed class TorchWorkload : Workload
{
    /// <summary>
    /// TorchSharp leaves some native objects to the garbage collector, which sees little of them and rarely runs: libtorch's memory grew by all gradients
    /// in every step, and it became slower. One collection in so many steps does not show in a median.
    /// </summary>
    private const int StepsBetweenCollections = 16;

    private readonly TorchNetwork _network;
    private readonly TorchOptimizer? _optimizer;
    private readonly Tensor _inputs;
    private readonly Tensor _targets;
    private int _steps;

    public TorchWorkload(CaseFiles files)
    {
        _network = new TorchNetwork(files);
        _inputs = tensor(files.ReadInputs()).reshape([files.Batch, .. files.InputShape]);
        _targets = tensor(files.ReadTargets()).to(ScalarType.Int64);
        if (files.Trains) _optimizer = new TorchOptimizer(files, _network.Parameters);
    }

    public override int Threads
    {
        set => set_num_threads(value);
    }

    public override bool Dropout
    {
        set => _network.Dropout = value;
    }

    public override float Step()
    {
        using DisposeScope scope = NewDisposeScope();
        if (_optimizer is null)
        {
            using var _ = inference_mode();
            _network.Forward(_inputs);
            return 0;
        }
        if (++_steps % StepsBetweenCollections == 0) GC.Collect(0);
        _optimizer.ZeroGradients();
        Tensor loss = F.cross_entropy(_network.Forward(_inputs), _targets);
        loss.backward();
        _optimizer.Step();
        return loss.item<float>();
    }

    public override float[] Outputs()
    {
        using DisposeScope scope = NewDisposeScope();
        using var _ = inference_mode();
        return [.. _network.Forward(_inputs).data<float>()];
    }
}
