using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using ModelDsl.Generator.Declaration;
using ModelDsl.Generator.Diagnostics;
using ModelDsl.Generator.Graphs;

namespace ModelDsl.Generator.Shapes;

/// <summary>What an operator's shape rule works with: the layer as written, what it is given, and where its answer goes.</summary>
/// <param name="layer">The layer as written.</param>
/// <param name="name">What the names of its parameters start with.</param>
/// <param name="sequentialIndex">Its position among the model's layers.</param>
/// <param name="inputs">What it is given.</param>
/// <param name="problems">Receives what is wrong.</param>
/// <param name="call">Where that is shown if not at the layer: at the call of its block, where the layer itself is sound.</param>
internal sealed class ShapeContext(LayerSpec layer, string name, int sequentialIndex, ImmutableArray<Value> inputs, List<Problem> problems, Site? call = null)
{
    /// <summary>The most floats that one sample of a value may take in memory, pad lanes included: offsets are 32-bit.</summary>
    public const long LargestValue = 1 << 26;

    /// <summary>The most values that one parameter may have.</summary>
    public const long LargestParameter = 1 << 28;

    /// <summary>The most values that all parameters of a model may have together.</summary>
    public const long LargestModel = 1 << 29;

    private readonly List<ParameterSpec> _parameters = [];
    private bool _isTooLarge;

    public LayerSpec Layer { get; } = layer;

    /// <summary>Whether the model is in the graph form.</summary>
    public bool IsGraph { get; init; }

    /// <summary>Whether it is called as a function: then its name, and what it is given, stand in an expression.</summary>
    public bool IsFunction { get; init; }

    /// <summary>What the layer is given.</summary>
    public ImmutableArray<Value> Inputs { get; } = inputs;

    /// <summary>The shape of the first input: what most layers have.</summary>
    public Shape Input => Inputs[0].Shape;

    /// <summary>The answer: the shape of the output. Stays null where it cannot be told.</summary>
    public Shape? Output { get; set; }

    /// <summary>For losses: the shape of one sample's target.</summary>
    public Shape? Target { get; set; }

    /// <summary>The node's parameters, which become its further inputs in this order.</summary>
    public IReadOnlyList<ParameterSpec> Parameters => _parameters;

    /// <summary>Adds a parameter or buffer: a further input of the node.</summary>
    public void AddParameter(string kind, Shape shape, Initializer initializer, float bound = 0, bool isBuffer = false)
    {
        if (shape.SafeCount > LargestParameter)
        {
            ReportTooLarge("parameters", shape.ToString(), LargestParameter);
            return;
        }
        _parameters.Add(new ParameterSpec(name, kind, sequentialIndex, shape, initializer, bound, isBuffer));
    }

    /// <summary>Reports a problem at this layer, or at one of its arguments.</summary>
    public void Report(DiagnosticDescriptor descriptor, string? argument, params string[] messageArguments)
        => problems.Add(new Problem(descriptor, call ?? Site.Of(Layer, argument), messageArguments));

    /// <summary>Reports a problem with the text that a code fix writes in place of the argument.</summary>
    public void ReportFixable(DiagnosticDescriptor descriptor, string? argument, string fix, params string[] messageArguments)
        => problems.Add(new Problem(descriptor, call ?? Site.Of(Layer, argument), messageArguments, fix));

    /// <summary>Reports a problem at another layer.</summary>
    public void ReportAt(LayerSpec other, DiagnosticDescriptor descriptor, params string[] messageArguments)
        => problems.Add(new Problem(descriptor, Site.Of(other), messageArguments));

    /// <summary>Reports that the layer makes more than can be handled; once, whatever else of it is too large as well.</summary>
    public void ReportTooLarge(string what, string size, long limit)
    {
        if (!_isTooLarge) Report(Descriptors.TooLarge, null, Layer.Text, what, size, Number(limit));
        _isTooLarge = true;
    }

    /// <summary>Requires a whole-number argument to be at least <paramref name="minimum"/>.</summary>
    public bool AtLeast(string argument, long value, long minimum)
    {
        if (value >= minimum) return true;
        Report(Descriptors.OutOfRange, argument, Layer.Text, argument, Number(value), $"at least {minimum}");
        return false;
    }

    /// <summary>Requires an argument to meet a condition that <paramref name="wanted"/> puts in words: <c>greater than 0</c>.</summary>
    public bool Require(bool holds, string argument, float value, string wanted)
    {
        if (holds) return true;
        Report(Descriptors.OutOfRange, argument, Layer.Text, argument, value.ToString("R", CultureInfo.InvariantCulture), wanted);
        return false;
    }

    /// <summary>Requires a word to be one of those that the layer knows.</summary>
    public bool RequireWord(string argument, string? value, params string[] known)
    {
        if (value is null || known.Contains(value)) return true;
        Report(Descriptors.OutOfRange, argument, Layer.Text, argument, $"\"{value}\"", string.Join(" or ", known.Select(word => $"\"{word}\"")));
        return false;
    }

    /// <summary>Requires the weights of a loss to be as many as what they weigh, where they are written.</summary>
    public void CheckWeights(string argument, EquatableArray<float> weights, long count, string unit)
    {
        if (weights.Count == 0 && !Layer.Has(argument)) return;
        if (weights.Count != count)
            Report(Descriptors.WeightCount, argument, Layer.Text, Number(weights.Count), "weights", $"{Number(count)} {unit}", Path, $"{Number(count)} of them");
        foreach (float weight in weights)
        {
            if (!Require(weight >= 0 && !float.IsInfinity(weight), argument, weight, "at least 0")) return;
        }
    }

    /// <summary>
    /// Checks a size that the user need not write against what the layer is given.
    /// </summary>
    /// <param name="argument">The argument, by its property: <c>InFeatures</c>.</param>
    /// <param name="actual">What the layer is given.</param>
    /// <param name="unit">What is counted: <c>features</c>.</param>
    public void CheckWritten(string argument, int actual, string unit)
    {
        if (Layer.Find(argument) is not int written || written == actual) return;
        bool isChannelsLast = Input.Rank == 3 && Input[2] == written && Inputs[0].Producer is null;
        string advice = $"{argument} = {actual}";
        if (isChannelsLast) advice = IsGraph ? $".Permute(2, 0, 1) behind the picture if its channels come last, or {advice}" : $"{Declaration($"{written}, {Input[0]}, {Input[1]}")} if its channels come first, or {advice}";
        ReportFixable(Descriptors.SizeMismatch, argument, Plain(actual), Layer.Text, $"{actual} {unit}", Path, advice);
    }

    /// <summary>
    /// How the input came about: the last two values of other shapes, by the names that the user gave them, else by the layers that made them:
    /// <c>'seen' [1, 7, 7] → 'Flatten' [49]</c>.
    /// </summary>
    public string Path => ValuePath.Of(Inputs[0]);

    /// <summary>How an input of a shape is declared: <c>[Input(3, 32, 32)]</c>.</summary>
    public string Declaration(string sizes) => IsGraph ? $"[Shape({sizes})]" : $"[Input({sizes})]";

    /// <summary>A count for people: <c>203,530</c>.</summary>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with what is counted: <c>1 value</c>, <c>24 values</c>.</summary>
    public static string Number(long value, string noun) => $"{Number(value)} {noun}{(value == 1 ? "" : "s")}";

    private static string Plain(long value) => value.ToString(CultureInfo.InvariantCulture);
}
