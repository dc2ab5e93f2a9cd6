namespace ModelDsl;

/// <summary>Passes the gradient of an operation's output on to its inputs: <c>pass.Of(input)[i] += …</c>.</summary>
/// <param name="dy">The gradient of the output, laid out as its values.</param>
/// <param name="pass">Where gradients are added up.</param>
internal delegate void GradientRule(double[] dy, BackwardPass pass);

/// <summary>One entry of the tape.</summary>
/// <param name="Inputs">What the operation read.</param>
/// <param name="Rule">How gradients go back.</param>
internal sealed record Operation(Tensor[] Inputs, GradientRule Rule);
