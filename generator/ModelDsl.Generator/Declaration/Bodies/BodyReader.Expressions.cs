using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration.Bodies;

/// <content>Expressions but calls.</content>
internal sealed partial class BodyReader
{
    private object Evaluate(ExpressionSyntax expression)
    {
        Optional<object?> constant = ModelOf(expression).GetConstantValue(expression, _context.Cancellation);
        if (constant.HasValue) return constant.Value ?? NoValue.Null;
        switch (expression)
        {
            case ParenthesizedExpressionSyntax inner:
                return Evaluate(inner.Expression);
            case PostfixUnaryExpressionSyntax postfix when postfix.IsKind(SyntaxKind.SuppressNullableWarningExpression):
                return Evaluate(postfix.Operand);
            case IdentifierNameSyntax name:
                return EvaluateName(name);
            case MemberAccessExpressionSyntax member:
                return EvaluateMember(member);
            case AssignmentExpressionSyntax assignment:
                return EvaluateAssignment(assignment);
            case BinaryExpressionSyntax binary:
                return EvaluateBinary(binary);
            case PrefixUnaryExpressionSyntax prefix:
                return EvaluatePrefix(prefix);
            case PostfixUnaryExpressionSyntax postfix:
                return Step(postfix.Operand, postfix, postfix.IsKind(SyntaxKind.PostIncrementExpression) ? 1 : -1).Before;
            case ConditionalExpressionSyntax choice:
                return Condition(choice.Condition) switch { true => Evaluate(choice.WhenTrue), false => Evaluate(choice.WhenFalse), null => Unknown.Value };
            case CastExpressionSyntax cast:
                return EvaluateCast(cast);
            case TupleExpressionSyntax tuple:
                return new Items([.. tuple.Arguments.Select(argument => Evaluate(argument.Expression))]);
            case CollectionExpressionSyntax collection:
                return EvaluateCollection(collection);
            case ArrayCreationExpressionSyntax array:
                return array.Initializer is { } values ? EvaluateAll(values.Expressions) : EvaluateNewArray(array);
            case ImplicitArrayCreationExpressionSyntax array:
                return EvaluateAll(array.Initializer.Expressions);
            case BaseObjectCreationExpressionSyntax creation:
                return EvaluateCreation(creation);
            case ElementAccessExpressionSyntax access:
                return EvaluateElement(access);
            case InvocationExpressionSyntax call:
                return EvaluateCall(call);
            default:
                (string what, string advice) = Describe(expression);
                return Refuse(expression, what, advice);
        }
    }

    private static (string What, string Advice) Describe(ExpressionSyntax expression) => expression switch
    {
        AnonymousFunctionExpressionSyntax => ("a lambda is not compiled", "Write a loop, or a helper method."),
        QueryExpressionSyntax => ("a query is not compiled", "Write a loop with a constant bound."),
        AwaitExpressionSyntax => ("a network cannot wait", "Remove the await."),
        ThrowExpressionSyntax => ("a network cannot throw", "Check arguments before the model is called."),
        SwitchExpressionSyntax => ("a switch is not compiled", "Write a condition on constants, a ? b : c."),
        IsPatternExpressionSyntax => ("a pattern is not compiled", "Write a comparison of constants."),
        InterpolatedStringExpressionSyntax => ("text is nothing that a network computes with", "Remove it."),
        _ => ("this kind of expression is not compiled", "Write locals, operators, calls of layers and tensor functions."),
    };

    private object EvaluateName(IdentifierNameSyntax name)
    {
        ISymbol? symbol = ModelOf(name).GetSymbolInfo(name, _context.Cancellation).Symbol;
        if (symbol is not null && _locals.TryGetValue(symbol, out object? value)) return value;
        if (IsParameters(name, symbol)) return Refuse(name, "it is the set of all parameters", "Name one: Parameters.Stem.Weight.");
        return symbol switch
        {
            null => Misunderstand(),
            ILocalSymbol => Unknown.Value, // of a declaration that was not understood
            IFieldSymbol or IPropertySymbol => Report(name, Descriptors.NotConstant, name.Identifier.ValueText, "is not a constant of the build", $"Write 'const' before '{name.Identifier.ValueText}', or make it a parameter of the network."),
            _ => Refuse(name, "it has no value that a network computes with", "Write locals, constants, calls of layers and tensor functions."),
        };
    }

    private object EvaluateMember(MemberAccessExpressionSyntax member)
    {
        if (ParameterPath(member) is { } path) return AddFunction("Parameter", member, [], new ArgumentSpec("Path", _instance.Member + path));
        ISymbol? symbol = ModelOf(member).GetSymbolInfo(member, _context.Cancellation).Symbol;
        if (symbol is IFieldSymbol { ContainingType.IsTupleType: true } field && Evaluate(member.Expression) is Items tuple) return TupleItem(tuple, field);
        string name = member.Name.Identifier.ValueText;
        if (symbol is IPropertySymbol { Name: "Length" or "Count" })
        {
            object owner = Evaluate(member.Expression);
            if (owner is Items items) return items.Values.Count;
            if (owner is Parts { Count: { } count }) return count;
            if (owner is Parts) return Refuse(member, "how many parts there are follows from a shape", "Write their sizes, Split(x, [8, 8]), or their number, Chunk(x, 2).");
            if (owner is Unknown) return owner;
        }
        if (symbol is null) return Misunderstand();
        if (symbol.ContainingType is { } type && IsTensor(type))
            return Refuse(member, "it is known only when shapes are inferred, or when the network runs", "Write the number as a constant.");
        return Report(member, Descriptors.NotConstant, SyntaxSource.OneLine(member), "is not a constant of the build", $"Write 'const' before '{name}', or make it a parameter of the network.");
    }

    private static object TupleItem(Items tuple, IFieldSymbol field)
    {
        IFieldSymbol item = field.CorrespondingTupleField ?? field;
        int index = item.Name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(item.Name.Substring(4), out int number) ? number - 1 : -1;
        return index >= 0 && index < tuple.Values.Count ? tuple.Values[index] : Unknown.Value;
    }

    /// <summary>The path behind <c>Parameters</c>, by which the objective names weights: <c>Stem.Conv1.Weight</c>. The generator cannot ask what it is: it emits that class itself.</summary>
    private string? ParameterPath(MemberAccessExpressionSyntax member)
    {
        List<string> names = [];
        ExpressionSyntax current = member;
        while (current is MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } access)
        {
            names.Insert(0, name.Identifier.ValueText);
            current = access.Expression;
        }
        if (current is ThisExpressionSyntax && names.Count > 1 && names[0] == "Parameters") return string.Join(".", names.Skip(1));
        return current is IdentifierNameSyntax root && names.Count > 0 && IsParameters(root, ModelOf(root).GetSymbolInfo(root, _context.Cancellation).Symbol) ? string.Join(".", names) : null;
    }

    private static bool IsParameters(IdentifierNameSyntax name, ISymbol? symbol)
        => name.Identifier.ValueText == "Parameters" && symbol is null or IPropertySymbol { Name: "Parameters" };

    private object EvaluateBinary(BinaryExpressionSyntax binary)
    {
        object left = Evaluate(binary.Left);
        if (left is bool known && binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression && left is bool decided
            && decided == binary.IsKind(SyntaxKind.LogicalOrExpression)) return known;
        return Apply(binary.Kind(), left, Evaluate(binary.Right), binary);
    }

    /// <summary>An operator between two values, constant or tensors.</summary>
    private object Apply(SyntaxKind kind, object left, object right, SyntaxNode site)
    {
        if (left is Unknown || right is Unknown) return Unknown.Value;
        if (left is OperandSpec || right is OperandSpec)
        {
            string? function = kind switch
            {
                SyntaxKind.AddExpression => "Add",
                SyntaxKind.SubtractExpression => "Subtract",
                SyntaxKind.MultiplyExpression => "Multiply",
                SyntaxKind.DivideExpression => "Divide",
                SyntaxKind.LessThanExpression => "Less",
                SyntaxKind.LessThanOrEqualExpression => "LessEqual",
                SyntaxKind.GreaterThanExpression => "Greater",
                SyntaxKind.GreaterThanOrEqualExpression => "GreaterEqual",
                _ => null,
            };
            if (function is null)
            {
                return Refuse(site, "this operator is not defined on tensors", kind switch
                {
                    SyntaxKind.EqualsExpression => "Write Eq(a, b) to compare element by element.",
                    SyntaxKind.NotEqualsExpression => "Write Ne(a, b) to compare element by element.",
                    _ => "Write + − * / and comparisons.",
                });
            }
            return Pair(function, left, right, site);
        }
        return ConstantMath.Binary(kind, left, right) ?? (object)Refuse(site, "it has no value", "Write an expression of constants that has one.");
    }

    /// <summary>A function of two, one of which may be a number.</summary>
    private object Pair(string function, object left, object right, SyntaxNode site) => (left, right) switch
    {
        (OperandSpec a, OperandSpec b) => AddFunction(function, site, [a, b]),
        (OperandSpec a, _) when ConstantMath.IsNumber(right) => AddFunction(function, site, [a], new ArgumentSpec("Right", ConstantMath.ToFloat(right))),
        (_, OperandSpec b) when ConstantMath.IsNumber(left) => AddFunction(function, site, [b], new ArgumentSpec("Left", ConstantMath.ToFloat(left))),
        _ => Refuse(site, "it joins a tensor with something that is no number", "Write a tensor or a number."),
    };

    private object EvaluatePrefix(PrefixUnaryExpressionSyntax prefix)
    {
        if (prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression)
            return Step(prefix.Operand, prefix, prefix.IsKind(SyntaxKind.PreIncrementExpression) ? 1 : -1).After;
        object value = Evaluate(prefix.Operand);
        if (value is Unknown) return value;
        if (value is OperandSpec operand)
        {
            return prefix.Kind() switch
            {
                SyntaxKind.UnaryMinusExpression => AddFunction("Neg", prefix, [operand]),
                SyntaxKind.UnaryPlusExpression => operand,
                _ => Refuse(prefix, "this operator is not defined on tensors", "Write − or a tensor function."),
            };
        }
        return ConstantMath.Unary(prefix.Kind(), value) ?? Refuse(prefix, "it has no value", "Write an expression of constants that has one.");
    }

    /// <summary><c>i++</c> and its kin.</summary>
    private (object Before, object After) Step(ExpressionSyntax target, ExpressionSyntax site, int by)
    {
        object before = Evaluate(target);
        if (before is Unknown) return (before, before);
        object after = before is int number ? unchecked(number + by) : Refuse(site, "only whole numbers are counted", "Write a constant, or + 1.");
        Assign(target, after);
        return (before, after);
    }

    private object EvaluateCast(CastExpressionSyntax cast)
    {
        object value = Evaluate(cast.Expression);
        if (!ConstantMath.IsNumber(value)) return value;
        return ModelOf(cast).GetTypeInfo(cast, _context.Cancellation).Type?.SpecialType switch
        {
            SpecialType.System_Int32 => unchecked((int)Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)),
            SpecialType.System_Single => ConstantMath.ToFloat(value),
            SpecialType.System_Double => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture),
            _ => value,
        };
    }
}
