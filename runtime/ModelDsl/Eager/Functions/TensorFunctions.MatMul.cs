using System.Collections.Immutable;

namespace ModelDsl;

/// <content>Products of matrices.</content>
public static partial class TensorFunctions
{
    /// <summary>
    /// The product of matrices: [M, K] · [K, N] → [M, N]. As in PyTorch, a vector [K] on the left is a row and on the right a column, whose
    /// dimension is gone from the result; dimensions before the last two are a batch of matrices, and are broadcast.
    /// </summary>
    /// <exception cref="ArgumentException">An operand is a single number, or the sizes do not go together.</exception>
    public static Tensor MatMul(Tensor a, Tensor b)
    {
        MatrixProduct product = MatrixProduct.Of(a, b);
        (int m, int k, int n) = (product.M, product.K, product.N);
        var y = new double[product.Matrices * m * n];
        product.ForEach((inA, inB, inY) =>
        {
            for (int i = 0; i < m; i++)
                for (int j = 0; j < n; j++)
                    for (int l = 0; l < k; l++) y[inY + i * n + j] += a.Data[inA + i * k + l] * b.Data[inB + l * n + j];
        });
        return Tensor.Record(product.Shape, product.Samples, y, [a, b], (dy, pass) =>
        {
            (double[]? da, double[]? db) = (pass.Of(a), pass.Of(b));
            product.ForEach((inA, inB, inY) =>
            {
                for (int i = 0; i < m; i++)
                    for (int j = 0; j < n; j++)
                        for (int l = 0; l < k; l++)
                        {
                            // dA = dY · Bᵀ, dB = Aᵀ · dY
                            if (da is not null) da[inA + i * k + l] += dy[inY + i * n + j] * b.Data[inB + l * n + j];
                            if (db is not null) db[inB + l * n + j] += dy[inY + i * n + j] * a.Data[inA + i * k + l];
                        }
            });
        });
    }

    /// <summary>Which matrices are multiplied with which.</summary>
    private sealed record MatrixProduct(Tensor A, Tensor B, int M, int K, int N, ImmutableArray<int> Shape, int? Samples, int[] FromA, int[] FromB)
    {
        /// <summary>How many products there are.</summary>
        public int Matrices => (Samples ?? 1) * FromA.Length;

        public static MatrixProduct Of(Tensor a, Tensor b)
        {
            string came = $"MatMul: {Sizes.Text(a.Shape.AsSpan())} · {Sizes.Text(b.Shape.AsSpan())}";
            if (a.Shape.Length == 0 || b.Shape.Length == 0) throw new ArgumentException($"{came}: a single number is no matrix. Write a * b.");
            int k = a.Shape[^1], inB = b.Shape[b.Shape.Length == 1 ? 0 : b.Shape.Length - 2];
            if (k != inB)
            {
                throw new ArgumentException(
                    $"{came}: the last size of the left one, {k}, is not the {(b.Shape.Length == 1 ? "size" : "last but one")} of the right one, {inB}. Transpose one of them, or exchange them.");
            }
            int m = a.Shape.Length == 1 ? 1 : a.Shape[^2], n = b.Shape.Length == 1 ? 1 : b.Shape[^1];
            ImmutableArray<int> before = Before(a), beforeB = Before(b), batch = Broadcast.CommonShape(came, before, beforeB);
            int[] shape = [.. batch, .. a.Shape.Length == 1 ? Array.Empty<int>() : [m], .. b.Shape.Length == 1 ? Array.Empty<int>() : [n]];
            return new MatrixProduct(
                a, b, m, k, n, [.. shape], Broadcast.CommonSamples("MatMul", a, b),
                Sizes.Walk(batch.AsSpan(), Broadcast.Strides(before.AsSpan(), batch.AsSpan())),
                Sizes.Walk(batch.AsSpan(), Broadcast.Strides(beforeB.AsSpan(), batch.AsSpan())));
        }

        /// <summary>Visits all products with the places where their matrices start.</summary>
        public void ForEach(Action<int, int, int> visit)
        {
            for (int i = 0; i < Matrices; i++)
            {
                int row = i / FromA.Length, matrix = i % FromA.Length;
                visit(A.Start(row) + FromA[matrix] * M * K, B.Start(row) + FromB[matrix] * K * N, i * M * N);
            }
        }

        private static ImmutableArray<int> Before(Tensor tensor) => tensor.Shape[..Math.Max(tensor.Shape.Length - 2, 0)];
    }
}
