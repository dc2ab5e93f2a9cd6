using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelDsl.Generator.Declaration.Bodies;

/// <summary>Arithmetic on what is constant while a body is read: loop counters, sizes, rates.</summary>
internal static class ConstantMath
{
    /// <summary>Whether a value is a number.</summary>
    public static bool IsNumber(object value) => value is int or long or float or double;

    public static float ToFloat(object value) => Convert.ToSingle(value, CultureInfo.InvariantCulture);

    /// <summary>The value of a binary operator as C# computes it, or null where it has none (a division by zero, operands of other kinds).</summary>
    public static object? Binary(SyntaxKind kind, object left, object right)
    {
        if (left is string || right is string) return kind == SyntaxKind.AddExpression ? $"{left}{right}" : Compare(kind, Equals(left, right));
        if (left is bool a && right is bool b) return Logic(kind, a, b);
        if (!IsNumber(left) || !IsNumber(right)) return null;
        if (left is double || right is double) return Real(kind, Convert.ToDouble(left, CultureInfo.InvariantCulture), Convert.ToDouble(right, CultureInfo.InvariantCulture), value => value);
        if (left is float || right is float) return Real(kind, ToFloat(left), ToFloat(right), value => (float)value);
        object? whole = Whole(kind, Convert.ToInt64(left, CultureInfo.InvariantCulture), Convert.ToInt64(right, CultureInfo.InvariantCulture));
        return whole is long result && left is int && right is int ? (result is >= int.MinValue and <= int.MaxValue ? (int)result : null) : whole;
    }

    /// <summary>The value of a prefix operator, or null where it has none.</summary>
    public static object? Unary(SyntaxKind kind, object value) => (kind, value) switch
    {
        (SyntaxKind.UnaryPlusExpression, _) when IsNumber(value) => value,
        (SyntaxKind.UnaryMinusExpression, int number) => unchecked(-number),
        (SyntaxKind.UnaryMinusExpression, long number) => unchecked(-number),
        (SyntaxKind.UnaryMinusExpression, float number) => -number,
        (SyntaxKind.UnaryMinusExpression, double number) => -number,
        (SyntaxKind.LogicalNotExpression, bool condition) => !condition,
        _ => null,
    };

    /// <summary>The value of a function of <see cref="Math"/> or <c>MathF</c>, or null for those that are not known.</summary>
    public static object? Call(string name, object[] arguments, bool isSingle)
    {
        if (!arguments.All(IsNumber)) return null;
        double[] x = [.. arguments.Select(argument => Convert.ToDouble(argument, CultureInfo.InvariantCulture))];
        bool areWhole = arguments.All(argument => argument is int);
        double? value = (name, x.Length) switch
        {
            ("Sqrt", 1) => Math.Sqrt(x[0]),
            ("Abs", 1) => Math.Abs(x[0]),
            ("Exp", 1) => Math.Exp(x[0]),
            ("Log", 1) => Math.Log(x[0]),
            ("Floor", 1) => Math.Floor(x[0]),
            ("Ceiling", 1) => Math.Ceiling(x[0]),
            ("Round", 1) => Math.Round(x[0]),
            ("Pow", 2) => Math.Pow(x[0], x[1]),
            ("Min", 2) => Math.Min(x[0], x[1]),
            ("Max", 2) => Math.Max(x[0], x[1]),
            _ => null,
        };
        return value is not { } result ? null
            : areWhole && name is "Abs" or "Min" or "Max" && arguments.All(argument => argument is int) ? (int)result
            : isSingle || arguments.All(argument => argument is float) && name is "Abs" or "Min" or "Max" ? (float)result
            : result;
    }

    private static object? Logic(SyntaxKind kind, bool left, bool right) => kind switch
    {
        SyntaxKind.LogicalAndExpression or SyntaxKind.BitwiseAndExpression => left && right,
        SyntaxKind.LogicalOrExpression or SyntaxKind.BitwiseOrExpression => left || right,
        SyntaxKind.ExclusiveOrExpression => left ^ right,
        _ => Compare(kind, left == right),
    };

    private static object? Compare(SyntaxKind kind, bool areEqual) => kind switch
    {
        SyntaxKind.EqualsExpression => areEqual,
        SyntaxKind.NotEqualsExpression => !areEqual,
        _ => null,
    };

    private static object? Whole(SyntaxKind kind, long left, long right) => kind switch
    {
        SyntaxKind.AddExpression => unchecked(left + right),
        SyntaxKind.SubtractExpression => unchecked(left - right),
        SyntaxKind.MultiplyExpression => unchecked(left * right),
        SyntaxKind.DivideExpression => right is 0 or -1 ? (right == 0 ? null : unchecked(-left)) : left / right,
        SyntaxKind.ModuloExpression => right is 0 or -1 ? (right == 0 ? null : 0L) : left % right,
        SyntaxKind.LeftShiftExpression => left << (int)right,
        SyntaxKind.RightShiftExpression => left >> (int)right,
        SyntaxKind.BitwiseAndExpression => left & right,
        SyntaxKind.BitwiseOrExpression => left | right,
        SyntaxKind.ExclusiveOrExpression => left ^ right,
        _ => Order(kind, left.CompareTo(right)),
    };

    private static object? Real(SyntaxKind kind, double left, double right, Func<double, object> round) => kind switch
    {
        SyntaxKind.AddExpression => round(left + right),
        SyntaxKind.SubtractExpression => round(left - right),
        SyntaxKind.MultiplyExpression => round(left * right),
        SyntaxKind.DivideExpression => round(left / right),
        SyntaxKind.ModuloExpression => round(left % right),
        _ => Order(kind, left.CompareTo(right)),
    };

    private static object? Order(SyntaxKind kind, int order) => kind switch
    {
        SyntaxKind.LessThanExpression => order < 0,
        SyntaxKind.LessThanOrEqualExpression => order <= 0,
        SyntaxKind.GreaterThanExpression => order > 0,
        SyntaxKind.GreaterThanOrEqualExpression => order >= 0,
        _ => Compare(kind, order == 0),
    };
}
