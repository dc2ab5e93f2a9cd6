using System.Collections.Immutable;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Memory;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Emission;

/// <summary>Writes one engine, prediction or training: its header, its constants, its phases and a method for each step.</summary>
internal static class EngineEmitter
{
    /// <summary>Multiply-adds from which several workers pay: some 20 µs of one core.</summary>
    private const long ParallelWork = 1_000_000;

    /// <summary>What a training step does with each parameter whatever the number of samples, in multiply-adds: pack it, write its gradient.</summary>
    private const long WorkOfParameter = 10;

    public static void Emit(CodeWriter code, CompiledGraph compiled, string modelName, string name, TileSet tiles)
    {
        (Graph graph, SchedulePlan schedule, MemoryPlan memory) = compiled;
        bool isTraining = name != "Prediction"; // what is evaluated has a loss and targets as well
        long once = name == "Training" ? WorkOfParameter * graph.Parameters.Sum(parameter => (long)parameter.Shape.Count) : 0;
        long parallelFrom = Math.Max(1, (ParallelWork - once) / Math.Max(1, schedule.MultiplyAdds));

        code.Line(name switch
        {
            "Training" => "/// <summary>Forward and backward: the loss of a batch and the gradients of all parameters.</summary>",
            "Evaluation" => "/// <summary>The loss of a batch, as in evaluation mode.</summary>",
            _ => "/// <summary>Forward alone, as in evaluation mode.</summary>",
        });
        string seed = isTraining ? ", long seed" : "", passedSeed = isTraining ? $", seed, [{string.Join(", ", DropoutRates(graph))}]" : "";
        code.Line($"internal sealed class {name}(ParameterCollection parameters{seed})");
        using (code.Indented()) code.Line($": {(isTraining ? "Training" : name)}Engine(\"{modelName}\", parameters, SmallestPiece, PieceSize, WorkerFloats, PieceFloats, BatchFloats, ScratchFloats, SharedFloats, ParallelFrom{passedSeed})");
        using (code.Block(""))
        {
            code.Line("/// <summary>The fewest samples that are worth a worker's while.</summary>");
            code.Line($"private const int SmallestPiece = {schedule.SmallestPiece};");
            code.Line("/// <summary>The most samples that a worker takes through the network at a time.</summary>");
            code.Line($"private const int PieceSize = {schedule.PieceSize};");
            code.Line("/// <summary>Floats of the memory of a worker, for the piece at hand.</summary>");
            code.Line($"private const int WorkerFloats = {memory.WorkerFloats};");
            code.Line("/// <summary>Floats of the memory of one piece, for later phases.</summary>");
            code.Line($"private const int PieceFloats = {memory.PieceFloats};");
            code.Line("/// <summary>Floats of the memory of all samples, for each of them.</summary>");
            code.Line($"private const int BatchFloats = {memory.BatchFloats};");
            code.Line("/// <summary>Floats that a step needs while it runs.</summary>");
            code.Line($"private const int ScratchFloats = {memory.ScratchFloats};");
            code.Line("/// <summary>Floats of the memory that is there once.</summary>");
            code.Line($"private const int SharedFloats = {memory.SharedFloats};");
            code.Line("/// <summary>Samples from which several workers pay.</summary>");
            code.Line($"private const int ParallelFrom = {Math.Min(parallelFrom, int.MaxValue)};");
            code.Line();
            if (!isTraining && schedule.Phases.Any(phase => !phase.IsPreparation && !phase.Others.IsEmpty))
            {
                code.Line("/// <summary>Statistics of the batch are those of all of it.</summary>");
                code.Line("protected override bool NeedsWholeBatch => true;");
                code.Line();
            }
            EmitPlacements(code, graph);
            EmitRun(code, graph, schedule, isTraining);
            EmitTasks(code, schedule);
            foreach (Node node in schedule.Phases.SelectMany(phase => phase.Samples.Concat(phase.Others)))
            {
                if (IsSilent(node)) continue;
                code.Line();
                StepMethodEmitter.Emit(code, node, tiles);
            }
        }
    }

    /// <summary>Whether a node needs no code: a view that shares its input's memory.</summary>
    internal static bool IsSilent(Node node)
        => node.Operator.IsView && node.Inputs[0].Placement == node.Output.Placement && node.Inputs[0].Layout == node.Output.Layout;

    /// <summary>The rates that the dropout layers start from, in their order.</summary>
    private static IEnumerable<string> DropoutRates(Graph graph)
    {
        Dictionary<int, float> rates = graph.Nodes.Select(node => node.Operator).OfType<Operators.Dropout>().ToDictionary(dropout => dropout.Slot, dropout => dropout.P);
        // One whose result nobody reads is gone, but its place is kept: the class has a property for each that was declared.
        return Enumerable.Range(0, rates.Keys.DefaultIfEmpty(-1).Max() + 1).Select(slot => CodeWriter.Literal(rates.TryGetValue(slot, out float rate) ? rate : 0));
    }

    internal static string MethodOf(Node node) => CodeWriter.Pascal(node.Name);

    private static void EmitPlacements(CodeWriter code, Graph graph)
    {
        code.Line("// Where each value lies: offset in its memory, and floats of one sample (or of the whole, where it does not grow with the batch).");
        foreach (Value value in graph.Inputs.Concat(graph.Targets).Concat(graph.Parameters).Concat(graph.Nodes.SelectMany(node => node.Outputs)).Distinct())
        {
            Placement place = value.Placement!;
            code.Line($"private const int {StepEmitter.At(value)} = {place.Offset}, {StepEmitter.Size(value)} = {place.Size};");
        }
        code.Line();
    }

    private static void EmitRun(CodeWriter code, Graph graph, SchedulePlan schedule, bool isTraining)
    {
        bool hasPreparation = schedule.Phases.Any(phase => phase.IsPreparation);
        if (hasPreparation)
        {
            code.Line("private int _preparedVersion = -1;");
            code.Line();
        }
        using (code.Block($"protected override {(isTraining ? "float" : "void")} Run()"))
        {
            if (hasPreparation)
            {
                using (code.Block("if (_preparedVersion != Version)"))
                {
                    EmitRuns(code, schedule, phase => phase.IsPreparation);
                    code.Line("_preparedVersion = Version;");
                }
            }
            EmitRuns(code, schedule, phase => !phase.IsPreparation);
            if (isTraining) code.Line($"return Shared[{StepEmitter.At(graph.Loss!)}];");
        }
        code.Line();
    }

    private static void EmitRuns(CodeWriter code, SchedulePlan schedule, Func<Phase, bool> which)
    {
        for (int i = 0; i < schedule.Phases.Length; i++)
        {
            Phase phase = schedule.Phases[i];
            if (!which(phase)) continue;
            code.Line(
                phase.Samples.IsEmpty ? $"Run(phase: {i}, tasks: {phase.OtherTasks});"
                : $"Run{(phase.IsInParts ? "Parts" : "Pieces")}(phase: {i}{(phase.Others.IsEmpty ? "" : $", others: {phase.OtherTasks}")});");
        }
    }

    private static void EmitTasks(CodeWriter code, SchedulePlan schedule)
    {
        ImmutableArray<Node> shared = [.. schedule.Phases.SelectMany(phase => phase.Samples).Where(node => !IsSilent(node) && Sharing.IsShared(node))];
        using (code.Block("public override void RunTask(int phase, int task)"))
        using (code.Block("switch (phase)"))
        {
            for (int i = 0; i < schedule.Phases.Length; i++) code.Line($"case {i}: Phase{i}(task); break;");
            for (int i = 0; i < shared.Length; i++)
                code.Line($"case {schedule.Phases.Length + i}: {MethodOf(shared[i])}({string.Concat(StepMethodEmitter.Blocks(shared[i]).Select(block => block == "worker" ? "Worker, " : "Piece(0), "))}first: 0, BatchSize, share: task, Shares); break;");
        }
        for (int i = 0; i < schedule.Phases.Length; i++)
        {
            code.Line();
            Phase phase = schedule.Phases[i];
            using (code.Block($"private void Phase{i}(int task)")) EmitPhase(code, phase, node => schedule.Phases.Length + shared.IndexOf(node));
        }
    }

    private static void EmitPiece(CodeWriter code, ImmutableArray<Node> steps, string p, Func<Node, int> numberOf)
    {
        string[] blocks = [.. steps.SelectMany(StepMethodEmitter.Blocks).Distinct().OrderByDescending(block => block)];
        if (blocks.Length > 0) code.Line($"Span<float> {string.Join(", ", blocks.Select(block => $"{block} = {(block == "worker" ? "Worker" : $"Piece({p})")}"))};");
        code.Line($"int first = FirstOf({p}), count = CountOf({p});");
        foreach (Node step in steps)
        {
            string condition = step.Operator.Condition is { } needed ? $"if ({needed}) "
                : Sharing.IsShared(step) ? $"if (!Share(step: {numberOf(step)}, shares: {step.Operator.Shares(step)}, from: {Sharing.From(step)})) " : "";
            code.Line($"{condition}{MethodOf(step)}({string.Concat(StepMethodEmitter.Blocks(step).Select(block => $"{block}, "))}first, count);");
        }
    }

    private static void EmitPhase(CodeWriter code, Phase phase, Func<Node, int> numberOf)
    {
        ImmutableArray<Node> steps = [.. phase.Samples.Where(node => !IsSilent(node))];
        if (!phase.Samples.IsEmpty)
        {
            string tasks = phase.IsInParts ? "PartCount" : "PieceCount";
            code.Line(phase.IsInParts ? "// The pieces of one part of the batch, one after another, each all the way:" : "// One piece of the batch, all the way:");
            using (code.Block($"if (task < {tasks})"))
            {
                if (phase.IsInParts)
                {
                    using (code.Block("for (int p = FirstPieceOf(task), end = FirstPieceOf(task + 1); p < end; p++)")) EmitPiece(code, steps, "p", numberOf);
                }
                else
                {
                    EmitPiece(code, steps, "task", numberOf);
                }
                code.Line("return;");
            }
            if (phase.Others.IsEmpty) return;
            code.Line($"task -= {tasks};");
        }
        for (int i = 0; i < phase.Others.Length; i++)
        {
            Node node = phase.Others[i];
            int tasks = node.Operator.TaskCount(node);
            string call = $"{MethodOf(node)}({(node.Domain == Domain.Tasks ? "task" : "")});";
            if (i == phase.Others.Length - 1)
            {
                code.Line(call);
                return;
            }
            using (code.Block($"if (task < {tasks})"))
            {
                code.Line(call);
                code.Line("return;");
            }
            code.Line($"task -= {tasks};");
        }
    }
}
