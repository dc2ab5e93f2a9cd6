namespace ModelDsl.Mistakes;

/// <summary>What Python allows between layers, and a network cannot do.</summary>
internal static class BodyMistakes
{
    public static Mistake[] All { get; } =
    [
        new("A branch on data (Boolean value of Tensor with more than one value is ambiguous)",
            """
            [Linear(3)] private partial Tensor Hidden(Tensor x);
            [Forward]
            private Tensor Run([Shape(4)] Tensor x)
            {
                Tensor hidden = Hidden(x);
                return hidden > 0 ? hidden : 0.1f * hidden;
            }
            """,
            "MDSL0015", "hidden > 0",
            "'hidden > 0' depends on the data. Compute both and choose element by element: Where(condition, a, b).",
            ("hidden > 0 ? hidden : 0.1f * hidden", "Where(hidden > 0, hidden, 0.1f * hidden)")),

        new("Asking a tensor for its shape (torch.jit.trace warns: the value will be treated as a constant)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(2, 4)] Tensor x) => Score(x.Reshape(x.Shape[0] * 4));
            """,
            "MDSL0014", "x.Shape",
            "'x.Shape' cannot be compiled: it is known only when shapes are inferred, or when the network runs. Write the number as a constant.",
            ("x.Shape[0] * 4", "2 * 4")),

        new("Changing a tensor in place (a view of a leaf Variable that requires grad is being used in an in-place operation)",
            """
            [Linear(3)] private partial Tensor Hidden(Tensor x);
            [Forward]
            private Tensor Run([Shape(4)] Tensor x)
            {
                Tensor hidden = Hidden(x);
                hidden[0] = 0;
                return hidden;
            }
            """,
            "MDSL0014", "hidden[0]",
            "'hidden[0]' cannot be compiled: a tensor cannot be changed in place. Make a new one, with Concat or Where.",
            ("hidden[0] = 0;", ""), ("return hidden;", "return Concat([0 * hidden[..1], hidden[1..]]);")),

        new("Comparing tensors with == (a bool, where a mask is meant)",
            """
            [Linear(3)] private partial Tensor Hidden(Tensor x);
            [Forward]
            private Tensor Run([Shape(4)] Tensor x)
            {
                Tensor hidden = ReLU(Hidden(x));
                if (hidden == x) return hidden;
                return 2 * hidden;
            }
            """,
            "MDSL0014", "hidden == x",
            "'hidden == x' cannot be compiled: this operator is not defined on tensors. Write Eq(a, b) to compare element by element.",
            ("if (hidden == x) return hidden;", ""), ("return 2 * hidden;", "return 2 * hidden * Eq(hidden, 0);")),

        new("A size from a field that can change (a different size at run time)",
            """
            private int _times = 2;
            [Linear(4), Tanh] private partial Tensor Step(Tensor x);
            [Forward]
            private Tensor Run([Shape(4)] Tensor x)
            {
                for (int i = 0; i < _times; i++) x = Step(x);
                return x;
            }
            """,
            "MDSL0015", "_times",
            "'_times' is not a constant of the build. Write 'const' before '_times', or make it a parameter of the network.",
            ("private int _times", "private const int _times")),

        new("Printing a shape on the way (the usual way to find a wrong size)",
            """
            [Linear(3)] private partial Tensor Hidden(Tensor x);
            [Forward]
            private Tensor Run([Shape(4)] Tensor x)
            {
                Tensor hidden = Hidden(x);
                System.Console.WriteLine(hidden);
                return hidden;
            }
            """,
            "MDSL0014", "System.Console.WriteLine(hidden)",
            "'System.Console.WriteLine(hidden)' cannot be compiled: 'Console.WriteLine' is not part of a network. Print where the model is called; while it runs eagerly, a debugger shows every local.",
            ("System.Console.WriteLine(hidden);", "")),

        new("A query over parts (a lambda, where a loop is meant)",
            """
            [Linear(4)] private partial Tensor Hidden(Tensor x);
            [Forward]
            private Tensor Run([Shape(4)] Tensor x)
            {
                Tensor[] parts = Chunk(Hidden(x), 2);
                return Concat(parts.Select(part => ReLU(part)).ToArray());
            }
            """,
            "MDSL0014", "parts.Select(part => ReLU(part)).ToArray()",
            "'parts.Select(part => ReLU(part)).ToArray()' cannot be compiled: 'Enumerable.ToArray' is not part of a network. Write a loop with a constant bound.",
            ("Concat(parts.Select(part => ReLU(part)).ToArray())", "Concat([ReLU(parts[0]), ReLU(parts[1])])")),

        new("Noise that C# draws (the same noise each time, for it is drawn while compiling)",
            """
            [Linear(3)] private partial Tensor Hidden(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Hidden(x) * System.Random.Shared.NextSingle();
            """,
            "MDSL0014", "System.Random.Shared.NextSingle()",
            "'System.Random.Shared.NextSingle()' cannot be compiled: 'Random.NextSingle' is not part of a network. Write calls of layers, of tensor functions, or of helpers whose source is in this project.",
            ("[Linear(3)]", "[Linear(3), Dropout]"), (" * System.Random.Shared.NextSingle()", "")),

        new("A function of .NET on a tensor (TypeError: must be real number, not Tensor)",
            """
            [Linear(3)] private partial Tensor Hidden(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Hidden(x) + System.Math.Sqrt(Size);
            private static float Size => 4;
            """,
            "MDSL0015", "Size",
            "'Size' is not a constant of the build. Write 'const' before 'Size', or make it a parameter of the network.",
            ("System.Math.Sqrt(Size)", "System.MathF.Sqrt(Size)"), ("private static float Size => 4;", "private const float Size = 4;")),

        new("An input without a shape (the sizes are found when the program runs)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run(Tensor x) => Score(x);
            """,
            "MDSL0021", "Tensor x",
            "Nothing says which shape 'x' has. Write [Shape(…)] before it with the sizes of one sample, without the batch: '[Shape(3, 32, 32)] Tensor x'.",
            ("Run(Tensor x)", "Run([Shape(4)] Tensor x)")),

        new("Layers without forward (NotImplementedError: Module [Net] is missing the required \"forward\" function)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            private Tensor Run([Shape(4)] Tensor x) => Score(x);
            """,
            "MDSL0019", "Net",
            "'Net' has layers on its methods, but none that says how they are joined. Write [Forward] on the method that computes the network.",
            ("private Tensor Run", "[Forward] private Tensor Run")),

        new("A layer with the name of a member (KeyError: \"attribute 'type' already exists\")",
            """
            [Linear(3)] private partial Tensor Values(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Values(x);
            """,
            "MDSL0016", "Values",
            "'Values' would hide a member of its name that every set of parameters has. Write another name: 'ToValues'.",
            ("Tensor Values(", "Tensor ToValues("), ("=> Values(x)", "=> ToValues(x)")),

        new("A block with a body ('super().__init__()' forgotten, and the like)",
            """
            [Linear(3)] private Tensor Score(Tensor x) => x;
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            """,
            "MDSL0016", "Score",
            "'Score' has layers, but is no partial method. Write 'private partial Tensor Score(Tensor x);'.",
            ("private Tensor Score(Tensor x) => x;", "private partial Tensor Score(Tensor x);")),

        new("A network that calls itself (maximum recursion depth exceeded)",
            """
            [Linear(4), Tanh] private partial Tensor Step(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Again(x, 0);
            private Tensor Again(Tensor x, int times) => times < 0 ? x : Again(Step(x), times + 1);
            """,
            "MDSL0014", "Again(Step(x), times + 1)",
            "'Again(Step(x), times + 1)' cannot be compiled: it calls itself without end. Write a loop with a constant bound.",
            ("times < 0", "times > 2")),

        new("A function of one's own that the network cannot see",
            """
            private sealed class Twice : ITensorFunction
            {
                public static void Forward(System.ReadOnlySpan<float> x, System.Span<float> y)
                {
                    for (int i = 0; i < x.Length; i++) y[i] = 2 * x[i];
                }
                public static void Backward(System.ReadOnlySpan<float> x, System.ReadOnlySpan<float> y, System.ReadOnlySpan<float> dy, System.Span<float> dx)
                {
                    for (int i = 0; i < x.Length; i++) dx[i] = 2 * dy[i];
                }
            }
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(Apply<Twice>(x));
            """,
            "MDSL0014", "Apply<Twice>(x)",
            "'Apply<Twice>(x)' cannot be compiled: the compiled network, a class of its own, cannot see 'Twice'. Write 'internal' instead of 'private', 'protected' or 'file'.",
            ("private sealed class Twice", "internal sealed class Twice")),

        new("A function of one's own of a parameter",
            """
            internal sealed class Twice : ITensorFunction
            {
                public static void Forward(System.ReadOnlySpan<float> x, System.Span<float> y)
                {
                    for (int i = 0; i < x.Length; i++) y[i] = 2 * x[i];
                }
                public static void Backward(System.ReadOnlySpan<float> x, System.ReadOnlySpan<float> y, System.ReadOnlySpan<float> dy, System.Span<float> dx)
                {
                    for (int i = 0; i < x.Length; i++) dx[i] = 2 * dy[i];
                }
            }
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Apply<Twice>(Score(x));
            [Objective] private Tensor Loss(Tensor y, Tensor wanted) => MSELoss(y, wanted) + Sum(Apply<Twice>(Parameters.Score.Bias));
            """,
            "MDSL0127", "Apply<Twice>(Parameters.Score.Bias)",
            "'Apply<Twice>(Parameters.Score.Bias)' is given a vector [3] that all samples share, and a function of your own computes sample by sample. Write it with tensor functions, or pass x * 0 + the value, where x has a value for each sample.",
            ("Sum(Apply<Twice>(Parameters.Score.Bias))", "Sum(Square(Parameters.Score.Bias))")),
    ];
}
