using ModelDsl.Model.Tests.Declarations;
using ModelDsl.Model.Tests.Harness;

namespace ModelDsl.Model.Tests;

/// <summary>
/// Random networks against the reference interpreter; a failure names its declaration and seed. Each instruction level draws networks
/// of its own, so that the three runs see three times as many.
/// </summary>
public class RandomNetworkTests
{
    private const int PerCompilation = 20;

    public static TheoryData<int> Seeds => new(Enumerable.Range(Environment.GetEnvironmentVariable("MODELDSL_TEST_LEVEL") switch { "avx2" => 100, "portable" => 200, _ => 0 }, 5));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Compiled_RandomNetworks_AreTheReference(int seed)
    {
        Random random = new(seed);
        string[] declarations = [.. Enumerable.Range(0, PerCompilation).Select(_ => new DeclarationGenerator(random, maximumSize: random.Next(4) == 0 ? 17 : 8).Next())];
        CompiledModel[] models = ModelCompiler.Compile(declarations);
        for (int i = 0; i < models.Length; i++)
        {
            bool normalizesBatch = declarations[i].Contains("BatchNorm", StringComparison.Ordinal);
            int[] batches = normalizesBatch ? [5, 17] : [1, random.Next(2, 9), random.Next(9, 40)];
            foreach (int batch in batches) ReferenceComparison.Check(models[i], batch, seed: seed * PerCompilation + i);
        }
    }
}
