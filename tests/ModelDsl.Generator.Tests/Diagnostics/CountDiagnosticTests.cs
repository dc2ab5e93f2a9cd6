using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Diagnostics;

/// <summary>A model has up to eight inputs, outputs and targets each.</summary>
public class CountDiagnosticTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public async Task Inputs_MoreThanEight_AreReported(int count)
    {
        string parameters = string.Join(", ", Enumerable.Range(0, count).Select(i => $"[Shape(2)] Tensor part{i}"));
        string sum = string.Join(" + ", Enumerable.Range(0, count).Select(i => $"part{i}"));
        string text = $"[Model] public partial class Net {{ [Linear(2)] private partial Tensor Score(Tensor x); [Forward] private Tensor Run({parameters}) => Score({sum}); }}";
        IReadOnlyList<Finding> findings = await Analysis.FindAsync(text);
        if (count <= 8) Assert.Empty(findings);
        else Assert.Equal(("MDSL0105", "Net", "'Net': the number of inputs is 9, but must be at most 8."), (findings[0].Id, findings[0].Text, findings[0].Message));
    }
}
