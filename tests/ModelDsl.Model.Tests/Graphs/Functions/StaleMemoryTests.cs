using System.Reflection;
using ModelDsl.Engine;
using static ModelDsl.Model.Tests.Graphs.Functions.FunctionCase;
using static ModelDsl.Model.Tests.Graphs.Functions.FunctionOperand;

namespace ModelDsl.Model.Tests.Graphs.Functions;

/// <summary>
/// A value's memory was another's before. Functions that move values write all of theirs, pad lanes and borders too: where all memory is NaN
/// before a step, nothing of it is found in what convolutions, which read them, compute.
/// </summary>
public class StaleMemoryTests
{
    [Fact]
    public void Functions_InMemoryThatIsNotANumber_ComputeTheSame()
    {
        FunctionCase[] cases =
        [
            Between(Of("Concat", ("Dim", 0)), Samples(3, 4, 5), Samples(2, 4, 5)),
            Between(Of("Concat", ("Dim", 2)), Samples(3, 4, 2), Samples(3, 4, 3)),
            Between(Of("Stack", ("Dim", 0)), Samples(4, 5), Samples(4, 5)),
            Between(Of("Stack", ("Dim", 1)), Samples(3, 5), Samples(3, 5)),
            Between(Of("Transpose", ("Dim0", 0), ("Dim1", 1)), Samples(5, 3, 4)),
            Between(Of("Transpose", ("Dim0", 1), ("Dim1", 2)), Samples(5, 3, 3)),
            Between(Of("Reshape", ("Sizes", Dims(2, 6, 5))), Samples(3, 4, 5)),
            Between(Of("Reshape", ("Sizes", Dims(6, 2, 5))), Samples(3, 4, 5)),
            Between(Of("Reshape", ("Sizes", Dims(1, 4, 5))), Samples(20)),
            Between(Of("Unsqueeze", ("Dim", 0)), Samples(4, 5)),
            Between(Of("Narrow", ("Dim", 0), ("Start", 1), ("Length", 17)), Samples(18, 3, 3)),
            Between(Of("Narrow", ("Dim", 2), ("Start", 1), ("Length", 3)), Samples(3, 3, 4)),
            Between(Of("Select", ("Dim", 3), ("Index", 1)), Samples(3, 3, 4, 2)),
            Between(Of("Expand", ("Sizes", Dims(3, 4, 5))), Samples(3, 1, 1)),
            Between(Of("MatMul"), Samples(3, 4, 5), Samples(3, 5, 4)),
            Between(Of("MatMul"), Samples(3, 4, 5), Parameter(5, 5)),
            Between(Of("Softmax", ("Dim", 1)), Samples(3, 4, 5)),
        ];
        HandMadeModel[] models = HandMadeModel.Compile([.. cases.Select<FunctionCase, Func<Generator.Graphs.Graph>>(test => () => FunctionGraph.Build(test))]);
        Random random = new(3);
        for (int i = 0; i < cases.Length; i++)
        {
            int inputs = FunctionGraph.InputCount(cases[i].Operands) * FunctionGraph.LargestBatch;
            int outputs = (int)FunctionGraph.Build(cases[i]).Outputs[0].Shape.Count * FunctionGraph.LargestBatch;
            float[] given = Draw(random, inputs), targets = Draw(random, outputs), first = new float[outputs], second = new float[outputs];
            models[i].Prediction.Predict(given, first, FunctionGraph.LargestBatch);
            Spoil(models[i].Prediction);
            models[i].Prediction.Predict(given, second, FunctionGraph.LargestBatch);
            Assert.True(first.AsSpan().SequenceEqual(second), $"{cases[i]}: predictions");

            float loss = models[i].Training.Backward<float>(given, targets, FunctionGraph.LargestBatch);
            float[] gradients = models[i].Parameters.Gradients.ToArray();
            Spoil(models[i].Training);
            Assert.Equal(loss, models[i].Training.Backward<float>(given, targets, FunctionGraph.LargestBatch));
            Assert.True(gradients.AsSpan().SequenceEqual(models[i].Parameters.Gradients), $"{cases[i]}: gradients");
            Assert.DoesNotContain(float.NaN, gradients);
        }
    }

    private static FunctionCase Between(Generator.Declaration.LayerSpec call, params FunctionOperand[] operands)
        => new(call, _ => throw new InvalidOperationException("only the graph is used"), operands) { IsBetweenConvolutions = true };

    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];

    private static void Spoil(ModelEngine engine)
    {
        foreach (string memory in new[] { "_pieces", "_batch", "_scratch" })
        {
            FieldInfo field = typeof(ModelEngine).GetField(memory, BindingFlags.Instance | BindingFlags.NonPublic)!;
            ((AlignedBuffer)field.GetValue(engine)!).Span.Fill(float.NaN);
        }
    }
}
