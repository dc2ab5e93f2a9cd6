using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ModelDsl.Benchmarks.Kernels;

/// <summary><c>kernels</c>: the runtime's kernels alone, on one thread, by BenchmarkDotNet, whose own arguments follow.</summary>
internal static class KernelsCommand
{
    public static int Run(string[] arguments)
    {
        // In this process: a project that BenchmarkDotNet writes would be built with this repository's settings.
        IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(KernelsCommand).Assembly).Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, config);
        return 0;
    }
}
