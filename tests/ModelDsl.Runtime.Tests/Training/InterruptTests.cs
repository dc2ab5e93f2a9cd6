using System.Diagnostics;
using ModelDsl.Training;

namespace ModelDsl.Runtime.Tests.Training;

[Collection(Trainings.Name)]
public sealed class InterruptTests
{
    [SkippableFact]
    public void CtrlC_InAnEpoch_FinishesTheBatchAndReturns()
    {
        Skip.If(OperatingSystem.IsWindows(), "there is no way to send Ctrl+C to a process of one's own there");
        Skip.If(IgnoresInterrupts(), "this process was started with SIGINT ignored, as by '&' in a script");
        StringWriter output = new();
        using TempFolder folder = new();
        string checkpoint = Path.Combine(folder.Path, "best.safetensors");
        int interruptedAt = 0;
        SoftmaxRegression model = new(2, 3)
        {
            OnTrain = step =>
            {
                if (step != 6)
                    return;
                interruptedAt = step;
                using Process kill = Process.Start("kill", ["-s", "INT", Environment.ProcessId.ToString()]);
                kill.WaitForExit();
                SpinWait.SpinUntil(() => output.ToString().Contains("Ctrl+C"), TimeSpan.FromSeconds(30)); // the signal comes on a thread of its own
            },
        };
        Trainer<int> trainer = new(model, new SGD(model) { LearningRate = 0.1 })
        {
            Console = ConsoleFor.File(output),
            CheckpointPath = checkpoint,
        };
        History history = trainer.Fit(TrainerTests.Loader(TrainerTests.Clusters(60, 1)), TrainerTests.Loader(TrainerTests.Clusters(30, 2)), epochs: 50);

        Assert.Equal(StopReason.Interrupted, history.StopReason);
        Assert.Equal((6, 6), (interruptedAt, model.Steps));
        Assert.Single(history.Epochs);
        Assert.Contains("Ctrl+C: ending after this batch. Press it again to end at once.", output.ToString());
        Assert.Contains($"interrupted in epoch 2 of 50{Environment.NewLine}the best epoch was 1; its parameters are in {checkpoint}", output.ToString());
        Assert.True(File.Exists(checkpoint));
    }

    /// <summary>Whether the mask of ignored signals has SIGINT's bit.</summary>
    private static bool IgnoresInterrupts()
    {
        const string Label = "SigIgn:";
        if (!File.Exists("/proc/self/status")) return false;
        string mask = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal), Label + "0");
        return (Convert.ToUInt64(mask[Label.Length..].Trim(), 16) & 2) != 0;
    }

    [Fact]
    public void Watch_FirstAndSecond_AreToldApart()
    {
        List<string> calls = [];
        using InterruptWatch watch = new(() => calls.Add("first"), () => calls.Add("second"));
        Assert.False(watch.IsInterrupted);
        Assert.True(watch.Handle());
        Assert.True(watch.IsInterrupted);
        Assert.False(watch.Handle());
        Assert.Equal(["first", "second"], calls);
    }
}
