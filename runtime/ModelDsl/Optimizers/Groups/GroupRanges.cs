namespace ModelDsl;

/// <summary>
/// The block of parameters as ranges of one group each, in their order. Neighbours of one group are one range, so that without groups the block is one,
/// and each range starts and ends at a multiple of 16 floats, as parameters do.
/// </summary>
internal sealed class GroupRanges
{
    private readonly int[] _ends;
    private readonly ParameterGroup?[] _groups;

    private GroupRanges(int[] ends, ParameterGroup?[] groups)
    {
        _ends = ends;
        _groups = groups;
    }

    public static GroupRanges Of(ParameterCollection parameters, IReadOnlyList<ParameterGroup> groups)
    {
        List<int> ends = [];
        List<ParameterGroup?> owners = [];
        if (groups.Count > 0)
        {
            foreach (Parameter parameter in parameters.Where(parameter => parameter.IsTrainable).OrderBy(parameter => parameter.Offset))
            {
                ParameterGroup? group = groups.FirstOrDefault(group => group.Has(parameter));
                int end = parameter.Offset + ParameterCollection.RoundUp(parameter.Size);
                if (owners.Count > 0 && owners[^1] == group)
                {
                    ends[^1] = end;
                    continue;
                }
                ends.Add(end);
                owners.Add(group);
            }
        }
        return owners.Count == 0 ? new GroupRanges([parameters.Values.Length], [null]) : new GroupRanges([.. ends], [.. owners]);
    }

    /// <summary>The range that a place of the block is in.</summary>
    /// <param name="start">The place.</param>
    /// <returns>Where the range ends, and its group.</returns>
    public (int End, ParameterGroup? Group) At(int start)
    {
        // Most optimizers have one range, or a few.
        if (_ends.Length == 1) return (_ends[0], _groups[0]);
        int index = Array.BinarySearch(_ends, start + 1);
        if (index < 0) index = ~index;
        return (_ends[index], _groups[index]);
    }
}
