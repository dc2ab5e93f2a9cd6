namespace ModelDsl.Mistakes;

/// <summary>Reshaping, reordering, cutting.</summary>
internal static class ShapeMistakes
{
    public static Mistake[] All { get; } =
    [
        new("A view sized for another picture (shape '[-1, 400]' is invalid for input of size 144)",
            """
            [Conv2d(16, 5), ReLU, MaxPool2d(2)] private partial Tensor Stem(Tensor image);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward]
            private Tensor Run([Shape(1, 10, 10)] Tensor image)
            {
                Tensor seen = Stem(image);
                return Score(seen.Reshape(400));
            }
            """,
            "MDSL0120", "400",
            "'seen.Reshape(400)': [16, 3, 3] has 144 values, but [400] holds 400. Write 144, or -1 for a size that follows from the others; the batch is not counted.",
            ("Reshape(400)", "Reshape(-1)")),

        new("A view with the batch in it (shape '[32, 64]' is invalid for input of size 64)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(1, 8, 8)] Tensor image) => Score(image.Reshape(32, 64));
            """,
            "MDSL0120", "32, 64",
            "'image.Reshape(32, 64)': [1, 8, 8] has 64 values, but [32, 64] holds 2,048. Write 1, 64, or -1 for a size that follows from the others; the batch is not counted.",
            ("Reshape(32, 64)", "Reshape(64)")),

        new("A view that leaves a remainder (shape '[-1, 7]' is invalid for input of size 24)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(24)] Tensor x) => Score(Reshape(x, -1, 7));
            """,
            "MDSL0120", "-1, 7",
            "'Reshape(x, -1, 7)': [24] has 24 values, but [-1, 7] holds a multiple of 7. Write sizes that divide 24; the batch is not counted.",
            ("-1, 7", "-1, 6")),

        new("A view with two open sizes (only one dimension can be inferred)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(24)] Tensor x) => Score(x.Reshape(-1, -1, 4).Reshape(-1));
            """,
            "MDSL0105", "-1",
            "'x.Reshape(-1, -1, 4)': the second size of -1 is -1, but must be at least 1: one size can follow from the others, not two.",
            ("Reshape(-1, -1, 4)", "Reshape(-1, 3, 4)")),

        new("Heads that do not divide the features (shape '[5, 3, 2]' is invalid for input of size 40)",
            """
            const int Features = 8, Heads = 3;
            [Linear(Features)] private partial Tensor Query(Tensor x);
            [Forward] private Tensor Run([Shape(5, 6)] Tensor steps) => Query(steps).Reshape(5, Heads, Features / Heads);
            """,
            "MDSL0120", "5, Heads, Features / Heads",
            "'Query(steps).Reshape(5, Heads, Features / Heads)': [5, Features = 8] has 40 values, but [5, 3, 2] holds 30. Write sizes whose product is that number, or -1 for one that follows from the others; the batch is not counted.",
            ("Heads = 3", "Heads = 4")),

        new("An order with the batch in it (permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering)",
            """
            [Forward] private Tensor Run([Shape(3, 4, 5)] Tensor image) => image.Permute(0, 2, 3, 1);
            """,
            "MDSL0112", "3",
            "'image.Permute(0, 2, 3, 1)': there is no dimension 3; [3, 4, 5] has dimensions 0 to 2, and −1 is the last one. The batch is not counted.",
            ("Permute(0, 2, 3, 1)", "Permute(1, 2, 0)")),

        new("An order that names a dimension twice (permute(): duplicate dims are not allowed)",
            """
            [Forward] private Tensor Run([Shape(3, 4, 5)] Tensor image) => image.Permute(1, 2, 1);
            """,
            "MDSL0113", "1",
            "'image.Permute(1, 2, 1)' names dimension 1 twice. Leave one out.",
            ("Permute(1, 2, 1)", "Permute(1, 2, 0)")),

        new("Transposing the dimensions of PyTorch's batches (Dimension out of range (expected to be in range of [-2, 1], but got 2))",
            """
            [Linear(4)] private partial Tensor Mix(Tensor x);
            [Forward] private Tensor Run([Shape(5, 6)] Tensor steps) => Mix(steps.Transpose(1, 2));
            """,
            "MDSL0112", "2",
            "'steps.Transpose(1, 2)': there is no dimension 2; [5, 6] has dimensions 0 to 1, and −1 is the last one. The batch is not counted.",
            ("Transpose(1, 2)", "Transpose(0, 1)")),

        new("A new dimension out of range (Dimension out of range (expected to be in range of [-2, 1], but got 3))",
            """
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Unsqueeze(x, 3);
            """,
            "MDSL0105", "3",
            "'Unsqueeze(x, 3)': Dim is 3, but must be from 0 to 1, or from -2 to -1 to count from the end: [5] has 1 dimension.",
            ("Unsqueeze(x, 3)", "Unsqueeze(x, 1)")),

        new("Removing a dimension that is not there (Dimension out of range (expected to be in range of [-1, 0], but got 1))",
            """
            [Linear(1)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Squeeze(Score(x), 1);
            """,
            "MDSL0112", "1",
            "'Squeeze(Score(x), 1)': there is no dimension 1; [1] has dimension 0 alone, and −1 is the last one. The batch is not counted.",
            ("Squeeze(Score(x), 1)", "Squeeze(Score(x), 0)")),

        new("Flattening from dimension 1, as behind PyTorch's batch (mat1 and mat2 shapes cannot be multiplied)",
            """
            [Conv2d(4, 3), ReLU] private partial Tensor Stem(Tensor image);
            [Linear(10, InFeatures = 64)] private partial Tensor Score(Tensor x);
            [Forward]
            private Tensor Run([Shape(1, 6, 6)] Tensor image)
            {
                Tensor seen = Stem(image);
                return Score(Flatten(seen, 1));
            }
            """,
            "MDSL0101", "InFeatures = 64",
            "'Linear(10, InFeatures = 64)' is given 16 features: 'seen' [4, 4, 4] → 'Flatten' [4, 16]. Write InFeatures = 16, or leave it out.",
            ("Flatten(seen, 1)", "Flatten(seen)")),

        new("A part that goes beyond the end (start (5) + length (4) exceeds dimension size (8))",
            """
            [Forward] private Tensor Run([Shape(8)] Tensor x) => Narrow(x, 0, 5, 4);
            """,
            "MDSL0124", "4",
            "'Narrow(x, 0, 5, 4)': 5 to 8 is not within dimension 0 of [8], which has the places 0 to 7. Write a length of at most 3.",
            ("5, 4", "4, 4")),

        new("An index beyond the end (index 8 is out of bounds for dimension 0 with size 8)",
            """
            [Linear(2)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(8, 3)] Tensor steps) => Score(steps[8]);
            """,
            "MDSL0124", "8",
            "'steps[8]': the index 8 is not within dimension 0 of [8, 3], which has the places 0 to 7. Write an index from 0 to 7, or from -8 to -1 to count from the end.",
            ("steps[8]", "steps[^1]")),

        new("An index for the batch too (too many indices for tensor of dimension 2)",
            """
            [Forward] private Tensor Run([Shape(8, 3)] Tensor steps) => steps[.., ^1, 0];
            """,
            "MDSL0112", "0",
            "'steps[.., ^1, 0]': there is no dimension 1; [8] has dimension 0 alone, and −1 is the last one. The batch is not counted.",
            ("steps[.., ^1, 0]", "steps[^1, ..2]")),

        new("Parts that do not make the whole (split_with_sizes expects split_sizes to sum exactly to 10)",
            """
            [Forward]
            private (Tensor, Tensor) Run([Shape(10)] Tensor x)
            {
                Tensor[] parts = Split(x, [6, 5]);
                return (parts[0], parts[1]);
            }
            """,
            "MDSL0125", "[6, 5]",
            "'Split(x, [6, 5])': 6 + 5 is 11, but dimension 0 of [10] is 10. Write 6, 4.",
            ("[6, 5]", "[6, 4]")),

        new("A part that there is not (not enough values to unpack (expected 3, got 2))",
            """
            [Linear(8)] private partial Tensor Joined(Tensor x);
            [Forward]
            private Tensor Run([Shape(4)] Tensor x)
            {
                Tensor[] parts = Chunk(Joined(x), 2);
                return parts[0] * parts[1] + parts[2];
            }
            """,
            "MDSL0014", "2",
            "'parts[2]' cannot be compiled: there are 2 of them, and none has the number 2. Write a number from 0 to 1.",
            ("Chunk(Joined(x), 2)", "Chunk(Joined(x), 4)")),
    ];
}
