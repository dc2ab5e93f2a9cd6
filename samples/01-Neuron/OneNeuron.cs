using ModelDsl;

namespace Samples.Neuron;

/// <summary>One neuron: nine weights, one bias. The loss turns its score into a probability (sigmoid) and compares it with 0 or 1.</summary>
[Model]
[Input(9)]
[Linear(1)]
[BCEWithLogitsLoss]
public partial class OneNeuron;
