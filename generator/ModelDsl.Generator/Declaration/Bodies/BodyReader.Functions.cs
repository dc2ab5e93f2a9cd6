using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generator.Declaration.Bodies;

/// <content>Calls of tensor functions and losses: each becomes an operation.</content>
internal sealed partial class BodyReader
{
    /// <summary>Functions of two that take a number for one of them as an argument.</summary>
    private static readonly HashSet<string> Pairs = new(StringComparer.Ordinal)
    {
        "Add", "Subtract", "Multiply", "Divide", "Maximum", "Minimum", "Pow", "Greater", "GreaterEqual", "Less", "LessEqual", "Eq", "Ne",
    };

    /// <summary>Losses that are called otherwise as a function than as an attribute: each as in PyTorch.</summary>
    private static readonly Dictionary<string, string> Losses = new(StringComparer.Ordinal)
    {
        ["CrossEntropy"] = "CrossEntropyLoss",
        ["BinaryCrossEntropy"] = "BCELoss",
        ["BinaryCrossEntropyWithLogits"] = "BCEWithLogitsLoss",
    };

    private object CallFunction(IMethodSymbol method, InvocationExpressionSyntax call)
    {
        if (Bind(method, call.ArgumentList) is not { } values) return Unknown.Value;
        PlaceOf(call, method); // so that arguments are found by the method's parameters
        List<(string Name, ITypeSymbol Type, object Value)> arguments = [.. method.Parameters.Zip(values, (parameter, value) => (parameter.Name, parameter.Type, value))];
        if (!method.IsStatic)
        {
            object receiver = call.Expression is MemberAccessExpressionSyntax access ? Evaluate(access.Expression) : Unknown.Value;
            arguments.Insert(0, ("x", method.ContainingType, receiver));
        }
        if (arguments.Any(argument => argument.Value is Unknown || argument.Value is Items { Values: var items } && items.Any(item => item is Unknown))) return Unknown.Value;
        if (Pairs.Contains(method.Name) && arguments.Count == 2 && arguments.Any(argument => ConstantMath.IsNumber(argument.Value)))
            return Pair(method.Name, arguments[0].Value, arguments[1].Value, call);

        List<OperandSpec> inputs = [];
        List<ArgumentSpec> options = [];
        foreach ((string name, ITypeSymbol type, object value) in arguments)
        {
            if (value is Default or NoValue or Items { Values.Count: 0 }) continue;
            if (IsTensor(type))
            {
                if (ToTensor(value, call) is not { } operand) return Refuse(call, $"'{name}' is no tensor", "Pass a tensor or a number.");
                inputs.Add(operand);
            }
            else if (value is Items { Values: var all } && all.Count > 0 && all.Any(item => item is OperandSpec))
            {
                foreach (object item in all)
                {
                    if (item is Unknown) return Unknown.Value;
                    if (ToTensor(item, call) is not { } operand) return Refuse(call, $"'{name}' holds something that is no tensor", "Pass tensors.");
                    inputs.Add(operand);
                }
            }
            else if (value is Parts)
            {
                return Refuse(call, $"how many parts '{name}' has follows from a shape", "Write their sizes, Split(x, [8, 8]), or their number, Chunk(x, 2).");
            }
            else if (ToArgument(value, type) is { } argument)
            {
                options.Add(new ArgumentSpec(char.ToUpperInvariant(name[0]) + name.Substring(1), argument));
            }
            else
            {
                return Refuse(call, $"'{name}' is not a constant of the build", "Write a constant.");
            }
        }
        if (method.TypeArguments.Length == 1)
        {
            // A function of the user's own, which is called where the network computes: a class beside the model's.
            ITypeSymbol function = method.TypeArguments[0];
            if (!IsVisible(function)) return Refuse(call, $"the compiled network, a class of its own, cannot see '{function.Name}'", "Write 'internal' instead of 'private', 'protected' or 'file'.");
            options.Add(new ArgumentSpec("Function", function.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)));
        }
        string kind = Losses.TryGetValue(method.Name, out string? loss) ? loss : method.Name;
        if (kind is "Split" or "Chunk") return Cut(kind, call, inputs, options);
        return AddFunction(kind, call, inputs, [.. options]);
    }

    /// <summary>Whether all of a project sees a type.</summary>
    private static bool IsVisible(ITypeSymbol? type)
        => type is null || (type.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal
            && type is not INamedTypeSymbol { IsFileLocal: true } && IsVisible(type.ContainingType));

    /// <summary>Parts become operations when they are taken.</summary>
    private object Cut(string kind, InvocationExpressionSyntax call, List<OperandSpec> inputs, List<ArgumentSpec> options)
    {
        object? number = options.FirstOrDefault(option => option.Name is "Chunks" or "Sizes")?.Value;
        int? count = number switch { int chunks => chunks, EquatableArray<int> sizes => sizes.Count, _ => null };
        return new Parts(part => AddFunction(kind, call, inputs, [.. options, new ArgumentSpec("Part", part)]), count);
    }

    private OperandSpec? ToTensor(object value, SyntaxNode site) => value is OperandSpec operand ? operand
        : ConstantMath.IsNumber(value) ? AddFunction("Constant", site, [], new ArgumentSpec("Value", ConstantMath.ToFloat(value)))
        : null;

    /// <summary>A constant as the argument of an operation; null where it is none.</summary>
    private static object? ToArgument(object value, ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum) return type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, value))?.Name;
        if (value is Items { Values: var items })
        {
            if (items.Count == 0) return null;
            bool areFloats = type is IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Single };
            if (!areFloats && items.All(item => item is int)) return new EquatableArray<int>([.. items.Cast<int>()]);
            return items.All(ConstantMath.IsNumber) ? new EquatableArray<float>([.. items.Select(ConstantMath.ToFloat)]) : (object?)null;
        }
        return type.SpecialType == SpecialType.System_Single && ConstantMath.IsNumber(value) ? ConstantMath.ToFloat(value)
            : value is int or float or double or bool or string ? value
            : null;
    }
}
