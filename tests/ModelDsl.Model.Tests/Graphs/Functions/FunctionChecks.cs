namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>
/// Holds compiled functions against their definitions in double: results, loss, and the gradients of all operands against
/// differences of the definition.
/// </summary>
internal static class FunctionChecks
{
    /// <summary>Checks all cases, which are compiled together, on a batch of 1 and one of 7.</summary>
    public static void Check(params IReadOnlyList<FunctionCase> cases)
    {
        HandMadeModel[] models = HandMadeModel.Compile([.. cases.Select<FunctionCase, Func<Generator.Graphs.Graph>>(test => () => FunctionGraph.Build(test))]);
        for (int i = 0; i < cases.Count; i++)
        {
            foreach (int batch in new[] { 1, FunctionGraph.LargestBatch }) new FunctionRun(cases[i], models[i], batch, new Random(17 * i + batch)).Check();
        }
    }
}
