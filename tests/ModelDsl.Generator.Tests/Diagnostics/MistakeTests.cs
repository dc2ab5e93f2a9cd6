using ModelDsl.Generator.Tests.Testing;
using ModelDsl.Mistakes;

namespace ModelDsl.Generator.Tests.Diagnostics;

/// <summary>Mistakes that PyTorch finds when a program runs, if at all: each is found while typing, where it is, and the model without it is clean.</summary>
public class MistakeTests
{
    public static TheoryData<string> Names() => [.. Mistake.All.Select(mistake => mistake.Name)];

    [Fact]
    public void Mistakes_AreManyAndNamedOnce()
    {
        Assert.True(Mistake.All.Count() >= 60);
        Assert.Equal(Mistake.All.Count(), Mistake.All.Select(mistake => mistake.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mistake_Typed_IsReportedWhereItIs(string name)
    {
        Mistake mistake = Find(name);
        IReadOnlyList<Finding> found = await Analysis.FindAsync(mistake.WrongSource);
        Finding finding = Assert.Single(found);
        Assert.Equal((mistake.Id, mistake.Text), (finding.Id, finding.Text));
        Assert.Equal(mistake.Message, finding.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mistake_Mended_IsClean(string name)
    {
        IReadOnlyList<Finding> found = await Analysis.FindAsync(Find(name).MendedSource);
        Assert.Empty(found);
        Assert.NotNull(Models.Read(Find(name).MendedSource).Spec);
    }

    private static Mistake Find(string name) => Mistake.All.Single(mistake => mistake.Name == name);
}
