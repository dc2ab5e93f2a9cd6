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
            "MDSL0112", "3",
            "'Mean(seen, 2, 3)': there is no dimension 3; [4, 4, 4] has dimensions 0 to 2, and −1 is the last one. The batch is not counted.",
            ("Mean(seen, 2, 3)", "Mean(seen, 1, 2)")),

        new("A dimension summed twice (dim 0 appears multiple times in the list of dims)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(5, 4)] Tensor steps) => Score(steps.Sum(0, -2));
            """,
            "MDSL0113", "-2",
            "'steps.Sum(0, -2)' names dimension 0 twice. Leave one out.",
            ("Sum(0, -2)", "Sum(0)")),

        new("A softmax over dimension 1 of a vector (Dimension out of range (expected to be in range of [-1, 0], but got 1))",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Softmax(Score(x), 1);
            """,
            "MDSL0112", "1",
            "'Softmax(Score(x), 1)': there is no dimension 1; [3] has dimension 0 alone, and −1 is the last one. The batch is not counted.",
            ("Softmax(Score(x), 1)", "Softmax(Score(x), 0)")),

        new("A softmax layer over the batch (Implicit dimension choice for softmax has been deprecated)",
            """
            [Linear(3), Softmax(0)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Score(x);
            """,
            "MDSL0105", "0",
            "'Softmax(0)': Dim is 0, but must be 1, or −1 for the last: the batch is dimension 0, and a sample is [3].",
            ("Softmax(0)", "Softmax(1)")),

        new("The best class over dimension 1 of a vector (Dimension out of range (expected to be in range of [-1, 0], but got 1))",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => ArgMax(Score(x), 1);
            """,
            "MDSL0112", "1",
            "'ArgMax(Score(x), 1)': there is no dimension 1; [3] has dimension 0 alone, and −1 is the last one. The batch is not counted.",
            ("ArgMax(Score(x), 1)", "ArgMax(Score(x), 0)")),

        new("A variance over the channels of PyTorch's pictures (Dimension out of range (expected to be in range of [-2, 1], but got 2))",
            """
            [Forward] private Tensor Run([Shape(5, 4)] Tensor steps) => Var(steps, [2]);
            """,
            "MDSL0112", "2",
            "'Var(steps, [2])': there is no dimension 2; [5, 4] has dimensions 0 to 1, and −1 is the last one. The batch is not counted.",
            ("[2]", "[1]")),

        new("Subtracting a mean that lost its dimension (The size of tensor a (4) must match the size of tensor b (5))",
            """
            [Forward] private Tensor Run([Shape(5, 4)] Tensor steps) => steps - Mean(steps, 1);
            """,
            "MDSL0111", "steps - Mean(steps, 1)",
            "'steps - Mean(steps, 1)': 'steps' [5, 4] and [5] do not fit: aligned at their last dimensions, dimension 1 of the first is 4 and dimension 0 of the second is 5. Write .Reshape(5, 1) behind the smaller one, so that it repeats over the dimensions behind.",
            ("Mean(steps, 1)", "Mean(steps, 1, keepDim: true)")),
    ];
}
