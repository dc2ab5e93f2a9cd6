using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelDsl.Generator.Declaration.Bodies;

/// <content>Calls: of tensor functions, blocks, helpers, and what little there is beside.</content>
internal sealed partial class BodyReader
{
    private object EvaluateCall(InvocationExpressionSyntax call)
    {
        SymbolInfo info = ModelOf(call).GetSymbolInfo(call, _context.Cancellation);
        if (info.Symbol is not IMethodSymbol method)
        {
            // With an argument that is emitted (Parameters.Stem.Weight), C# cannot choose among overloads in the generator.
            ImmutableArray<IMethodSymbol> candidates = [.. info.CandidateSymbols.OfType<IMethodSymbol>().Where(candidate => IsTensor(candidate.ContainingType) || candidate.IsStatic)];
            if (candidates.IsEmpty || !ReadsParameters(call)) return Misunderstand();
            candidates = candidates.Sort((a, b) => a.Parameters.Length.CompareTo(b.Parameters.Length));
            method = candidates.FirstOrDefault(candidate => candidate.Parameters.Length >= call.ArgumentList.Arguments.Count) ?? candidates[candidates.Length - 1];
        }
        if (IsFunctions(method.ContainingType) || IsTensor(method.ContainingType)) return CallFunction(method, call);
        if (Bind(method, call.ArgumentList) is not { } arguments) return Unknown.Value;
        IMethodSymbol definition = method.PartialDefinitionPart ?? method;
        if (BlockReader.IsBlock(definition)) return CallBlock(definition, arguments, call);
        if (BodyOf(method) is not null) return CallHelper(method, arguments, call);
        return CallLibrary(method, arguments, call);
    }

    private static bool ReadsParameters(InvocationExpressionSyntax call)
        => call.ArgumentList.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == "Parameters");

    internal static bool IsTensor(ITypeSymbol? type) => type is { Name: "Tensor" } && type.ContainingNamespace?.ToDisplayString() == AttributeKinds.Namespace;

    private static bool IsFunctions(ITypeSymbol? type) => type is { Name: "TensorFunctions" } && type.ContainingNamespace?.ToDisplayString() == AttributeKinds.Namespace;

    /// <summary>A value for each parameter, in their order; null, after a report, where one cannot be told.</summary>
    private object[]? Bind(IMethodSymbol method, BaseArgumentListSyntax list)
    {
        object?[] values = new object?[method.Parameters.Length];
        for (int i = 0; i < list.Arguments.Count; i++)
        {
            ArgumentSyntax argument = list.Arguments[i];
            int index = argument.NameColon is { } name ? Position(method, name.Name.Identifier.ValueText) : Math.Min(i, values.Length - 1);
            if (index < 0)
            {
                Misunderstand();
                return null;
            }
            if (!argument.RefKindKeyword.IsKind(SyntaxKind.None))
            {
                Refuse(argument, "a network passes nothing by reference", "Return what is computed, several as a tuple.");
                return null;
            }
            object value = Evaluate(argument.Expression);
            if (method.Parameters[index].IsParams && !(i == index && i == list.Arguments.Count - 1 && value is Items))
            {
                Items gathered = values[index] as Items ?? new Items([]);
                gathered.Values.Add(value);
                value = gathered;
            }
            values[index] = value;
        }
        for (int i = 0; i < values.Length; i++)
        {
            values[i] ??= method.Parameters[i] is { HasExplicitDefaultValue: true } optional ? new Default(optional.ExplicitDefaultValue ?? NoValue.Null)
                : method.Parameters[i].IsParams ? new Default(new Items([])) : Unknown.Value;
        }
        return values!;
    }

    private static int Position(IMethodSymbol method, string name) => method.Parameters.ToList().FindIndex(parameter => parameter.Name == name);

    /// <summary>A helper with a body: it is run in place, as if its body stood here.</summary>
    private object CallHelper(IMethodSymbol method, object[] arguments, InvocationExpressionSyntax call)
        => Run(method.ReducedFrom ?? method, [.. arguments.Select(argument => argument is Default missing ? missing.Value : argument)], _instance, call);

    /// <summary>The few methods of .NET that bodies may call, on what is constant.</summary>
    private object CallLibrary(IMethodSymbol method, object[] arguments, InvocationExpressionSyntax call)
    {
        if (arguments.Any(argument => argument is Unknown)) return Unknown.Value;
        string type = method.ContainingType.OriginalDefinition.ToDisplayString();
        switch (type, method.Name)
        {
            case ("System.Collections.Generic.List<T>", "Add") when call.Expression is MemberAccessExpressionSyntax access && Evaluate(access.Expression) is Items list:
                list.Values.Add(arguments[0]);
                return NoValue.Null;
            case ("System.Collections.Generic.List<T>", "ToArray") when call.Expression is MemberAccessExpressionSyntax access && Evaluate(access.Expression) is Items list:
                return new Items([.. list.Values]);
            case ("System.Linq.Enumerable", "Range") when arguments is [int start, int count] && count is >= 0 and <= MostStatements:
                return new Items([.. Enumerable.Range(start, count).Select(number => (object)number)]);
            case ("System.Math" or "System.MathF", _) when ConstantMath.Call(method.Name, arguments, type == "System.MathF") is { } value:
                return value;
        }
        string advice = type.StartsWith("System.Linq", StringComparison.Ordinal) ? "Write a loop with a constant bound."
            : type is "System.Math" or "System.MathF" ? $"Write a tensor function: {method.Name}(x)."
            : type == "System.Console" ? "Print where the model is called; while it runs eagerly, a debugger shows every local."
            : "Write calls of layers, of tensor functions, or of helpers whose source is in this project.";
        return Refuse(call, $"'{method.ContainingType.Name}.{method.Name}' is not part of a network", advice);
    }

    /// <summary>An argument that was left out, with its default.</summary>
    private sealed class Default(object value)
    {
        public object Value { get; } = value;
    }
}
