using System.Collections.Immutable;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>A function that the user wrote: one that mixes the values of a sample, or one of two tensors of different sizes.</summary>
internal sealed record ApplyOperation(ImmutableArray<int> Xs, ImmutableArray<int> Sizes) : FuzzOperation(Xs)
{
    /// <summary>The classes, which stand beside the model.</summary>
    public const string Classes = """
        public sealed class Shifted : ITensorFunction
        {
            public static void Forward(System.ReadOnlySpan<float> x, System.Span<float> y)
            {
                for (int i = 0; i < y.Length; i++) y[i] = x[i % x.Length] * x[(i + 1) % x.Length] / 2;
            }
            public static void Backward(System.ReadOnlySpan<float> x, System.ReadOnlySpan<float> y, System.ReadOnlySpan<float> dy, System.Span<float> dx)
            {
                for (int i = 0; i < y.Length; i++)
                {
                    dx[i % x.Length] += dy[i] * x[(i + 1) % x.Length] / 2;
                    dx[(i + 1) % x.Length] += dy[i] * x[i % x.Length] / 2;
                }
            }
        }
        public sealed class Mixed : IBinaryTensorFunction
        {
            public static void Forward(System.ReadOnlySpan<float> a, System.ReadOnlySpan<float> b, System.Span<float> y)
            {
                for (int i = 0; i < y.Length; i++) y[i] = a[i % a.Length] * b[i % b.Length] + b[0];
            }
            public static void Backward(System.ReadOnlySpan<float> a, System.ReadOnlySpan<float> b, System.ReadOnlySpan<float> y, System.ReadOnlySpan<float> dy, System.Span<float> da, System.Span<float> db)
            {
                for (int i = 0; i < y.Length; i++)
                {
                    da[i % a.Length] += dy[i] * b[i % b.Length];
                    db[i % b.Length] += dy[i] * a[i % a.Length];
                    db[0] += dy[i];
                }
            }
        }
        """;

    public override IEnumerable<string> Kinds => ["Apply"];

    public override int[]? Infer(FuzzScope scope, int[][] x) => Sizes.IsEmpty ? x[0] : [.. Sizes];

    public override string Print(string[] x) => $"Apply<{(x.Length == 1 ? "Shifted" : "Mixed")}>({string.Join(", ", x.Concat(Sizes.Select(size => $"{size}")))})";

    public override double Bound(double[] x, int[][] shapes) => x.Length == 1 ? x[0] * x[0] / 2 : (x[0] + 1) * x[1];

    public override IEnumerable<FuzzOperation> Simpler() => Sizes.IsEmpty ? [] : [this with { Sizes = [] }];
}
