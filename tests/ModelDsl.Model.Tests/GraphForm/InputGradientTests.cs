namespace ModelDsl.Model.Tests.GraphForm;

/// <summary>Gradients of inputs: what arrives at the caller's own samples.</summary>
public sealed class InputGradientTests
{
    [Theory]
    [InlineData("[Shape(5, RequiresGrad = true)]", "Linear(3), Tanh, Linear(2)")]
    [InlineData("[Shape(2, 3, RequiresGrad = true)]", "Linear(4), LayerNorm")]
    [InlineData("[Shape(3, 9, 7, RequiresGrad = true)]", "Conv2d(5, 3, Padding = 1), Tanh, AvgPool2d(2), Conv2d(4, 1), Flatten")]
    [InlineData("[Shape(1, 8, 8, RequiresGrad = true)]", "Conv2d(16, 5, Stride = 2), BatchNorm2d, GELU, Flatten")]
    [InlineData("[Shape(16, 8, 8, RequiresGrad = true)]", "Conv2d(32, 3, Padding = 1), AdaptiveAvgPool2d(1, 1), Flatten")]
    [InlineData("[Shape(6, 5, 5, RequiresGrad = true)]", "Conv2d(6, 3, Groups = 6), Flatten")]
    [InlineData("[Shape(17, RequiresGrad = true)]", "Sigmoid")]
    public void Compiled_IsWhatItIsEagerly(string shape, string layers)
    {
        GraphModel model = GraphModel.Compile(
            $$"""
            [{{layers}}] private partial Tensor Look(Tensor x);
            [Forward] private Tensor Run({{shape}} Tensor x) => Look(x);
            [Objective] private Tensor Loss(Tensor y, Tensor wanted) => MSELoss(y, wanted);
            """);
        for (int batch = 2; batch <= 35; batch += 11) EagerComparison.Check(model, batch, seed: batch);
    }

    [Fact]
    public void SeveralInputs_GiveThoseThatAreAskedFor()
        => EagerComparison.Check(GraphModel.Compile(
            """
            [Linear(4)] private partial Tensor Mix(Tensor x);
            [Forward] private (Tensor, Tensor) Run([Shape(3, RequiresGrad = true)] Tensor a, [Shape(2)] Tensor b, [Shape(3, RequiresGrad = true)] Tensor c, [Shape(RequiresGrad = true)] Tensor d)
                => (Mix(Concat([a * c, b])), d.Detach() * a);
            [Objective] private Tensor Loss(Tensor y, Tensor z, Tensor wanted, Tensor a) => MSELoss(y, wanted) + 0.5f * Mean(Square(z - a));
            """), batch: 5, seed: 3);

    [Fact]
    public void Backward_WithoutThem_ComputesTheSame()
    {
        GraphModel model = GraphModel.Compile(
            """
            [Linear(4), Tanh, Linear(3)] private partial Tensor Look(Tensor x);
            [Forward] private Tensor Run([Shape(6, RequiresGrad = true)] Tensor image) => Look(image);
            [Objective] private Tensor Loss(Tensor y, Tensor label) => CrossEntropy(y, label);
            """);
        float[][] inputs = [[.. Enumerable.Range(0, 12).Select(i => i / 8f - 0.5f)]], gradients = [new float[12]];
        int[] labels = [2, 0];
        float without = model.Backward(inputs, [labels]);
        float[] expected = model.Parameters.Gradients.ToArray();
        Assert.Equal(without, model.Backward(inputs, [labels], gradients));
        Assert.Equal(expected, model.Parameters.Gradients.ToArray());
        Assert.Contains(gradients[0], value => value != 0);
        ArgumentException wrong = Assert.Throws<ArgumentException>(() => model.Backward(inputs, [labels], [new float[11]]));
        Assert.Equal("imageGradient: expected 12 values (6 for each of the 2 samples in image), got 11 (Parameter 'imageGradient')", wrong.Message);
    }
}
