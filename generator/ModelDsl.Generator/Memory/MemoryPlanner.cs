using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Memory;

/// <summary>
/// Gives each value an offset. What a piece needs within one phase alone lies in the block of the worker that has it at hand, and is in its cache still when
/// the next piece comes; what it leaves to later phases lies in a block of its own. Both are shared by liveness: two values may lie on the same floats when one is dead
/// before the other is born. Views and steps that work in place put their output where their input is.
/// What a step looks at for the whole batch lies in memory of its own, one sample after another.
/// Positions count the steps of a piece; a node of another domain, which runs beside them, holds its inputs for its whole phase.
/// </summary>
internal sealed class MemoryPlanner
{
    private readonly Dictionary<Value, Storage> _storages = [];
    private readonly Dictionary<Value, int> _lastUse = [];
    private readonly SchedulePlan _schedule;

    private MemoryPlanner(SchedulePlan schedule) => _schedule = schedule;

    /// <param name="graph">The graph, with layouts.</param>
    /// <param name="schedule">Its schedule.</param>
    public static MemoryPlan Run(Graph graph, SchedulePlan schedule)
    {
        PlaceGiven(graph);
        int shared = PlaceShared(graph);
        MemoryPlanner planner = new(schedule);
        planner.FindLastUses();
        planner.GroupStorages();
        int batch = planner.PlaceInBatch();
        planner.FindThoseOfWorkers();
        return new MemoryPlan(planner.Place(Space.Worker), planner.Place(Space.Piece), batch, graph.Nodes.Select(node => node.Operator.ScratchFloats(node)).DefaultIfEmpty().Max(), shared);
    }

    private static void PlaceGiven(Graph graph)
    {
        PlaceCallers(graph.Inputs, Space.Inputs);
        PlaceCallers(graph.Targets, Space.Targets);
        PlaceCallers(graph.Outputs, Space.Outputs);
        int parameters = 0, buffers = 0;
        Dictionary<ParameterSpec, int> offsets = [];
        foreach (Value value in graph.Parameters)
        {
            bool isTrainable = value.Parameter!.IsTrainable;
            int size = checked((int)value.Shape.Count);
            int offset = isTrainable ? parameters : buffers;
            value.Placement = new(isTrainable ? Space.Parameters : Space.Buffers, offset, size);
            offsets[value.Parameter] = offset;
            if (isTrainable) parameters = checked(offset + Layout.RoundUp(size));
            else buffers = checked(offset + Layout.RoundUp(size));
        }
        foreach (Value gradient in graph.ParameterGradients)
            gradient.Placement = new(Space.Gradients, offsets[gradient.Parameter!], checked((int)gradient.Shape.Count));
    }

    private static void PlaceCallers(List<Value> values, Space space)
    {
        for (int i = 0; i < values.Count; i++) values[i].Placement = new(space, 0, checked((int)values[i].Shape.Count), i);
    }

    private static int PlaceShared(Graph graph)
    {
        int offset = 0;
        foreach (Value value in graph.Nodes.SelectMany(node => node.Outputs))
        {
            if (value.Extent != Extent.Shared || value.Placement is not null) continue;
            int size = value.Layout?.SampleStride ?? checked((int)value.Shape.Count);
            value.Placement = new(Space.Shared, offset, size);
            offset = checked(offset + Layout.RoundUp(size));
        }
        return offset;
    }

    private void FindLastUses()
    {
        int position = 0;
        foreach (Phase phase in _schedule.Phases)
        {
            foreach (Node node in phase.Samples)
            {
                foreach (Value input in node.Inputs) _lastUse[input] = position;
                position++;
            }
            foreach (Value input in phase.Others.SelectMany(node => node.Inputs)) _lastUse[input] = position;
            position++;
        }
    }

    private void GroupStorages()
    {
        int position = 0;
        foreach (Phase phase in _schedule.Phases)
        {
            foreach (Node node in phase.Samples) GroupOutputs(node, position++);
            foreach (Node node in phase.Others) GroupOutputs(node, position);
            position++;
        }
        foreach (Node node in _schedule.Phases.SelectMany(phase => phase.Others).Where(node => node.Operator.SpansBatch))
        {
            foreach (Value value in node.Inputs.Concat(node.Outputs))
            {
                if (value.Extent == Extent.PerSample && _storages.TryGetValue(value, out Storage? storage)) storage.Space = Space.Batch;
            }
        }
    }

    /// <summary>Those that the steps over samples of one phase write and read, and nobody else.</summary>
    private void FindThoseOfWorkers()
    {
        int position = 0;
        foreach (Phase phase in _schedule.Phases)
        {
            int end = position + phase.Samples.Length;
            foreach (Storage storage in _storages.Values.Where(storage => storage.Space == Space.Piece && storage.Birth >= position && storage.Death < end)) storage.Space = Space.Worker;
            position = end + 1;
        }
    }

    private void GroupOutputs(Node node, int position)
    {
        foreach (Value output in node.Outputs)
        {
            if (output.Placement is not null) continue;
            int size = output.Extent == Extent.PerSample ? output.Layout!.SampleStride : Layout.RoundUp(checked((int)output.Shape.Count));
            Storage storage = Shareable(node, output, position) ?? new Storage(size, output.Extent == Extent.PerSample ? _schedule.PieceSize : 1, position);
            storage.Death = Math.Max(storage.Death, _lastUse.TryGetValue(output, out int last) ? last : position);
            _storages[output] = storage;
        }
    }

    /// <summary>The storage of the input that this output may take over, or null.</summary>
    private Storage? Shareable(Node node, Value output, int position)
    {
        int index = node.Operator.IsView ? 0 : output == node.Output ? node.Operator.InPlaceInput(node) : -1;
        if (index < 0 || index >= node.Inputs.Length) return null;
        Value input = node.Inputs[index];
        if (!_storages.TryGetValue(input, out Storage? storage) || input.Extent != Extent.PerSample) return null;
        if (input.Layout! != output.Layout!) return null;
        return node.Operator.IsView || storage.Death <= position ? storage : null;
    }

    /// <summary>What the whole batch is looked at for lives to the end: nothing is shared.</summary>
    private int PlaceInBatch()
    {
        int total = 0;
        foreach (Storage storage in _storages.Values.Distinct().Where(storage => storage.Space == Space.Batch))
        {
            storage.Offset = total;
            total = checked(total + storage.SampleSize);
        }
        Assign(Space.Batch);
        return total;
    }

    private int Place(Space space)
    {
        List<Storage> placed = [];
        int total = 0;
        foreach (Storage storage in _storages.Values.Distinct().Where(storage => storage.Space == space).OrderByDescending(storage => storage.Size).ThenBy(storage => storage.Birth))
        {
            int offset = 0;
            foreach (Storage other in placed.Where(storage.Overlaps).OrderBy(other => other.Offset))
            {
                if (offset + storage.Size <= other.Offset) break;
                offset = Math.Max(offset, other.Offset + other.Size);
            }
            storage.Offset = offset;
            placed.Add(storage);
            total = Math.Max(total, checked(offset + storage.Size));
        }
        Assign(space);
        return total;
    }

    private void Assign(Space space)
    {
        foreach (KeyValuePair<Value, Storage> pair in _storages)
        {
            if (pair.Value.Space == space) pair.Key.Placement = new(space, pair.Value.Offset, pair.Value.SampleSize);
        }
    }

    /// <summary>Floats that one value, or several that share them, hold from their birth to their death.</summary>
    private sealed class Storage(int sampleSize, int samples, int birth)
    {
        /// <summary>Floats for one sample.</summary>
        public int SampleSize { get; } = sampleSize;

        /// <summary>Floats in the block of a worker or a piece.</summary>
        public int Size { get; } = checked(sampleSize * samples);

        /// <summary>The block that it lies in, of a worker or a piece, or the memory of all samples.</summary>
        public Space Space { get; set; } = Space.Piece;

        public int Birth { get; } = birth;

        public int Death { get; set; } = birth;

        public int Offset { get; set; }

        public bool Overlaps(Storage other) => Birth <= other.Death && other.Birth <= Death;
    }
}
