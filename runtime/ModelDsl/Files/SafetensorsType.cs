namespace ModelDsl;

/// <summary>The element types of safetensors files, under the names that they have there. All are little-endian.</summary>
public enum SafetensorsType
{
    /// <summary>One byte, 0 or 1.</summary>
    BOOL,

    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>Signed, 8 bits.</summary>
    I8,

    /// <summary>Float, 8 bits: 5 of exponent, 2 of fraction.</summary>
    F8_E5M2,

    /// <summary>Float, 8 bits: 4 of exponent, 3 of fraction.</summary>
    F8_E4M3,

    /// <summary>A power of two, 8 bits of exponent.</summary>
    F8_E8M0,

    /// <summary>Unsigned, 16 bits.</summary>
    U16,

    /// <summary>Signed, 16 bits.</summary>
    I16,

    /// <summary>IEEE half.</summary>
    F16,

    /// <summary>The upper half of a float.</summary>
    BF16,

    /// <summary>Unsigned, 32 bits.</summary>
    U32,

    /// <summary>Signed, 32 bits.</summary>
    I32,

    /// <summary>IEEE single: <see cref="float"/>.</summary>
    F32,

    /// <summary>Unsigned, 64 bits.</summary>
    U64,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>IEEE double.</summary>
    F64,

    /// <summary>Complex: two singles.</summary>
    C64,
}
