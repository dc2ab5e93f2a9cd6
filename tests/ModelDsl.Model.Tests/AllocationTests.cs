using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>Counts the bytes of the whole process, so it runs alone.</summary>
[Collection(nameof(ProcessWide))]
public class AllocationTests
{
    private const int Attempts = 100;

    public static TheoryData<string> Declarations => Zoo.Theory;

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Step_AfterTheFirst_AllocatesNothing(string declaration)
    {
        Trainee trainee = new(ModelCompiler.Compile(declaration), batch: 33, seed: 3);
        Optimizer optimizer = new AdamW(trainee.Model);
        RunStep(trainee, optimizer);

        // The test runner's own threads allocate some times a second, and so may the JIT on this one; a step that allocates does so in every attempt.
        long least = long.MaxValue, leastOfThread = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long ofThread = GC.GetAllocatedBytesForCurrentThread(), ofProcess = GC.GetTotalAllocatedBytes(precise: true);
            RunStep(trainee, optimizer);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - ofProcess);
            leastOfThread = Math.Min(leastOfThread, GC.GetAllocatedBytesForCurrentThread() - ofThread);
        }
        Assert.Equal(0, leastOfThread);
        Assert.Equal(0, least);
    }

    private static void RunStep(Trainee trainee, Optimizer optimizer)
    {
        trainee.Train(optimizer);
        trainee.Backward();
        trainee.Accumulate();
        trainee.Evaluate();
        trainee.Predict();
    }
}
