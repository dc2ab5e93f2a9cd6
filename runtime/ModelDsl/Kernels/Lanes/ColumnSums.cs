using System.Runtime.CompilerServices;

namespace ModelDsl.Kernels;

/// <summary>f(x), with parameters of the channels at hand.</summary>
internal interface IColumnOperator<V>
{
    V Invoke(V x);
}

/// <summary>
/// Sums over all pixels of some samples, one for each channel. Rows, samples and the whole have sums of their own, so that the rounding
/// error stays small without double arithmetic.
/// </summary>
internal static class ColumnSums
{
    /// <summary>Σ f(x) for the vector of channels that starts at <paramref name="channel"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Of<TOperator, V>(TOperator op, ref readonly float x, PictureLayout layout, int count, int channel)
        where TOperator : struct, IColumnOperator<V>
        where V : struct, ILanes<V>
    {
        V total = V.Create(0);
        int step = layout.PixelStride;
        for (int n = 0; n < count; n++)
        {
            V sample = V.Create(0);
            for (int y = 0; y < layout.Height; y++)
            {
                V even = V.Create(0), odd = V.Create(0);
                int at = layout.RowStart(n, y) + channel, pixel = 0;
                for (; pixel < layout.Width - 1; pixel += 2, at += 2 * step)
                {
                    even += op.Invoke(V.Load(in x, at));
                    odd += op.Invoke(V.Load(in x, at + step));
                }
                if (pixel < layout.Width) even += op.Invoke(V.Load(in x, at));
                sample += even + odd;
            }
            total += sample;
        }
        return total;
    }

    /// <summary>f(x) = x.</summary>
    public readonly struct Identity<V> : IColumnOperator<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x) => x;
    }
}
