using ModelDsl.Mistakes;

namespace ModelDsl.Model.Tests.GraphForm;

/// <summary>Models of which a mistake was mended run: if it compiles, it runs.</summary>
public sealed class MendedMistakeTests
{
    [Fact]
    public void Mistakes_Mended_ComputeTheSameCompiledAndEagerly()
    {
        Mistake[] mistakes = [.. Mistake.All];
        GraphModel[] models = GraphModel.CompileAll([.. mistakes.Select(mistake => mistake.MendedSource)]);
        foreach ((GraphModel model, Mistake mistake) in models.Zip(mistakes))
            EagerComparison.Check(model, batch: 3, seed: 1, mistake.Name);
    }
}
