using System.Runtime.InteropServices;
using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>Changes the one pool of the process, so it runs alone.</summary>
[Collection(nameof(ProcessWide))]
public class WorkerCountTests
{
    public static TheoryData<string> Declarations => Zoo.Theory;

    /// <summary>The batch is cut into fixed pieces whose gradients are summed in a fixed order, whoever computes them.</summary>
    [Theory]
    [MemberData(nameof(Declarations))]
    public void Training_AnyNumberOfWorkers_SameBits(string declaration)
    {
        int before = WorkerPool.Shared.Workers;
        try
        {
            CompiledModel network = ModelCompiler.Compile(declaration);
            int[] expected = TrainBits(network, workers: 1);
            foreach (int workers in new[] { 2, 3, 8 }) Assert.Equal(expected, TrainBits(network, workers));
        }
        finally
        {
            WorkerPool.Shared.Workers = before;
        }
    }

    /// <summary>Groups cut pieces at their borders, and those are the same for any number of workers.</summary>
    [Fact]
    public void Training_WithParameterGroups_SameBits()
    {
        const string Wide = "[Input(70)] [Linear(301)] [ReLU] [Linear(299)] [ReLU] [Linear(10)] [CrossEntropyLoss]";
        int before = WorkerPool.Shared.Workers;
        try
        {
            CompiledModel network = ModelCompiler.Compile(Wide);
            int[] expected = TrainBits(network, workers: 1, Group);
            Assert.NotEqual(expected, TrainBits(network, workers: 1));
            foreach (int workers in new[] { 2, 3, 8 }) Assert.Equal(expected, TrainBits(network, workers, Group));
        }
        finally
        {
            WorkerPool.Shared.Workers = before;
        }

        static void Group(Optimizer optimizer)
        {
            optimizer.Groups.Add(new ParameterGroup("*.bias") { WeightDecay = 0 });
            optimizer.Groups.Add(new ParameterGroup("linear2.weight") { LearningRateFactor = 0.1 });
        }
    }

    /// <summary>With fewer samples than workers, the workers share the steps of one sample: by panels of channels or by rows of pixels, whole and not.</summary>
    [Theory]
    [InlineData("[Input(3, 32, 32)] [Conv2d(32, 3, Padding = 1)] [ReLU] [MaxPool2d(2)] [Conv2d(80, 3, Padding = 1)] [ReLU] [MaxPool2d(2)] [Conv2d(128, 3, Padding = 1)] [Flatten] [Linear(7)] [CrossEntropyLoss]")]
    [InlineData("[Input(32, 17, 17)] [Conv2d(48, 5)] [ReLU] [Conv2d(160, 5, Stride = 2, Padding = 2)] [ReLU] [Conv2d(64, 3, Groups = 2)] [Flatten] [Linear(7)] [CrossEntropyLoss]")]
    [InlineData("[Input(40, 19, 17)] [Conv2d(120, 5, Groups = 5)] [ReLU] [Conv2d(102, 3, Groups = 6, Padding = 1)] [ReLU] [Conv2d(56, 3)] [Flatten] [Linear(7)] [CrossEntropyLoss]")]
    [InlineData("[Input(24, 33, 9)] [Conv2d(33, 4, Padding = 2)] [ReLU] [Conv2d(70, 5, Stride = 3)] [ReLU] [Conv2d(96, 1)] [ReLU] [Conv2d(200, 2)] [Flatten] [Linear(7)] [CrossEntropyLoss]")]
    [InlineData("[Input(32, 17, 17)] [Conv2d(70, 3, Padding = 1)] [ReLU] [Conv2d(32, 3, Padding = 1)] [ReLU] [Conv2d(70, 3, Stride = 2)] [Flatten] [Linear(7)] [CrossEntropyLoss]")]
    [InlineData("[Input(32, 16, 16)] [Conv2d(32, 3, Padding = 1)] [ReLU] [Conv2d(40, 3)] [ReLU] [Conv2d(70, 3, Stride = 2)] [Flatten] [Linear(7)] [CrossEntropyLoss]")]
    public void Training_FewPicturesForManyWorkers_SameBits(string declaration)
    {
        int before = WorkerPool.Shared.Workers;
        try
        {
            CompiledModel network = ModelCompiler.Compile(declaration);
            foreach (int batch in new[] { 1, 2, 5 })
            {
                int[] expected = TrainBits(network, workers: 1, batch: batch);
                foreach (int workers in new[] { 2, 3, 8 }) Assert.Equal(expected, TrainBits(network, workers, batch: batch));
            }
        }
        finally
        {
            WorkerPool.Shared.Workers = before;
        }
    }

    private static int[] TrainBits(CompiledModel network, int workers, Action<Optimizer>? prepare = null, int batch = 150)
    {
        WorkerPool.Shared.Workers = workers;
        Trainee trainee = new(new CompiledModel(network.Declaration, network.Type), batch, seed: 5);
        Optimizer optimizer = new AdamW(trainee.Model);
        prepare?.Invoke(optimizer);
        List<int> bits = [];
        for (int step = 0; step < 5; step++) bits.Add(BitConverter.SingleToInt32Bits(trainee.Train(optimizer)));
        bits.Add(BitConverter.SingleToInt32Bits(trainee.Evaluate()));
        bits.AddRange(MemoryMarshal.Cast<float, int>(trainee.Outputs));
        bits.AddRange(MemoryMarshal.Cast<float, int>(trainee.Model.Parameters.Values));
        bits.AddRange(MemoryMarshal.Cast<float, int>(trainee.Model.Parameters.Buffers));
        return [.. bits];
    }
}
