using ModelDsl.Runtime.Tests.Support;

namespace ModelDsl.Runtime.Tests.Optimizers;

public class GradientClippingTests
{
    [Fact]
    public void ClipGradNorm_LargerNorm_ScalesToIt()
    {
        BlockModel model = WithGradients([3, 0], [0, 4, 12]);
        Assert.Equal(13, model.Parameters.ClipGradNorm(6.5));
        Assert.Equal([1.5f, 0], model.Parameters[0].Gradient.ToArray(), Close);
        Assert.Equal([0, 2, 6], model.Parameters[1].Gradient.ToArray(), Close);
    }

    [Fact]
    public void ClipGradNorm_SmallerNorm_ChangesNothing()
    {
        BlockModel model = WithGradients([3, 0], [0, 4, 12]);
        Assert.Equal(13, model.Parameters.ClipGradNorm(13.1));
        Assert.Equal([0, 4, 12], model.Parameters[1].Gradient.ToArray());
    }

    [Fact]
    public void ClipGradNorm_AllZero_StaysZero()
    {
        BlockModel model = WithGradients([0]);
        Assert.Equal(0, model.Parameters.ClipGradNorm(1));
        Assert.Equal(0, model.Parameters[0].Gradient[0]);
    }

    [Fact]
    public void ClipGradNorm_SquaresBeyondFloat_StillFindsTheNorm()
    {
        BlockModel model = WithGradients([3e30f, 4e30f]);
        Assert.Equal(5e30f, model.Parameters.ClipGradNorm(1));
        Assert.Equal([0.6f, 0.8f], model.Parameters[0].Gradient.ToArray(), Close);
    }

    [Fact]
    public void ClipGradNorm_NotANumber_ReportsIt()
    {
        BlockModel model = WithGradients([1, float.NaN]);
        Assert.True(float.IsNaN(model.Parameters.ClipGradNorm(1)));
    }

    [Fact]
    public void ClipGradValue_CutsOffOnBothSides()
    {
        BlockModel model = WithGradients([-3, -0.5f, 0.25f], [7]);
        model.Parameters.ClipGradValue(0.5);
        Assert.Equal([-0.5f, -0.5f, 0.25f], model.Parameters[0].Gradient.ToArray());
        Assert.Equal([0.5f], model.Parameters[1].Gradient.ToArray());
    }

    [Fact]
    public void Clip_NegativeLimit_IsRefused()
    {
        BlockModel model = WithGradients([1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Parameters.ClipGradNorm(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Parameters.ClipGradValue(double.NaN));
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) < 1e-5f;

    private static BlockModel WithGradients(params float[][] gradients)
    {
        var model = new BlockModel([.. gradients.Select(gradient => gradient.Length)]);
        for (int i = 0; i < gradients.Length; i++) gradients[i].CopyTo(model.Parameters[i].Gradient);
        return model;
    }
}
