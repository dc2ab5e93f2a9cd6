namespace ModelDsl;

/// <summary>
/// A compiled network: what every <see cref="ModelAttribute">[Model]</see> class implements, whatever it takes and returns. One with a single input and
/// output is an <see cref="IPredictor"/> too.
/// </summary>
public interface IModel
{
    /// <summary>The parameters and buffers, in the order and under the names that PyTorch would give them.</summary>
    ParameterCollection Parameters { get; }
}
