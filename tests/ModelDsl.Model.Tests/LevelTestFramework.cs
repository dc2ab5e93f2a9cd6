using System.Reflection;
using System.Runtime.Intrinsics.X86;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelDsl.Model.Tests;

/// <summary>
/// The framework of the AVX2 level. On a processor without AVX-512 that is the best level too, whose project has run the same tests on the same code: here the tests of the level are enough.
/// </summary>
public sealed class LevelTestFramework(IMessageSink diagnostics) : XunitTestFramework(diagnostics)
{
    /// <summary>Whether the level is not the best one. The processor is asked itself, for the runtime is told to do without AVX-512.</summary>
    public static bool IsLevelOfItsOwn { get; } = X86Base.IsSupported && X86Base.CpuId(0, 0).Eax >= 7 && (X86Base.CpuId(7, 0).Ebx & (1 << 16)) != 0;

    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assembly) => new Executor(assembly, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink diagnostics) : XunitTestFrameworkExecutor(assembly, sources, diagnostics)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions)
            => base.RunTestCases(
                IsLevelOfItsOwn ? testCases : testCases.Where(test => test.TestMethod.TestClass.Class.Name == typeof(InstructionLevelTests).FullName),
                executionMessageSink,
                executionOptions);
    }
}
