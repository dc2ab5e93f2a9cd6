using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Tests.Testing;

namespace ModelDsl.Generator.Tests.Declaration;

/// <summary>Bodies are run to a straight line of operations.</summary>
public class BodyReaderTests
{
    [Fact]
    public void Read_BlocksAndOperators_AreOperationsInTheirOrder()
        => AssertProgram(
            """
            [Conv2d(8, 3, Padding = 1), BatchNorm2d, ReLU] private partial Tensor Stem(Tensor image);
            [Conv2d(8, 3, Padding = 1)] private partial Tensor Refine(Tensor x);
            [Forward]
            private Tensor Run([Shape(3, 8, 8)] Tensor image)
            {
                Tensor seen = Stem(image);
                seen = seen + Refine(seen);
                return 2 * seen;
            }
            """,
            "0 Stem.Conv1 = Conv2d(in0) @stem.0",
            "1 Stem.Bn1 = BatchNorm2d(0) @stem.1",
            "2 Stem.Relu1 = ReLU(1) @stem.2",
            "3 Refine = Conv2d(2) @refine",
            "4 seen = Add(2, 3)",
            "5 = Multiply(4) Left=2",
            "return outputs=5");

    [Fact]
    public void Read_BlockCalledTwice_HasOneOwner()
        => AssertProgram(
            """
            [Linear(4), Tanh] private partial Tensor Step(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Step(Step(x));
            """,
            "0 Step.Linear1 = Linear(in0) @step.0",
            "1 Step.Tanh1 = Tanh(0) @step.1",
            "2 Step.Linear1 = Linear(1) @step.0",
            "3 Step.Tanh1 = Tanh(2) @step.1",
            "return outputs=3");

    [Fact]
    public void Read_Loops_AreUnrolled()
        => AssertProgram(
            """
            const int Times = 3;
            [Linear(4)] private partial Tensor Step(Tensor x);
            [Forward]
            private Tensor Run([Shape(4)] Tensor x)
            {
                for (int i = 0; i < Times; i++)
                {
                    if (i == 1) continue;
                    x = Step(x) * (i + 0.5f);
                }
                foreach (int k in Enumerable.Range(5, 2)) x += k;
                int n = 9;
                while (true) { if (--n < 8) break; x = Clamp(x, -n, n); }
                return x;
            }
            """,
            "0 Step = Linear(in0) @step",
            "1 x = Multiply(0) Right=0.5",
            "2 Step = Linear(1) @step",
            "3 x = Multiply(2) Right=2.5",
            "4 x = Add(3) Right=5",
            "5 x = Add(4) Right=6",
            "6 x = Clamp(5) Min=-8 Max=8",
            "return outputs=6");

    [Fact]
    public void Read_TuplesHelpersAndLists_LeaveNoTrace()
        => AssertProgram(
            """
            [Linear(4)] private partial Tensor A(Tensor x);
            [Linear(4)] private partial Tensor B(Tensor x);
            private (Tensor First, Tensor Second) Both(Tensor x, bool swap = false)
            {
                Tensor Inner(Tensor y) => -y;
                return swap ? (B(x), A(x)) : (Inner(A(x)), B(x));
            }
            private static Tensor Join(params Tensor[] all) => Concat([.. all, all[0]], dim: -1);
            [Forward]
            private (Tensor Scores, Tensor Hint) Run([Shape(4)] Tensor x)
            {
                var (a, b) = Both(x);
                (Tensor First, Tensor Second) pair = Both(b, swap: true);
                List<Tensor> list = [a];
                list.Add(pair.Second);
                Tensor[] array = new Tensor[2];
                array[0] = list[1];
                array[^1] = pair.Item1;
                (a, b) = (b, a);
                return (Join(a, array[0]), Stack(array));
            }
            """,
            "0 A = Linear(in0) @a",
            "1 a = Neg(0)",
            "2 B = Linear(in0) @b",
            "3 B = Linear(2) @b",
            "4 A = Linear(2) @a",
            "5 = Concat(2, 4, 2) Dim=-1",
            "6 = Stack(4, 3)",
            "return scores=5 hint=6");

    [Fact]
    public void Read_FunctionArguments_KeepNamesAndKinds()
        => AssertProgram(
            """
            [Forward]
            private Tensor Run([Shape(6, 4)] Tensor x)
            {
                Tensor y = x.Reshape(4, -1);
                y = Mean(y, [0, 1], keepDim: true) + Max(x, 1);
                Tensor[] parts = Chunk(x, 2, 1);
                foreach (Tensor part in parts) y = y + Sum(part);
                y = y + Split(x, 3)[1] + x[^1, 1..^1] + x[2];
                y = Maximum(y, 0) + Where(y > 0, y, 1) + Pow(2, y) + Gelu(y);
                return y;
            }
            private static Tensor Gelu(Tensor x) => GELU(x, "tanh");
            """,
            "0 y = Reshape(in0) Sizes=[4, -1]",
            "1 = Mean(0) Dims=[0, 1] KeepDim=True",
            "2 = Max(in0) Dims=[1]",
            "3 y = Add(1, 2)",
            "4 part = Chunk(in0) Chunks=2 Dim=1 Part=0",
            "5 part = Chunk(in0) Chunks=2 Dim=1 Part=1",
            "6 = Sum(4)",
            "7 y = Add(3, 6)",
            "8 = Sum(5)",
            "9 y = Add(7, 8)",
            "10 = Split(in0) Size=3 Part=1",
            "11 = Add(9, 10)",
            "12 = Select(in0) Dim=0 Index=-1",
            "13 = Narrow(12) Dim=0 Start=1 End=-1",
            "14 = Add(11, 13)",
            "15 = Select(in0) Dim=0 Index=2",
            "16 y = Add(14, 15)",
            "17 = Maximum(16) Right=0",
            "18 = Greater(16) Right=0",
            "19 = Constant() Value=1",
            "20 = Where(18, 16, 19)",
            "21 = Add(17, 20)",
            "22 = Pow(16) Left=2",
            "23 = Add(21, 22)",
            "24 = GELU(16) Approximate=tanh",
            "25 y = Add(23, 24)",
            "return outputs=25");

    [Fact]
    public void Read_RepeatAndUse_NameParametersAsPyTorch()
        => AssertProgram(
            """
            [Repeat(2), Linear(4), ReLU] private partial Tensor Deep(Tensor x);
            [Repeat(2), Use<Inner>] private partial Tensor Layer1(Tensor x);
            [Use<Line>] private partial Tensor Layer2(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Layer2(Layer1(Deep(x)));
            }
            [Model]
            public partial class Inner
            {
                [Linear(4)] private partial Tensor Conv1(Tensor x);
                [Forward] private Tensor Run([Shape(4)] Tensor x) => x + Conv1(x);
            }
            [Model, Input(4), Linear(4), Linear(3, Name = "last"), MSELoss]
            public partial class Line
            {
            """,
            "0 Deep.Block0.Linear1 = Linear(in0) @deep.0.0",
            "1 Deep.Block0.Relu1 = ReLU(0) @deep.0.1",
            "2 Deep.Block1.Linear1 = Linear(1) @deep.1.0",
            "3 Deep.Block1.Relu1 = ReLU(2) @deep.1.1",
            "4 Layer1.Block0.Conv1 = Linear(3) @layer1.0.conv1",
            "5 = Add(3, 4)",
            "6 Layer1.Block1.Conv1 = Linear(5) @layer1.1.conv1",
            "7 = Add(5, 6)",
            "8 Layer2.Linear1 = Linear(7) @layer2.linear1",
            "9 Layer2.Last = Linear(8) @layer2.last",
            "return outputs=9");

    [Fact]
    public void Read_Objective_TakesOutputsInputsAndTargets()
        => AssertProgram(
            """
            [Linear(4), Freeze] private partial Tensor Code(Tensor x);
            [Linear(8)] private partial Tensor Rebuild(Tensor x);
            [Forward] private (Tensor Code, Tensor Image) Run([Shape(8)] Tensor image) { Tensor code = Code(image); return (code, Rebuild(code)); }
            [Objective]
            private Tensor Loss(Tensor code, Tensor rebuilt, Tensor label, Tensor image)
                => CrossEntropy(code, label, labelSmoothing: 0.1f, reduction: Reduction.Sum) + 0.5f * MSELoss(rebuilt, image) + 1e-4f * Sum(Square(Parameters.Rebuild.Weight));
            """,
            "0 Code = Linear(in0) @code frozen",
            "1 Rebuild = Linear(0) @rebuild",
            "2 = CrossEntropyLoss(0, target0) LabelSmoothing=0.1 Reduction=Sum",
            "3 = MSELoss(1, in0)",
            "4 = Multiply(3) Left=0.5",
            "5 = Add(2, 4)",
            "6 = Parameter() Path=Rebuild.Weight",
            "7 = Square(6)",
            "8 = Sum(7)",
            "9 = Multiply(8) Left=0.0001",
            "10 = Add(5, 9)",
            "return code=0 image=1",
            "loss 10");

    [Fact]
    public void Read_ObjectiveWithLossAttribute_IsAnOperation()
        => AssertProgram(
            """
            [Linear(4)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(8)] Tensor x) => Score(x);
            [Objective, CrossEntropyLoss] private partial Tensor Loss(Tensor scores, Tensor label);
            """,
            "0 Score = Linear(in0) @score",
            "1 Loss = CrossEntropyLoss(0, target0) @loss",
            "return outputs=0",
            "loss 1");

    /// <summary>Expects a class with these members to be read without problems, and to become these operations.</summary>
    private static void AssertProgram(string members, params string[] expected)
    {
        ModelReading reading = Models.Read($"[Model]\npublic partial class Net\n{{\n{members}\n}}");
        Assert.Empty(reading.Problems);
        Assert.Equal(expected, Print(Assert.IsType<ModelSpec>(reading.Spec)));
    }

    private static IEnumerable<string> Print(ModelSpec spec)
    {
        for (int i = 0; i < spec.Operations.Count; i++)
        {
            OperationSpec operation = spec.Operations[i];
            string name = operation.Name is null ? "" : operation.Name + " ", owner = operation.Owner is null ? "" : $" @{operation.Owner}";
            // What a layer was declared with is not of interest here.
            string arguments = operation.Owner is null ? string.Concat(operation.Layer.Arguments.Items.Select(argument => $" {argument.Name}={Value(argument.Value)}")) : "";
            yield return $"{i} {name}= {operation.Layer.Kind}({string.Join(", ", operation.Inputs.Items.Select(Print))}){owner}{arguments}{(operation.Learning is { IsFrozen: true } ? " frozen" : "")}";
        }
        yield return "return " + string.Join(" ", spec.Outputs.Items.Select(output => $"{output.Name}={Print(output.Value)}"));
        if (spec.Loss is { } loss) yield return $"loss {Print(loss)}";
    }

    private static string Print(OperandSpec operand) => operand.Kind switch
    {
        OperandKind.Input => $"in{operand.Index}",
        OperandKind.Target => $"target{operand.Index}",
        _ => $"{operand.Index}",
    };

    private static string Value(object value) => value is EquatableArray<int> sizes ? $"[{string.Join(", ", sizes.Items)}]" : FormattableString.Invariant($"{value}");
}
