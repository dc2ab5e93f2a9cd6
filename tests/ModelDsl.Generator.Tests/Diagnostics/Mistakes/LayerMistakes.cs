namespace ModelDsl.Mistakes;

/// <summary>Layers that are given something else than they were written for.</summary>
internal static class LayerMistakes
{
    public static Mistake[] All { get; } =
    [
        new("A linear layer sized for another picture (mat1 and mat2 shapes cannot be multiplied)",
            """
            [Conv2d(16, 5, Padding = 2), ReLU, MaxPool2d(2)] private partial Tensor Stem(Tensor image);
            [Flatten, Linear(10, InFeatures = 1050)] private partial Tensor Score(Tensor x);
            [Forward]
            private Tensor Run([Shape(1, 28, 28)] Tensor image)
            {
                Tensor seen = Stem(image);
                return Score(seen);
            }
            """,
            "MDSL0101", "InFeatures = 1050",
            "'Linear(10, InFeatures = 1050)' is given 3136 features: 'seen' [16, 14, 14] → 'Flatten' [3136]. Write InFeatures = 3136, or leave it out.",
            ("1050", "3136")),

        new("A linear layer behind a convolution, without Flatten (mat1 and mat2 shapes cannot be multiplied)",
            """
            [Conv2d(4, 3), ReLU] private partial Tensor Stem(Tensor image);
            [Linear(10)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(1, 9, 9)] Tensor image) => Score(Stem(image));
            """,
            "MDSL0102", "Linear(10)",
            "'Linear(10)' wants a vector [F], but is given a picture [4, 7, 7]: 'image' [1, 9, 9] → 'Stem' [4, 7, 7]. Write Flatten before it.",
            ("[Linear(10)]", "[Flatten, Linear(10)]")),

        new("A convolution for grey pictures on coloured ones (expected input to have 1 channels, but got 3 channels instead)",
            """
            [Conv2d(8, 3, InChannels = 1), ReLU] private partial Tensor Stem(Tensor image);
            [Forward] private Tensor Run([Shape(3, 8, 8)] Tensor photo) => Stem(photo);
            """,
            "MDSL0101", "InChannels = 1",
            "'Conv2d(8, 3, InChannels = 1)' is given 3 channels: 'photo' [3, 8, 8]. Write InChannels = 3, or leave it out.",
            ("InChannels = 1", "InChannels = 3")),

        new("Channels last, as pictures are read from files (expected input to have 3 channels, but got 32 channels instead)",
            """
            [Conv2d(8, 3, InChannels = 3)] private partial Tensor Stem(Tensor image);
            [Forward] private Tensor Run([Shape(32, 16, 3)] Tensor image) => Stem(image);
            """,
            "MDSL0101", "InChannels = 3",
            "'Conv2d(8, 3, InChannels = 3)' is given 32 channels: 'image' [32, 16, 3]. Write .Permute(2, 0, 1) behind the picture if its channels come last, or InChannels = 32, or leave it out.",
            ("=> Stem(image)", "=> Stem(image.Permute(2, 0, 1))")),

        new("A grey picture without its channel (expected 3D or 4D input to conv2d, but got 2D)",
            """
            [Conv2d(8, 3), ReLU] private partial Tensor Stem(Tensor image);
            [Forward] private Tensor Run([Shape(12, 12)] Tensor image) => Stem(image);
            """,
            "MDSL0102", "Conv2d(8, 3)",
            "'Conv2d(8, 3)' wants a picture [C, H, W], but is given a sequence [12, 12]: 'image' [12, 12]. Write the channels too: [Shape(1, 12, 12)].",
            ("[Shape(12, 12)]", "[Shape(1, 12, 12)]")),

        new("One pooling too many (Output size is too small)",
            """
            [Conv2d(4, 3), ReLU, MaxPool2d(2)] private partial Tensor Stem(Tensor image);
            [Conv2d(8, 3), ReLU, MaxPool2d(2)] private partial Tensor Deep(Tensor x);
            [Forward]
            private Tensor Run([Shape(1, 8, 8)] Tensor image)
            {
                Tensor seen = Stem(image);
                return Deep(seen);
            }
            """,
            "MDSL0103", "2",
            "'MaxPool2d(2)' looks at 2×2 pixels, but is given a picture of 1×1: 'seen' [4, 3, 3] → 'Conv2d' [8, 1, 1]. Write a smaller kernel, or leave out a layer that shrinks the picture.",
            ("[Conv2d(8, 3), ReLU, MaxPool2d(2)]", "[Conv2d(8, 3), ReLU]")),

        new("A kernel larger than what is left of the picture (Kernel size can't be greater than actual input size)",
            """
            [Conv2d(4, 3), ReLU, MaxPool2d(4)] private partial Tensor Stem(Tensor image);
            [Conv2d(8, 5, Padding = 1)] private partial Tensor Deep(Tensor x);
            [Forward] private Tensor Run([Shape(1, 10, 10)] Tensor image) => Deep(Stem(image));
            """,
            "MDSL0103", "5",
            "'Conv2d(8, 5, Padding = 1)' looks at 5×5 pixels, but is given a picture of 2×2 (4×4 with its border): 'image' [1, 10, 10] → 'Stem' [4, 2, 2]. Write a smaller kernel, or leave out a layer that shrinks the picture.",
            ("Conv2d(8, 5, Padding = 1)", "Conv2d(8, 3, Padding = 1)")),

        new("Batch norm of vectors on pictures (expected 2D or 3D input, got 4D input)",
            """
            [Conv2d(4, 3), BatchNorm1d, ReLU] private partial Tensor Stem(Tensor image);
            [Forward] private Tensor Run([Shape(1, 6, 6)] Tensor image) => Stem(image);
            """,
            "MDSL0102", "BatchNorm1d",
            "'BatchNorm1d' wants a vector [F], but is given a picture [4, 4, 4]: 'image' [1, 6, 6] → 'Conv2d' [4, 4, 4]. Write BatchNorm2d, or Flatten before it.",
            ("BatchNorm1d", "BatchNorm2d")),

        new("Batch norm of pictures on vectors (expected 4D input, got 2D input)",
            """
            [Linear(8), BatchNorm2d, ReLU] private partial Tensor Hidden(Tensor x);
            [Forward] private Tensor Run([Shape(5)] Tensor x) => Hidden(x);
            """,
            "MDSL0102", "BatchNorm2d",
            "'BatchNorm2d' wants a picture [C, H, W], but is given a vector [8]: 'x' [5] → 'Linear' [8]. Write BatchNorm1d.",
            ("BatchNorm2d", "BatchNorm1d")),

        new("Batch norm sized for another width (running_mean should contain 8 elements not 16)",
            """
            [Conv2d(8, 3), BatchNorm2d(NumFeatures = 16), ReLU] private partial Tensor Stem(Tensor image);
            [Forward] private Tensor Run([Shape(3, 6, 6)] Tensor image) => Stem(image);
            """,
            "MDSL0101", "NumFeatures = 16",
            "'BatchNorm2d(NumFeatures = 16)' is given 8 channels: 'image' [3, 6, 6] → 'Conv2d' [8, 4, 4]. Write NumFeatures = 8, or leave it out.",
            ("NumFeatures = 16", "NumFeatures = 8")),

        new("Groups that do not divide the input (expected in_channels to be divisible by groups)",
            """
            [Conv2d(8, 3, Groups = 4)] private partial Tensor Mix(Tensor x);
            [Forward] private Tensor Run([Shape(6, 8, 8)] Tensor x) => Mix(x);
            """,
            "MDSL0104", "Groups = 4",
            "'Conv2d(8, 3, Groups = 4)' cannot cut 6 input channels into 4 equal groups. Write Groups = 2, which divides both 6 input and 8 output channels.",
            ("Groups = 4", "Groups = 2")),

        new("Groups that do not divide the output (out_channels must be divisible by groups)",
            """
            [Conv2d(8, 3, Groups = 6)] private partial Tensor Mix(Tensor x);
            [Forward] private Tensor Run([Shape(6, 8, 8)] Tensor x) => Mix(x);
            """,
            "MDSL0104", "Groups = 6",
            "'Conv2d(8, 3, Groups = 6)' cannot cut 8 output channels into 6 equal groups. Write Groups = 2, which divides both 6 input and 8 output channels.",
            ("Conv2d(8, 3, Groups = 6)", "Conv2d(12, 3, Groups = 6)")),

        new("Layer norm of another shape (Given normalized_shape=[8], expected input with shape [*, 8])",
            """
            [Linear(6), LayerNorm(8)] private partial Tensor Hidden(Tensor steps);
            [Forward] private Tensor Run([Shape(5, 8)] Tensor steps) => Hidden(steps);
            """,
            "MDSL0101", "8",
            "'LayerNorm(8)' is given [5, 6]: 'steps' [5, 8] → 'Linear' [5, 6]. Write LayerNorm(6), or leave it out.",
            ("LayerNorm(8)", "LayerNorm(6)")),

        new("A border wider than half of the window (pad should be at most half of effective kernel size)",
            """
            [MaxPool2d(2, Padding = 2)] private partial Tensor Shrink(Tensor image);
            [Forward] private Tensor Run([Shape(1, 6, 6)] Tensor image) => Shrink(image);
            """,
            "MDSL0105", "Padding = 2",
            "'MaxPool2d(2, Padding = 2)': Padding is 2, but must be at most half of the window, 1.",
            ("Padding = 2", "Padding = 1")),

        new("A probability in per cent (dropout probability has to be between 0 and 1, but got 50)",
            """
            [Linear(8), ReLU, Dropout(50), Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            """,
            "MDSL0105", "50",
            "'Dropout(50)': P is 50, but must be a probability, from 0 to 1.",
            ("Dropout(50)", "Dropout(0.5f)")),

        new("A width that a division makes 0 (Initializing zero-element tensors is a no-op)",
            """
            const int Width = 16;
            [Linear(Width / 32), ReLU, Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            """,
            "MDSL0105", "Width / 32",
            "'Linear(Width / 32)': OutFeatures is 0, but must be at least 1.",
            ("Width / 32", "Width / 2")),

        new("A stride of 0 (non-positive stride is not supported)",
            """
            [Conv2d(4, 3, Stride = 0)] private partial Tensor Stem(Tensor image);
            [Forward] private Tensor Run([Shape(1, 6, 6)] Tensor image) => Stem(image);
            """,
            "MDSL0105", "Stride = 0",
            "'Conv2d(4, 3, Stride = 0)': Stride is 0, but must be at least 1.",
            ("Stride = 0", "Stride = 2")),

        new("One linear layer for features of two sizes (mat1 and mat2 shapes cannot be multiplied)",
            """
            [Linear(4)] private partial Tensor Embed(Tensor x);
            [Forward] private Tensor Run([Shape(6)] Tensor left, [Shape(5)] Tensor right) => Embed(left) + Embed(right);
            """,
            "MDSL0108", "Embed(right)",
            "'Linear(4)' was given a vector [6] when its weights were made, and is given a vector [5] here: 'right' [5]. Give it the same sizes each time, or write a second layer.",
            ("[Linear(4)] private partial Tensor Embed(Tensor x);", "[Linear(4)] private partial Tensor Embed(Tensor x);\n[Linear(4)] private partial Tensor EmbedRight(Tensor x);"), ("Embed(right)", "EmbedRight(right)")),

        new("One convolution for two depths (expected input to have 3 channels, but got 8 channels instead)",
            """
            [Conv2d(8, 3, Padding = 1), ReLU] private partial Tensor Refine(Tensor x);
            [Forward]
            private Tensor Run([Shape(3, 6, 6)] Tensor image)
            {
                Tensor seen = Refine(image);
                return Refine(seen);
            }
            """,
            "MDSL0108", "Refine(seen)",
            "'Conv2d(8, 3, Padding = 1)' was given a picture [3, 6, 6] when its weights were made, and is given a picture [8, 6, 6] here: 'image' [3, 6, 6] → 'seen' [8, 6, 6]. Give it the same sizes each time, or write a second layer.",
            ("[Conv2d(8, 3, Padding = 1), ReLU] private partial Tensor Refine(Tensor x);", "[Conv2d(8, 3, Padding = 1), ReLU] private partial Tensor Stem(Tensor x);\n[Conv2d(8, 3, Padding = 1), ReLU] private partial Tensor Refine(Tensor x);"),
            ("Refine(image)", "Stem(image)")),

        new("A head called without Flatten where it was given vectors before (mat1 and mat2 shapes cannot be multiplied)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x, [Shape(1, 2, 2)] Tensor image) => Score(x) + Score(image);
            """,
            "MDSL0102", "Score(image)",
            "'Linear(3)' wants a vector [F], but is given a picture [1, 2, 2]: 'image' [1, 2, 2]. Write Flatten before it.",
            ("Score(image)", "Score(Flatten(image))")),

        new("A repeated block that does not keep its width (expected input to have 4 channels, but got 8 channels instead)",
            """
            [Repeat(3), Conv2d(8, 3, InChannels = 4, Padding = 1), ReLU] private partial Tensor Deep(Tensor x);
            [Forward] private Tensor Run([Shape(4, 6, 6)] Tensor image) => Deep(image);
            """,
            "MDSL0101", "InChannels = 4",
            "'Conv2d(8, 3, InChannels = 4, Padding = 1)' is given 8 channels: 'image' [4, 6, 6] → 'Conv2d' [8, 6, 6]. Write InChannels = 8, or leave it out.",
            ("InChannels = 4, ", "")),

        new("A composed block that is given another width (The size of tensor a must match the size of tensor b)",
            """
            [Conv2d(4, 3, Padding = 1), ReLU] private partial Tensor Stem(Tensor image);
            [Use<Residual>] private partial Tensor Layer1(Tensor x);
            [Forward] private Tensor Run([Shape(3, 6, 6)] Tensor image) => Layer1(Stem(image));
            """,
            "MDSL0111", "Layer1(Stem(image))",
            "'x + Refine(x)' of 'Residual': 'Stem' [4, 6, 6] and [8, 6, 6] do not fit: dimension 0 is 4 and 8. Sizes must be equal, or one of them 1, which repeats: a Conv2d(8, 1) on one of the paths changes its channels.",
            ("[Conv2d(4, 3", "[Conv2d(8, 3"))
        {
            Others =
                """
                [Model]
                public partial class Residual
                {
                    [Conv2d(8, 3, Padding = 1), BatchNorm2d] private partial Tensor Refine(Tensor x);
                    [Forward] private Tensor Run([Shape(8, 6, 6)] Tensor x) => ReLU(x + Refine(x));
                }
                """,
        },
    ];
}
