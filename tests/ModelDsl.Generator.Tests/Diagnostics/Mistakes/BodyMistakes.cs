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
            "?", "?", "?",
            ("hidden > 0 ? hidden : 0.1f * hidden", "Where(hidden > 0, hidden, 0.1f * hidden)")),

        new("Asking a tensor for its shape (torch.jit.trace warns: the value will be treated as a constant)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(2, 4)] Tensor x) => Score(x.Reshape(x.Shape[0] * 4));
            """,
            "?", "?", "?",
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
            "?", "?", "?",
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
            "?", "?", "?",
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
            "?", "?", "?",
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
            "?", "?", "?",
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
            "?", "?", "?",
            ("Concat(parts.Select(part => ReLU(part)).ToArray())", "Concat([ReLU(parts[0]), ReLU(parts[1])])")),

        new("Noise that C# draws (the same noise each time, for it is drawn while compiling)",
            """
            [Linear(3)] private partial Tensor Hidden(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Hidden(x) * System.Random.Shared.NextSingle();
            """,
            "?", "?", "?",
            ("[Linear(3)]", "[Linear(3), Dropout]"), (" * System.Random.Shared.NextSingle()", "")),

        new("A function of .NET on a tensor (TypeError: must be real number, not Tensor)",
            """
            [Linear(3)] private partial Tensor Hidden(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Hidden(x) + System.Math.Sqrt(Size);
            private static float Size => 4;
            """,
            "?", "?", "?",
            ("System.Math.Sqrt(Size)", "System.MathF.Sqrt(Size)"), ("private static float Size => 4;", "private const float Size = 4;")),

        new("An input without a shape (the sizes are found when the program runs)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run(Tensor x) => Score(x);
            """,
            "?", "?", "?",
            ("Run(Tensor x)", "Run([Shape(4)] Tensor x)")),

        new("Layers without forward (NotImplementedError: Module [Net] is missing the required \"forward\" function)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            private Tensor Run([Shape(4)] Tensor x) => Score(x);
            """,
            "?", "?", "?",
            ("private Tensor Run", "[Forward] private Tensor Run")),

        new("A block with a body ('super().__init__()' forgotten, and the like)",
            """
            [Linear(3)] private Tensor Score(Tensor x) => x;
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            """,
            "?", "?", "?",
            ("private Tensor Score(Tensor x) => x;", "private partial Tensor Score(Tensor x);")),

        new("A layer of two tensors (forward() takes 2 positional arguments but 3 were given)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x, Tensor facts);
            [Forward] private Tensor Run([Shape(4)] Tensor x, [Shape(2)] Tensor facts) => Score(x, facts);
            """,
            "?", "?", "?",
            ("Score(Tensor x, Tensor facts)", "Score(Tensor x)"), ("Score(x, facts)", "Score(Concat([x, facts]))")),

        new("A network that calls itself (maximum recursion depth exceeded)",
            """
            [Linear(4), Tanh] private partial Tensor Step(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Again(x, 0);
            private Tensor Again(Tensor x, int times) => times < 0 ? x : Again(Step(x), times + 1);
            """,
            "?", "?", "?",
            ("times < 0", "times > 2")),
    ];
}
