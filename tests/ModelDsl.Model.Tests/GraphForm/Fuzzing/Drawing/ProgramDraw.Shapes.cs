namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <content>Functions of shapes.</content>
internal sealed partial class ProgramDraw
{
    private void AddShapeOperation(int x)
    {
        int[] shape = _shapes[x];
        int rank = shape.Length, place = _draw.Int(0, Math.Max(rank - 1, 0));
        bool isMethod = _draw.Flip(0.4);
        switch (_draw.Int(0, rank == 0 ? 2 : 12))
        {
            case 0:
                Add(new ShapeOperation("Unsqueeze", x, [_draw.Dim(rank + 1)], isMethod));
                break;
            case 1:
                Add(new ShapeOperation("Reshape", x, Sizes(Dims.Count(shape)), isMethod));
                break;
            case 2:
                int[] grown = [.. shape.Select(size => size == 1 && _draw.Flip(0.7) ? _draw.Int(1, 4) : _draw.Flip(0.3) ? -1 : size)];
                Add(new ShapeOperation("Expand", x, _draw.Flip(0.5) ? [_draw.Int(1, 3), .. grown] : grown, isMethod));
                break;
            case 3:
                int end = _draw.Int(place, rank - 1);
                Add(new ShapeOperation("Flatten", x, _draw.Flip(0.5) ? [] : end == rank - 1 ? [place] : [_draw.Dim(place, rank), _draw.Dim(end, rank)], isMethod));
                break;
            case 4:
                Add(new ShapeOperation("Transpose", x, [_draw.Dim(rank), _draw.Dim(rank)], isMethod));
                break;
            case 5:
                Add(new ShapeOperation("Permute", x, [.. _draw.Shuffle(rank).Select(dim => _draw.Dim(dim, rank))], isMethod));
                break;
            case 6:
                Add(new ShapeOperation("Squeeze", x, [_draw.Dim(shape.Contains(1) ? Array.IndexOf(shape, 1) : place, rank)], isMethod));
                break;
            case 7:
                int start = _draw.Int(0, shape[place] - 1);
                Add(new ShapeOperation("Narrow", x, [_draw.Dim(place, rank), start, _draw.Int(1, shape[place] - start)], isMethod));
                break;
            case 8:
                Add(new ShapeOperation("Select", x, [_draw.Dim(place, rank), _draw.Dim(shape[place])], isMethod));
                break;
            case 9:
                Add(new IndexOperation(x, [.. shape.Take(_draw.Int(1, rank)).Select(Index)]));
                break;
            case 10:
                AddCut(x, place, rank);
                break;
            default:
                AddJoin(x, place, rank);
                break;
        }
    }

    /// <summary>Sizes of so many values, one of them perhaps left to be worked out.</summary>
    private int[] Sizes(int count)
    {
        List<int> sizes = [];
        for (int left = count, i = _draw.Int(0, 3); ; i--)
        {
            int size = i == 0 ? left : _draw.Divisor(left);
            sizes.Insert(_draw.Int(0, sizes.Count), size);
            left /= size;
            if (i > 0) continue;
            if (_draw.Flip(0.4)) sizes[_draw.Int(0, sizes.Count - 1)] = -1;
            return [.. sizes];
        }
    }

    private FuzzIndex Index(int size)
    {
        int start = _draw.Int(0, size - 1), end = _draw.Int(start + 1, size);
        return _draw.Int(0, 6) switch
        {
            0 => new($"{start}", size, 0),
            1 => new($"^{size - start}", size, 0),
            2 => new($"{start - size}", size, 0),
            3 => new($"{start}..{end}", size, end - start),
            4 => new($"{(_draw.Flip(0.5) ? $"{start}" : $"^{size - start}")}..", size, size - start),
            5 => new($"..{(_draw.Flip(0.5) || end == size ? $"{end}" : $"^{size - end}")}", size, end),
            _ => new("..", size, size),
        };
    }

    private void AddCut(int x, int place, int rank)
    {
        int size = _shapes[x][place], dim = _draw.Dim(place, rank);
        if (_draw.Flip(0.3))
        {
            int first = _draw.Int(1, size), second = Math.Min(size - first, _draw.Int(1, size));
            int[] sizes = [.. new[] { first, second, size - first - second }.Where(part => part > 0)];
            Add(new CutOperation("Split", x, sizes, HasSizes: true, dim, _draw.Int(0, sizes.Length - 1)));
            return;
        }
        // Two parts of the same cut, or one.
        int parts = _draw.Int(1, Math.Min(size, 4));
        string function = _draw.Pick("Split", "Chunk");
        for (int i = _draw.Int(1, 2); i > 0; i--) Add(new CutOperation(function, x, [parts], HasSizes: false, dim, _draw.Int(0, parts - 1)));
    }

    private void AddJoin(int x, int place, int rank)
    {
        bool isStack = _draw.Flip(0.4);
        int[] fitting = [.. Enumerable.Range(0, _shapes.Count).Where(value => isStack ? _shapes[value].SequenceEqual(_shapes[x]) : _shapes[value].Length == rank && _shapes[value].Without(place).SequenceEqual(_shapes[x].Without(place)))];
        Add(new JoinOperation(isStack ? "Stack" : "Concat", [.. Enumerable.Range(0, _draw.Int(1, 3)).Select(_ => _draw.Pick(fitting))], isStack ? _draw.Dim(rank + 1) : _draw.Dim(place, rank)));
    }
}
