using ModelDsl.Model.Tests.GraphForm.Fuzzing;

namespace ModelDsl.Model.Tests.GraphForm;

/// <summary>Functions that users write, in compiled networks and eagerly.</summary>
public sealed class CustomFunctionTests
{
    [Theory]
    [InlineData("[Shape] Tensor x", "Apply<Shifted>(x)")]
    [InlineData("[Shape(17)] Tensor x", "Apply<Shifted>(x)")]
    [InlineData("[Shape(17)] Tensor x", "Apply<Shifted>(Step(x), 5)")]
    [InlineData("[Shape(4, 3)] Tensor x", "Apply<Shifted>(Step(x), 2, 7)")]
    [InlineData("[Shape(3, 5, 4)] Tensor x", "Step(Apply<Shifted>(x))")]
    [InlineData("[Shape(3, 5, 4)] Tensor x", "Step(Apply<Shifted>(ReLU(x), 2, 3, 3))")]
    [InlineData("[Shape(2, 2, 3, 2)] Tensor x", "Apply<Shifted>(x, 3, 1, 2, 2) * 0.5f")]
    [InlineData("[Shape(5)] Tensor x, [Shape(3, 2, 2)] Tensor z", "Apply<Mixed>(Step(x), z)")]
    [InlineData("[Shape(5)] Tensor x, [Shape(3, 2, 2)] Tensor z", "Apply<Mixed>(z, Step(x), 4, 4) + Apply<Mixed>(x, x, 1, 4)")]
    public void Compiled_IsWhatItIsEagerly(string inputs, string forward)
    {
        string layer = inputs.Contains("(3, 5, 4)", StringComparison.Ordinal) ? "Conv2d(3, 3)" : "Linear(4), Tanh";
        inputs = inputs.Replace(")] Tensor x", ", RequiresGrad = true)] Tensor x", StringComparison.Ordinal);
        GraphModel model = GraphModel.Compile(
            $$"""
            {{(forward.Contains("Step", StringComparison.Ordinal) ? $"[{layer}] private partial Tensor Step(Tensor x);" : "")}}
            [Forward] private Tensor Run({{inputs}}) => {{forward}};
            [Objective] private Tensor Loss(Tensor y, Tensor wanted) => MSELoss(y, wanted);
            """,
            ApplyOperation.Classes);
        foreach (int batch in (int[])[1, 7, 40]) EagerComparison.Check(model, batch, seed: batch);
    }

    [Fact]
    public void ClassWithinTheModel_Compiles()
        => EagerComparison.Check(GraphModel.Compile(
            """
            internal sealed class Cube : ITensorFunction
            {
                public static void Forward(System.ReadOnlySpan<float> x, System.Span<float> y)
                {
                    for (int i = 0; i < x.Length; i++) y[i] = x[i] * x[i] * x[i];
                }
                public static void Backward(System.ReadOnlySpan<float> x, System.ReadOnlySpan<float> y, System.ReadOnlySpan<float> dy, System.Span<float> dx)
                {
                    for (int i = 0; i < x.Length; i++) dx[i] = dy[i] * 3 * x[i] * x[i];
                }
            }
            [Linear(3)] private partial Tensor Step(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Apply<Cube>(Step(x));
            [Objective] private Tensor Loss(Tensor y, Tensor wanted) => MSELoss(y, wanted);
            """), batch: 5, seed: 1);
}
