using ModelDsl;

namespace Samples.Digits;

/// <summary>64 pixels, two hidden layers, one score for each digit.</summary>
[Model]
[Input(64)]
[Linear(64), ReLU]
[Linear(32), ReLU]
[Linear(10)]
[CrossEntropyLoss]
public partial class DigitNet;
