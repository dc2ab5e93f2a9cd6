using System.Diagnostics;
using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>Ten thousand steps. It watches the memory of the whole process, so it runs alone.</summary>
[Collection(nameof(ProcessWide))]
public class SoakTests
{
    private const int Steps = 10_000, Watched = Steps / 10;
    private const long Slack = 32 << 20;

    /// <summary>Convolutions by both algorithms, batch norm, dropout, a linear layer, a short last batch now and then.</summary>
    private const string Declaration
        = "[Input(2, 8, 8)] [Conv2d(16, 3, Padding = 1)] [BatchNorm2d] [ReLU] [MaxPool2d(2)] [Conv2d(32, 3, Padding = 1)] [GELU] [Flatten] [Dropout(0.3f)] [Linear(4)] [CrossEntropyLoss]";

    [Fact]
    public void TenThousandSteps_MemoryIsFlat_AndTwoRunsAreBitEqual()
    {
        Type type = ModelCompiler.Compile(Declaration).Type;
        (float[] Parameters, float Loss) first = Run(type, workers: 1), second = Run(type, workers: 2);
        Assert.Equal(first.Parameters, second.Parameters);
        Assert.Equal(first.Loss, second.Loss);
        Assert.All(first.Parameters, value => Assert.True(float.IsFinite(value)));
    }

    private static (float[] Parameters, float Loss) Run(Type type, int workers)
    {
        const int Batch = 8, Rest = 3;
        int before = WorkerPool.Shared.Workers;
        WorkerPool.Shared.Workers = workers;
        try
        {
            ITrainable<int> model = (ITrainable<int>)Activator.CreateInstance(type, 5L)!;
            AdamW optimizer = new(model) { LearningRate = 1e-3 };
            Random random = new(11);
            float[] inputs = [.. Enumerable.Range(0, Batch * model.InputSize).Select(_ => random.NextSingle() * 2 - 1)];
            int[] targets = [.. Enumerable.Range(0, Batch).Select(_ => random.Next(4))];
            float loss = 0;
            long memory = 0, allocated = GC.GetAllocatedBytesForCurrentThread();
            int allocating = 0;
            for (int step = 0; step < Steps; step++)
            {
                // The first thousand steps are the JIT's.
                if (step == Watched) memory = WorkingSet();
                if (step % Watched == 0)
                {
                    if (step > Watched && GC.GetAllocatedBytesForCurrentThread() != allocated) allocating++;
                    allocated = GC.GetAllocatedBytesForCurrentThread();
                }
                int count = step % 10 == 9 ? Rest : Batch;
                loss = model.Train(inputs.AsSpan(0, count * model.InputSize), targets.AsSpan(0, count), optimizer);
            }
            // The JIT replaces loops that run for long on the thread that runs them, and may make room in a table of its own: once, not every thousand steps.
            Assert.InRange(allocating, 0, 1);
            Assert.InRange(WorkingSet() - memory, long.MinValue, Slack);
            return (model.Parameters.Values.ToArray(), loss);
        }
        finally
        {
            WorkerPool.Shared.Workers = before;
        }
    }

    private static long WorkingSet()
    {
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
