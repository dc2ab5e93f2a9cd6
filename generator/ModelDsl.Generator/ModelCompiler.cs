using ModelDsl.Generator.Autodiff;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Memory;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator;

/// <summary>
/// The compiler, from top to bottom. A declaration becomes a graph; the graph becomes two, one that predicts and one that trains; each
/// goes through the same named passes and ends as a schedule with its memory laid out, which the emitters write down as C#.
/// </summary>
internal static class ModelCompiler
{
    /// <summary>Compiles a model, or returns null where the analyzer has something to report.</summary>
    public static CompiledModel? Compile(ModelSpec spec) => Declare(spec) is not { } declared ? null : new CompiledModel(
        spec,
        declared,
        Prediction: CompileGraph(Declare(spec)!, isTraining: false),
        Training: spec.Loss is null ? null : CompileGraph(Declare(spec)!, isTraining: true),
        Evaluation: FaceSignature.NeedsEvaluation(declared) ? CompileGraph(Declare(spec)!, isTraining: false, isEvaluation: true) : null);

    /// <summary>The declared graph with all shapes, or null where the analyzer has something to report.</summary>
    public static Graph? Declare(ModelSpec spec)
    {
        if (GraphBuilder.Build(spec, []) is not { } graph) return null;
        GraphVerifier.Verify(graph, "declaration");
        return graph;
    }

    /// <summary>Takes one graph through all passes.</summary>
    /// <param name="graph">The declared graph, a copy of its own.</param>
    /// <param name="isTraining">Whether it learns: forward as in training, and backward.</param>
    /// <param name="isEvaluation">Whether it computes the loss of what is predicted.</param>
    internal static CompiledGraph CompileGraph(Graph graph, bool isTraining, bool isEvaluation = false)
    {
        Apply("specialization", () => SpecializationPass.Run(graph, isTraining, isTraining || isEvaluation)); // dropout vanishes or draws; batch norm runs or gathers statistics
        Apply("boundaries", () => BoundaryPass.Run(graph));                       // copy the caller's inputs in, outputs out
        Apply("reordering", () => ReorderingPass.Run(graph));                     // mend the order of flattened pictures where it matters
        Apply("activation order", () => ActivationOrderPass.Run(graph));          // ReLU behind the pooling that follows it
        if (isTraining)
        {
            Apply("autodiff", () => AutodiffPass.Run(graph));                     // append the backward pass
        }
        Apply("fusion", () => FusionPass.Run(graph));                             // activations into the layers before them
        Apply("layouts", () => LayoutSelection.Run(graph));                       // channels last, padded, with borders
        Apply("lowering", () => LoweringPass.Run(graph, isTraining));             // packed weights, unpacked gradients
        Apply("recomputation", () => RecomputationPass.Run(graph));               // rather than to store pictures for a later phase
        SchedulePlan schedule = Scheduler.Run(graph);                             // phases with a barrier between them
        MemoryPlan memory = MemoryPlanner.Run(graph, schedule);                   // offsets by liveness
        MemoryVerifier.Verify(graph, schedule, memory);
        return new CompiledGraph(graph, schedule, memory);

        void Apply(string pass, Action run)
        {
            run();
            GraphVerifier.Verify(graph, pass);
        }
    }
}
