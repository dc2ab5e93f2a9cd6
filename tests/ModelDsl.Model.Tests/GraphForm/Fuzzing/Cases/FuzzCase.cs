using System.Collections.Immutable;

namespace ModelDsl.Model.Tests.GraphForm.Fuzzing;

/// <summary>A random model in the graph form as data, which can be printed as C# and made smaller.</summary>
/// <param name="Seed">What it was drawn from.</param>
/// <param name="Main">The network.</param>
/// <param name="Helpers">Methods beside it that its operations may call.</param>
/// <param name="Models">Other models that its blocks may be.</param>
/// <param name="Objective">What is added up to the objective.</param>
/// <param name="Batches">How many samples the batches have, one after another.</param>
internal sealed record FuzzCase(
    int Seed, FuzzProgram Main, ImmutableArray<FuzzProgram> Helpers, ImmutableArray<FuzzProgram> Models, ImmutableArray<ObjectiveTerm> Objective, ImmutableArray<int> Batches)
{
    /// <summary>Whether everything fits: shapes, terms of the objective, batches.</summary>
    public bool IsSound()
    {
        if (Models.Any(model => model.Infer(this, model.Inputs) is null)) return false;
        if (Main.Infer(this, Main.Inputs) is not { } shapes || Main.Outputs.IsEmpty || Objective.IsEmpty) return false;
        return Objective.All(term => term.Fits(this, shapes));
    }

    /// <summary>Whether a batch of one sample has no variance somewhere.</summary>
    public bool NeedsSeveralSamples => Models.Append(Main).SelectMany(program => program.Blocks).SelectMany(block => block.Layers).Any(layer => layer is NormLayer { IsOverBatch: true });

    /// <summary>Whether a norm stands within a block, where noise does not reach: see <see cref="Noise"/>.</summary>
    public bool HidesCancellation => Models.Append(Main).SelectMany(program => program.Blocks).Any(block => block.Model >= 0 || block.Repeat > 1 || block.Layers.Skip(1).Any(layer => layer is NormLayer));

    /// <summary>Whether the gradient of an input is asked for; a loss has none for what it compares with.</summary>
    public bool RequiresGrad(int input) => (Seed + input) % 3 == 0 && Objective.All(term => term.Input != input);

    /// <summary>Whether its gradient is what finite differences say.</summary>
    public bool IsDifferentiable => Helpers.Concat(Models).Append(Main).SelectMany(program => program.Operations).All(operation => operation.IsDifferentiable)
        && Objective.All(term => term.Kind is not ("L1Loss" or "SumAbs")); // a kink at each target

    /// <summary>How much there is of it: the smaller of two failing cases is the better one.</summary>
    public int Weight => Main.Weight + Helpers.Sum(helper => helper.Weight) + Models.Sum(model => model.Weight) + Objective.Sum(term => term.Weight) + Batches.Sum();
}
