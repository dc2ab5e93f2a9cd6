using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Kernels;

/// <summary>
/// yᵢ = xᵢ − ln Σⱼ exp(xⱼ). Error ≤ 10⁻⁶ · (1 + |y|). A NaN or +∞ in a row makes the whole row NaN, as does a row of −∞.
/// The output may be the input.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LogSoftmax
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
            (float max, double sum) = Exponentials.Of(x.Slice(row, stride), channels);
            Map.Run(new SubtractOperator((float)Math.Log(sum), max), x.Slice(row, channels), y.Slice(row, channels));
            y.Slice(row + channels, stride - channels).Clear();
        }
    }

    /// <summary>dxᵢ = dyᵢ − exp(yᵢ) · Σⱼ dyⱼ along rows; zeros behind them.</summary>
    /// <param name="y">The output of <see cref="Rows"/>.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="dx">Receives the gradient of the input.</param>
    /// <param name="channels">Values of a row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    public static void RowsGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int channels, int stride)
    {
        for (int row = 0; row + stride <= y.Length; row += stride)
        {
            ReadOnlySpan<float> dyRow = dy.Slice(row, channels);
            float sum = (float)Fold.Sum(default(Softmax.IdentityOperator), dyRow);
            Map.Run(new GradientOperator(sum), y.Slice(row, channels), dyRow, dx.Slice(row, channels));
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

    /// <summary>dx = dy − exp(y) · Σ dy, the sum being that of a column.</summary>
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
            for (int i = 0; i < n; i++) sum += Functions.Exp(Lanes.LoadUpTo<V>(in from, i * xStride + c, lanes) - max);
            V log = Functions.Log(sum);
            for (int i = 0; i < n; i++)
                Lanes.StoreUpTo(Lanes.LoadUpTo<V>(in from, i * xStride + c, lanes) - max - log, ref to, i * yStride + c, lanes);
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
            V sum = V.Create(0);
            for (int i = 0; i < n; i++) sum += Lanes.LoadUpTo<V>(in fromDy, i * dyStride + c, lanes);
            for (int i = 0; i < n; i++)
            {
                V e = Functions.Exp(Lanes.LoadUpTo<V>(in fromY, i * yStride + c, lanes));
                Lanes.StoreUpTo(Lanes.LoadUpTo<V>(in fromDy, i * dyStride + c, lanes) - e * sum, ref to, i * dxStride + c, lanes);
            }
        }
    }

    private readonly struct SubtractOperator(float log, float max) : IUnaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => x - V.Create(max) - V.Create(log);
    }

    private readonly struct GradientOperator(float sum) : IBinaryOperator
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V dy)
            where V : struct, ILanes<V>
            => dy - Functions.Exp(y) * V.Create(sum);
    }
}
