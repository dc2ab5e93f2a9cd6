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
            int[] expected = TrainBits(declaration, workers: 1);
            foreach (int workers in new[] { 2, 3, 8 }) Assert.Equal(expected, TrainBits(declaration, workers));
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
            int[] expected = TrainBits(Wide, workers: 1, Group);
            Assert.NotEqual(expected, TrainBits(Wide, workers: 1));
            foreach (int workers in new[] { 2, 3, 8 }) Assert.Equal(expected, TrainBits(Wide, workers, Group));
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

    private static int[] TrainBits(string declaration, int workers, Action<Optimizer>? prepare = null)
    {
        WorkerPool.Shared.Workers = workers;
        Trainee trainee = new(ModelCompiler.Compile(declaration), batch: 150, seed: 5);
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
