namespace ModelDsl.Training;

/// <summary>How well a model does on some data.</summary>
/// <param name="Loss">The mean of the loss over the samples.</param>
/// <param name="Accuracy">The share of samples whose class was recognised, from 0 to 1, or null if the targets are not classes.</param>
/// <param name="Confusion">Which class was taken for which, or null if the targets are not classes, or more than a thousand.</param>
public sealed record EvaluationResult(double Loss, double? Accuracy, ConfusionMatrix? Confusion);
