namespace ModelDsl.Benchmarks.Models;

[Model, Input(4), Linear(64), ReLU, Linear(64), ReLU, Linear(2), CrossEntropyLoss]
public partial class TinyPerceptron;

[Model, Input(784), Linear(128), ReLU, Linear(10), CrossEntropyLoss]
public partial class Perceptron128;

[Model, Input(784), Linear(512), ReLU, Linear(256), ReLU, Linear(10), CrossEntropyLoss]
public partial class Perceptron512x256;

[Model, Input(3072), Linear(1024), ReLU, Linear(1024), ReLU, Linear(10), CrossEntropyLoss]
public partial class Perceptron1024x1024;

[Model, Input(784), Linear(512), ReLU, Linear(128), ReLU, Linear(10), CrossEntropyLoss]
public partial class Perceptron512x128;

[Model, Input(256), Linear(256), LayerNorm, GELU, Linear(256), LayerNorm, GELU, Linear(10), CrossEntropyLoss]
public partial class LayerNormPerceptron;
