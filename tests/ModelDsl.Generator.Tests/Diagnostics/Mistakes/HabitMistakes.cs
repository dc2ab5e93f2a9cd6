namespace ModelDsl.Mistakes;

/// <summary>What runs and is hardly meant: PyTorch says nothing.</summary>
internal static class HabitMistakes
{
    public static Mistake[] All { get; } =
    [
        new("A result that is not kept, as if the tensor changed (it runs, and the activation does nothing)",
            """
            [Linear(8)] private partial Tensor Hidden(Tensor x);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward]
            private Tensor Run([Shape(4)] Tensor x)
            {
                Tensor hidden = Hidden(x);
                ReLU(hidden);
                return Score(hidden);
            }
            """,
            "MDSL0213", "ReLU(hidden)",
            "'ReLU(hidden)' is computed, but never used. Write 'hidden = ' before it: tensors never change, functions make new ones.",
            ("    ReLU(hidden);", "    hidden = ReLU(hidden);")),

        new("A value that is computed and forgotten",
            """
            [Linear(8), ReLU] private partial Tensor Hidden(Tensor x);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward]
            private Tensor Run([Shape(8)] Tensor x)
            {
                Tensor hidden = Hidden(x);
                Tensor joined = x + hidden;
                return Score(hidden);
            }
            """,
            "MDSL0213", "joined",
            "'joined' is computed, but never used. Use it, or remove it.",
            ("Score(hidden)", "Score(joined)")),

        new("A layer that forward forgets",
            """
            [Linear(8), ReLU] private partial Tensor Hidden(Tensor x);
            [Linear(8), ReLU] private partial Tensor Deeper(Tensor x);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(Hidden(x));
            """,
            "MDSL0209", "Deeper",
            "'Deeper' is never called by the [Forward] of 'Net', and so learns nothing. Call it, or remove it.",
            ("Score(Hidden(x))", "Score(Deeper(Hidden(x)))")),

        new("An input that the network forgets",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x, [Shape(4)] Tensor mask) => Score(x);
            """,
            "MDSL0212", "mask",
            "'mask' is given to the network, which never uses it. Use it, or remove it.",
            ("=> Score(x)", "=> Score(x * mask)")),

        new("A target that the objective forgets",
            """
            [Linear(3)] private partial Tensor Guess(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Guess(x);
            [Objective] private Tensor Loss(Tensor guess, Tensor wanted, [Shape(3)] Tensor weight) => MSELoss(guess, wanted);
            """,
            "MDSL0212", "weight",
            "'weight' is given to the objective, which never uses it. Use it, or remove it.",
            ("Tensor wanted, [Shape(3)] Tensor weight) => MSELoss(guess, wanted)", "[Shape(3)] Tensor wanted, [Shape(3)] Tensor weight) => Mean(weight * Square(guess - wanted))")),

        new("A head that no loss reaches",
            """
            [Linear(8), ReLU] private partial Tensor Hidden(Tensor x);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Linear(2)] private partial Tensor Place(Tensor x);
            [Forward]
            private (Tensor Scores, Tensor Place) Run([Shape(4)] Tensor x)
            {
                Tensor hidden = Hidden(x);
                return (Score(hidden), Place(hidden));
            }
            [Objective] private Tensor Loss(Tensor scores, Tensor place, Tensor label) => CrossEntropy(scores, label);
            """,
            "MDSL0214", "Linear(2)",
            "'Linear(2)' learns nothing: the objective does not depend on it. Add a loss of what it computes to the objective, or write [Freeze] before it.",
            ("Tensor label) => CrossEntropy(scores, label)", "Tensor label, Tensor wanted) => CrossEntropy(scores, label) + MSELoss(place, wanted)")),

        new("A layer cut off by Detach",
            """
            [Linear(8), ReLU] private partial Tensor Hidden(Tensor x);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(Detach(Hidden(x)));
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
            """,
            "MDSL0214", "Linear(8)",
            "'Linear(8)' learns nothing: the objective depends on it only through what passes no gradient. Add a loss of what it computes to the objective, or write [Freeze] before it.",
            ("Detach(Hidden(x))", "Hidden(x)")),

        new("A loss behind which everything is frozen",
            """
            [Freeze, Linear(8), ReLU] private partial Tensor Hidden(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Hidden(x);
            [Objective] private Tensor Loss(Tensor hidden, Tensor wanted) => MSELoss(hidden, wanted);
            """,
            "MDSL0215", "MSELoss(hidden, wanted)",
            "'MSELoss(hidden, wanted)' teaches nothing: everything with parameters before it is frozen, or behind what passes no gradient. Leave a layer before it to learn, or remove it.",
            ("[Freeze, Linear(8), ReLU]", "[Linear(8), ReLU]")),

        new("Batch norm as the last layer",
            """
            [Linear(8), ReLU, Linear(3), BatchNorm1d] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective, CrossEntropyLoss] private partial Tensor Loss(Tensor scores, Tensor label);
            """,
            "MDSL0216", "BatchNorm1d",
            "'BatchNorm1d' stands right before the loss: it shifts and scales predictions by the batch that they come in. Move it before the last layer with weights, or remove it.",
            ("[Linear(8), ReLU, Linear(3), BatchNorm1d]", "[Linear(8), BatchNorm1d, ReLU, Linear(3)]")),

        new("Dropout as the last layer",
            """
            [Linear(8), ReLU, Linear(3), Dropout] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective, CrossEntropyLoss] private partial Tensor Loss(Tensor scores, Tensor label);
            """,
            "MDSL0208", "Dropout",
            "'Dropout' wipes out predictions, not features: nothing is learned from the wiped ones. Move it before the last layer with weights.",
            ("Linear(3), Dropout", "Linear(3)")),

        new("ReLU as the last layer, behind a reshape",
            """
            [Conv2d(3, 4), ReLU] private partial Tensor Score(Tensor image);
            [Forward] private Tensor Run([Shape(1, 4, 4)] Tensor image) => Score(image).Reshape(3);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
            """,
            "MDSL0217", "ReLU",
            "'ReLU' stands before 'CrossEntropyLoss', which wants scores of either sign: those below 0 are cut off, and nothing is learned from them. Remove it.",
            ("[Conv2d(3, 4), ReLU]", "[Conv2d(3, 4)]")),

        new("An activation in the block, and one around it",
            """
            [Linear(8), ReLU] private partial Tensor Hidden(Tensor x);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(ReLU(Hidden(x)));
            """,
            "MDSL0218", "ReLU(Hidden(x))",
            "'ReLU(Hidden(x))' follows 'ReLU' with no layer in between. Remove one of the two.",
            ("ReLU(Hidden(x))", "Hidden(x)")),

        new("Two linear layers without an activation",
            """
            [Linear(8)] private partial Tensor Hidden(Tensor x);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(Hidden(x));
            """,
            "MDSL0219", "Linear(3)",
            "'Linear(3)' follows 'Linear(8)' with nothing in between that bends: together they can do no more than one of them. Write an activation between them, or remove one.",
            ("Score(Hidden(x))", "Score(ReLU(Hidden(x)))")),

        new("Two convolutions with only batch norm in between",
            """
            [Conv2d(8, 3), BatchNorm2d] private partial Tensor Stem(Tensor x);
            [Conv2d(8, 3), BatchNorm2d, ReLU] private partial Tensor Deep(Tensor x);
            [Forward] private Tensor Run([Shape(1, 8, 8)] Tensor image) => Deep(Stem(image));
            """,
            "MDSL0219", "Conv2d(8, 3)",
            "'Conv2d(8, 3)' follows 'Conv2d(8, 3)' with nothing in between that bends: together they can do no more than one of them. Write an activation between them, or remove one.",
            ("[Conv2d(8, 3), BatchNorm2d] ", "[Conv2d(8, 3), BatchNorm2d, ReLU] ")),

        new("A softmax of one score",
            """
            [Linear(1)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Softmax(Score(x));
            """,
            "MDSL0220", "Softmax(Score(x))",
            "'Softmax(Score(x))' chooses among one value, and so is always 1. Write Sigmoid for a yes or no, or give it more values to choose from.",
            ("Softmax(Score(x))", "Sigmoid(Score(x))")),

        new("A softmax over the channel of a grey picture",
            """
            [Conv2d(1, 3)] private partial Tensor Look(Tensor x);
            [Forward] private Tensor Run([Shape(1, 5, 5)] Tensor image) => Softmax(Look(image), 0);
            """,
            "MDSL0220", "Softmax(Look(image), 0)",
            "'Softmax(Look(image), 0)' chooses among one value, and so is always 1. Write Sigmoid for a yes or no, or give it more values to choose from.",
            ("Softmax(Look(image), 0)", "Softmax(Look(image), -1)")),

        new("The gradient of an input without an objective",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4, RequiresGrad = true)] Tensor x) => Score(x);
            """,
            "MDSL0221", "RequiresGrad = true",
            "'x' has RequiresGrad, but 'Net' has nothing to make small. Write an [Objective], or remove it.",
            (", RequiresGrad = true", "")),

        new("The gradient of a target",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor y, [Shape(3, RequiresGrad = true)] Tensor wanted) => Mean(Square(y - wanted));
            """,
            "MDSL0221", "RequiresGrad = true",
            "'wanted' has RequiresGrad, but it is a target. Remove it, or take it as an input of the network.",
            (", RequiresGrad = true", "")),

        new("A loss against an input whose gradient is asked for",
            """
            [Linear(4)] private partial Tensor Copy(Tensor x);
            [Forward] private Tensor Run([Shape(4, RequiresGrad = true)] Tensor x) => Copy(x);
            [Objective] private Tensor Loss(Tensor y, Tensor x) => MSELoss(y, x);
            """,
            "MDSL0211", "MSELoss(y, x)",
            "'MSELoss(y, x)' compares [4] with 'x', which has RequiresGrad, but a loss passes no gradient to what it compares with. Write the comparison with tensor functions: Mean(Square(a - b)).",
            ("MSELoss(y, x)", "Mean(Square(y - x))")),
    ];
}
