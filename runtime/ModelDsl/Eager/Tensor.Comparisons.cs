namespace ModelDsl;

/// <content>Comparisons: 1 where they hold, else 0 (also for NaN); element by element, after broadcasting. They have no gradient.</content>
public sealed partial class Tensor
{
    /// <summary>1 where a is greater than b, else 0. It has no gradient.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor operator >(Tensor a, Tensor b) => TensorFunctions.Compare("a > b", a, b, (a, b) => a > b);

    /// <summary>1 where a is greater than b, else 0. It has no gradient.</summary>
    public static Tensor operator >(Tensor a, float b) => TensorFunctions.Compare("a > b", a, b, (a, b) => a > b);

    /// <summary>1 where a is greater than b, else 0. It has no gradient.</summary>
    public static Tensor operator >(float a, Tensor b) => TensorFunctions.Compare("a > b", a, b, (a, b) => a > b);

    /// <summary>1 where a is less than b, else 0. It has no gradient.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor operator <(Tensor a, Tensor b) => TensorFunctions.Compare("a < b", a, b, (a, b) => a < b);

    /// <summary>1 where a is less than b, else 0. It has no gradient.</summary>
    public static Tensor operator <(Tensor a, float b) => TensorFunctions.Compare("a < b", a, b, (a, b) => a < b);

    /// <summary>1 where a is less than b, else 0. It has no gradient.</summary>
    public static Tensor operator <(float a, Tensor b) => TensorFunctions.Compare("a < b", a, b, (a, b) => a < b);

    /// <summary>1 where a is at least b, else 0. It has no gradient.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor operator >=(Tensor a, Tensor b) => TensorFunctions.Compare("a >= b", a, b, (a, b) => a >= b);

    /// <summary>1 where a is at least b, else 0. It has no gradient.</summary>
    public static Tensor operator >=(Tensor a, float b) => TensorFunctions.Compare("a >= b", a, b, (a, b) => a >= b);

    /// <summary>1 where a is at least b, else 0. It has no gradient.</summary>
    public static Tensor operator >=(float a, Tensor b) => TensorFunctions.Compare("a >= b", a, b, (a, b) => a >= b);

    /// <summary>1 where a is at most b, else 0. It has no gradient.</summary>
    /// <exception cref="ArgumentException">The shapes do not go together.</exception>
    public static Tensor operator <=(Tensor a, Tensor b) => TensorFunctions.Compare("a <= b", a, b, (a, b) => a <= b);

    /// <summary>1 where a is at most b, else 0. It has no gradient.</summary>
    public static Tensor operator <=(Tensor a, float b) => TensorFunctions.Compare("a <= b", a, b, (a, b) => a <= b);

    /// <summary>1 where a is at most b, else 0. It has no gradient.</summary>
    public static Tensor operator <=(float a, Tensor b) => TensorFunctions.Compare("a <= b", a, b, (a, b) => a <= b);
}
