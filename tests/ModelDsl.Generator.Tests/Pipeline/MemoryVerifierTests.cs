using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Memory;
using ModelDsl.Generator.Optimization;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Pipeline;

/// <summary>Plans and schedules that break a model are found. Those of the compiler itself are checked wherever a test compiles a model.</summary>
public sealed class MemoryVerifierTests
{
    [Fact]
    public void Verify_ValueOverOneThatIsReadLater_IsFound()
    {
        // The weight gradient of the second layer reads what the first one made.
        CompiledGraph compiled = Compiled();
        Named(compiled, "linear3").Placement = Named(compiled, "linear1").Placement;
        AssertBroken(compiled, "finds 'linear1' overwritten");
    }

    [Fact]
    public void Verify_ValueOverItsInput_IsFound()
    {
        CompiledGraph compiled = Compiled();
        Named(compiled, "linear2").Placement = Named(compiled, "linear1").Placement;
        AssertBroken(compiled, "writes over 'linear1' while it reads it");
    }

    [Fact]
    public void Verify_ValuesThatOverlapInPart_AreFound()
    {
        CompiledGraph compiled = Compiled();
        Value first = Named(compiled, "linear1"), second = Named(compiled, "linear2");
        second.Placement = first.Placement! with { Offset = first.Placement.Offset + Layout.RoundUp(1), Size = second.Placement!.Size };
        AssertBroken(compiled, "while it reads it");
    }

    [Fact]
    public void Verify_PreparedValuesInOnePlace_AreFound()
    {
        CompiledGraph compiled = Compiled();
        Value[] prepared = [.. compiled.Schedule.Phases.Where(phase => phase.IsPreparation).SelectMany(phase => phase.Others).Select(node => node.Output)];
        prepared[1].Placement = prepared[0].Placement;
        AssertBroken(compiled, $"finds '{prepared[0].Name}' overwritten");
    }

    [Fact]
    public void Verify_ValueBeyondItsMemory_IsFound()
    {
        CompiledGraph compiled = Compiled();
        Value value = Named(compiled, "linear2");
        value.Placement = value.Placement! with { Offset = compiled.Memory.WorkerFloats };
        AssertBroken(compiled, "'linear2' lies outside its memory");
    }

    [Fact]
    public void Verify_ValueOfAWorkerThatALaterPhaseReads_IsFound()
    {
        CompiledGraph compiled = Compiled();
        Value value = Named(compiled, "lossParts");
        value.Placement = value.Placement! with { Space = Space.Worker, Offset = compiled.Memory.WorkerFloats };
        AssertBroken(compiled with { Memory = compiled.Memory with { WorkerFloats = compiled.Memory.WorkerFloats + Layout.Lanes } }, "finds 'lossParts' overwritten");
    }

    [Fact]
    public void Verify_ValueWithoutPlace_IsFound()
    {
        CompiledGraph compiled = Compiled();
        Named(compiled, "linear2").Placement = null;
        AssertBroken(compiled, "'linear2' has no place");
    }

    [Fact]
    public void Verify_StepsInAnotherOrder_AreFound()
    {
        CompiledGraph compiled = Compiled();
        AssertBroken(compiled with { Schedule = compiled.Schedule with { Phases = [.. compiled.Schedule.Phases.Select(phase => phase with { Samples = [.. phase.Samples.Reverse()] })] } }, "before it is computed");
        AssertBroken(compiled with { Schedule = compiled.Schedule with { Phases = [.. compiled.Schedule.Phases.Reverse()] } }, "before it is computed");
    }

    [Fact]
    public void Verify_ReaderBesideItsProducer_IsFound()
    {
        // A weight gradient looks at the whole batch: it must wait for all pieces.
        CompiledGraph compiled = Compiled();
        Phase[] work = [.. compiled.Schedule.Phases.Where(phase => !phase.IsPreparation)];
        Phase together = new(IsPreparation: false, [.. work.SelectMany(phase => phase.Samples)], [.. work.SelectMany(phase => phase.Others)]);
        AssertBroken(compiled with { Schedule = compiled.Schedule with { Phases = [.. compiled.Schedule.Phases.Where(phase => phase.IsPreparation), together] } }, "before it is computed");
    }

    [Fact]
    public void Verify_NodeThatIsLeftOut_IsFound()
    {
        CompiledGraph compiled = Compiled();
        Phase last = compiled.Schedule.Phases[^1];
        AssertBroken(compiled with { Schedule = compiled.Schedule with { Phases = compiled.Schedule.Phases.Remove(last) } }, "are in the schedule");
    }

    private static CompiledGraph Compiled()
    {
        CompiledGraph compiled = ModelCompiler.CompileGraph(Models.Graph("[Input(40), Linear(40), Linear(40), Linear(40), MSELoss]"), isTraining: true);
        MemoryVerifier.Verify(compiled.Graph, compiled.Schedule, compiled.Memory);
        return compiled;
    }

    private static Value Named(CompiledGraph compiled, string name) => compiled.Graph.Nodes.SelectMany(node => node.Outputs).Single(value => value.Name == name);

    private static void AssertBroken(CompiledGraph compiled, string what)
    {
        string message = Assert.Throws<InvalidOperationException>(() => MemoryVerifier.Verify(compiled.Graph, compiled.Schedule, compiled.Memory)).Message;
        Assert.Contains(what, message, StringComparison.Ordinal);
    }
}
