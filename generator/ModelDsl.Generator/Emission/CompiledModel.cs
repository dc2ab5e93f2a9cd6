using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Memory;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Emission;

/// <summary>A graph with everything decided: what emission writes down.</summary>
internal sealed record CompiledGraph(Graph Graph, SchedulePlan Schedule, MemoryPlan Memory);

/// <summary>A model with everything decided.</summary>
/// <param name="Spec">What was declared.</param>
/// <param name="Declared">The declared graph, before it was specialised: what summaries show.</param>
/// <param name="Prediction">The prediction graph.</param>
/// <param name="Training">The training graph; null without a loss.</param>
/// <param name="Evaluation">The loss of what is predicted, where that is more than one loss of an output; else null.</param>
internal sealed record CompiledModel(ModelSpec Spec, Graph Declared, CompiledGraph Prediction, CompiledGraph? Training, CompiledGraph? Evaluation = null);
