using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ModelDsl.Generator.Diagnostics;

/// <summary>
/// Everything that ModelDsl says about a declaration. 00xx: declarations, 01xx: shapes, 02xx: losses and training.
/// Each has a page under <c>docs/diagnostics</c> with a wrong and a right example.
/// </summary>
internal static class Descriptors
{
    public const string Category = "ModelDsl";

    public const string HelpLink = "https://github.com/modeldsl/modeldsl/blob/main/docs/diagnostics/";

    // Declarations

    public static readonly DiagnosticDescriptor InternalFault = Error("MDSL0001", "ModelDsl failed",
        "The compiler of ModelDsl failed on '{0}'; this is a fault of ModelDsl, not of the model. Please report it together with the declaration: {1}.");

    public static readonly DiagnosticDescriptor NotPartial = Error("MDSL0002", "A model must be partial",
        "'{0}' is a [Model], whose other half is generated. Write 'partial class {0}'.");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Error("MDSL0003", "What contains a model must be partial",
        "'{0}' contains the [Model] '{1}', and so must be partial too. Write 'partial {2} {0}'.");

    public static readonly DiagnosticDescriptor NotAPlainClass = Error("MDSL0004", "A model must be a plain class",
        "'{0}' is {1}, but a [Model] is a plain class: {2}");

    public static readonly DiagnosticDescriptor MissingInput = Error("MDSL0005", "A model needs an input",
        "'{0}' does not say what it is given. Write [Input(…)] with the shape of one sample before its layers: [Input(784)] or [Input(3, 32, 32)].");

    public static readonly DiagnosticDescriptor SecondInput = Error("MDSL0006", "A model has one input",
        "'{0}' has an input already, '{1}'. Remove one of the two.");

    public static readonly DiagnosticDescriptor SpreadLayers = Error("MDSL0007", "Layers stand on one declaration",
        "'{0}' stands on another partial declaration of '{1}' than '{2}', and nothing says which comes first. Move all layers to one of them.");

    public static readonly DiagnosticDescriptor NoLayers = Error("MDSL0008", "A model needs layers",
        "'{0}' has no layers. Write them in the order in which they are applied: [Flatten, Linear(10)].");

    public static readonly DiagnosticDescriptor LayerAfterLoss = Error("MDSL0009", "The loss comes last",
        "'{0}' stands after the loss '{1}'. Move the loss behind the last layer.");

    public static readonly DiagnosticDescriptor SecondLoss = Error("MDSL0010", "A model has one loss",
        "'{0}' has a loss already, '{1}'. Remove one of the two.");

    public static readonly DiagnosticDescriptor BadName = Error("MDSL0011", "A name must be usable",
        "The name '{0}' {1}");

    public static readonly DiagnosticDescriptor UnknownLayer = Error("MDSL0012", "The layer is not known",
        "'{0}' is not a layer that ModelDsl can compile. Use one of its own: they are in the namespace ModelDsl.");

    public static readonly DiagnosticDescriptor NotAModel = Warning("MDSL0013", "Layers without [Model]",
        "'{0}' stands on '{1}', which is no model, and so does nothing. Write [Model] before it.");

    public static readonly DiagnosticDescriptor NotCompilable = Error("MDSL0014", "A network cannot do this",
        "'{0}' cannot be compiled: {1}. {2}");

    public static readonly DiagnosticDescriptor NotConstant = Error("MDSL0015", "A constant is wanted",
        "'{0}' {1}. {2}");

    public static readonly DiagnosticDescriptor BadBlock = Error("MDSL0016", "A block is a partial method of tensors",
        "'{0}' {1}. {2}");

    public static readonly DiagnosticDescriptor BadBody = Error("MDSL0017", "[Forward] and [Objective] are methods of tensors",
        "'{0}' is the {1} of the model, but {2}. {3}");

    public static readonly DiagnosticDescriptor SecondBody = Error("MDSL0018", "A model has one [Forward] and one [Objective]",
        "'{0}' has a [{1}] already, '{2}'. Remove the attribute from '{3}', which '{2}' may call as a helper.");

    public static readonly DiagnosticDescriptor MissingForward = Error("MDSL0019", "A model in the graph form needs [Forward]",
        "'{0}' has layers on its methods, but none that says how they are joined. Write [Forward] on the method that computes the network.");

    public static readonly DiagnosticDescriptor MixedForms = Error("MDSL0020", "A model is a chain or a graph",
        "'{0}' stands on '{1}', whose [Forward] says how layers follow each other. Move it to a partial method, or remove it.");

    public static readonly DiagnosticDescriptor MissingShape = Error("MDSL0021", "An input needs a shape",
        "Nothing says which shape '{0}' has. Write [Shape(…)] before it with the sizes of one sample, without the batch: '[Shape(3, 32, 32)] Tensor {0}'.");

    // Shapes

    public static readonly DiagnosticDescriptor SizeMismatch = Error("MDSL0101", "A written size is not what the layer is given",
        "'{0}' is given {1}: {2}. Write {3}, or leave it out.");

    public static readonly DiagnosticDescriptor WrongRank = Error("MDSL0102", "The layer wants another kind of input",
        "'{0}' wants {1}, but is given {2}: {3}. {4}");

    public static readonly DiagnosticDescriptor KernelTooLarge = Error("MDSL0103", "The window is larger than its input",
        "'{0}' looks at {1}, but is given {2}: {3}. Write a smaller kernel, or leave out a layer that shrinks the picture.");

    public static readonly DiagnosticDescriptor GroupsDoNotDivide = Error("MDSL0104", "The groups do not divide the channels",
        "'{0}' cannot cut {1} {2} channels into {3} equal groups. {4}");

    public static readonly DiagnosticDescriptor OutOfRange = Error("MDSL0105", "An argument is out of range",
        "'{0}': {1} is {2}, but must be {3}.");

    public static readonly DiagnosticDescriptor TooLarge = Error("MDSL0106", "The layer is too large",
        "'{0}' makes {1} {2}, which is more than the {3} values that ModelDsl can handle. Is a size mistyped?");

    public static readonly DiagnosticDescriptor DropsPixels = Info("MDSL0107", "The layer leaves out pixels at the edge",
        "'{0}' does not see the last {1} of {2}. {3}");

    public static readonly DiagnosticDescriptor SharedMismatch = Error("MDSL0108", "Shared weights fit one shape",
        "'{0}' was given {1} when its weights were made, and is given {2} here: {3}. Give it the same sizes each time, or write a second layer.");

    public static readonly DiagnosticDescriptor UnknownParameter = Error("MDSL0109", "There is no such parameter",
        "The model has no parameter '{0}'. {1}");

    public static readonly DiagnosticDescriptor LocalShape = Info("MDSL0130", "The shape of a local",
        "'{0}' is {1}");

    public static readonly DiagnosticDescriptor InferredShapes = Info("MDSL0110", "The inferred shapes of the model",
        "{0}: {1}; {2} parameters");

    public static readonly DiagnosticDescriptor ShapesDoNotFit = Error("MDSL0111", "The shapes do not fit together",
        "'{0}': {1} and {2} do not fit: {3}. {4}");

    public static readonly DiagnosticDescriptor NoSuchDimension = Error("MDSL0112", "There is no such dimension",
        "'{0}': there is no dimension {1}; {2} has {3}, and −1 is the last one. The batch is not counted.");

    public static readonly DiagnosticDescriptor DimensionTwice = Error("MDSL0113", "A dimension stands twice",
        "'{0}' names dimension {1} twice. Leave one out.");

    public static readonly DiagnosticDescriptor ReshapeCount = Error("MDSL0120", "The values do not fill the shape",
        "'{0}': {1} has {2}, but {3} holds {4}. {5}");

    public static readonly DiagnosticDescriptor NotAnOrder = Error("MDSL0121", "An order has each dimension once",
        "'{0}': {1} is no order of the dimensions of {2}: {3}. Write each of {4} once.");

    public static readonly DiagnosticDescriptor CannotExpand = Error("MDSL0122", "Only a size of 1 can be expanded",
        "'{0}': {1} does not expand to {2}: {3}. {4}");

    public static readonly DiagnosticDescriptor CannotJoin = Error("MDSL0123", "The shapes cannot be joined",
        "'{0}': {1} and {2} {3}. {4}");

    public static readonly DiagnosticDescriptor OutsideOfDimension = Error("MDSL0124", "The part is not within the dimension",
        "'{0}': {1} is not within {2}, which has the places {3}. {4}");

    public static readonly DiagnosticDescriptor SplitSizes = Error("MDSL0125", "The parts do not make the whole",
        "'{0}': {1} is {2}, but {3}. {4}");

    public static readonly DiagnosticDescriptor CannotMultiply = Error("MDSL0126", "The matrices cannot be multiplied",
        "'{0}': {1} · {2}: {3}. {4}");

    public static readonly DiagnosticDescriptor SharedArgument = Error("MDSL0127", "A function of one's own is given samples",
        "'{0}' is given {1} that all samples share, and a function of your own computes sample by sample. Write it with tensor functions, or pass x * 0 + the value, where x has a value for each sample.");

    // Control over learning

    public static readonly DiagnosticDescriptor BadInit = Error("MDSL0140", "An initialiser fits a parameter",
        "'{0}' {1}. {2}");

    public static readonly DiagnosticDescriptor TieMismatch = Error("MDSL0141", "Tied weights have one shape",
        "'{0}' is tied to '{1}', but its weight is {2}, and that of '{1}' is {3}. {4}");

    public static readonly DiagnosticDescriptor BadTie = Error("MDSL0142", "A weight is tied to that of another block",
        "'{0}' is tied to '{1}', {2}. {3}");

    // Losses and training

    public static readonly DiagnosticDescriptor LossShape = Error("MDSL0201", "The loss does not fit the output",
        "'{0}' wants {1}, but the model's output is {2}: {3}. {4}");

    public static readonly DiagnosticDescriptor SoftmaxBeforeCrossEntropy = Warning("MDSL0202", "Softmax before cross-entropy",
        "'{0}' stands before 'CrossEntropyLoss', which applies a softmax of its own: {1}. Remove '{0}'.");

    public static readonly DiagnosticDescriptor SigmoidBeforeLogits = Warning("MDSL0203", "Sigmoid before BCE with logits",
        "'{0}' stands before 'BCEWithLogitsLoss', which applies a sigmoid of its own: gradients vanish and training stalls. Remove '{0}'.");

    public static readonly DiagnosticDescriptor NotLogProbabilities = Warning("MDSL0204", "NLLLoss without LogSoftmax",
        "'{0}' wants logarithms of probabilities, but the model ends with '{1}'. {2}");

    public static readonly DiagnosticDescriptor NotProbabilities = Warning("MDSL0205", "BCELoss without Sigmoid",
        "'{0}' wants probabilities from 0 to 1, but the model ends with '{1}'. {2}");

    public static readonly DiagnosticDescriptor WeightCount = Error("MDSL0206", "The weights of the loss do not fit the output",
        "'{0}' has {1} {2}, but the model's output has {3}: {4}. Write {5}.");

    public static readonly DiagnosticDescriptor OneClass = Warning("MDSL0207", "A choice among one class",
        "'{0}' chooses among the classes of the output, but there is only one: the loss is always 0. Write one output for each class, or BCEWithLogitsLoss for a yes or no.");

    public static readonly DiagnosticDescriptor DropoutBeforeLoss = Warning("MDSL0208", "Dropout right before the loss",
        "'{0}' wipes out predictions, not features: nothing is learned from the wiped ones. Move it before the last layer with weights.");

    public static readonly DiagnosticDescriptor UnusedBlock = Warning("MDSL0209", "The layer is never used",
        "'{0}' is never called by the [Forward] of '{1}', and so learns nothing. Call it, or remove it.");

    public static readonly DiagnosticDescriptor BadObjective = Error("MDSL0210", "The objective is one number",
        "The objective of '{0}' is {1}, but training makes one number small. {2}");

    public static readonly DiagnosticDescriptor BadTarget = Error("MDSL0211", "The target does not fit the loss",
        "'{0}' compares {1} with '{2}', which {3}. {4}");

    public static readonly DiagnosticDescriptor UnusedInput = Warning("MDSL0212", "An input is never used",
        "'{0}' is given to {1}, which never uses it. Use it, or remove it.");

    public static readonly DiagnosticDescriptor UnusedValue = Warning("MDSL0213", "A value is computed and never used",
        "'{0}' is computed, but never used. {1}");

    public static readonly DiagnosticDescriptor UntaughtLayer = Warning("MDSL0214", "No loss reaches the layer",
        "'{0}' learns nothing: {1}. Add a loss of what it computes to the objective, or write [Freeze] before it.");

    public static readonly DiagnosticDescriptor IdleLoss = Warning("MDSL0215", "The loss teaches nothing",
        "'{0}' teaches nothing: {1}. Leave a layer before it to learn, or remove it.");

    public static readonly DiagnosticDescriptor NormBeforeLoss = Warning("MDSL0216", "Batch norm right before the loss",
        "'{0}' stands right before the loss: it shifts and scales predictions by the batch that they come in. Move it before the last layer with weights, or remove it.");

    public static readonly DiagnosticDescriptor ReLUBeforeLoss = Warning("MDSL0217", "ReLU right before the loss",
        "'{0}' stands before '{1}', which wants scores of either sign: those below 0 are cut off, and nothing is learned from them. Remove it.");

    public static readonly DiagnosticDescriptor RepeatedActivation = Warning("MDSL0218", "Two activations in a row",
        "'{0}' follows '{1}' with no layer in between. Remove one of the two.");

    public static readonly DiagnosticDescriptor LinearPair = Warning("MDSL0219", "No non-linearity between two layers",
        "'{0}' follows '{1}' with nothing in between that bends: together they can do no more than one of them. Write an activation between them, or remove one.");

    public static readonly DiagnosticDescriptor SingleSoftmax = Warning("MDSL0220", "A softmax of one value",
        "'{0}' chooses among one value, and so is always {1}. Write Sigmoid for a yes or no, or give it more values to choose from.");

    public static readonly DiagnosticDescriptor IdleGradient = Warning("MDSL0221", "RequiresGrad without effect",
        "'{0}' has RequiresGrad, but {1}. {2}");

    /// <summary>All of them, in the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        InternalFault,
        NotPartial,
        ContainerNotPartial,
        NotAPlainClass,
        MissingInput,
        SecondInput,
        SpreadLayers,
        NoLayers,
        LayerAfterLoss,
        SecondLoss,
        BadName,
        UnknownLayer,
        NotAModel,
        NotCompilable,
        NotConstant,
        BadBlock,
        BadBody,
        SecondBody,
        MissingForward,
        MixedForms,
        MissingShape,
        SizeMismatch,
        WrongRank,
        KernelTooLarge,
        GroupsDoNotDivide,
        OutOfRange,
        TooLarge,
        DropsPixels,
        SharedMismatch,
        UnknownParameter,
        InferredShapes,
        ShapesDoNotFit,
        NoSuchDimension,
        DimensionTwice,
        ReshapeCount,
        NotAnOrder,
        CannotExpand,
        CannotJoin,
        OutsideOfDimension,
        SplitSizes,
        CannotMultiply,
        SharedArgument,
        LocalShape,
        BadInit,
        TieMismatch,
        BadTie,
        LossShape,
        SoftmaxBeforeCrossEntropy,
        SigmoidBeforeLogits,
        NotLogProbabilities,
        NotProbabilities,
        WeightCount,
        OneClass,
        DropoutBeforeLoss,
        UnusedBlock,
        BadObjective,
        BadTarget,
        UnusedInput,
        UnusedValue,
        UntaughtLayer,
        IdleLoss,
        NormBeforeLoss,
        ReLUBeforeLoss,
        RepeatedActivation,
        LinearPair,
        SingleSoftmax,
        IdleGradient,
    ];

    private static DiagnosticDescriptor Error(string id, string title, string message) => Make(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Make(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Info(string id, string title, string message) => Make(id, title, message, DiagnosticSeverity.Info);

    private static DiagnosticDescriptor Make(string id, string title, string message, DiagnosticSeverity severity)
        => new(id, title, message, Category, severity, isEnabledByDefault: true, helpLinkUri: HelpLink + id + ".md");
}
