using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration.Bodies;

/// <content>Assignments, tuples, arrays, lists and indexers.</content>
internal sealed partial class BodyReader
{
    private object EvaluateAssignment(AssignmentExpressionSyntax assignment)
    {
        object value = Evaluate(assignment.Right);
        if (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
        {
            SyntaxKind? kind = assignment.Kind() switch
            {
                SyntaxKind.AddAssignmentExpression => SyntaxKind.AddExpression,
                SyntaxKind.SubtractAssignmentExpression => SyntaxKind.SubtractExpression,
                SyntaxKind.MultiplyAssignmentExpression => SyntaxKind.MultiplyExpression,
                SyntaxKind.DivideAssignmentExpression => SyntaxKind.DivideExpression,
                SyntaxKind.ModuloAssignmentExpression => SyntaxKind.ModuloExpression,
                SyntaxKind.LeftShiftAssignmentExpression => SyntaxKind.LeftShiftExpression,
                SyntaxKind.RightShiftAssignmentExpression => SyntaxKind.RightShiftExpression,
                _ => null,
            };
            if (kind is not { } known) return Refuse(assignment, "this operator is not compiled", "Write + − * /.");
            value = Apply(known, Evaluate(assignment.Left), value, assignment);
        }
        Assign(assignment.Left, value);
        return value;
    }

    private void Assign(ExpressionSyntax target, object value)
    {
        switch (target)
        {
            case IdentifierNameSyntax { Identifier.ValueText: "_" } when ModelOf(target).GetSymbolInfo(target, _context.Cancellation).Symbol is not ILocalSymbol:
                return;
            case IdentifierNameSyntax when ModelOf(target).GetSymbolInfo(target, _context.Cancellation).Symbol is ILocalSymbol or IParameterSymbol:
                ISymbol local = ModelOf(target).GetSymbolInfo(target, _context.Cancellation).Symbol!;
                _locals[local] = value;
                NameAfter(local, value, target);
                return;
            case TupleExpressionSyntax tuple:
                Spread(target, value, tuple.Arguments.Count, (index, item) => Assign(tuple.Arguments[index].Expression, item));
                return;
            case DeclarationExpressionSyntax declaration:
                Assign(declaration.Designation, declaration, value);
                return;
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: [var index] } element:
                AssignElement(element, index.Expression, value);
                return;
            case ParenthesizedExpressionSyntax inner:
                Assign(inner.Expression, value);
                return;
            default:
                Refuse(target, "a network changes nothing but its locals", "Assign to a local.");
                return;
        }
    }

    private void Assign(VariableDesignationSyntax designation, SyntaxNode site, object value)
    {
        switch (designation)
        {
            case SingleVariableDesignationSyntax single when ModelOf(single).GetDeclaredSymbol(single, _context.Cancellation) is { } local:
                _locals[local] = value;
                NameAfter(local, value, single);
                return;
            case ParenthesizedVariableDesignationSyntax several:
                Spread(site, value, several.Variables.Count, (index, item) => Assign(several.Variables[index], site, item));
                return;
        }
    }

    private void Spread(SyntaxNode site, object value, int count, Action<int, object> assign)
    {
        Items? items = value as Items;
        if (items is null && value is not Unknown) Refuse(site, "what is assigned is no tuple", "Write a tuple of tensors.");
        for (int i = 0; i < count; i++) assign(i, items is not null && i < items.Values.Count ? items.Values[i] : Unknown.Value);
    }

    private void AssignElement(ElementAccessExpressionSyntax element, ExpressionSyntax index, object value)
    {
        object owner = Evaluate(element.Expression);
        if (owner is OperandSpec) Refuse(element, "a tensor cannot be changed in place", "Make a new one, with Concat or Where.");
        else if (owner is Items items && Index(index, items.Values.Count) is { } position) items.Values[position] = value;
    }

    private Items EvaluateAll(IEnumerable<ExpressionSyntax> expressions) => new([.. expressions.Select(Evaluate)]);

    private object EvaluateCollection(CollectionExpressionSyntax collection)
    {
        List<object> items = [];
        foreach (CollectionElementSyntax element in collection.Elements)
        {
            if (element is ExpressionElementSyntax single) items.Add(Evaluate(single.Expression));
            else if (element is SpreadElementSyntax spread && Evaluate(spread.Expression) is Items others) items.AddRange(others.Values);
            else return Refuse(element, "its elements are not known", "Write the tensors, or an array of them.");
        }
        return new Items(items);
    }

    private object EvaluateNewArray(ArrayCreationExpressionSyntax array)
    {
        if (array.Type.RankSpecifiers is not [{ Sizes: [var size] }] || Evaluate(size) is not int length || length is < 0 or > MostOperations)
            return Refuse(array, "its length is no constant", "Write an array of a constant length.");
        return new Items([.. Enumerable.Repeat((object)Unknown.Value, length)]);
    }

    /// <summary>Lists are all that can be made with <c>new</c>.</summary>
    private object EvaluateCreation(BaseObjectCreationExpressionSyntax creation)
    {
        ITypeSymbol? type = ModelOf(creation).GetTypeInfo(creation, _context.Cancellation).Type;
        if (type is null or IErrorTypeSymbol) return Misunderstand();
        if (type.OriginalDefinition.ToDisplayString() != "System.Collections.Generic.List<T>")
            return Refuse(creation, "a network makes no objects but arrays and lists of tensors", "Write an array, a list, or calls of tensor functions.");
        return creation.Initializer is { } initializer ? EvaluateAll(initializer.Expressions) : new Items([]);
    }

    private object EvaluateElement(ElementAccessExpressionSyntax access)
    {
        object owner = Evaluate(access.Expression);
        SeparatedSyntaxList<ArgumentSyntax> arguments = access.ArgumentList.Arguments;
        switch (owner)
        {
            case Unknown:
                return owner;
            case OperandSpec tensor:
                return EvaluateSlices(tensor, arguments, access);
            case Items items when arguments is [var only] && Index(only.Expression, items.Values.Count) is { } index:
                return items.Values[index];
            case Parts parts when arguments is [var only]:
                return Index(only.Expression, parts.Count ?? int.MaxValue) is { } part ? parts[part] : Unknown.Value;
            case Items:
                return Unknown.Value; // the index was reported
            default:
                return Refuse(access, "only tensors, arrays and lists have elements", "Write the element as a local.");
        }
    }

    /// <summary>An index into an array; null, and reported, where it is not within it.</summary>
    private int? Index(ExpressionSyntax expression, int count)
    {
        bool isFromEnd = expression is PrefixUnaryExpressionSyntax prefix && prefix.IsKind(SyntaxKind.IndexExpression);
        object value = Evaluate(isFromEnd ? ((PrefixUnaryExpressionSyntax)expression).Operand : expression);
        if (value is Unknown) return null;
        if (value is not int index)
        {
            Refuse(expression, "an index is a whole number", "Write a constant or a loop counter.");
            return null;
        }
        if (isFromEnd) index = count - index;
        if (index >= 0 && index < count) return index;
        SyntaxNode whole = expression.FirstAncestorOrSelf<ElementAccessExpressionSyntax>() ?? (SyntaxNode)expression;
        Report(expression, Descriptors.NotCompilable, SyntaxSource.OneLine(whole), $"there are {count} of them, and none has the number {index}", $"Write a number from 0 to {count - 1}.");
        return null;
    }

    /// <summary><c>x[0, 1..3]</c>: a number takes one of a dimension, which vanishes; a range keeps a part of it.</summary>
    private object EvaluateSlices(OperandSpec tensor, SeparatedSyntaxList<ArgumentSyntax> arguments, SyntaxNode site)
    {
        int dimension = 0;
        foreach (ArgumentSyntax argument in arguments)
        {
            if (argument.Expression is RangeExpressionSyntax range)
            {
                int? start = range.LeftOperand is { } left ? Bound(left) : 0, end = range.RightOperand is { } right ? Bound(right) : null;
                if (start is null || (range.RightOperand is not null && end is null)) return Unknown.Value;
                bool isWhole = start == 0 && range.RightOperand is null;
                if (!isWhole)
                {
                    List<ArgumentSpec> how = [new("Dim", dimension), new("Start", start.Value)];
                    // Both ends may count from the end, so that only the shape tells the length: End says where it stops.
                    if (end is { } stop) how.Add(new("End", stop));
                    tensor = AddFunction("Narrow", site, PlaceOf(argument), [tensor], [.. how]);
                }
                dimension++;
            }
            else
            {
                if (Bound(argument.Expression) is not { } index) return Unknown.Value;
                tensor = AddFunction("Select", site, PlaceOf(argument), [tensor], new ArgumentSpec("Dim", dimension), new ArgumentSpec("Index", index));
            }
        }
        return tensor;
    }

    /// <summary>A bound of a range or an index: counted from the end it is negative; the very end is reported as <see cref="int.MinValue"/> never, for it is left out.</summary>
    private int? Bound(ExpressionSyntax expression)
    {
        bool isFromEnd = expression is PrefixUnaryExpressionSyntax prefix && prefix.IsKind(SyntaxKind.IndexExpression);
        object value = Evaluate(isFromEnd ? ((PrefixUnaryExpressionSyntax)expression).Operand : expression);
        if (value is int number) return isFromEnd ? -number : number;
        if (value is not Unknown) Refuse(expression, "an index is a whole number", "Write a constant or a loop counter.");
        return null;
    }
}
