using System.Collections.Immutable;
using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Shapes;

namespace ModelDsl.Generator.Operators;

/// <summary>What a node computes. Every operator is a file of this folder: its shape rule, gradient, cost and emission.</summary>
internal abstract record Operator
{
    /// <summary>The name in comments and printed graphs: <c>Conv2d</c>.</summary>
    public virtual string Kind => GetType().Name;

    /// <summary>What one run is cut into.</summary>
    public virtual Domain Domain => Domain.Samples;

    /// <summary>What one run of a node is cut into: what it computes for all samples together is computed once.</summary>
    public virtual Domain DomainOf(Node node)
        => Domain == Domain.Samples && !AddsToPart(node) && node.Outputs.All(output => output.Extent == Extent.Shared) ? Domain.Once : Domain;

    /// <summary>The formula, for the comment above the emitted method: <c>y = max(x, 0)</c>.</summary>
    public abstract string Formula { get; }

    /// <summary>Multiply-adds (or as much work) for one sample; 0 for what only moves or touches memory.</summary>
    public virtual long MultiplyAdds(Node node) => 0;

    /// <summary>How many zero pixels the operator reads around an input picture.</summary>
    public virtual int RequiredBorder(Node node, int input) => 0;

    /// <summary>Whether an input may be a flattened picture whose elements still lie channels last.</summary>
    public virtual bool AcceptsFlattened(Node node, int input) => false;

    /// <summary>Whether an input is read as the caller gives it, in the declared order and without pads: what a loss compares with.</summary>
    public virtual bool ReadsCallers(int input) => false;

    /// <summary>
    /// Whether an output of the same shape as a flattened picture that it accepts lies as that one does: what works element by element
    /// keeps the order; a linear layer with as many outputs as inputs makes one of its own.
    /// </summary>
    public virtual bool KeepsOrder => true;

    /// <summary>
    /// Whether a step that is not of <see cref="Domain.Samples"/> sees the samples of all pieces as one run: they lie in the memory of the
    /// batch then, and not in blocks of the pieces.
    /// </summary>
    public virtual bool SpansBatch => false;

    /// <summary>Floats that a run of the step needs while it lasts: <c>Scratch</c> in emitted code, a multiple of 16.</summary>
    public virtual int ScratchFloats(Node node) => 0;

    /// <summary>How many samples a piece should have for the step to be efficient.</summary>
    public virtual int WantedSamples(Node node) => 1;

    /// <summary>The input whose storage the output may take over, when nobody reads that input afterwards; −1 for none.</summary>
    public virtual int InPlaceInput(Node node) => -1;

    /// <summary>Whether the output is the input seen otherwise: they share their memory wherever their layouts agree, and then nothing is emitted.</summary>
    public virtual bool IsView => false;

    /// <summary>How many tasks a node of <see cref="Domain.Tasks"/> is cut into: a constant of the build.</summary>
    public virtual int TaskCount(Node node) => 1;

    /// <summary>
    /// Into how many shares a step of <see cref="Domain.Samples"/> can be cut, each of outputs of its own, for several workers to compute one piece: 1 for what
    /// one worker computes. The step's method has <c>int share, int shares</c>; what it computes does not depend on how many there are.
    /// </summary>
    public virtual int Shares(Node node) => 1;

    /// <summary>
    /// Whether a step of <see cref="Domain.Samples"/> adds what its piece gives to sums of the piece's part of the batch (<see cref="Parts"/>). The pieces of a part come one after
    /// another then, and by one worker. The output is <see cref="Extent.Shared"/>.
    /// </summary>
    public virtual bool AddsToPart(Node node) => false;

    /// <summary>Adds what the operator needs around it once layouts are known: packed weights before, unpacking of gradients after.</summary>
    public virtual void Lower(Lowering lowering) => lowering.Keep();

    /// <summary>An expression that must hold for the step to be run at all, or null.</summary>
    public virtual string? Condition => null;

    /// <summary>Writes the body of the step's method.</summary>
    public abstract void Emit(StepEmitter step);
}

/// <summary>An operator that a user writes as a layer.</summary>
internal abstract record LayerOperator : Operator
{
    /// <summary>
    /// What the layer's name starts with: <c>conv</c> makes <c>conv1</c>, <c>conv2</c> …, as the parameters are called and, in emitted
    /// code, the outputs.
    /// </summary>
    public virtual string NamePrefix => LowerFirst(Kind);

    /// <summary>The fewest samples that training makes sense with.</summary>
    public virtual int SmallestBatch(Node node) => 1;

    /// <summary>Whether the output is there once for each sample or once for all; decided by the inputs.</summary>
    public virtual Extent ExtentOf(ImmutableArray<Value> inputs) => Extent.PerSample;

    /// <summary>Works out the output shape and the parameters, or reports what is wrong.</summary>
    public abstract void Infer(ShapeContext shapes);

    /// <summary>Rewrites the node for prediction or training, where the two differ; by default it stays as it is.</summary>
    public virtual void Specialize(Specialization specialization) => specialization.Keep();

    /// <summary>Whether gradients pass the operator at all: its inputs may be learned through it.</summary>
    public virtual bool PassesGradient => true;

    /// <summary>Adds the nodes that compute the gradients of the inputs and parameters from those of the outputs.</summary>
    public abstract void Differentiate(Differentiation gradient);

    /// <summary>The layer in the body of a block, which computes eagerly: one call.</summary>
    public virtual string Eager(EagerCall call, LayerSpec layer) => throw new NotSupportedException($"'{Kind}' does not stand on blocks");

    private static string LowerFirst(string kind)
    {
        int capitals = 0;
        while (capitals < kind.Length && char.IsUpper(kind[capitals])) capitals++;
        // ReLU → relu, ELU → elu, SiLU → silu, MaxPool2d → maxPool2d
        return capitals > 1 || kind.EndsWith("LU", StringComparison.Ordinal) ? kind.ToLowerInvariant() : char.ToLowerInvariant(kind[0]) + kind.Substring(1);
    }
}
