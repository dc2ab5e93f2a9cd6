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

    /// <summary>Σ x for four vectors of channels side by side: one alone would wait for its sums. The same order as <see cref="Of"/>, so that the bits are the same.</summary>
    public static void OfFour<V>(ref readonly float x, PictureLayout layout, int count, int channel, ref float sums)
        where V : struct, ILanes<V>
    {
        V total0 = V.Create(0), total1 = total0, total2 = total0, total3 = total0;
        if (layout.Height * layout.Width == 1)
        {
            int stride = layout.SampleStride;
            for (int n = 0; n < count; n += VectorsAtATime)
                AddFour(in x, layout.First + channel + n * stride, stride, Math.Min(VectorsAtATime, count - n), ref total0, ref total1, ref total2, ref total3);
        }
        else
        {
            for (int n = 0; n < count; n++)
            {
                V sample0 = V.Create(0), sample1 = sample0, sample2 = sample0, sample3 = sample0;
                for (int y = 0; y < layout.Height; y++)
                    AddFour(in x, layout.RowStart(n, y) + channel, layout.PixelStride, layout.Width, ref sample0, ref sample1, ref sample2, ref sample3);
                total0 += sample0;
                total1 += sample1;
                total2 += sample2;
                total3 += sample3;
            }
        }
        total0.Store(ref sums, channel);
        total1.Store(ref sums, channel + V.Count);
        total2.Store(ref sums, channel + 2 * V.Count);
        total3.Store(ref sums, channel + 3 * V.Count);
    }

    /// <summary>Adds what four vectors of channels have in a row of pixels, or in some samples: those of even and those of odd number are summed up apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour<V>(ref readonly float x, int at, int step, int length, ref V sum0, ref V sum1, ref V sum2, ref V sum3)
        where V : struct, ILanes<V>
    {
        V even0 = V.Create(0), even1 = even0, even2 = even0, even3 = even0, odd0 = even0, odd1 = even0, odd2 = even0, odd3 = even0;
        for (int left = length; left > 0; left -= 2, at += 2 * step)
        {
            even0 += V.Load(in x, at);
            even1 += V.Load(in x, at + V.Count);
            even2 += V.Load(in x, at + 2 * V.Count);
            even3 += V.Load(in x, at + 3 * V.Count);
            if (left == 1) break;
            odd0 += V.Load(in x, at + step);
            odd1 += V.Load(in x, at + step + V.Count);
            odd2 += V.Load(in x, at + step + 2 * V.Count);
            odd3 += V.Load(in x, at + step + 3 * V.Count);
        }
        sum0 += even0 + odd0;
        sum1 += even1 + odd1;
        sum2 += even2 + odd2;
        sum3 += even3 + odd3;
    }

    /// <summary>f(x) = x.</summary>
    public readonly struct Identity<V> : IColumnOperator<V>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke(V x) => x;
    }
}
