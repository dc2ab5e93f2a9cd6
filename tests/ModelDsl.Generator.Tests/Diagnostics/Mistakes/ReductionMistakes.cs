namespace ModelDsl.Mistakes;

/// <summary>Reductions and softmax over dimensions that are not there: most count the batch, as in PyTorch.</summary>
internal static class ReductionMistakes
{
    public static Mistake[] All { get; } =
    [
        new("Global average pooling over PyTorch's dimensions (Dimension out of range (expected to be in range of [-3, 2], but got 3))",
            """
            [Conv2d(4, 3), ReLU] private partial Tensor Stem(Tensor image);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward]
            private Tensor Run([Shape(1, 6, 6)] Tensor image)
            {
                Tensor seen = Stem(image);
                return Score(Mean(seen, 2, 3));
            }
            """,
            "?", "?", "?",
            ("Mean(seen, 2, 3)", "Mean(seen, 1, 2)")),

        new("A dimension summed twice (dim 0 appears multiple times in the list of dims)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(5, 4)] Tensor steps) => Score(steps.Sum(0, -2));
            """,
            "?", "?", "?",
            ("Sum(0, -2)", "Sum(0)")),

        new("A softmax over dimension 1 of a vector (Dimension out of range (expected to be in range of [-1, 0], but got 1))",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Softmax(Score(x), 1);
            """,
            "?", "?", "?",
            ("Softmax(Score(x), 1)", "Softmax(Score(x), 0)")),

        new("A softmax layer over the batch (Implicit dimension choice for softmax has been deprecated)",
            """
            [Linear(3), Softmax(0)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Score(x);
            """,
            "?", "?", "?",
            ("Softmax(0)", "Softmax(1)")),

        new("The best class over dimension 1 of a vector (Dimension out of range (expected to be in range of [-1, 0], but got 1))",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => ArgMax(Score(x), 1);
            """,
            "?", "?", "?",
            ("ArgMax(Score(x), 1)", "ArgMax(Score(x), 0)")),

        new("A variance over the channels of PyTorch's pictures (Dimension out of range (expected to be in range of [-2, 1], but got 2))",
            """
            [Forward] private Tensor Run([Shape(5, 4)] Tensor steps) => Var(steps, [2]);
            """,
            "?", "?", "?",
            ("[2]", "[1]")),

        new("Subtracting a mean that lost its dimension (The size of tensor a (4) must match the size of tensor b (5))",
            """
            [Forward] private Tensor Run([Shape(5, 4)] Tensor steps) => steps - Mean(steps, 1);
            """,
            "?", "?", "?",
            ("Mean(steps, 1)", "Mean(steps, 1, keepDim: true)")),
    ];
}
