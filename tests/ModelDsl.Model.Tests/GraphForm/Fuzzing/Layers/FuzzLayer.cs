namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>A layer of a block.</summary>
internal abstract record FuzzLayer
{
    public virtual int Weight => 3;

    /// <summary>The attribute.</summary>
    public abstract string Text { get; }

    /// <summary>What its member of the parameters is called before its number; empty where it has no parameters.</summary>
    public virtual string Member => "";

    /// <summary>The members of its parameters.</summary>
    public virtual string[] Parameters => [];

    /// <summary>What the shapes of the parameters follow from.</summary>
    public virtual string ParametersFor(int[] x) => "";

    /// <summary>The shape behind it, or null where it does not fit.</summary>
    public abstract int[]? Infer(int[] x);

    /// <summary>The same with less to it.</summary>
    public virtual IEnumerable<FuzzLayer> Simpler() => [];
}

internal sealed record LinearLayer(int Features, bool Bias) : FuzzLayer
{
    public override int Weight => 3 + Features / 4 + (Bias ? 0 : 1);

    public override string Text => $"Linear({Features}{(Bias ? "" : ", Bias = false")})";

    public override string Member => "Linear";

    public override string[] Parameters => Bias ? ["Weight", "Bias"] : ["Weight"];

    public override string ParametersFor(int[] x) => $"{x.LastOrDefault()}";

    public override int[]? Infer(int[] x) => x.Length is 1 or 2 ? x.With(x.Length - 1, Features) : null;

    public override IEnumerable<FuzzLayer> Simpler()
    {
        if (!Bias) yield return this with { Bias = true };
        if (Features > 2) yield return this with { Features = 2 };
        if (Features > 1) yield return this with { Features = 1 };
    }
}

/// <summary>A function of each value, or softmax.</summary>
internal sealed record ActivationLayer(string Attribute) : FuzzLayer
{
    public override string Text => Attribute;

    // PyTorch counts the batch: Dim = 1 is the first dimension of a sample.
    public override int[]? Infer(int[] x) => Attribute.Contains("Softmax", StringComparison.Ordinal) && x.Length == 0 ? null : x;

    public override IEnumerable<FuzzLayer> Simpler() => Attribute == "Tanh" ? [] : [new ActivationLayer("Tanh")];
}

/// <summary>All of a sample as one vector.</summary>
internal sealed record FlattenLayer : FuzzLayer
{
    public override string Text => "Flatten";

    public override int[]? Infer(int[] x) => x.Length == 0 ? null : [Dims.Count(x)];
}

/// <summary>Batch norm and layer norm.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Arguments">What is written in brackets.</param>
internal sealed record NormLayer(string Kind, string Arguments) : FuzzLayer
{
    public override string Text => Arguments.Length == 0 ? Kind : $"{Kind}({Arguments})";

    public bool IsOverBatch => Kind != "LayerNorm";

    public override string Member => IsOverBatch ? "Bn" : "Ln";

    public override string[] Parameters => Arguments.Contains("ffine = false", StringComparison.Ordinal) ? []
        : Arguments.Contains("Bias = false", StringComparison.Ordinal) ? ["Weight"] : ["Weight", "Bias"];

    public override string ParametersFor(int[] x) => x.Length == 2 ? $"{x[1]}" : IsOverBatch ? $"{x[0]}" : Dims.Text(x);

    public override int[]? Infer(int[] x) => Kind switch
    {
        "BatchNorm1d" => x.Length == 1 ? x : null,
        "BatchNorm2d" => x.Length == 3 ? x : null,
        _ => x.Length is 1 or 2 or 3 ? x : null,
    };

    public override IEnumerable<FuzzLayer> Simpler() => Arguments.Length == 0 ? [] : [this with { Arguments = "" }];
}
