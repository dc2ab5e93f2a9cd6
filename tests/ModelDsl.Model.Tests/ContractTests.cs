using ModelDsl.Model.Tests.Harness;
using ModelDsl.Model.Tests.Reference;

namespace ModelDsl.Model.Tests;

/// <summary>What a model says to a caller's mistakes, and that nothing is half-written after them.</summary>
public class ContractTests
{
    private const string Text = "[Input(2, 3, 3)] [Conv2d(4, 2)] [BatchNorm2d] [ReLU] [Flatten] [Linear(5)] [CrossEntropyLoss]";

    private readonly ITrainable<int> _model = (ITrainable<int>)ModelCompiler.Compile(Text).Model;

    [Fact]
    public void Predict_InputOfAnotherLength_SaysWhatWasExpected()
    {
        float[] outputs = [1, 2, 3, 4, 5];
        ArgumentException exception = Assert.Throws<ArgumentException>(() => _model.Predict(new float[17], outputs));
        Assert.Contains("input: expected a multiple of 18 values", exception.Message, StringComparison.Ordinal);
        Assert.Contains("got 17", exception.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4, 5], outputs);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(10)]
    public void Predict_OutputOfAnotherLength_Throws(int length) =>
        Assert.Throws<ArgumentException>(() => _model.Predict(new float[18], new float[length]));

    [Fact]
    public void Predict_NoSamples_DoesNothing() => _model.Predict([], []);

    [Fact]
    public void Backward_NoSamples_Throws() => Assert.Throws<ArgumentException>(() => _model.Backward([], []));

    /// <summary>The first of two layers must not have moved its statistics when the second one cannot train.</summary>
    [Fact]
    public void Backward_OneSampleBeforeBatchNorm1d_NamesTheLayerAndChangesNothing()
    {
        var model = (ITrainable<int>)ModelCompiler.Compile("[Input(1, 4, 4)] [BatchNorm2d] [Flatten] [Linear(3)] [BatchNorm1d] [CrossEntropyLoss]").Model;
        float[] buffers = model.Parameters.Buffers.ToArray(), inputs = [.. Enumerable.Range(0, 16).Select(i => i + 1f)];
        ArgumentException exception = Assert.Throws<ArgumentException>(() => model.Backward(inputs, [1]));
        Assert.Contains("input: the batch has 1 sample, and BatchNorm1d 'bn2' needs at least 2 in training", exception.Message, StringComparison.Ordinal);
        Assert.Equal(buffers, model.Parameters.Buffers.ToArray());
        Assert.True(float.IsFinite(model.Evaluate(inputs, [1], new float[3])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Backward_AnotherNumberOfTargets_Throws(int targets) =>
        Assert.Throws<ArgumentException>(() => _model.Backward(new float[36], new int[targets]));

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Train_ClassThatIsNone_ThrowsAndChangesNothing(int target)
    {
        Adam optimizer = new(_model);
        float[] values = _model.Parameters.Values.ToArray(), buffers = _model.Parameters.Buffers.ToArray();
        Assert.ThrowsAny<ArgumentException>(() => _model.Train(new float[36], [0, target], optimizer));
        Assert.ThrowsAny<ArgumentException>(() => _model.Evaluate(new float[36], [0, target], new float[10]));
        Assert.Equal(values, _model.Parameters.Values.ToArray());
        Assert.Equal(buffers, _model.Parameters.Buffers.ToArray());
        Assert.Equal(0, optimizer.StepCount);
    }

    [Fact]
    public void Train_IgnoredTarget_IsNoClassAndCountsNot()
    {
        float[] inputs = [.. Enumerable.Range(0, 36).Select(i => i % 7 - 3f)];
        float loss = _model.Backward(inputs, [2, -100]);
        Assert.True(float.IsFinite(loss));
    }

    [Fact]
    public void Train_OptimizerOfAnotherModel_Throws()
    {
        Adam optimizer = new(ModelCompiler.Compile(Text).Model);
        Assert.Throws<ArgumentException>(() => _model.Train(new float[18 * 3], [0, 1, 2], optimizer));
    }

    [Fact]
    public void Evaluate_AnyTime_ChangesNothing()
    {
        float[] inputs = [.. Enumerable.Range(0, 54).Select(i => i % 7 - 3f)];
        _model.Backward(inputs, [0, 1, 2]);
        float[] gradients = _model.Parameters.Gradients.ToArray(), buffers = _model.Parameters.Buffers.ToArray();
        _model.Evaluate(inputs, [0, 1, 2], new float[15]);
        Assert.Equal(gradients, _model.Parameters.Gradients.ToArray());
        Assert.Equal(buffers, _model.Parameters.Buffers.ToArray());
    }

    /// <summary>Without running statistics, prediction normalises by its own batch: the whole of it, however large.</summary>
    [Fact]
    public void Predict_StatisticsOfALargeBatch_AreThoseOfTheWholeBatch()
    {
        CompiledModel compiled = ModelCompiler.Compile("[Input(3)] [Linear(4)] [BatchNorm1d(TrackRunningStats = false)] [MSELoss]");
        ReferenceNetwork reference = new(compiled.Declaration);
        Random random = new(1);
        Sample.DrawParameters(reference, random);
        compiled.Load(reference);
        Sample sample = Sample.Draw(reference, compiled.Declaration, batch: 5000, random);
        // Numbers that grow with the sample: its parts have other means than the whole.
        for (int i = 0; i < sample.Inputs.Length; i++) sample.Inputs[i] = (float)(sample.Inputs[i] + i / 5000.0);
        ReferenceComparison.Single.Check("5000 samples", reference.Predict(sample.Inputs), compiled.Predict(sample));
    }

    /// <summary>More samples than one go through the network at a time.</summary>
    [Fact]
    public void Predict_LargeBatch_IsThePredictionOfEach()
    {
        IPredictor model = _model;
        const int Samples = 3001;
        float[] inputs = [.. Enumerable.Range(0, 18 * Samples).Select(i => MathF.Sin(i))];
        float[] together = new float[5 * Samples], alone = new float[5];
        model.Predict(inputs, together);
        for (int sample = 0; sample < Samples; sample += 100)
        {
            model.Predict(inputs.AsSpan(18 * sample, 18), alone);
            ReferenceComparison.Single.Check($"sample {sample}", [.. alone.Select(value => (double)value)], together.AsSpan(5 * sample, 5));
        }
    }
}
