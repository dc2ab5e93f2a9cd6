using System.Reflection;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;
using static ModelDsl.Model.Tests.Graphs.FiniteDifferences;

namespace ModelDsl.Model.Tests.Graphs;

/// <summary>A model that looks at a picture and a vector and says two things: what it takes, returns and refuses.</summary>
public sealed class SeveralInputsTests
{
    private const int Channels = 3, Side = 6, Features = 7, Classes = 4, BoxSize = 2, Picture = Channels * Side * Side;
    private static readonly HandMade Model = HandMade.Compile(Build);

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(4999)]
    public void Predict_AnyBatch_IsWhatEachSampleGivesAlone(int batch)
    {
        (float[] images, float[] vectors, _) = Draw(batch);
        float[] scores = new float[batch * Classes], boxes = new float[batch * BoxSize], score = new float[Classes], box = new float[BoxSize];
        Model.Predict([images, vectors], scores, boxes);
        for (int n = 0; n < batch; n += 1 + batch / 20)
        {
            Model.Predict([images[(n * Picture)..((n + 1) * Picture)], vectors[(n * Features)..((n + 1) * Features)]], score, box);
            AssertNear(score, scores.AsSpan(n * Classes, Classes));
            AssertNear(box, boxes.AsSpan(n * BoxSize, BoxSize));
        }
    }

    /// <summary>Each output follows from both inputs, as the definition says.</summary>
    [Fact]
    public void Predict_Outputs_AreThoseOfTheDefinition()
    {
        const int Batch = 3;
        (float[] images, float[] vectors, _) = Draw(Batch);
        float[] scores = new float[Batch * Classes], boxes = new float[Batch * BoxSize];
        Model.Predict([images, vectors], scores, boxes);
        for (int n = 0; n < Batch; n++)
        {
            double[] hidden = Apply("look", images.AsSpan(n * Picture, Picture)), read = Apply("read", vectors.AsSpan(n * Features, Features));
            for (int i = 0; i < hidden.Length; i++) hidden[i] = Math.Tanh(hidden[i] + read[i]);
            float[] joined = [.. hidden.Select(value => (float)value)];
            AssertNear([.. Apply("scores", joined).Select(value => (float)value)], scores.AsSpan(n * Classes, Classes));
            AssertNear([.. Apply("box", joined).Select(value => (float)value)], boxes.AsSpan(n * BoxSize, BoxSize));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void Backward_Gradients_AreThoseOfFiniteDifferences(int batch)
    {
        HandMade model = HandMade.Compile(Build);
        (float[] images, float[] vectors, int[] labels) = Draw(batch);
        // The loss does not see the box.
        Parameter[] seen = [.. model.Parameters.Where(parameter => !parameter.Name.StartsWith("box", StringComparison.Ordinal))];
        Check(seen, () => model.Backward([images, vectors], labels), stride: 17);
        Assert.All(model.Parameters["box.weight"].Gradient.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Evaluate_Loss_IsThatOfTheOutputs()
    {
        const int Batch = 5;
        (float[] images, float[] vectors, int[] labels) = Draw(Batch);
        float[] scores = new float[Batch * Classes], boxes = new float[Batch * BoxSize], expected = new float[Batch * BoxSize];
        float loss = Model.Evaluate([images, vectors], [labels], scores, boxes);
        Assert.Equal(Model.Backward([images, vectors], labels), loss, 1e-5f);
        Model.Predict([images, vectors], scores, expected);
        Assert.Equal(expected, boxes);
    }

    [Fact]
    public void Train_Steps_MakeTheLossSmaller()
    {
        HandMade model = HandMade.Compile(Build);
        (float[] images, float[] vectors, int[] labels) = Draw(20);
        AdamW optimizer = new(model.Model) { LearningRate = 0.05 };
        float before = model.Train(optimizer, [images, vectors], labels), after = before;
        for (int step = 0; step < 100; step++) after = model.Train(optimizer, [images, vectors], labels);
        Assert.InRange(after, 0, before / 2);
    }

    /// <summary>The first input says how many samples there are; what does not agree is named, and nothing has changed.</summary>
    [Theory]
    [InlineData(2 * Picture + 1, 2 * Features, 2 * Classes, 2 * BoxSize, 2, "image: expected a multiple of 108 values (3×6×6 each), got 217")]
    [InlineData(2 * Picture, 3 * Features, 2 * Classes, 2 * BoxSize, 2, "vector: expected 14 values (7 for each of the 2 samples in image), got 21")]
    [InlineData(2 * Picture, 2 * Features, 2 * Classes + 1, 2 * BoxSize, 2, "outputs1: expected 8 values (4 for each of the 2 samples in image), got 9")]
    [InlineData(2 * Picture, 2 * Features, 2 * Classes, BoxSize, 2, "box: expected 4 values (2 for each of the 2 samples in image), got 2")]
    [InlineData(2 * Picture, 2 * Features, 2 * Classes, 2 * BoxSize, 1, "label: expected 2 values (1 for each of the 2 samples in image), got 1")]
    public void Evaluate_LengthsThatDoNotAgree_AreNamed(int images, int vectors, int scores, int boxes, int labels, string message)
    {
        HandMade model = HandMade.Compile(() => Build("outputs1", "box"));
        float[] first = new float[scores], second = new float[boxes];
        ArgumentException exception = Assert.Throws<ArgumentException>(() => model.Evaluate([new float[images], new float[vectors]], [new int[labels]], first, second));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Assert.All(first.Concat(second), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Predict_NoSamples_DoesNothing() => Model.Predict([Array.Empty<float>(), Array.Empty<float>()], [], []);

    [Fact]
    public void Class_SeveralInputs_TellsTheirSizesByName()
    {
        Type type = Model.Model.GetType();
        Assert.Equal(["BoxSize=2", "ImageSize=108", "LabelSize=1", "ScoresSize=4", "VectorSize=7"], type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.Name}={field.GetRawConstantValue()}").Order());
        Assert.Equal([typeof(IModel)], type.GetInterfaces());
    }

    [Fact]
    public void Class_Summary_NamesWhatItTakes()
    {
        string summary = (string)Model.Model.GetType().GetProperty("Summary")!.GetValue(null)!;
        Assert.Contains("image", summary, StringComparison.Ordinal);
        Assert.Contains("vector", summary, StringComparison.Ordinal);
    }

    private static Graph Build() => Build("scores", "box");

    /// <summary><c>h = tanh(look(image) + read(vector)); scores(h), box(h); loss = cross entropy of the scores</c></summary>
    private static Graph Build(string firstName, string secondName)
    {
        Graph graph = new("Several");
        Value image = graph.AddInput("image", Channels, Side, Side), vector = graph.AddInput("vector", Features);
        Value look = graph.Linear("look", graph.Flatten("flat", image), 10), read = graph.Linear("read", vector, 10);
        Value hidden = graph.Tanh("tanh", graph.Add("sum", look, read));
        Value scores = graph.Linear("scores", hidden, Classes);
        graph.Outputs.AddRange([scores, graph.Linear("box", hidden, BoxSize)]);
        graph.OutputNames.AddRange([firstName, secondName]);
        graph.Loss = graph.Compare(new CrossEntropyLoss(Generator.Operators.Reduction.Mean, [], -100, 0), "loss", scores, graph.AddTarget("label", ElementType.Int32));
        return graph;
    }

    private static void AssertNear(float[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5f);
    }

    private static double[] Apply(string layer, ReadOnlySpan<float> x)
    {
        ReadOnlySpan<float> weight = Model.Parameters[layer + ".weight"].Values, bias = Model.Parameters[layer + ".bias"].Values;
        double[] y = new double[bias.Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = bias[i];
            for (int j = 0; j < x.Length; j++) y[i] += (double)weight[i * x.Length + j] * x[j];
        }
        return y;
    }

    private static (float[] Images, float[] Vectors, int[] Labels) Draw(int batch)
        => (Wave(batch * Picture, 0.37f), Wave(batch * Features, 0.83f), [.. Enumerable.Range(0, batch).Select(n => n * 3 % Classes)]);
}
