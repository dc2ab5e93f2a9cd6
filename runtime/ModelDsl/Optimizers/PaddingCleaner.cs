namespace ModelDsl;

/// <summary>
/// Without an eps, rules that divide by a running moment compute 0/0 in the floats between two parameters. Nobody reads those as
/// parameters, but vector code loads them with their neighbours, so they are set back to zero.
/// </summary>
internal static class PaddingCleaner
{
    /// <summary>Sets to zero what lies between the parameters in a piece of the block.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="values">The piece.</param>
    /// <param name="start">Where it starts in the block.</param>
    public static void Clear(ParameterCollection parameters, Span<float> values, int start)
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            Parameter parameter = parameters[i];
            if (!parameter.IsTrainable) continue;
            int from = Math.Clamp(parameter.Offset + parameter.Size - start, 0, values.Length);
            int to = Math.Clamp(ParameterCollection.RoundUp(parameter.Offset + parameter.Size) - start, 0, values.Length);
            values[from..to].Clear();
        }
    }
}
