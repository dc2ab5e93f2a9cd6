using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <summary>
/// Losses of predictions x and targets t, with PyTorch's formulas. Each method returns the sum over all values, in double; where a gradient
/// is asked for, it receives that of the sum times <c>scale</c>, with zeros behind the columns. NaN makes the sum NaN.
/// </summary>
/// <remarks>
/// Parameters are named alike: <c>x</c> holds rows of <c>columns</c> values that start <c>stride</c> floats apart; <c>targets</c> holds
/// as many dense rows and says how many there are; <c>gradient</c> lies as x, or is empty.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Losses
{
    private const int ValuesAtATime = 256;

    /// <summary>A loss of single values.</summary>
    private interface IElementLoss
    {
        V Value<V>(V x, V t)
            where V : struct, ILanes<V>;

        /// <summary>The derivative of the value with respect to x.</summary>
        V Gradient<V>(V x, V t)
            where V : struct, ILanes<V>;
    }

    private static double Run<TLoss>(TLoss loss, ReadOnlySpan<float> x, ReadOnlySpan<float> targets, Span<float> gradient, int columns, int stride, float scale)
        where TLoss : struct, IElementLoss
    {
        double sum = 0;
        Span<float> values = stackalloc float[ValuesAtATime];
        for (int row = 0; row < targets.Length / columns; row++)
        {
            ReadOnlySpan<float> xRow = x.Slice(row * stride, columns), targetRow = targets.Slice(row * columns, columns);
            for (int start = 0; start < columns; start += ValuesAtATime)
            {
                int length = Math.Min(ValuesAtATime, columns - start);
                Map.Run(new ValueOperator<TLoss>(loss), xRow.Slice(start, length), targetRow.Slice(start, length), values[..length]);
                sum += Fold.Sum(default(Softmax.IdentityOperator), values[..length]);
            }
            if (gradient.IsEmpty) continue;
            Map.Run(new GradientOperator<TLoss>(loss, scale), xRow, targetRow, gradient.Slice(row * stride, columns));
            gradient.Slice(row * stride + columns, stride - columns).Clear();
        }
        return sum;
    }

    private readonly struct ValueOperator<TLoss>(TLoss loss) : IBinaryOperator
        where TLoss : struct, IElementLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V t)
            where V : struct, ILanes<V>
            => loss.Value(x, t);
    }

    private readonly struct GradientOperator<TLoss>(TLoss loss, float scale) : IBinaryOperator
        where TLoss : struct, IElementLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V t)
            where V : struct, ILanes<V>
            => loss.Gradient(x, t) * V.Create(scale);
    }
}
