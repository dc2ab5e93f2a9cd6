using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>
/// yᵢ = exp(xᵢ − max) / Σⱼ exp(xⱼ − max). Relative error ≤ 10⁻⁶. A NaN or +∞ in a row makes the whole row NaN, as does a row of −∞.
/// The output may be the input.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Softmax
{
    /// <summary>Along rows: each has <paramref name="channels"/> values, and zeros are written behind them up to the stride.</summary>
    /// <param name="x">Rows, <paramref name="stride"/> floats apart.</param>
    /// <param name="y">Receives as many rows.</param>
    /// <param name="channels">Values of a row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    public static void Rows(ReadOnlySpan<float> x, Span<float> y, int channels, int stride)
    {
        for (int row = 0; row + stride <= x.Length; row += stride)
        {
            Span<float> to = y.Slice(row, stride);
            (_, double sum) = Exponentials.Of(x.Slice(row, stride), to, channels);
            Elementwise.Scale(to, to, (float)(1 / sum));
            // Where the row is NaN, so were the zeros behind it.
            to[channels..].Clear();
        }
    }

    /// <summary>dxᵢ = yᵢ · (dyᵢ − Σⱼ dyⱼ yⱼ) along rows; zeros behind them.</summary>
    /// <param name="y">The output of <see cref="Rows"/>.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="dx">Receives the gradient of the input.</param>
    /// <param name="channels">Values of a row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    public static void RowsGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int channels, int stride)
    {
        for (int row = 0; row + stride <= y.Length; row += stride)
        {
            ReadOnlySpan<float> yRow = y.Slice(row, channels), dyRow = dy.Slice(row, channels);
            float dot = (float)Fold.Sum(default(Elementwise.MultiplyOperator), yRow, dyRow);
            Map.Run(new GradientOperator(dot), yRow, dyRow, dx.Slice(row, channels));
            dx.Slice(row + channels, stride - channels).Clear();
        }
    }

    /// <summary>Across rows, for each column alone: of <paramref name="n"/> values, a stride apart.</summary>
    /// <param name="x">Rows, <paramref name="xStride"/> floats apart.</param>
    /// <param name="y">Receives the rows, <paramref name="yStride"/> floats apart.</param>
    /// <param name="n">How many rows, the values of one softmax.</param>
    /// <param name="xStride">Floats from one row of x to the next.</param>
    /// <param name="yStride">Floats from one row of y to the next.</param>
    /// <param name="columns">How many columns, one softmax each.</param>
    public static void Columns(ReadOnlySpan<float> x, Span<float> y, int n, int xStride, int yStride, int columns)
    {
        if (Vector512.IsHardwareAccelerated) Columns<Lanes512>(x, y, n, xStride, yStride, columns);
        else if (Vector256.IsHardwareAccelerated) Columns<Lanes256>(x, y, n, xStride, yStride, columns);
        else Columns<Lanes128>(x, y, n, xStride, yStride, columns);
    }

    /// <summary>dx = y · (dy − Σ dy y), the sum being that of a column.</summary>
    /// <param name="y">The output of <see cref="Columns"/>.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="dx">Receives the gradient of the input.</param>
    /// <param name="n">How many rows.</param>
    /// <param name="yStride">Floats from one row of y to the next.</param>
    /// <param name="dyStride">Floats from one row of dy to the next.</param>
    /// <param name="dxStride">Floats from one row of dx to the next.</param>
    /// <param name="columns">How many columns.</param>
    public static void ColumnsGradient(
        ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int n, int yStride, int dyStride, int dxStride, int columns)
    {
        if (Vector512.IsHardwareAccelerated) ColumnsGradient<Lanes512>(y, dy, dx, n, yStride, dyStride, dxStride, columns);
        else if (Vector256.IsHardwareAccelerated) ColumnsGradient<Lanes256>(y, dy, dx, n, yStride, dyStride, dxStride, columns);
        else ColumnsGradient<Lanes128>(y, dy, dx, n, yStride, dyStride, dxStride, columns);
    }

    private static void Columns<V>(ReadOnlySpan<float> x, Span<float> y, int n, int xStride, int yStride, int columns)
        where V : struct, ILanes<V>
    {
        ref readonly float from = ref MemoryMarshal.GetReference(x[..((n - 1) * xStride + columns)]);
        ref float to = ref MemoryMarshal.GetReference(y[..((n - 1) * yStride + columns)]);
        for (int c = 0; c < columns; c += V.Count)
        {
            int lanes = Math.Min(V.Count, columns - c);
            V max = V.Create(float.NegativeInfinity), sum = V.Create(0);
            for (int i = 0; i < n; i++) max = Lanes.LargerOrNaN(max, Lanes.LoadUpTo<V>(in from, i * xStride + c, lanes));
            for (int i = 0; i < n; i++)
            {
                V e = Functions.Exp(Lanes.LoadUpTo<V>(in from, i * xStride + c, lanes) - max);
                sum += e;
                Lanes.StoreUpTo(e, ref to, i * yStride + c, lanes);
            }
            for (int i = 0; i < n; i++) Lanes.StoreUpTo(Lanes.LoadUpTo<V>(in to, i * yStride + c, lanes) / sum, ref to, i * yStride + c, lanes);
        }
    }

    private static void ColumnsGradient<V>(
        ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int n, int yStride, int dyStride, int dxStride, int columns)
        where V : struct, ILanes<V>
    {
        ref readonly float fromY = ref MemoryMarshal.GetReference(y[..((n - 1) * yStride + columns)]);
        ref readonly float fromDy = ref MemoryMarshal.GetReference(dy[..((n - 1) * dyStride + columns)]);
        ref float to = ref MemoryMarshal.GetReference(dx[..((n - 1) * dxStride + columns)]);
        for (int c = 0; c < columns; c += V.Count)
        {
            int lanes = Math.Min(V.Count, columns - c);
            V dot = V.Create(0);
            for (int i = 0; i < n; i++)
                dot = V.MultiplyAdd(Lanes.LoadUpTo<V>(in fromY, i * yStride + c, lanes), Lanes.LoadUpTo<V>(in fromDy, i * dyStride + c, lanes), dot);
            for (int i = 0; i < n; i++)
            {
                V d = Lanes.LoadUpTo<V>(in fromDy, i * dyStride + c, lanes) - dot;
                Lanes.StoreUpTo(Lanes.LoadUpTo<V>(in fromY, i * yStride + c, lanes) * d, ref to, i * dxStride + c, lanes);
            }
        }
    }

    internal readonly struct IdentityOperator : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x;
    }

    private readonly struct GradientOperator(float dot) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V dy)
            where V : struct, ILanes<V>
            => y * (dy - V.Create(dot));
    }
}
