namespace ModelDsl.Mistakes;

/// <summary>Losses, targets and objectives.</summary>
internal static class LossMistakes
{
    public static Mistake[] All { get; } =
    [
        new("Cross-entropy of a sequence (Expected target size [64, 10], got [64])",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(5, 4)] Tensor steps) => Score(steps);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
            """,
            "?", "?", "?",
            ("=> Score(steps)", "=> Score(steps[^1])")),

        new("A target that would broadcast (Using a target size (torch.Size([1])) that is different to the input size (torch.Size([3])))",
            """
            [Linear(3)] private partial Tensor Guess(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Guess(x);
            [Objective] private Tensor Loss(Tensor guess, [Shape(1)] Tensor wanted) => MSELoss(guess, wanted);
            """,
            "?", "?", "?",
            ("[Shape(1)] ", "")),

        new("A target without its last dimension (Target size (torch.Size([64])) must be the same as input size (torch.Size([64, 1])))",
            """
            [Linear(1)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor score, [Shape] Tensor known) => BinaryCrossEntropyWithLogits(score, known);
            """,
            "?", "?", "?",
            ("[Shape] Tensor known", "[Shape(1)] Tensor known")),

        new("One target for classes and for numbers (expected scalar type Long but found Float)",
            """
            [Linear(1)] private partial Tensor Score(Tensor x);
            [Linear(3)] private partial Tensor Classes(Tensor x);
            [Forward] private (Tensor Score, Tensor Classes) Run([Shape(4)] Tensor x) => (Score(x), Classes(x));
            [Objective] private Tensor Loss(Tensor score, Tensor classes, Tensor label) => CrossEntropy(classes, label) + MSELoss(score, label);
            """,
            "?", "?", "?",
            ("Tensor label)", "Tensor label, Tensor wanted)"), ("MSELoss(score, label)", "MSELoss(score, wanted)")),

        new("A loss for each value (grad can be implicitly created only for scalar outputs)",
            """
            [Linear(3)] private partial Tensor Guess(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Guess(x);
            [Objective] private Tensor Loss(Tensor guess, [Shape(3)] Tensor wanted) => Square(guess - wanted);
            """,
            "?", "?", "?",
            ("=> Square(guess - wanted)", "=> Mean(Square(guess - wanted))")),

        new("A target of functions without a shape (it broadcasts, whatever it is)",
            """
            [Linear(3)] private partial Tensor Guess(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Guess(x);
            [Objective] private Tensor Loss(Tensor guess, Tensor wanted) => Mean(Square(guess - wanted));
            """,
            "?", "?", "?",
            ("Tensor wanted", "[Shape(3)] Tensor wanted")),

        new("A loss that is not told what to compare with (missing 1 required positional argument: 'target')",
            """
            [Linear(3)] private partial Tensor Guess(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Guess(x);
            [Objective, MSELoss] private partial Tensor Loss(Tensor guess);
            """,
            "?", "?", "?",
            ("Loss(Tensor guess)", "Loss(Tensor guess, Tensor wanted)")),

        new("Weights for another number of classes (weight tensor should be defined either for all 3 classes or no classes)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label, weight: [1f, 2f]);
            """,
            "?", "?", "?",
            ("[1f, 2f]", "[1f, 2f, 2f]")),

        new("Weights of positives for another number of outputs (The size of tensor a (3) must match the size of tensor b (2))",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective, BCEWithLogitsLoss(PosWeight = new[] { 1f, 2f })] private partial Tensor Loss(Tensor scores, Tensor known);
            """,
            "?", "?", "?",
            ("{ 1f, 2f }", "{ 1f, 2f, 3f }")),

        new("Smoothing of more than all (label_smoothing must be between 0.0 and 1.0. Got: 10)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label, labelSmoothing: 10);
            """,
            "?", "?", "?",
            ("labelSmoothing: 10", "labelSmoothing: 0.1f")),

        new("A comparison of two outputs as if one were a target (the derivative for 'target' is not implemented)",
            """
            [Linear(3), Tanh] private partial Tensor Left(Tensor x);
            [Linear(3)] private partial Tensor Right(Tensor x);
            [Forward] private (Tensor Left, Tensor Right) Run([Shape(4)] Tensor x) => (Left(x), Right(x));
            [Objective] private Tensor Loss(Tensor left, Tensor right) => MSELoss(left, right);
            """,
            "?", "?", "?",
            ("MSELoss(left, right)", "Mean(Square(left - right))")),

        new("An objective that forgets an output (forward() missing 1 required positional argument)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Linear(2)] private partial Tensor Guess(Tensor x);
            [Forward] private (Tensor Scores, Tensor Guess) Run([Shape(4)] Tensor x) => (Score(x), Guess(x));
            [Objective] private Tensor Loss(Tensor scores) => Mean(scores);
            """,
            "?", "?", "?",
            ("Loss(Tensor scores) => Mean(scores)", "Loss(Tensor scores, Tensor guess) => Mean(scores) + Mean(Square(guess))")),

        new("A penalty on a weight that is called otherwise ('Net' object has no attribute 'fc')",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label) + 0.01f * Sum(Square(Parameters.Fc.Weight));
            """,
            "?", "?", "?",
            ("Parameters.Fc.Weight", "Parameters.Score.Weight")),

        new("Probabilities wanted, scores given (all elements of input should be between 0 and 1)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor known) => BinaryCrossEntropy(scores, known);
            """,
            "?", "?", "?",
            ("BinaryCrossEntropy(", "BinaryCrossEntropyWithLogits(")),

        new("Logarithms wanted, scores given (the loss is negative)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => NLLLoss(scores, label);
            """,
            "?", "?", "?",
            ("NLLLoss(scores, label)", "NLLLoss(LogSoftmax(scores), label)")),

        new("A softmax at the end of a block, and cross-entropy (it runs and hardly learns)",
            """
            [Linear(8), ReLU, Linear(3), Softmax] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
            """,
            "?", "?", "?",
            (", Softmax]", "]")),

        new("A softmax as a function, and cross-entropy (it runs and hardly learns)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward]
            private Tensor Run([Shape(4)] Tensor x)
            {
                Tensor scores = Score(x);
                return Softmax(scores, dim: -1);
            }
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
            """,
            "?", "?", "?",
            ("Softmax(scores, dim: -1)", "scores")),

        new("A sigmoid in the objective, and a loss with its own (it runs and hardly learns)",
            """
            [Linear(2)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor known) => BinaryCrossEntropyWithLogits(scores.Sigmoid(), known);
            """,
            "?", "?", "?",
            ("scores.Sigmoid()", "scores")),

        new("One score for two classes (the loss is always 0)",
            """
            [Linear(1)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective, CrossEntropyLoss] private partial Tensor Loss(Tensor scores, Tensor label);
            """,
            "?", "?", "?",
            ("[Linear(1)]", "[Linear(2)]")),

        new("The accuracy as a loss (element 0 of tensors does not require grad and does not have a grad_fn)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, [Shape] Tensor best) => Mean(Ne(ArgMax(scores), best));
            """,
            "?", "?", "?",
            ("[Shape] Tensor best) => Mean(Ne(ArgMax(scores), best))", "Tensor best) => CrossEntropy(scores, best)")),
    ];
}
