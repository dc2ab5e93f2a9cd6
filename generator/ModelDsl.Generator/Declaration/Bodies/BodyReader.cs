using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelDsl.Generator.Diagnostics;

namespace ModelDsl.Generator.Declaration.Bodies;

/// <summary>
/// Reads C# bodies by running them: locals hold constants and tensors, loops run, helpers are called, and each call of a layer or tensor function
/// adds an operation. What is left is a straight line of operations. It knows no shapes: they follow from the operations.
/// What cannot be run is reported at the very expression; its value is unknown then, and what uses it is not reported again.
/// </summary>
internal sealed partial class BodyReader(DeclarationContext context)
{
    /// <summary>More statements than any network needs: a loop that does not end.</summary>
    private const int MostStatements = 100_000;

    private const int MostOperations = 4_000;

    private const int DeepestCall = 64;

    private readonly DeclarationContext _context = context;
    private readonly List<OperationSpec> _operations = [];
    private readonly List<LocalSpec> _named = [];
    private readonly List<LocalSpec> _ignored = [];
    private readonly Dictionary<SyntaxNode, int> _places = [];
    private Dictionary<ISymbol, object> _locals = new(SymbolEqualityComparer.Default);
    private Instance _instance = null!;
    private object _returned = Unknown.Value;
    private int _statements;
    private int _depth;
    private bool _isExhausted;

    /// <summary>The call by which the model's own body entered another model: what happens in there is reported here.</summary>
    private SyntaxNode? _entry;

    /// <summary>The operations so far.</summary>
    public IReadOnlyList<OperationSpec> Operations => _operations;

    /// <summary>The locals that hold tensors, in the order in which they got them.</summary>
    public IReadOnlyList<LocalSpec> Locals => _named;

    /// <summary>What calls compute that stand alone as statements; their names are what is written there.</summary>
    public IReadOnlyList<LocalSpec> Ignored => _ignored;

    /// <summary>Runs a method.</summary>
    /// <param name="method">The method; it has a body.</param>
    /// <param name="arguments">A value for each of its parameters.</param>
    /// <param name="instance">The model that it belongs to.</param>
    /// <param name="site">What is reported where it cannot be run at all.</param>
    public object Run(IMethodSymbol method, IReadOnlyList<object> arguments, Instance instance, SyntaxNode site)
    {
        if (BodyOf(method) is not { } body) return Refuse(site, $"the source of '{method.Name}' is not part of this project", "Write its body here, or use layers and tensor functions.");
        if (_depth >= DeepestCall) return Refuse(site, "it calls itself without end", "Write a loop with a constant bound.");
        (Dictionary<ISymbol, object> locals, Instance outer, object returned) = (_locals, _instance, _returned);
        // A local function sees what is around it.
        _locals = method.MethodKind == MethodKind.LocalFunction ? new(_locals, SymbolEqualityComparer.Default) : new(SymbolEqualityComparer.Default);
        (_instance, _returned) = (instance, NoValue.Null);
        _depth++;
        for (int i = 0; i < method.Parameters.Length; i++) _locals[method.Parameters[i]] = arguments[i];
        if (body is ExpressionSyntax expression) _returned = Evaluate(expression);
        else Execute((StatementSyntax)body);
        object result = _returned;
        _depth--;
        (_locals, _instance, _returned) = (locals, outer, returned);
        return result;
    }

    /// <summary>The body of a method, a block or the expression behind <c>=></c>; null where it has none here.</summary>
    public SyntaxNode? BodyOf(IMethodSymbol method)
    {
        foreach (SyntaxReference reference in (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences)
        {
            SyntaxNode? body = reference.GetSyntax(_context.Cancellation) switch
            {
                BaseMethodDeclarationSyntax declared => (SyntaxNode?)declared.Body ?? declared.ExpressionBody?.Expression,
                LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody?.Expression,
                _ => null,
            };
            if (body is not null) return body;
        }
        return null;
    }

    /// <summary>The number of a place, the same each time that it is met.</summary>
    /// <param name="node">What stands there.</param>
    /// <param name="method">The method that is called there, by whose parameters arguments are found.</param>
    public int PlaceOf(SyntaxNode node, IMethodSymbol? method = null)
    {
        if (!_places.TryGetValue(node, out int index)) _places[node] = index = _context.AddPlace(new SyntaxSource(node, method));
        return index;
    }

    /// <summary>Reports a problem at an expression. What is wrong in another model is said there; here, that it cannot be used.</summary>
    public Unknown Report(SyntaxNode node, DiagnosticDescriptor descriptor, params string[] arguments)
    {
        if (_entry is { } entry && descriptor.DefaultSeverity == DiagnosticSeverity.Error)
            _context.ReportUnclear(Descriptors.BadBlock, new Site(SiteKind.Layer, PlaceOf(entry)), _instance.Type.Name, "has errors of its own", "Mend that model first.");
        else
            _context.ReportUnclear(descriptor, new Site(SiteKind.Layer, PlaceOf(node)), arguments);
        return Unknown.Value;
    }

    /// <summary>Reports what cannot be compiled.</summary>
    private Unknown Refuse(SyntaxNode node, string reason, string advice) => Report(node, Descriptors.NotCompilable, SyntaxSource.OneLine(node), reason, advice);

    /// <summary>C# itself does not understand it, and says so.</summary>
    private Unknown Misunderstand()
    {
        _context.IsUnderstood = false;
        return Unknown.Value;
    }

    private OperandSpec Add(OperationSpec operation, SyntaxNode site)
    {
        if (_entry is { } entry) operation = operation with { Call = PlaceOf(entry), Model = _instance.Type.Name };
        else if (operation.Owner is not null) operation = operation with { Call = PlaceOf(site) };
        if (_operations.Count >= MostOperations)
        {
            if (!_isExhausted) Refuse(site, $"the network has more than {MostOperations} operations", "Write a loop with a smaller bound.");
            _isExhausted = true;
            return OperandSpec.Operation(_operations.Count - 1);
        }
        _operations.Add(operation);
        return OperandSpec.Operation(_operations.Count - 1);
    }

    /// <summary>A tensor function, or a loss: an operation without parameters.</summary>
    private OperandSpec AddFunction(string kind, SyntaxNode site, IEnumerable<OperandSpec> inputs, params ArgumentSpec[] arguments) => AddFunction(kind, site, PlaceOf(site), inputs, arguments);

    private OperandSpec AddFunction(string kind, SyntaxNode site, int place, IEnumerable<OperandSpec> inputs, params ArgumentSpec[] arguments)
        => Add(new OperationSpec(new LayerSpec(kind, arguments, SyntaxSource.OneLine(site), place), inputs.ToArray()), site);

    /// <summary>
    /// The value of a function gets the name of the local that it goes to, if it has none yet. And the local is remembered, so that its shape can be shown there;
    /// not those of another model, which has its own.
    /// </summary>
    private void NameAfter(ISymbol local, object value, SyntaxNode site)
    {
        if (value is not OperandSpec { Kind: OperandKind.Operation } operand) return;
        OperationSpec operation = _operations[operand.Index];
        if (operation.Owner is null && operation.Name is null) _operations[operand.Index] = operation with { Name = local.Name };
        if (_instance.Owner.Length == 0) _named.Add(new LocalSpec(local.Name, operand, PlaceOf(site)));
    }

    private SemanticModel ModelOf(SyntaxNode node) => _context.ModelOf(node);
}
