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
            "?", "?", "?",
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
            "?", "?", "?",
            ("Score(hidden)", "Score(joined)")),

        new("A layer that forward forgets",
            """
            [Linear(8), ReLU] private partial Tensor Hidden(Tensor x);
            [Linear(8), ReLU] private partial Tensor Deeper(Tensor x);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(Hidden(x));
            """,
            "?", "?", "?",
            ("Score(Hidden(x))", "Score(Deeper(Hidden(x)))")),

        new("An input that the network forgets",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x, [Shape(4)] Tensor mask) => Score(x);
            """,
            "?", "?", "?",
            ("=> Score(x)", "=> Score(x * mask)")),

        new("A target that the objective forgets",
            """
            [Linear(3)] private partial Tensor Guess(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Guess(x);
            [Objective] private Tensor Loss(Tensor guess, Tensor wanted, [Shape(3)] Tensor weight) => MSELoss(guess, wanted);
            """,
            "?", "?", "?",
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
            "?", "?", "?",
            ("Tensor label) => CrossEntropy(scores, label)", "Tensor label, Tensor wanted) => CrossEntropy(scores, label) + MSELoss(place, wanted)")),

        new("A layer cut off by Detach",
            """
            [Linear(8), ReLU] private partial Tensor Hidden(Tensor x);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(Detach(Hidden(x)));
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
            """,
            "?", "?", "?",
            ("Detach(Hidden(x))", "Hidden(x)")),

        new("A loss behind which everything is frozen",
            """
            [Freeze, Linear(8), ReLU] private partial Tensor Hidden(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Hidden(x);
            [Objective] private Tensor Loss(Tensor hidden, Tensor wanted) => MSELoss(hidden, wanted);
            """,
            "?", "?", "?",
            ("[Freeze, Linear(8), ReLU]", "[Linear(8), ReLU]")),

        new("Batch norm as the last layer",
            """
            [Linear(8), ReLU, Linear(3), BatchNorm1d] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective, CrossEntropyLoss] private partial Tensor Loss(Tensor scores, Tensor label);
            """,
            "?", "?", "?",
            ("[Linear(8), ReLU, Linear(3), BatchNorm1d]", "[Linear(8), BatchNorm1d, ReLU, Linear(3)]")),

        new("Dropout as the last layer",
            """
            [Linear(8), ReLU, Linear(3), Dropout] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective, CrossEntropyLoss] private partial Tensor Loss(Tensor scores, Tensor label);
            """,
            "?", "?", "?",
            ("Linear(3), Dropout", "Linear(3)")),

        new("ReLU as the last layer, behind a reshape",
            """
            [Conv2d(3, 4), ReLU] private partial Tensor Score(Tensor image);
            [Forward] private Tensor Run([Shape(1, 4, 4)] Tensor image) => Score(image).Reshape(3);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
            """,
            "?", "?", "?",
            ("[Conv2d(3, 4), ReLU]", "[Conv2d(3, 4)]")),

        new("An activation in the block, and one around it",
            """
            [Linear(8), ReLU] private partial Tensor Hidden(Tensor x);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(ReLU(Hidden(x)));
            """,
            "?", "?", "?",
            ("ReLU(Hidden(x))", "Hidden(x)")),

        new("Two linear layers without an activation",
            """
            [Linear(8)] private partial Tensor Hidden(Tensor x);
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(Hidden(x));
            """,
            "?", "?", "?",
            ("Score(Hidden(x))", "Score(ReLU(Hidden(x)))")),

        new("Two convolutions with only batch norm in between",
            """
            [Conv2d(8, 3), BatchNorm2d] private partial Tensor Stem(Tensor x);
            [Conv2d(8, 3), BatchNorm2d, ReLU] private partial Tensor Deep(Tensor x);
            [Forward] private Tensor Run([Shape(1, 8, 8)] Tensor image) => Deep(Stem(image));
            """,
            "?", "?", "?",
            ("[Conv2d(8, 3), BatchNorm2d] ", "[Conv2d(8, 3), BatchNorm2d, ReLU] ")),

        new("A softmax of one score",
            """
            [Linear(1)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Softmax(Score(x));
            """,
            "?", "?", "?",
            ("Softmax(Score(x))", "Sigmoid(Score(x))")),

        new("A softmax over the channel of a grey picture",
            """
            [Conv2d(1, 3)] private partial Tensor Look(Tensor x);
            [Forward] private Tensor Run([Shape(1, 5, 5)] Tensor image) => Softmax(Look(image), 0);
            """,
            "?", "?", "?",
            ("Softmax(Look(image), 0)", "Softmax(Look(image), -1)")),
    ];
}
