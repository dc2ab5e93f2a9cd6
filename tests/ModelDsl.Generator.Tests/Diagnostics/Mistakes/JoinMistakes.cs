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
            "MDSL0111", "image + Refine(image)",
            "'image + Refine(image)': 'image' [4, 8, 8] and 'Refine' [4, 6, 6] do not fit: dimension 2 is 8 and 6. Sizes must be equal, or one of them 1, which repeats: both paths need the same strides, and Padding = (kernel − 1) / 2.",
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
            "MDSL0111", "image + refined",
            "'image + refined': 'image' [4, 6, 6] and 'refined' [8, 6, 6] do not fit: dimension 0 is 4 and 8. Sizes must be equal, or one of them 1, which repeats: a Conv2d(8, 1) on one of the paths changes its channels.",
            ("Widen(ReLU(image + refined))", "ReLU(Widen(image) + refined)")),

        new("A residual around a stride, without one on the shortcut (The size of tensor a (8) must match the size of tensor b (4))",
            """
            [Conv2d(8, 3, Stride = 2, Padding = 1), BatchNorm2d] private partial Tensor Refine(Tensor x);
            [Conv2d(8, 1), BatchNorm2d] private partial Tensor Shortcut(Tensor x);
            [Forward] private Tensor Run([Shape(4, 8, 8)] Tensor image) => ReLU(Shortcut(image) + Refine(image));
            """,
            "MDSL0111", "Shortcut(image) + Refine(image)",
            "'Shortcut(image) + Refine(image)': 'Shortcut' [8, 8, 8] and 'Refine' [8, 4, 4] do not fit: dimension 2 is 8 and 4. Sizes must be equal, or one of them 1, which repeats: both paths need the same strides, and Padding = (kernel − 1) / 2.",
            ("Conv2d(8, 1)", "Conv2d(8, 1, Stride = 2)")),

        new("A gate for each channel, without room for the pixels (The size of tensor a (6) must match the size of tensor b (4) at non-singleton dimension 3)",
            """
            [AdaptiveAvgPool2d(1), Flatten, Linear(4), Sigmoid] private partial Tensor Gate(Tensor x);
            [Forward] private Tensor Run([Shape(4, 6, 6)] Tensor seen) => seen * Gate(seen);
            """,
            "MDSL0111", "seen * Gate(seen)",
            "'seen * Gate(seen)': 'seen' [4, 6, 6] and 'Gate' [4] do not fit: aligned at their last dimensions, dimension 2 of the first is 6 and dimension 0 of the second is 4. Write .Reshape(4, 1, 1) behind the smaller one, so that it repeats over the dimensions behind.",
            ("seen * Gate(seen)", "seen * Gate(seen).Reshape(4, 1, 1)")),

        new("A vector of the wrong length added to another (The size of tensor a (8) must match the size of tensor b (6))",
            """
            [Linear(8)] private partial Tensor Scale(Tensor x);
            [Linear(6)] private partial Tensor Shift(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Scale(x) + Shift(x);
            """,
            "MDSL0111", "Scale(x) + Shift(x)",
            "'Scale(x) + Shift(x)': 'Scale' [8] and 'Shift' [6] do not fit: dimension 0 is 8 and 6. Sizes must be equal, or one of them 1, which repeats.",
            ("[Linear(6)]", "[Linear(8)]")),

        new("A maximum of paths of two sizes (The size of tensor a (3) must match the size of tensor b (4))",
            """
            [Linear(3)] private partial Tensor Left(Tensor x);
            [Linear(4)] private partial Tensor Right(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Maximum(Left(x), Right(x));
            """,
            "MDSL0111", "Maximum(Left(x), Right(x))",
            "'Maximum(Left(x), Right(x))': 'Left' [3] and 'Right' [4] do not fit: dimension 0 is 3 and 4. Sizes must be equal, or one of them 1, which repeats.",
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
            "MDSL0111", "Where(left > 0, left, Right(x))",
            "'Where(left > 0, left, Right(x))': [4] and 'Right' [3] do not fit: dimension 0 is 4 and 3. Sizes must be equal, or one of them 1, which repeats.",
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
            "MDSL0123", "Concat([fine, coarse], 0)",
            "'Concat([fine, coarse], 0)': [4, 7, 7] and [4, 6, 6] differ in dimension 1. Only dimension 0, in which they are joined, may differ.",
            ("[Conv2d(4, 2), ReLU]", "[Conv2d(4, 3, Padding = 1), ReLU]")),

        new("Joining at the wrong dimension, counted with the batch (Sizes of tensors must match except in dimension 2)",
            """
            [Conv2d(4, 3, Padding = 1), ReLU] private partial Tensor Wide(Tensor x);
            [Conv2d(6, 1), ReLU] private partial Tensor Narrow(Tensor x);
            [Forward] private Tensor Run([Shape(2, 5, 5)] Tensor image) => Concat([Wide(image), Narrow(image)], 1);
            """,
            "MDSL0123", "Concat([Wide(image), Narrow(image)], 1)",
            "'Concat([Wide(image), Narrow(image)], 1)': [4, 5, 5] and [6, 5, 5] differ in dimension 0. Write 0 as the dimension to join them there.",
            ("], 1)", "], 0)"), ("Tensor Narrow", "Tensor Thin"), ("Narrow(image)", "Thin(image)")),

        new("Joining a picture with a vector (Tensors must have same number of dimensions: got 4 and 2)",
            """
            [Conv2d(2, 3), ReLU] private partial Tensor Look(Tensor image);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(1, 5, 5)] Tensor image, [Shape(4)] Tensor facts) => Score(Concat([Look(image), facts]));
            """,
            "MDSL0123", "Concat([Look(image), facts])",
            "'Concat([Look(image), facts])': [2, 3, 3] and [4] have 3 dimensions and 1. Reshape one of them.",
            ("[Look(image), facts]", "[Flatten(Look(image)), facts]")),

        new("Stacking tensors of two sizes (stack expects each tensor to be equal size)",
            """
            [Linear(4)] private partial Tensor Left(Tensor x);
            [Linear(3)] private partial Tensor Right(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Stack([Left(x), Right(x)]);
            """,
            "MDSL0123", "Stack([Left(x), Right(x)])",
            "'Stack([Left(x), Right(x)])': [4] and [3] are not the same shape. Write Concat to join them along a dimension that they have.",
            ("[Linear(3)]", "[Linear(4)]")),

        new("Expanding what is not 1 (The expanded size of the tensor (6) must match the existing size (3) at non-singleton dimension 0)",
            """
            [Linear(3)] private partial Tensor Query(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Query(x).Expand(6);
            """,
            "MDSL0122", "6",
            "'Query(x).Expand(6)': [3] does not expand to [6]: dimension 0 has 3 and not 1 to repeat. Write -1, or 3, for it.",
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
            "MDSL0126", "key",
            "'MatMul(query, key)': [5, 8] · [5, 8]: 8 columns meet 5 rows. Transpose the second: .Transpose(0, 1).",
            ("MatMul(query, key)", "MatMul(query, key.Transpose(0, 1))")),

        new("Matrices whose inner sizes differ (mat1 and mat2 shapes cannot be multiplied (3x4 and 5x2))",
            """
            [Forward] private Tensor Run([Shape(3, 4)] Tensor a, [Shape(5, 2)] Tensor b) => MatMul(a, b);
            """,
            "MDSL0126", "MatMul(a, b)",
            "'MatMul(a, b)': [3, 4] · [5, 2]: 4 columns meet 5 rows. The last size of the first must be the last but one of the second.",
            ("[Shape(5, 2)]", "[Shape(4, 2)]")),

        new("Batches of matrices of two lengths (The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0)",
            """
            [Forward] private Tensor Run([Shape(2, 3, 4)] Tensor a, [Shape(3, 4, 5)] Tensor b) => MatMul(a, b);
            """,
            "MDSL0126", "MatMul(a, b)",
            "'MatMul(a, b)': [2, 3, 4] · [3, 4, 5]: the batches of matrices [2] and [3] do not fit. Sizes before the last two must be equal, or one of them 1, which repeats.",
            ("[Shape(3, 4, 5)]", "[Shape(2, 4, 5)]")),

        new("A product of matrices with a single number (both arguments to matmul need to be at least 1D)",
            """
            [Linear(3)] private partial Tensor Scale(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => MatMul(Scale(x), Mean(x));
            """,
            "MDSL0126", "MatMul(Scale(x), Mean(x))",
            "'MatMul(Scale(x), Mean(x))': [3] · []: a single number is no matrix. Write a * b.",
            ("MatMul(Scale(x), Mean(x))", "Scale(x) * Mean(x)")),

        new("Queries and keys of sizes that have names",
            """
            const int Length = 5, Width = 8, Heads = 4;
            [Linear(Width)] private partial Tensor Query(Tensor x);
            [Linear(Heads)] private partial Tensor Key(Tensor x);
            [Forward] private Tensor Run([Shape(Length, Width)] Tensor steps) => MatMul(Query(steps), Transpose(Key(steps), 0, 1));
            """,
            "MDSL0126", "MatMul(Query(steps), Transpose(Key(steps), 0, 1))",
            "'MatMul(Query(steps), Transpose(Key(steps), 0, 1))': [Length = 5, Width = 8] · [Heads = 4, Length = 5]: 8 columns meet 4 rows. Exchange the two: MatMul(b, a).",
            ("[Linear(Heads)]", "[Linear(Width)]")),

        new("Pictures of channels that have names",
            """
            const int Colours = 3, Maps = 8;
            [Conv2d(Maps, 3, Padding = 1)] private partial Tensor Look(Tensor x);
            [Forward] private Tensor Run([Shape(Colours, 6, 6)] Tensor picture) => Look(picture) + picture;
            """,
            "MDSL0111", "Look(picture) + picture",
            "'Look(picture) + picture': 'Look' [Maps = 8, 6, 6] and 'picture' [Colours = 3, 6, 6] do not fit: dimension 0 is 8 and 3. Sizes must be equal, or one of them 1, which repeats: a Conv2d(8, 1) on one of the paths changes its channels.",
            ("Maps = 8", "Maps = 3")),
    ];
}
