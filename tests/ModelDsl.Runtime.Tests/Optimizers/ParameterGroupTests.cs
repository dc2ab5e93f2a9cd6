using ModelDsl.Runtime.Tests.Support;

namespace ModelDsl.Runtime.Tests.Optimizers;

/// <summary>Which parameters a group has, and what is refused.</summary>
public class ParameterGroupTests
{
    [Theory]
    [InlineData("*", "head.weight, head.bias, stem.0.weight, stem.0.bias")]
    [InlineData("*.bias", "head.bias, stem.0.bias")]
    [InlineData("stem.*", "stem.0.weight, stem.0.bias")]
    [InlineData("stem*bias", "stem.0.bias")]
    [InlineData("*e*.*ig*", "head.weight, stem.0.weight")]
    [InlineData("head.weight", "head.weight")]
    [InlineData("h**d.bias*", "head.bias")]
    public void Patterns_SelectByName(string pattern, string expected)
    {
        var group = new ParameterGroup(pattern);
        var adam = new Adam(Model()) { Groups = { group } };
        Assert.Equal(expected.Split(", "), adam.Model.Parameters.Where(parameter => !parameter.IsBuffer && adam.Groups.Of(parameter) == group).Select(parameter => parameter.Name));
        Assert.Single(adam.Groups, group);
        Assert.Same(group, adam.Groups[0]);
    }

    [Fact]
    public void Name_SelectsTheParametersOfMarkedBlocks_BesidePatterns()
    {
        var adam = new Adam(Model()) { Groups = { new ParameterGroup("head.bias") { Name = "backbone", WeightDecay = 0 } } };
        Assert.Equal(["head.bias", "stem.0.weight", "stem.0.bias"], adam.Model.Parameters.Where(parameter => !parameter.IsBuffer && adam.Groups.Of(parameter) is not null).Select(parameter => parameter.Name));
        Assert.Equal("backbone", adam.Model.Parameters["stem.0.bias"].Group);
        Assert.Null(adam.Model.Parameters["head.bias"].Group);
    }

    [Theory]
    [InlineData("hed.weight", "no parameter matches 'hed.weight'; there are head.weight, ")]
    [InlineData("*.weights", "no parameter matches '*.weights'; there are head.weight, stem.0.weight, head.bias, stem.0.bias")]
    [InlineData("Head.*", "no parameter matches 'Head.*'; there are head.bias, head.weight, stem.0.bias, stem.0.weight")]
    [InlineData("bn1.*", "'bn1.*' matches nothing that is learned: buffers and frozen parameters are in no group")]
    public void Add_PatternWithoutParameter_ListsNearNames(string pattern, string expected)
    {
        var sgd = new SGD(Model());
        var error = Assert.Throws<ArgumentException>(() => sgd.Groups.Add(new ParameterGroup("stem.*", pattern)));
        Assert.StartsWith(expected, error.Message);
        Assert.Empty(sgd.Groups);
    }

    [Fact]
    public void Add_UnknownName_ListsNearNames()
    {
        var sgd = new SGD(Model());
        var error = Assert.Throws<ArgumentException>(() => sgd.Groups.Add(new ParameterGroup { Name = "backbones" }));
        Assert.StartsWith("no block is marked [ParameterGroup(\"backbones\")]; there are backbone", error.Message);
        error = Assert.Throws<ArgumentException>(() => new SGD(new BlockModel(1)).Groups.Add(new ParameterGroup { Name = "a" }));
        Assert.StartsWith("no block is marked [ParameterGroup(\"a\")]: the model has no such marks", error.Message);
    }

    [Fact]
    public void Add_ParameterOfAnotherGroup_NamesParameterAndGroups()
    {
        var sgd = new SGD(Model()) { Groups = { new ParameterGroup("*.bias", "head.weight") } };
        var error = Assert.Throws<ArgumentException>(() => sgd.Groups.Add(new ParameterGroup("stem.*") { Name = "backbone" }));
        Assert.StartsWith("stem.0.bias: is in two groups, '*.bias', 'head.weight' and 'stem.*', [ParameterGroup(\"backbone\")].", error.Message);
        Assert.Single(sgd.Groups);
    }

    [Fact]
    public void Add_NothingSelected_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new SGD(Model()).Groups.Add(new ParameterGroup { WeightDecay = 0 }));
        Assert.StartsWith("the group selects nothing", error.Message);
        Assert.Throws<ArgumentException>(() => new ParameterGroup("a", ""));
        Assert.Throws<ArgumentNullException>(() => new SGD(Model()).Groups.Add(null!));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Options_OutOfRange_AreRefused(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("*") { LearningRateFactor = value });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("*") { WeightDecay = value });
    }

    [Fact]
    public void Add_RuleThatKnowsNoGroups_IsRefusedAndSaysWhatToWrite()
    {
        var error = Assert.Throws<NotSupportedException>(() => new Plain(Model()).Groups.Add(new ParameterGroup("*.bias")));
        Assert.Equal("Plain knows no groups. Take its rates from RatesAt(start) in Plain.Update, and override SupportsGroups to say so.", error.Message);
    }

    [Fact]
    public void OwnRule_ThatTakesItsRatesFromThePiece_HasGroups()
    {
        NamedModel model = Model();
        model.Parameters.WritableValues().Clear();
        foreach (Parameter parameter in model.Parameters) parameter.Gradient.Fill(2);
        new Grouped(model) { LearningRate = 0.5, Groups = { new ParameterGroup("stem.*") { LearningRateFactor = 0.25 } } }.Step();
        Assert.Equal([-1, -1, -0.25f, -0.25f], model.Parameters.Where(parameter => !parameter.IsBuffer).Select(parameter => parameter.Values[^1]));
    }

    private static NamedModel Model() => new(("head.weight", 5, null), ("head.bias", 3, null), ("stem.0.weight", 40, "backbone"), ("stem.0.bias", 1, "backbone"));

    private class Plain(IModel model) : Optimizer(model)
    {
        protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, int start)
        {
            for (int i = 0; i < values.Length; i++) values[i] -= (float)LearningRate * gradients[i];
        }
    }

    private sealed class Grouped(IModel model) : Optimizer(model)
    {
        protected override bool SupportsGroups => true;

        protected override void Update(Span<float> values, ReadOnlySpan<float> gradients, int start)
        {
            float rate = (float)RatesAt(start).LearningRate;
            for (int i = 0; i < values.Length; i++) values[i] -= rate * gradients[i];
        }
    }
}
