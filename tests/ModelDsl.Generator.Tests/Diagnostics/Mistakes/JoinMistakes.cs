namespace ModelDsl.Mistakes;

/// <summary>Paths that meet and do not fit.</summary>
internal static class JoinMistakes
{
    public static Mistake[] All { get; } =
    [
        new("A residual around a convolution without padding (The size of tensor a must match the size of tensor b at non-singleton dimension 3)",
            """
            [Conv2d(4, 3)] private partial Tensor Refine(Tensor x);
            [Forward] private Tensor Run([Shape(4, 8, 8)] Tensor image) => ReLU(image + Refine(image));
            """,
            "?", "?", "?",
            ("Conv2d(4, 3)", "Conv2d(4, 3, Padding = 1)")),

        new("A residual around a block that widens (The size of tensor a (4) must match the size of tensor b (8) at non-singleton dimension 1)",
            """
            [Conv2d(8, 3, Padding = 1), BatchNorm2d] private partial Tensor Refine(Tensor x);
            [Conv2d(8, 1)] private partial Tensor Widen(Tensor x);
            [Forward]
            private Tensor Run([Shape(4, 6, 6)] Tensor image)
            {
                Tensor refined = Refine(image);
                return Widen(ReLU(image + refined));
            }
            """,
            "?", "?", "?",
            ("Widen(ReLU(image + refined))", "ReLU(Widen(image) + refined)")),

        new("A residual around a stride, without one on the shortcut (The size of tensor a (8) must match the size of tensor b (4))",
            """
            [Conv2d(8, 3, Stride = 2, Padding = 1), BatchNorm2d] private partial Tensor Refine(Tensor x);
            [Conv2d(8, 1), BatchNorm2d] private partial Tensor Shortcut(Tensor x);
            [Forward] private Tensor Run([Shape(4, 8, 8)] Tensor image) => ReLU(Shortcut(image) + Refine(image));
            """,
            "?", "?", "?",
            ("Conv2d(8, 1)", "Conv2d(8, 1, Stride = 2)")),

        new("A gate for each channel, without room for the pixels (The size of tensor a (6) must match the size of tensor b (4) at non-singleton dimension 3)",
            """
            [AdaptiveAvgPool2d(1), Flatten, Linear(4), Sigmoid] private partial Tensor Gate(Tensor x);
            [Forward] private Tensor Run([Shape(4, 6, 6)] Tensor seen) => seen * Gate(seen);
            """,
            "?", "?", "?",
            ("seen * Gate(seen)", "seen * Gate(seen).Reshape(4, 1, 1)")),

        new("A vector of the wrong length added to another (The size of tensor a (8) must match the size of tensor b (6))",
            """
            [Linear(8)] private partial Tensor Scale(Tensor x);
            [Linear(6)] private partial Tensor Shift(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Scale(x) + Shift(x);
            """,
            "?", "?", "?",
            ("[Linear(6)]", "[Linear(8)]")),

        new("A maximum of paths of two sizes (The size of tensor a (3) must match the size of tensor b (4))",
            """
            [Linear(3)] private partial Tensor Left(Tensor x);
            [Linear(4)] private partial Tensor Right(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Maximum(Left(x), Right(x));
            """,
            "?", "?", "?",
            ("[Linear(3)]", "[Linear(4)]")),

        new("A choice between paths of two sizes (The size of tensor a (4) must match the size of tensor b (3))",
            """
            [Linear(4)] private partial Tensor Left(Tensor x);
            [Linear(3)] private partial Tensor Right(Tensor x);
            [Forward]
            private Tensor Run([Shape(4)] Tensor x)
            {
                Tensor left = Left(x);
                return Where(left > 0, left, Right(x));
            }
            """,
            "?", "?", "?",
            ("[Linear(3)]", "[Linear(4)]")),

        new("A skip connection of a U-Net over an odd picture (Sizes of tensors must match except in dimension 1. Expected size 7 but got size 6)",
            """
            [Conv2d(4, 3, Padding = 1), ReLU] private partial Tensor Down(Tensor x);
            [Conv2d(4, 2), ReLU] private partial Tensor Across(Tensor x);
            [Conv2d(2, 1)] private partial Tensor Out(Tensor x);
            [Forward]
            private Tensor Run([Shape(1, 7, 7)] Tensor image)
            {
                Tensor fine = Down(image), coarse = Across(image);
                return Out(Concat([fine, coarse], 0));
            }
            """,
            "?", "?", "?",
            ("[Conv2d(4, 2), ReLU]", "[Conv2d(4, 3, Padding = 1), ReLU]")),

        new("Joining at the wrong dimension, counted with the batch (Sizes of tensors must match except in dimension 2)",
            """
            [Conv2d(4, 3, Padding = 1), ReLU] private partial Tensor Wide(Tensor x);
            [Conv2d(6, 1), ReLU] private partial Tensor Narrow(Tensor x);
            [Forward] private Tensor Run([Shape(2, 5, 5)] Tensor image) => Concat([Wide(image), Narrow(image)], 1);
            """,
            "?", "?", "?",
            ("], 1)", "], 0)"), ("Tensor Narrow", "Tensor Thin"), ("Narrow(image)", "Thin(image)")),

        new("Joining a picture with a vector (Tensors must have same number of dimensions: got 4 and 2)",
            """
            [Conv2d(2, 3), ReLU] private partial Tensor Look(Tensor image);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(1, 5, 5)] Tensor image, [Shape(4)] Tensor facts) => Score(Concat([Look(image), facts]));
            """,
            "?", "?", "?",
            ("[Look(image), facts]", "[Flatten(Look(image)), facts]")),

        new("Stacking tensors of two sizes (stack expects each tensor to be equal size)",
            """
            [Linear(4)] private partial Tensor Left(Tensor x);
            [Linear(3)] private partial Tensor Right(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Stack([Left(x), Right(x)]);
            """,
            "?", "?", "?",
            ("[Linear(3)]", "[Linear(4)]")),

        new("Expanding what is not 1 (The expanded size of the tensor (6) must match the existing size (3) at non-singleton dimension 0)",
            """
            [Linear(3)] private partial Tensor Query(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Query(x).Expand(6);
            """,
            "?", "?", "?",
            ("[Linear(3)]", "[Linear(1)]")),

        new("Attention without transposing the keys (Expected size for first two dimensions of batch2 tensor to be [.., 8] but got: [.., 5])",
            """
            [Linear(8)] private partial Tensor Query(Tensor x);
            [Linear(8)] private partial Tensor Key(Tensor x);
            [Forward]
            private Tensor Run([Shape(5, 6)] Tensor steps)
            {
                Tensor query = Query(steps), key = Key(steps);
                return Softmax(MatMul(query, key), -1);
            }
            """,
            "?", "?", "?",
            ("MatMul(query, key)", "MatMul(query, key.Transpose(0, 1))")),

        new("Matrices whose inner sizes differ (mat1 and mat2 shapes cannot be multiplied (3x4 and 5x2))",
            """
            [Forward] private Tensor Run([Shape(3, 4)] Tensor a, [Shape(5, 2)] Tensor b) => MatMul(a, b);
            """,
            "?", "?", "?",
            ("[Shape(5, 2)]", "[Shape(4, 2)]")),

        new("Batches of matrices of two lengths (The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0)",
            """
            [Forward] private Tensor Run([Shape(2, 3, 4)] Tensor a, [Shape(3, 4, 5)] Tensor b) => MatMul(a, b);
            """,
            "?", "?", "?",
            ("[Shape(3, 4, 5)]", "[Shape(2, 4, 5)]")),

        new("A product of matrices with a single number (both arguments to matmul need to be at least 1D)",
            """
            [Linear(3)] private partial Tensor Scale(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => MatMul(Scale(x), Mean(x));
            """,
            "?", "?", "?",
            ("MatMul(Scale(x), Mean(x))", "Scale(x) * Mean(x)")),
    ];
}
