using System.ComponentModel;

namespace ModelDsl;

/// <summary>What the emitted bodies of blocks compute with: the parameters of a model, or those of a part of it, by name.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EagerScope
{
    private readonly EagerScope? _outer;
    private readonly ParameterCollection _parameters;
    private readonly string _prefix;
    private readonly RandomGenerator _random;
    private bool _isTraining;

    /// <summary>All parameters of a model.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="seed">What random numbers are drawn from.</param>
    public EagerScope(ParameterCollection parameters, long seed)
        : this(null, parameters, "", new RandomGenerator(seed, stream: int.MaxValue))
    {
    }

    private EagerScope(EagerScope? outer, ParameterCollection parameters, string prefix, RandomGenerator random)
    {
        _outer = outer;
        _parameters = parameters;
        _prefix = prefix;
        _random = random;
    }

    /// <summary>Whether dropout draws, and batch norm takes the statistics of the batch; one answer for the model and all its parts.</summary>
    public bool IsTraining
    {
        get => _outer?.IsTraining ?? _isTraining;
        set
        {
            if (_outer is { } outer) outer.IsTraining = value;
            else _isTraining = value;
        }
    }

    /// <summary>Where dropout draws from.</summary>
    public RandomGenerator Random => _random;

    /// <summary>A parameter or buffer of a layer.</summary>
    /// <param name="layer">The layer's name: <c>stem.0</c>.</param>
    /// <param name="kind">The name within it: <c>weight</c>.</param>
    public Parameter this[string layer, string kind] => _parameters[$"{_prefix}{layer}.{kind}"];

    /// <summary>The part of the parameters whose names start so: those of a model that is a block of this one.</summary>
    /// <param name="prefix">What their names start with: <c>layer1.0.</c></param>
    public EagerScope Inner(string prefix) => new(this, _parameters, _prefix + prefix, _random);
}
