using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Memory;

/// <summary>
/// Walks through a schedule as a worker does, and checks that each node reads what its producer left there: it has run by then, and nothing has
/// been written over its floats since. It knows nothing of liveness, by which the <see cref="MemoryPlanner"/> shares memory.
/// </summary>
internal sealed class MemoryVerifier
{
    private readonly Graph _graph;
    private readonly SchedulePlan _schedule;
    private readonly Floats _worker = new(), _piece = new(), _batch = new(), _shared = new();
    private readonly MemoryPlan _memory;
    private readonly HashSet<Value> _computed = [];

    /// <summary>What lies in a value's floats where that is not the value alone: what it is a view of.</summary>
    private readonly Dictionary<Value, Value> _viewed = [];

    /// <summary>The node that computes in place of a value.</summary>
    private readonly Dictionary<Value, Node> _takenBy = [];

    private MemoryVerifier(Graph graph, SchedulePlan schedule, MemoryPlan memory)
    {
        _graph = graph;
        _schedule = schedule;
        _memory = memory;
    }

    /// <exception cref="InvalidOperationException">The schedule or the plan is broken: the node is named.</exception>
    public static void Verify(Graph graph, SchedulePlan schedule, MemoryPlan memory) => new MemoryVerifier(graph, schedule, memory).Verify();

    private void Verify()
    {
        int nodes = 0;
        List<Value> prepared = [];
        foreach (Phase phase in _schedule.Phases)
        {
            nodes += phase.Samples.Length + phase.Others.Length;
            // The others run beside the steps of the pieces: what they read is there before, and what they read and write stays to the end.
            foreach (Node node in phase.Others) ReadInputs(node);
            foreach (Node node in phase.Others) WriteOutputs(node);
            // The worker had other pieces since the phase before.
            _worker.Clear();
            foreach (Node node in phase.Samples)
            {
                ReadInputs(node);
                WriteOutputs(node);
                foreach (Value output in node.Outputs) _computed.Add(output);
            }
            _worker.Clear();
            foreach (Node node in phase.Others)
            {
                ReadInputs(node);
                foreach (Value output in node.Outputs) Find(node, output);
                if (phase.IsPreparation) prepared.AddRange(node.Outputs);
            }
            foreach (Node node in phase.Others)
            {
                foreach (Value output in node.Outputs) _computed.Add(output);
            }
        }
        if (nodes != _graph.Nodes.Count) Fail($"{nodes} nodes of {_graph.Nodes.Count} are in the schedule");
        // Preparations are skipped in later steps: what they left must still be there.
        foreach (Value value in prepared) Find(value.Producer!, value);
    }

    private void ReadInputs(Node node)
    {
        foreach (Value input in node.Inputs)
        {
            if (input.Producer is null || input.Role == ValueRole.Buffer) continue;
            if (!_computed.Contains(input)) Fail($"'{node}' reads '{input.Name}' before it is computed");
            Find(node, input);
        }
    }

    /// <summary>Checks that a value is where it was left.</summary>
    private void Find(Node node, Value value)
    {
        if (FloatsOf(value) is not { } floats) return;
        Value content = ContentOf(value);
        bool isTaken = _takenBy.TryGetValue(content, out Node? taker) && taker == node;
        if (!isTaken && floats.At(value.Placement!.Offset) != content) Fail($"'{node}' finds '{value.Name}' overwritten");
    }

    private void WriteOutputs(Node node)
    {
        foreach (Value output in node.Outputs)
        {
            if (FloatsOf(output) is not { } floats) continue;
            Placement placement = output.Placement!;
            if (node.Operator.IsView && node.Inputs[0].Placement == placement && node.Inputs[0].Layout == output.Layout)
            {
                _viewed[output] = ContentOf(node.Inputs[0]);
                continue;
            }
            int size = placement.Space is Space.Worker or Space.Piece && output.Extent == Extent.PerSample ? placement.Size * _schedule.PieceSize : placement.Size;
            if (placement.Offset < 0 || placement.Offset + size > SizeOf(placement.Space)) Fail($"'{output.Name}' lies outside its memory");
            int inPlace = output == node.Output ? node.Operator.InPlaceInput(node) : -1;
            Value? taken = inPlace >= 0 && inPlace < node.Inputs.Length && node.Inputs[inPlace].Placement == placement ? ContentOf(node.Inputs[inPlace]) : null;
            foreach (Value lost in floats.Write(placement.Offset, size, output))
            {
                if (lost == taken)
                {
                    _takenBy[lost] = node;
                    continue;
                }
                foreach (Value input in node.Inputs)
                {
                    if (ContentOf(input) == lost) Fail($"'{node}' writes over '{input.Name}' while it reads it");
                }
                foreach (Value other in node.Outputs)
                {
                    if (other == lost) Fail($"'{node}' writes '{output.Name}' over '{other.Name}'");
                }
            }
        }
    }

    private Value ContentOf(Value value) => _viewed.TryGetValue(value, out Value? content) ? content : value;

    /// <summary>The memory of the arena that a value lies in; null for the caller's and the parameters', which nothing shares.</summary>
    private Floats? FloatsOf(Value value)
    {
        if (value.Placement is not { } placement)
        {
            Fail($"'{value.Name}' has no place");
            return null;
        }
        return placement.Space switch { Space.Worker => _worker, Space.Piece => _piece, Space.Batch => _batch, Space.Shared => _shared, _ => null };
    }

    private int SizeOf(Space space) => space switch { Space.Worker => _memory.WorkerFloats, Space.Piece => _memory.PieceFloats, Space.Batch => _memory.BatchFloats, _ => _memory.SharedFloats };

    private void Fail(string what)
        => throw new InvalidOperationException($"the schedule or the memory of '{_graph.Name}' is broken: {what}\n{GraphPrinter.Print(_graph)}");

    /// <summary>What lies in a memory: values that do not overlap, by their offsets.</summary>
    private sealed class Floats
    {
        private readonly List<Held> _held = [];

        /// <summary>Forgets what lies there.</summary>
        public void Clear() => _held.Clear();

        /// <summary>The value that begins at an offset and is whole; null where there is none.</summary>
        public Value? At(int offset)
        {
            int index = FirstEndingAfter(offset);
            return index < _held.Count && _held[index].Begin == offset ? _held[index].Value : null;
        }

        /// <summary>Puts a value there; says what is lost by it.</summary>
        public List<Value> Write(int begin, int size, Value value)
        {
            List<Value> lost = [];
            int index = FirstEndingAfter(begin), count = 0;
            for (; index + count < _held.Count && _held[index + count].Begin < begin + size; count++) lost.Add(_held[index + count].Value);
            _held.RemoveRange(index, count);
            _held.Insert(index, new Held(begin, begin + size, value));
            return lost;
        }

        private int FirstEndingAfter(int offset)
        {
            int low = 0, high = _held.Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (_held[middle].End > offset) high = middle;
                else low = middle + 1;
            }
            return low;
        }
    }

    private sealed class Held(int begin, int end, Value value)
    {
        public int Begin { get; } = begin;

        public int End { get; } = end;

        public Value Value { get; } = value;
    }
}
