using ModelDsl.Runtime.Tests.Support;

namespace ModelDsl.Runtime.Tests.Optimizers;

/// <summary>What groups do to the updates of every rule.</summary>
public class GroupedUpdateTests
{
    public static TheoryData<string> Kinds => ["SGD", "Nesterov", "Adam", "AMSGrad", "AdamW", "Adagrad", "RMSprop"];

    /// <summary>Two steps with gradients 1 and 2 from the value 1, in double, by the formulas of PyTorch's documentation, with rate 0.1 · 0.5 and weight decay 0.2.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_GroupOfOne_IsWhatTheFormulaGives(string kind)
    {
        NamedModel model = new(("a.weight", 1, null), ("a.bias", 1, null));
        model.Parameters["a.weight"].CopyFrom([1]);
        model.Parameters["a.bias"].CopyFrom([1]);
        Optimizer optimizer = Create(kind, model);
        optimizer.Groups.Add(new ParameterGroup("*.bias") { LearningRateFactor = 0.5, WeightDecay = 0.2 });
        double grouped = 1, others = 1;
        double[] groupedState = new double[3], othersState = new double[3];
        for (int step = 1; step <= 2; step++)
        {
            foreach (Parameter parameter in model.Parameters) parameter.Gradient.Fill(step);
            optimizer.Step();
            grouped = ByHand(kind, step, grouped, step, 0.05, 0.2, groupedState);
            others = ByHand(kind, step, others, step, 0.1, kind == "AdamW" ? 0.01 : 0, othersState);
        }
        Assert.Equal(grouped, model.Parameters["a.bias"].Values[0], 5e-6);
        Assert.Equal(others, model.Parameters["a.weight"].Values[0], 5e-6);
        Assert.NotEqual(grouped, others, 1e-3);
    }

    /// <summary>Bit for bit, over steps and schedules, as if each group were a model with an optimizer of its own.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_OfGroups_AreThoseOfOptimizersOfTheirOwn(string kind)
    {
        // Odd sizes, several pieces, groups within pieces and over them.
        (string Name, int Size, string? Group)[] parameters =
            [("a.weight", 20_001, "first"), ("a.bias", 7, "first"), ("b.weight", 3, null), ("b.bias", 1, null), ("c.weight", 33_333, null), ("c.bias", 17, null), ("d.weight", 12_000, "first")];
        var model = new NamedModel(parameters);
        Optimizer together = Create(kind, model);
        together.Groups.Add(new ParameterGroup("*.bias") { WeightDecay = 0 });
        together.Groups.Add(new ParameterGroup("a.weight") { LearningRateFactor = 0.1 });
        together.Groups.Add(new ParameterGroup("d.weight", "b.weight") { LearningRateFactor = 3, WeightDecay = 0.3 });
        var schedule = new StepLR(together, stepSize: 2, gamma: 0.5);

        (NamedModel Model, Optimizer Optimizer)[] apart = [.. parameters.Select(parameter =>
        {
            var single = new NamedModel(parameter);
            single.Parameters[0].CopyFrom(model.Parameters[parameter.Name].Values);
            Optimizer optimizer = Create(kind, single);
            return (single, optimizer);
        })];
        for (int step = 0; step < 6; step++)
        {
            model.Backward(step);
            together.Step();
            schedule.Step();
            foreach ((NamedModel single, Optimizer optimizer) in apart)
            {
                string name = single.Parameters[0].Name;
                double factor = name == "a.weight" ? 0.1 : name is "d.weight" or "b.weight" ? 3 : 1;
                optimizer.LearningRate = 0.1 * Math.Pow(0.5, step / 2) * factor;
                optimizer.WeightDecay = name.EndsWith(".bias", StringComparison.Ordinal) ? 0 : factor == 3 ? 0.3 : together.WeightDecay;
                single.Backward(step);
                optimizer.Step();
            }
        }
        foreach ((NamedModel single, _) in apart) Assert.Equal(single.Parameters[0].Values.ToArray(), model.Parameters[single.Parameters[0].Name].Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Steps_GroupThatSetsNothing_AreThoseWithoutGroups(string kind)
    {
        (string Name, int Size, string? Group)[] parameters = [("a.weight", 40_001, null), ("a.bias", 7, null), ("b.weight", 3, null)];
        NamedModel plain = new(parameters), grouped = new(parameters);
        Optimizer first = Create(kind, plain), second = Create(kind, grouped);
        second.Groups.Add(new ParameterGroup("*.bias"));
        for (int step = 0; step < 3; step++)
        {
            plain.Backward(step);
            grouped.Backward(step);
            first.Step();
            second.Step();
        }
        Assert.Equal(plain.Parameters.Values.ToArray(), grouped.Parameters.Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_FactorZero_KeepsTheGroupAsItIs(string kind)
    {
        NamedModel model = new(("a.weight", 100, null), ("b.weight", 5, null));
        float[] before = model.Parameters["a.weight"].Values.ToArray();
        Optimizer optimizer = Create(kind, model);
        var group = new ParameterGroup("a.*") { LearningRateFactor = 0, WeightDecay = 0.5 };
        optimizer.Groups.Add(group);
        model.Backward(1);
        optimizer.Step();
        Assert.Equal(before, model.Parameters["a.weight"].Values.ToArray());
        group.LearningRateFactor = 1;
        optimizer.Step();
        Assert.NotEqual(before, model.Parameters["a.weight"].Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_WithGroups_AllocatesNothing(string kind)
    {
        var model = new NamedModel(("a.weight", 50_000, null), ("a.bias", 10, null), ("b.weight", 40_000, null));
        Optimizer optimizer = Create(kind, model);
        optimizer.Groups.Add(new ParameterGroup("*.bias") { WeightDecay = 0 });
        model.Backward(step: 0);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 3; i++) optimizer.Step();
        }));
    }

    private static Optimizer Create(string kind, IModel model) => kind switch
    {
        "SGD" => new SGD(model) { LearningRate = 0.1, Momentum = 0.9 },
        "Nesterov" => new SGD(model) { LearningRate = 0.1, Momentum = 0.9, Nesterov = true },
        "Adam" => new Adam(model) { LearningRate = 0.1 },
        "AMSGrad" => new Adam(model) { LearningRate = 0.1, AMSGrad = true },
        "AdamW" => new AdamW(model) { LearningRate = 0.1 },
        "Adagrad" => new Adagrad(model) { LearningRate = 0.1, LearningRateDecay = 0.1 },
        "RMSprop" => new RMSprop(model) { LearningRate = 0.1, Momentum = 0.9, Centered = true },
        _ => throw new ArgumentException(kind),
    };

    /// <summary>One step of a rule for one number.</summary>
    private static double ByHand(string kind, int t, double p, double gradient, double rate, double decay, double[] state)
    {
        double g = kind == "AdamW" ? gradient : gradient + decay * p;
        switch (kind)
        {
            case "SGD" or "Nesterov":
                state[0] = t == 1 ? g : 0.9 * state[0] + g;
                return p - rate * (kind == "SGD" ? state[0] : g + 0.9 * state[0]);
            case "Adagrad":
                state[0] += g * g;
                return p - rate / (1 + (t - 1) * 0.1) * g / (Math.Sqrt(state[0]) + 1e-10);
            case "RMSprop":
                state[0] = 0.99 * state[0] + 0.01 * g * g;
                state[1] = 0.99 * state[1] + 0.01 * g;
                state[2] = 0.9 * state[2] + g / (Math.Sqrt(state[0] - state[1] * state[1]) + 1e-8);
                return p - rate * state[2];
            default:
                if (kind == "AdamW") p -= rate * decay * p;
                state[0] = 0.9 * state[0] + 0.1 * g;
                state[1] = 0.999 * state[1] + 0.001 * g * g;
                state[2] = kind == "AMSGrad" ? Math.Max(state[2], state[1]) : state[1];
                return p - rate / (1 - Math.Pow(0.9, t)) * state[0] / (Math.Sqrt(state[2]) / Math.Sqrt(1 - Math.Pow(0.999, t)) + 1e-8);
        }
    }
}
