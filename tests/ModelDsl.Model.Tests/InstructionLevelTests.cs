using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Model.Tests;

/// <summary>Whether this process runs at the level for which its project stands.</summary>
public class InstructionLevelTests
{
    [SkippableFact]
    public void Process_LevelOfTheProject_IsTheOneThatRuns()
    {
        string? level = Environment.GetEnvironmentVariable("MODELDSL_TEST_LEVEL");
        switch (level)
        {
            case "best":
                // Nothing is switched off: whatever the processor has.
                Assert.Null(Environment.GetEnvironmentVariable("DOTNET_EnableAVX512"));
                Assert.Null(Environment.GetEnvironmentVariable("DOTNET_EnableAVX2"));
                break;
            case "avx2":
                Assert.False(Vector512.IsHardwareAccelerated);
                Skip.IfNot(Avx2.IsSupported, "This processor has no AVX2.");
                Assert.True(Vector256.IsHardwareAccelerated);
                Skip.IfNot(LevelTestFramework.IsLevelOfItsOwn, "This processor has no AVX-512: the project of the best level runs all other tests at this one.");
                break;
            case "portable":
                Assert.False(Avx2.IsSupported);
                Assert.False(Vector256.IsHardwareAccelerated);
                Assert.False(Vector512.IsHardwareAccelerated);
                break;
            default:
                Assert.Fail($"MODELDSL_TEST_LEVEL is '{level}': the runsettings of the project are not in use.");
                break;
        }
    }

    /// <summary>
    /// With a preferred width of 256 bits, <c>Vector512.IsHardwareAccelerated</c> is false while <c>Avx512F.IsSupported</c> stays true.
    /// A process of its own computes the PyTorch goldens under that setting, and says what it made of it.
    /// </summary>
    [SkippableTheory]
    [InlineData("DOTNET_PreferredVectorBitWidth", "256")]
    [InlineData("DOTNET_EnableHWIntrinsic", "0")]
    public async Task Process_OtherSettings_ComputesTheSame(string setting, string value)
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("MODELDSL_TEST_LEVEL") == "best", "Once is enough: the processes choose their own level.");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(InstructionLevelTests).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[setting] = value;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(3));
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, await output + await error);
        bool isOff = setting == "DOTNET_EnableHWIntrinsic";
        string levels = $"Vector512 False, Avx512F {!isOff && Avx512F.IsSupported}, Vector256 {!isOff && Vector256.IsHardwareAccelerated}";
        Assert.Contains($"goldens agree; {levels}", await output, StringComparison.Ordinal);
    }
}
