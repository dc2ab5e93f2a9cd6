using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Memory;

/// <summary>
/// Gives each value an offset. Values of a piece share its block by liveness: two values may lie on the same floats when one is dead
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
        return new MemoryPlan(planner.PlaceInPiece(), batch, graph.Nodes.Select(node => node.Operator.ScratchFloats(node)).DefaultIfEmpty().Max(), shared);
    }

    private static void PlaceGiven(Graph graph)
    {
        foreach (Value input in graph.Inputs) input.Placement = new(Space.Inputs, 0, checked((int)input.Shape.Count));
        foreach (Value target in graph.Targets) target.Placement = new(Space.Targets, 0, checked((int)target.Shape.Count));
        foreach (Value output in graph.Outputs) output.Placement = new(Space.Outputs, 0, checked((int)output.Shape.Count));
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

    private static int PlaceShared(Graph graph)
    {
        int offset = 0;
        foreach (Value value in graph.Nodes.SelectMany(node => node.Outputs))
        {
            if (value.Extent != Extent.Shared || value.Placement is not null) continue;
            int size = checked((int)value.Shape.Count);
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
                if (value.Extent == Extent.PerSample && _storages.TryGetValue(value, out Storage? storage)) storage.IsBatch = true;
            }
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
        foreach (Storage storage in _storages.Values.Distinct().Where(storage => storage.IsBatch))
        {
            storage.Offset = total;
            total = checked(total + storage.SampleSize);
        }
        Assign(Space.Batch, storage => storage.IsBatch);
        return total;
    }

    private int PlaceInPiece()
    {
        List<Storage> placed = [];
        int total = 0;
        foreach (Storage storage in _storages.Values.Distinct().Where(storage => !storage.IsBatch).OrderByDescending(storage => storage.Size).ThenBy(storage => storage.Birth))
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
        Assign(Space.Piece, storage => !storage.IsBatch);
        return total;
    }

    private void Assign(Space space, Func<Storage, bool> which)
    {
        foreach (KeyValuePair<Value, Storage> pair in _storages)
        {
            if (which(pair.Value)) pair.Key.Placement = new(space, pair.Value.Offset, pair.Value.SampleSize);
        }
    }

    /// <summary>Floats that one value, or several that share them, hold from their birth to their death.</summary>
    private sealed class Storage(int sampleSize, int samples, int birth)
    {
        /// <summary>Floats for one sample.</summary>
        public int SampleSize { get; } = sampleSize;

        /// <summary>Floats in the block of a piece.</summary>
        public int Size { get; } = checked(sampleSize * samples);

        /// <summary>Whether it lies in the memory of all samples instead.</summary>
        public bool IsBatch { get; set; }

        public int Birth { get; } = birth;

        public int Death { get; set; } = birth;

        public int Offset { get; set; }

        public bool Overlaps(Storage other) => Birth <= other.Death && other.Birth <= Death;
    }
}
