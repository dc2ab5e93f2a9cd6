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
    private const int VectorsAtATime = 32;

    /// <summary>Σ f(x) for the vector of channels that starts at <paramref name="channel"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Of<TOperator, V>(TOperator op, ref readonly float x, PictureLayout layout, int count, int channel)
        where TOperator : struct, IColumnOperator<V>
        where V : struct, ILanes<V>
    {
        if (layout.Height * layout.Width == 1) return OfVectors<TOperator, V>(op, in x, layout.SampleStride, count, layout.First + channel);
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

    /// <summary>Samples of a single pixel, some at a time.</summary>
    private static V OfVectors<TOperator, V>(TOperator op, ref readonly float x, int stride, int count, int at)
        where TOperator : struct, IColumnOperator<V>
        where V : struct, ILanes<V>
    {
        V total = V.Create(0);
        for (int n = 0; n < count; n += VectorsAtATime)
        {
            V even = V.Create(0), odd = V.Create(0);
            int left = Math.Min(VectorsAtATime, count - n);
            for (; left > 1; left -= 2, at += 2 * stride)
            {
                even += op.Invoke(V.Load(in x, at));
                odd += op.Invoke(V.Load(in x, at + stride));
            }
            if (left > 0) even += op.Invoke(V.Load(in x, at));
            total += even + odd;
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
