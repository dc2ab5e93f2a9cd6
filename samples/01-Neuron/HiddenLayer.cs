using ModelDsl;

namespace Samples.Neuron;

/// <summary>Twelve neurons look at the picture, one more looks at the twelve.</summary>
[Model]
[Input(9)]
[Linear(12), Tanh]
[Linear(1)]
[BCEWithLogitsLoss]
public partial class HiddenLayer;
