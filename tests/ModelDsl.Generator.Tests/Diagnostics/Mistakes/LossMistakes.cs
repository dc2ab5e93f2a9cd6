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
            "MDSL0201", "CrossEntropy(scores, label)",
            "'CrossEntropy(scores, label)' wants one score for each class, [C] or [C, H, W], but the model's output is [5, 3]: 'steps' [5, 4] → 'Score' [5, 3]. Write [Flatten, Linear(classes)] before it.",
            ("=> Score(steps)", "=> Score(steps[^1])")),

        new("A target that would broadcast (Using a target size (torch.Size([1])) that is different to the input size (torch.Size([3])))",
            """
            [Linear(3)] private partial Tensor Guess(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Guess(x);
            [Objective] private Tensor Loss(Tensor guess, [Shape(1)] Tensor wanted) => MSELoss(guess, wanted);
            """,
            "MDSL0211", "MSELoss(guess, wanted)",
            "'MSELoss(guess, wanted)' compares [3] with 'wanted', which is [1], but must be [3]: a target of another shape would broadcast. Write [Shape(3)], or leave the shape out.",
            ("[Shape(1)] ", "")),

        new("A target without its last dimension (Target size (torch.Size([64])) must be the same as input size (torch.Size([64, 1])))",
            """
            [Linear(1)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor score, [Shape] Tensor known) => BinaryCrossEntropyWithLogits(score, known);
            """,
            "MDSL0211", "BinaryCrossEntropyWithLogits(score, known)",
            "'BinaryCrossEntropyWithLogits(score, known)' compares [1] with 'known', which is [], but must be [1]: a target of another shape would broadcast. Write [Shape(1)], or leave the shape out.",
            ("[Shape] Tensor known", "[Shape(1)] Tensor known")),

        new("One target for classes and for numbers (expected scalar type Long but found Float)",
            """
            [Linear(1)] private partial Tensor Score(Tensor x);
            [Linear(3)] private partial Tensor Classes(Tensor x);
            [Forward] private (Tensor Score, Tensor Classes) Run([Shape(4)] Tensor x) => (Score(x), Classes(x));
            [Objective] private Tensor Loss(Tensor score, Tensor classes, Tensor label) => CrossEntropy(classes, label) + MSELoss(score, label);
            """,
            "MDSL0211", "MSELoss(score, label)",
            "'MSELoss(score, label)' compares [1] with 'label', which holds class indices, but numbers are wanted. Give it a target of its own.",
            ("Tensor label)", "Tensor label, Tensor wanted)"), ("MSELoss(score, label)", "MSELoss(score, wanted)")),

        new("A loss for each value (grad can be implicitly created only for scalar outputs)",
            """
            [Linear(3)] private partial Tensor Guess(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Guess(x);
            [Objective] private Tensor Loss(Tensor guess, [Shape(3)] Tensor wanted) => Square(guess - wanted);
            """,
            "MDSL0210", "Square(guess - wanted)",
            "The objective of 'Net' is a vector [3], but training makes one number small. Write Mean(…) or Sum(…) around it.",
            ("=> Square(guess - wanted)", "=> Mean(Square(guess - wanted))")),

        new("Weights for another number of classes (weight tensor should be defined either for all 3 classes or no classes)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label, weight: [1f, 2f]);
            """,
            "MDSL0206", "weight: [1f, 2f]",
            "'CrossEntropy(scores, label, weight: [1f, 2f])' has 2 weights, but the model's output has 3 classes: 'x' [4] → 'Score' [3]. Write 3 of them.",
            ("[1f, 2f]", "[1f, 2f, 2f]")),

        new("Weights of positives for another number of outputs (The size of tensor a (3) must match the size of tensor b (2))",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective, BCEWithLogitsLoss(PosWeight = new[] { 1f, 2f })] private partial Tensor Loss(Tensor scores, Tensor known);
            """,
            "MDSL0206", "PosWeight = new[] { 1f, 2f }",
            "'BCEWithLogitsLoss(PosWeight = new[] { 1f, 2f })' has 2 weights, but the model's output has 3 values: 'x' [4] → 'Score' [3]. Write 3 of them.",
            ("{ 1f, 2f }", "{ 1f, 2f, 3f }")),

        new("Smoothing of more than all (label_smoothing must be between 0.0 and 1.0. Got: 10)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label, labelSmoothing: 10);
            """,
            "MDSL0105", "labelSmoothing: 10",
            "'CrossEntropy(scores, label, labelSmoothing: 10)': LabelSmoothing is 10, but must be from 0 to 1.",
            ("labelSmoothing: 10", "labelSmoothing: 0.1f")),

        new("A comparison of two outputs as if one were a target (the derivative for 'target' is not implemented)",
            """
            [Linear(3), Tanh] private partial Tensor Left(Tensor x);
            [Linear(3)] private partial Tensor Right(Tensor x);
            [Forward] private (Tensor Left, Tensor Right) Run([Shape(4)] Tensor x) => (Left(x), Right(x));
            [Objective] private Tensor Loss(Tensor left, Tensor right) => MSELoss(left, right);
            """,
            "MDSL0211", "MSELoss(left, right)",
            "'MSELoss(left, right)' compares [3] with 'right', which is computed, not given. Write the comparison with tensor functions: Mean(Square(a - b)).",
            ("MSELoss(left, right)", "Mean(Square(left - right))")),

        new("An objective that forgets an output (forward() missing 1 required positional argument)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Linear(2)] private partial Tensor Guess(Tensor x);
            [Forward] private (Tensor Scores, Tensor Guess) Run([Shape(4)] Tensor x) => (Score(x), Guess(x));
            [Objective] private Tensor Loss(Tensor scores) => Mean(scores);
            """,
            "MDSL0017", "Loss",
            "'Loss' is the [Objective] of the model, but takes 1 tensor, but the network computes 2. Write a parameter for each output, then the targets.",
            ("Loss(Tensor scores) => Mean(scores)", "Loss(Tensor scores, Tensor guess) => Mean(scores) + Mean(Square(guess))")),

        new("A penalty on a weight that is called otherwise ('Net' object has no attribute 'fc')",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label) + 0.01f * Sum(Square(Parameters.Fc.Weight));
            """,
            "MDSL0109", "Parameters.Fc.Weight",
            "The model has no parameter 'Fc.Weight'. It has Score.Weight, Score.Bias.",
            ("Parameters.Fc.Weight", "Parameters.Score.Weight")),

        new("Probabilities wanted, scores given (all elements of input should be between 0 and 1)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor known) => BinaryCrossEntropy(scores, known);
            """,
            "MDSL0205", "BinaryCrossEntropy(scores, known)",
            "'BinaryCrossEntropy(scores, known)' wants probabilities from 0 to 1, but the model ends with 'Linear(3)'. Write BinaryCrossEntropyWithLogits instead, or Sigmoid around what it is given.",
            ("BinaryCrossEntropy(", "BinaryCrossEntropyWithLogits(")),

        new("Logarithms wanted, scores given (the loss is negative)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => NLLLoss(scores, label);
            """,
            "MDSL0204", "NLLLoss(scores, label)",
            "'NLLLoss(scores, label)' wants logarithms of probabilities, but the model ends with 'Linear(3)'. Write LogSoftmax around what it is given, or CrossEntropy instead of it.",
            ("NLLLoss(scores, label)", "NLLLoss(LogSoftmax(scores), label)")),

        new("A softmax at the end of a block, and cross-entropy (it runs and hardly learns)",
            """
            [Linear(8), ReLU, Linear(3), Softmax] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor label) => CrossEntropy(scores, label);
            """,
            "MDSL0202", "Softmax",
            "'Softmax' stands before 'CrossEntropyLoss', which applies a softmax of its own: gradients vanish and training stalls. Remove 'Softmax'.",
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
            "MDSL0202", "Softmax(scores, dim: -1)",
            "'Softmax(scores, dim: -1)' stands before 'CrossEntropyLoss', which applies a softmax of its own: gradients vanish and training stalls. Remove 'Softmax(scores, dim: -1)'.",
            ("Softmax(scores, dim: -1)", "scores")),

        new("A sigmoid in the objective, and a loss with its own (it runs and hardly learns)",
            """
            [Linear(2)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, Tensor known) => BinaryCrossEntropyWithLogits(scores.Sigmoid(), known);
            """,
            "MDSL0203", "scores.Sigmoid()",
            "'scores.Sigmoid()' stands before 'BCEWithLogitsLoss', which applies a sigmoid of its own: gradients vanish and training stalls. Remove 'scores.Sigmoid()'.",
            ("scores.Sigmoid()", "scores")),

        new("One score for two classes (the loss is always 0)",
            """
            [Linear(1)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective, CrossEntropyLoss] private partial Tensor Loss(Tensor scores, Tensor label);
            """,
            "MDSL0207", "CrossEntropyLoss",
            "'CrossEntropyLoss' chooses among the classes of the output, but there is only one: the loss is always 0. Write one output for each class, or BCEWithLogitsLoss for a yes or no.",
            ("[Linear(1)]", "[Linear(2)]")),

        new("The accuracy as a loss (element 0 of tensors does not require grad and does not have a grad_fn)",
            """
            [Linear(3)] private partial Tensor Score(Tensor x);
            [Forward] private Tensor Run([Shape(4)] Tensor x) => Score(x);
            [Objective] private Tensor Loss(Tensor scores, [Shape] Tensor best) => Mean(Ne(ArgMax(scores), best));
            """,
            "MDSL0215", "Mean(Ne(ArgMax(scores), best))",
            "'Mean(Ne(ArgMax(scores), best))' teaches nothing: everything with parameters before it is frozen, or behind what passes no gradient. Leave a layer before it to learn, or remove it.",
            ("[Shape] Tensor best) => Mean(Ne(ArgMax(scores), best))", "Tensor best) => CrossEntropy(scores, best)")),
    ];
}
