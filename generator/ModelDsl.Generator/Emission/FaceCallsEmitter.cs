using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Operators;

namespace ModelDsl.Generator.Emission;

/// <summary>
/// Writes what users call: <c>Predict</c>, <c>Train</c>, <c>Backward</c>, <c>Evaluate</c>. Each checks all lengths before it changes anything. The first
/// input says how many samples there are.
/// </summary>
internal sealed class FaceCallsEmitter(CodeWriter code, Graph graph, FaceSignature face)
{
    private readonly FaceValue _first = face.Inputs[0];

    public void EmitPredict()
    {
        code.Line("/// <summary>Computes the outputs of a batch as in PyTorch's evaluation mode. Nothing is allocated once a batch of that size has been seen.</summary>");
        EmitDocs(face.Inputs, "One sample after another, {0} each.");
        EmitDocs(face.Outputs, "Receives {0} for each sample.");
        using (code.Block($"public void Predict({Join(Given(face.Inputs), Received(face.Outputs))})"))
        {
            EmitSampleChecks();
            EmitChecks(face.Outputs);
            code.Line($"_prediction.Predict({(face.IsPredictor ? Join(Names(face.Inputs), Names(face.Outputs)) : $"{FaceSignature.Spans(face.Inputs)}, {FaceSignature.Spans(face.Outputs)}")}, samples);");
        }
        code.Line();
    }

    public void EmitTrain()
    {
        code.Line("/// <summary>One whole training step: forward, backward, update.</summary>");
        EmitTrainingDocs();
        code.Line("/// <param name=\"optimizer\">The optimizer, made for this model.</param>");
        code.Line("/// <returns>The loss before the update.</returns>");
        using (code.Block($"public float Train({Join(Given(face.Inputs), Given(face.Targets))}, global::ModelDsl.Optimizer optimizer)"))
        {
            code.Line($"{Check("Owns")}(this, optimizer);");
            code.Line($"float loss = Backward({Join(Names(face.Inputs), Names(face.Targets))});");
            code.Line("optimizer.Step();");
            code.Line("return loss;");
        }
        code.Line();
    }

    /// <param name="gradients">The gradients of inputs that it computes as well.</param>
    public void EmitBackward(EquatableArray<FaceValue> gradients)
    {
        code.Line("/// <summary>Forward and backward in training mode: the gradients replace those in <see cref=\"Gradients\"/>.</summary>");
        EmitTrainingDocs();
        EmitDocs(gradients, "Receives the gradient of the loss with respect to the input, {0} for each sample.");
        code.Line("/// <returns>The loss.</returns>");
        using (code.Block($"public float Backward({Join(Given(face.Inputs), Given(face.Targets), Received(gradients))})"))
        {
            EmitSampleChecks();
            EmitChecks(gradients);
            code.Line($"{Check("NotEmpty")}(nameof({_first.Name}), samples);");
            foreach (Node node in graph.Nodes)
            {
                if (node is not { Operator: LayerOperator layer, Origin: { } origin } || layer.SmallestBatch(node) == 1) continue;
                code.Line($"{Check("LargeEnough")}(nameof({_first.Name}), samples, {layer.SmallestBatch(node)}, \"{origin.Kind}\", \"{node.Name}\");");
                break;
            }
            EmitTargetChecks();
            bool isSimple = gradients.Count == 0 && face.Inputs.Count == 1 && _first.Type == ElementType.Float32 && face.Targets.Count == 1;
            string spans = isSimple ? Join(Names(face.Inputs), Names(face.Targets)) : $"{FaceSignature.Spans(face.Inputs)}, {FaceSignature.Spans(face.Targets)}";
            code.Line($"return _training.Backward({spans}{(gradients.Count == 0 ? "" : $", {FaceSignature.Spans(gradients)}")}, samples);");
        }
        code.Line();
    }

    public void EmitAccumulate()
    {
        code.Line("/// <summary>As <c>Backward</c>, but the gradients are added to those in <see cref=\"Gradients\"/>: several calls, and one step for all.</summary>");
        EmitTrainingDocs();
        code.Line("/// <returns>The loss of this batch alone.</returns>");
        using (code.Block($"public float Accumulate({Join(Given(face.Inputs), Given(face.Targets))})"))
        {
            code.Line("_training.KeepGradients();");
            code.Line($"float loss = Backward({Join(Names(face.Inputs), Names(face.Targets))});");
            code.Line("_training.AddKeptGradients();");
            code.Line("return loss;");
        }
        code.Line();
    }

    public void EmitEvaluate()
    {
        code.Line("/// <summary>The loss of a batch in evaluation mode. Nothing is learned.</summary>");
        EmitTrainingDocs();
        EmitDocs(face.Outputs, face.Outputs.Count == 1 ? "Receives the predictions, {0} for each sample." : "Receives {0} for each sample.");
        using (code.Block($"public float Evaluate({Join(Given(face.Inputs), Given(face.Targets), Received(face.Outputs))})"))
        {
            EmitSampleChecks();
            code.Line($"{Check("NotEmpty")}(nameof({_first.Name}), samples);");
            EmitTargetChecks();
            code.Line($"Predict({Join(Names(face.Inputs), Names(face.Outputs))});");
            if (face.HasEvaluation)
            {
                code.Line($"return _evaluation.Backward({FaceSignature.Spans(face.Inputs)}, {FaceSignature.Spans(face.Targets)}, samples);");
            }
            else
            {
                Node node = graph.Loss!.Producer!;
                string output = face.Outputs[graph.Outputs.IndexOf(node.Inputs[0])].Name;
                code.Line($"return {((LossOperator)node.Operator).Evaluation(node, output, node.Inputs[1].Name, "samples")};");
            }
        }
        code.Line();
    }

    private void EmitTrainingDocs()
    {
        EmitDocs(face.Inputs, "One sample after another, {0} each.");
        foreach (FaceValue target in face.Targets) code.Line($"/// <param name=\"{target.Name}\">The target of each sample, {target.Each} each.</param>");
    }

    private void EmitDocs(IEnumerable<FaceValue> values, string text)
    {
        foreach (FaceValue value in values) code.Line($"/// <param name=\"{value.Name}\">{text.Replace("{0}", value.Shape.ToString())}</param>");
    }

    private void EmitSampleChecks()
    {
        code.Line($"int samples = {Check("Samples")}(nameof({_first.Name}), {_first.Name}.Length, {_first.Shape.Count}, \"{_first.Times}\");");
        EmitChecks(face.Inputs.Skip(1));
    }

    private void EmitTargetChecks()
    {
        EmitChecks(face.Targets);
        IEnumerable<string?> checks = graph.Nodes
            .Where(node => node.Operator is LossOperator && node.Inputs[1].Role == ValueRole.Target)
            .Select(node => ((LossOperator)node.Operator).TargetCheck(node, node.Inputs[1].Name));
        foreach (string? check in checks.Distinct())
        {
            if (check is not null) code.Line(check + ";");
        }
    }

    private void EmitChecks(IEnumerable<FaceValue> values)
    {
        foreach (FaceValue value in values)
            code.Line($"{Check("Matches")}(nameof({value.Name}), {value.Name}.Length, {value.Shape.Count}, \"{value.Times}\", samples, nameof({_first.Name}));");
    }

    private static IEnumerable<string> Names(IEnumerable<FaceValue> values) => values.Select(value => value.Name);

    private static IEnumerable<string> Given(IEnumerable<FaceValue> values) => values.Select(value => value.Given);

    private static IEnumerable<string> Received(IEnumerable<FaceValue> values) => values.Select(value => value.Received);

    private static string Join(params IEnumerable<string>[] parts) => string.Join(", ", parts.SelectMany(part => part));

    private static string Check(string method) => $"global::ModelDsl.Engine.Arguments.{method}";
}
