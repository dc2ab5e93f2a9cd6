namespace ModelDsl;

/// <content>Functions of two values at the same place. Shapes are brought together as PyTorch does: see <see cref="Tensor.op_Addition(Tensor, Tensor)"/>.</content>
public static partial class TensorFunctions
{
    /// <summary><c>y = aᵇ</c>, after broadcasting. Element by element.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor Pow(Tensor a, Tensor b)
        => Combine("Pow", a, b, Math.Pow,
            (a, b, _) => b == 0 ? 0 : b * Math.Pow(a, b - 1),
            (a, b, y) => a == 0 && b >= 0 ? 0 : y * Math.Log(a));

    /// <summary><c>y = max(a, b)</c>, after broadcasting; NaN if one of them is. Where both are equal, each gets half of the gradient.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor Maximum(Tensor a, Tensor b)
        => Combine("Maximum", a, b, Math.Max, (a, b, _) => a == b ? 0.5 : a < b ? 0 : 1, (a, b, _) => a == b ? 0.5 : b < a ? 0 : 1);

    /// <summary><c>y = min(a, b)</c>, after broadcasting; NaN if one of them is. Where both are equal, each gets half of the gradient.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor Minimum(Tensor a, Tensor b)
        => Combine("Minimum", a, b, Math.Min, (a, b, _) => a == b ? 0.5 : a > b ? 0 : 1, (a, b, _) => a == b ? 0.5 : b > a ? 0 : 1);

    /// <summary>1 where a equals b, else 0; after broadcasting. It has no gradient.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor Eq(Tensor a, Tensor b) => Compare("Eq", a, b, (a, b) => a == b);

    /// <summary>1 where a differs from b, else 0; after broadcasting. It has no gradient.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor Ne(Tensor a, Tensor b) => Compare("Ne", a, b, (a, b) => a != b);

    /// <summary><c>y = a</c> where the condition is not 0, <c>b</c> elsewhere; after broadcasting of all three. The condition has no gradient.</summary>
    /// <param name="condition">A comparison, such as <c>x &gt; 0</c>.</param>
    /// <param name="a">What is taken where it holds.</param>
    /// <param name="b">What is taken elsewhere.</param>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b)
    {
        Broadcast all = Broadcast.Of("Where", condition, a, b);
        var y = new double[all.Rows * all.Size];
        ForEach((to, from, source) => y[to] = source.Data[from]);
        return Tensor.Record(all.Shape, all.Samples, y, [a, b], (dy, pass) => ForEach((to, from, source) =>
        {
            if (pass.Of(source) is { } gradient) gradient[from] += dy[to];
        }));

        void ForEach(Action<int, int, Tensor> visit)
        {
            for (int row = 0; row < all.Rows; row++)
            {
                for (int i = 0; i < all.Size; i++)
                {
                    bool holds = condition.Data[condition.Start(row) + all.From[0][i]] != 0;
                    Tensor source = holds ? a : b;
                    visit(row * all.Size + i, source.Start(row) + all.From[holds ? 1 : 2][i], source);
                }
            }
        }
    }

    internal static Tensor Add(Tensor a, Tensor b) => Combine("a + b", a, b, (a, b) => a + b, (_, _, _) => 1, (_, _, _) => 1);

    internal static Tensor Subtract(Tensor a, Tensor b) => Combine("a - b", a, b, (a, b) => a - b, (_, _, _) => 1, (_, _, _) => -1);

    internal static Tensor Multiply(Tensor a, Tensor b) => Combine("a * b", a, b, (a, b) => a * b, (_, b, _) => b, (a, _, _) => a);

    internal static Tensor Divide(Tensor a, Tensor b) => Combine("a / b", a, b, (a, b) => a / b, (_, b, _) => 1 / b, (_, b, y) => -y / b);
}
