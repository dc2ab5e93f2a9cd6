using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>Counts the bytes of the whole process, so it runs alone.</summary>
[Collection(nameof(ProcessWide))]
public class AllocationTests
{
    private const int Steps = 20;

    public static TheoryData<string> Declarations => Zoo.Theory;

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Step_AfterTheFirst_AllocatesNothing(string declaration)
    {
        Trainee trainee = new(ModelCompiler.Compile(declaration), batch: 70, seed: 3);
        Optimizer optimizer = new AdamW(trainee.Model);
        RunStep(trainee, optimizer);

        long ofThread = GC.GetAllocatedBytesForCurrentThread();
        long ofProcess = GC.GetTotalAllocatedBytes(precise: true);
        for (int step = 0; step < Steps; step++) RunStep(trainee, optimizer);
        ofProcess = GC.GetTotalAllocatedBytes(precise: true) - ofProcess;
        ofThread = GC.GetAllocatedBytesForCurrentThread() - ofThread;

        Assert.Equal(0, ofThread);
        // The test runner's own threads may report something meanwhile; a step that allocates does so every time.
        Assert.True(ofProcess < 64 * Steps, $"{Steps} steps allocated {ofProcess} bytes on all threads");
    }

    private static void RunStep(Trainee trainee, Optimizer optimizer)
    {
        trainee.Train(optimizer);
        trainee.Backward();
        trainee.Evaluate();
        trainee.Predict();
    }
}
