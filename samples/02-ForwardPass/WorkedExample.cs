using ModelDsl;

namespace Samples.ForwardPass;

/// <summary>Three inputs, two hidden layers of three neurons, two classes. The softmax belongs to the loss: it is not written here.</summary>
[Model]
[Input(3)]
[Linear(3), Sigmoid]
[Linear(3), Sigmoid]
[Linear(2)]
[CrossEntropyLoss]
public partial class WorkedExample;
