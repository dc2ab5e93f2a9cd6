using System.Numerics;

namespace ModelDsl;

/// <summary>
/// Random numbers that are the same on every machine and in every version: initial weights, shuffling and dropout draw from it.
/// The algorithm is xoshiro256** 1.0 (Blackman and Vigna, 2018), its state filled by SplitMix64; everything is integer arithmetic,
/// and floats are made by one exact multiplication. Not for secrets, and not for several threads at once.
/// </summary>
public sealed class RandomGenerator
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Starts the sequence of a seed.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Which of the independent sequences of that seed: one per parameter, epoch or worker, for example.</param>
    public RandomGenerator(long seed, long stream = 0) => Restart(seed, stream);

    /// <summary>Starts the sequence of a seed anew, without allocating.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Which of the independent sequences of that seed.</param>
    public void Restart(long seed, long stream = 0)
    {
        // Mixing the stream before the seed is added keeps (seed, stream + 1) away from (seed + 1, stream).
        ulong state = unchecked((ulong)seed + Mix((ulong)stream));
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
            ulong t = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= t;
            _s3 = BitOperations.RotateLeft(_s3, 45);
            return result;
        }
    }

    /// <summary>A whole number from 0 to <paramref name="exclusiveMaximum"/> − 1, each equally likely.</summary>
    /// <param name="exclusiveMaximum">At least 1.</param>
    public int NextInt32(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMaximum);
        // Lemire 2019, "Fast random integer generation in an interval": the few products that would favour some numbers are drawn again.
        uint range = (uint)exclusiveMaximum;
        ulong product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            uint threshold = unchecked(0u - range) % range;
            while ((uint)product < threshold) product = (NextUInt64() >> 32) * range;
        }
        return (int)(product >> 32);
    }

    /// <summary>A number from 0 (included) to 1 (excluded), a multiple of 2⁻²⁴.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>Fills a span with numbers from −<paramref name="bound"/> (included) to <paramref name="bound"/> (excluded, up to rounding).</summary>
    public void FillUniform(Span<float> destination, float bound)
    {
        foreach (ref float value in destination) value = (2 * NextSingle() - 1) * bound;
    }

    /// <summary>Fills a span with normally distributed numbers, by Marsaglia's polar method.</summary>
    /// <param name="destination">Receives the numbers.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="std">Their standard deviation.</param>
    public void FillNormal(Span<float> destination, float mean, float std)
    {
        for (int i = 0; i < destination.Length; i += 2)
        {
            double u, v, square;
            do
            {
                u = NextBetweenOnes();
                v = NextBetweenOnes();
                square = u * u + v * v;
            }
            while (square is >= 1 or 0);
            double factor = Math.Sqrt(-2 * Logarithm.Of(square) / square);
            destination[i] = (float)(mean + std * (u * factor));
            if (i + 1 < destination.Length) destination[i + 1] = (float)(mean + std * (v * factor));
        }
    }

    /// <summary>Puts the elements into a random order, each order equally likely (Fisher and Yates, from the end).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = NextInt32(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>
    /// Scatters 64 bits, one to one (the output function of SplitMix64): a counter goes in, random bits come out.
    /// For kernels whose elements must not depend on each other's order.
    /// </summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }

    /// <summary>A number from −1 to 1, a multiple of 2⁻⁵².</summary>
    private double NextBetweenOnes() => (NextUInt64() >> 11) * (2.0 / (1L << 53)) - 1;

    private static ulong SplitMix(ref ulong state) => Mix(state = unchecked(state + 0x9E3779B97F4A7C15));
}
