namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>Draws a program operation by operation: what does not fit, or is not known to the compiler yet, is drawn anew.</summary>
internal sealed partial class ProgramDraw
{
    /// <summary>Above this, values are brought down again.</summary>
    private const double LargestBound = 40;

    private readonly Draw _draw;
    private readonly FuzzCase _case;
    private readonly List<FuzzBlock> _blocks = [];
    private readonly List<FuzzOperation> _operations = [];
    private readonly List<int[]> _shapes;
    private readonly List<double> _bounds;
    private readonly Dictionary<int, string> _parameters = [];
    private readonly bool _hasBlocks;
    private readonly int _inputs;

    /// <param name="draw">Where choices come from.</param>
    /// <param name="whole">The helpers and models that there are already.</param>
    /// <param name="inputs">The shapes of the inputs.</param>
    /// <param name="hasBlocks">Whether it may have layers: a helper has none.</param>
    public ProgramDraw(Draw draw, FuzzCase whole, IReadOnlyList<int[]> inputs, bool hasBlocks)
    {
        (_draw, _case, _hasBlocks, _inputs) = (draw, whole, hasBlocks, inputs.Count);
        _shapes = [.. inputs];
        _bounds = [.. inputs.Select(_ => 2.0)];
    }

    public FuzzProgram Next(int operations, int mostOutputs)
    {
        for (int tries = 0; _operations.Count < operations && tries < 40 * operations; tries++) Step();
        // What nobody reads is an output, the last values first; some may stay unread.
        HashSet<int> read = [.. _operations.SelectMany(operation => operation.Inputs)];
        List<int> outputs = [.. Enumerable.Range(0, _shapes.Count).Reverse().Where(value => !read.Contains(value) && (value >= _inputs || _operations.Count == 0)).Take(mostOutputs)];
        if (outputs.Count < mostOutputs && _draw.Flip(0.15) && _operations.Count > 1) outputs.Add(_inputs + _draw.Int(0, _operations.Count - 2));
        return new([.. _shapes.Take(_inputs)], [.. _blocks], [.. _operations], [.. outputs.Distinct()]);
    }

    private void Step()
    {
        if (_hasBlocks && _draw.Flip(0.35)) AddBlock();
        else if (_draw.Flip(0.3)) AddShapeOperation(Value());
        else if (_draw.Flip(0.3)) AddReductionOrProduct(Value());
        else if (_draw.Flip(0.12)) AddCall(Value());
        else AddElementwise(Value());
    }

    /// <summary>A value, most often one of the last.</summary>
    private int Value() => _draw.Flip(0.45) ? _shapes.Count - 1 : _draw.Int(Math.Max(0, _shapes.Count - 6), _shapes.Count - 1);

    /// <summary>Adds an operation if it fits, and says which value it makes; −1 if it does not.</summary>
    private int Add(FuzzOperation operation)
    {
        FuzzScope scope = new(_case, new FuzzProgram([.. _shapes.Take(_inputs)], [.. _blocks], [], []), new(_parameters));
        if (operation.Inputs.Any(input => input < 0) || FuzzProgram.Infer(scope, operation, _shapes) is not { } shape) return -1;
        double bound = operation.Bound([.. operation.Inputs.Select(input => _bounds[input])], [.. operation.Inputs.Select(input => _shapes[input])]);
        if (bound > LargestBound) return -1;
        foreach ((int block, string parameters) in scope.ParametersOf) _parameters[block] = parameters;
        _operations.Add(operation);
        _shapes.Add(shape);
        _bounds.Add(bound);
        return _shapes.Count - 1;
    }

    private void AddBlock()
    {
        int x = Value();
        if (_blocks.Count > 0 && _draw.Flip(0.3))
        {
            int number = _draw.Int(0, _blocks.Count - 1);
            // The same weights once more, where the shape allows it.
            if (_blocks[number].Model < 0 && Add(new BlockOperation(number, [_draw.Flip(0.5) ? _operations.Find(operation => operation.Block == number)!.Inputs[0] : x])) >= 0) return;
        }
        FuzzBlock block;
        int[] inputs = [x];
        if (_case.Models.Length > 0 && _draw.Flip(0.3))
        {
            int model = _draw.Int(0, _case.Models.Length - 1);
            int[] found = [.. _case.Models[model].Inputs.Select(shape => _shapes.FindLastIndex(candidate => candidate.SequenceEqual(shape)))];
            if (found.Contains(-1)) return;
            inputs = found;
            block = new([], model, _draw.Flip(0.4) ? _draw.Int(1, 2) : 0, _draw.Flip(0.1));
        }
        else
        {
            if (new LayerDraw(_draw).Next(_shapes[x]) is not { } layers) return;
            block = new([.. layers], -1, _draw.Flip(0.15) ? _draw.Int(1, 3) : 0, _draw.Flip(0.1));
        }
        _blocks.Add(block);
        if (Add(new BlockOperation(_blocks.Count - 1, [.. inputs])) < 0) _blocks.RemoveAt(_blocks.Count - 1);
        else if (_draw.Flip(0.2)) Add(new LoopOperation("residual", _shapes.Count - 1, _draw.Int(1, 3), _blocks.Count - 1));
    }

    private void AddCall(int x)
    {
        if (_case.Helpers.Length > 0 && _draw.Flip(0.6))
        {
            int helper = _draw.Int(0, _case.Helpers.Length - 1);
            Add(new HelperOperation(helper, [.. _case.Helpers[helper].Inputs.Select((_, i) => i == 0 ? x : Value())]));
            return;
        }
        int times = _draw.Int(1, 4);
        Add(_draw.Pick<FuzzOperation>(
            new LoopOperation("scale", x, times), new LoopOperation("list", x, times), new LoopOperation("parts", x, _shapes[x].Length == 0 ? 1 : _draw.Divisor(_shapes[x][0]))));
    }
}
