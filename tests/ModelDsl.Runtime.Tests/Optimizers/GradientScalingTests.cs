using ModelDsl.Runtime.Tests.Support;

namespace ModelDsl.Runtime.Tests.Optimizers;

public class GradientScalingTests
{
    [Fact]
    public void ScaleGradients_MultipliesEachOfThem()
    {
        var model = new BlockModel(3, 17);
        model.Backward(step: 1);
        float[] before = model.Parameters.Gradients.ToArray();
        model.Parameters.ScaleGradients(0.25);
        Assert.Equal(before.Select(gradient => gradient / 4), model.Parameters.Gradients.ToArray());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ScaleGradients_NoNumber_IsRefused(double factor)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new BlockModel(1).Parameters.ScaleGradients(factor));
}
