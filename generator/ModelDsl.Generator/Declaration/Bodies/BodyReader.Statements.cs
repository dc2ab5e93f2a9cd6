using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration.Bodies;

/// <content>Statements.</content>
internal sealed partial class BodyReader
{
    private Flow Execute(StatementSyntax statement)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        if (++_statements > MostStatements)
        {
            if (!_isExhausted) Refuse(statement, "the loops around it run too often", "Write smaller constant bounds.");
            _isExhausted = true;
        }
        if (_isExhausted) return Flow.Return;
        switch (statement)
        {
            case BlockSyntax block:
                return ExecuteAll(block.Statements);
            case LocalDeclarationStatementSyntax declaration:
                foreach (VariableDeclaratorSyntax variable in declaration.Declaration.Variables) Declare(variable);
                return Flow.Next;
            case ExpressionStatementSyntax expression:
                if (Evaluate(expression.Expression) is OperandSpec { Kind: OperandKind.Operation } made && _entry is null && expression.Expression is InvocationExpressionSyntax call)
                    _ignored.Add(new LocalSpec(SyntaxSource.OneLine(call), made, PlaceOf(call)));
                return Flow.Next;
            case ReturnStatementSyntax result:
                _returned = result.Expression is { } value ? Evaluate(value) : NoValue.Null;
                return Flow.Return;
            case IfStatementSyntax choice:
                return ExecuteIf(choice);
            case ForStatementSyntax loop:
                return ExecuteFor(loop);
            case WhileStatementSyntax loop:
                return ExecuteWhile(loop);
            case ForEachStatementSyntax loop:
                return ExecuteForEach(loop);
            case BreakStatementSyntax:
                return Flow.Break;
            case ContinueStatementSyntax:
                return Flow.Continue;
            case EmptyStatementSyntax or LocalFunctionStatementSyntax:
                return Flow.Next;
            default:
                (string what, string advice) = Describe(statement);
                Refuse(statement, what, advice);
                return Flow.Next;
        }
    }

    private static (string What, string Advice) Describe(StatementSyntax statement) => statement switch
    {
        TryStatementSyntax => ("a network cannot catch exceptions", "Remove the try."),
        ThrowStatementSyntax => ("a network cannot throw", "Check arguments before the model is called."),
        SwitchStatementSyntax => ("a switch is not compiled", "Write if … else on constants."),
        DoStatementSyntax => ("a do loop is not compiled", "Write for with a constant bound."),
        UsingStatementSyntax or LockStatementSyntax => ("a network has nothing to dispose of or to lock", "Remove it."),
        _ => ("this kind of statement is not compiled", "Write locals, loops with constant bounds, calls of layers and tensor functions."),
    };

    private Flow ExecuteAll(SyntaxList<StatementSyntax> statements)
    {
        foreach (StatementSyntax statement in statements)
        {
            Flow flow = Execute(statement);
            if (flow != Flow.Next) return flow;
        }
        return Flow.Next;
    }

    private void Declare(VariableDeclaratorSyntax variable)
    {
        if (ModelOf(variable).GetDeclaredSymbol(variable, _context.Cancellation) is not { } local) return;
        object value = variable.Initializer is { } initializer ? Evaluate(initializer.Value) : NoValue.Null;
        _locals[local] = value;
        NameAfter(local, value, variable);
    }

    private Flow ExecuteIf(IfStatementSyntax choice) => Condition(choice.Condition) switch
    {
        true => Execute(choice.Statement),
        false => choice.Else is { } otherwise ? Execute(otherwise.Statement) : Flow.Next,
        null => Flow.Next,
    };

    private Flow ExecuteFor(ForStatementSyntax loop)
    {
        foreach (VariableDeclaratorSyntax variable in loop.Declaration?.Variables ?? default) Declare(variable);
        foreach (ExpressionSyntax initializer in loop.Initializers) Evaluate(initializer);
        while (loop.Condition is null || Condition(loop.Condition) == true)
        {
            Flow flow = Execute(loop.Statement);
            if (flow == Flow.Break) break;
            if (flow == Flow.Return) return flow;
            foreach (ExpressionSyntax incrementor in loop.Incrementors) Evaluate(incrementor);
        }
        return Flow.Next;
    }

    private Flow ExecuteWhile(WhileStatementSyntax loop)
    {
        while (Condition(loop.Condition) == true)
        {
            Flow flow = Execute(loop.Statement);
            if (flow == Flow.Break) break;
            if (flow == Flow.Return) return flow;
        }
        return Flow.Next;
    }

    private Flow ExecuteForEach(ForEachStatementSyntax loop)
    {
        object all = Evaluate(loop.Expression);
        if (all is Parts { Count: { } count } parts) all = new Items([.. Enumerable.Range(0, count).Select(index => (object)parts[index])]);
        if (all is Parts)
        {
            Refuse(loop.Expression, "how many parts there are follows from a shape", "Write their sizes, Split(x, [8, 8]), or their number, Chunk(x, 2).");
            return Flow.Next;
        }
        if (all is not Items items)
        {
            if (all is not Unknown) Refuse(loop.Expression, "a loop runs over arrays, lists and constant ranges", "Write Enumerable.Range with constants, or for.");
            return Flow.Next;
        }
        ISymbol? variable = ModelOf(loop).GetDeclaredSymbol(loop, _context.Cancellation);
        foreach (object item in items.Values.ToArray())
        {
            if (variable is not null)
            {
                _locals[variable] = item;
                NameAfter(variable, item, loop);
            }
            Flow flow = Execute(loop.Statement);
            if (flow == Flow.Break) break;
            if (flow == Flow.Return) return flow;
        }
        return Flow.Next;
    }

    /// <summary>A condition that is constant while the body is read; null, and reported, where it is not.</summary>
    private bool? Condition(ExpressionSyntax condition)
    {
        object value = Evaluate(condition);
        if (value is bool known) return known;
        if (value is OperandSpec) Report(condition, Descriptors.NotConstant, SyntaxSource.OneLine(condition), "depends on the data", "Compute both and choose element by element: Where(condition, a, b).");
        else if (value is not Unknown) Refuse(condition, "it is no condition on constants", "Write constants and loop counters.");
        return null;
    }
}
