using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ModelDsl.Model.Tests.PyTorch;

namespace ModelDsl.Model.Tests;

/// <summary>Compares compiled models with PyTorch outside the test runner: a process whose vector settings the caller chose.</summary>
internal static class Program
{
    private static void Main()
    {
        CompiledGoldenTests tests = new();
        foreach (string file in GoldenFile.Layers) tests.Compiled_PyTorchStep_SameNumbers(file);
        Console.WriteLine($"goldens agree; Vector512 {Vector512.IsHardwareAccelerated}, Avx512F {Avx512F.IsSupported}, Vector256 {Vector256.IsHardwareAccelerated}");
    }
}
