using System.Globalization;
using System.Runtime;
using ModelDsl.Benchmarks.Models;

namespace ModelDsl.Benchmarks.Start;

/// <summary>What <see cref="StartCommand"/> starts: the first training step of 784-128-10 with 64 samples, then one line of output.</summary>
internal static class FirstStep
{
    public static void Run()
    {
        float[] inputs = new float[64 * 784];
        Array.Fill(inputs, 0.5f);
        Perceptron128 model = new(seed: 1);
        model.Train(inputs, new int[64], new SGD(model) { LearningRate = 0.1 });
        TimeSpan compilation = JitInfo.GetCompilationTime();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"the JIT took {compilation.TotalMilliseconds:F1} ms for {JitInfo.GetCompiledMethodCount()} methods{PeakMemory()}"));
    }

    private static string PeakMemory()
        => File.Exists("/proc/self/status") ? ", " + File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Replace("\t", "", StringComparison.Ordinal) : "";
}
