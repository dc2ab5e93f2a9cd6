namespace ModelDsl;

/// <content>Losses of the difference d = x − t of outputs x and targets t.</content>
public static partial class TensorFunctions
{
    /// <summary>For regression: <c>(x − t)²</c>; the mean is over all values of the batch.</summary>
    /// <param name="x">The outputs.</param>
    /// <param name="target">The targets, of the same shape.</param>
    /// <param name="reduction">How the losses become one number.</param>
    /// <returns>One number, shared by the batch.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor MSELoss(Tensor x, Tensor target, Reduction reduction = Reduction.Mean)
        => DifferenceLoss("MSELoss", x, target, reduction, d => d * d, d => 2 * d);

    /// <summary>For regression: <c>|x − t|</c>, of slope 0 where they are equal; the mean is over all values of the batch.</summary>
    /// <inheritdoc cref="MSELoss"/>
    public static Tensor L1Loss(Tensor x, Tensor target, Reduction reduction = Reduction.Mean)
        => DifferenceLoss("L1Loss", x, target, reduction, Math.Abs, Sign);

    /// <summary>
    /// For regression: with d = x − t, <c>d² / (2·beta)</c> where |d| &lt; beta, <c>|d| − beta/2</c> elsewhere; the mean is over all values of the batch.
    /// </summary>
    /// <param name="x">The outputs.</param>
    /// <param name="target">The targets, of the same shape.</param>
    /// <param name="beta">Where the parabola becomes straight, at least 0; 0 makes it <see cref="L1Loss"/>.</param>
    /// <param name="reduction">How the losses become one number.</param>
    /// <returns>One number, shared by the batch.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or beta is negative.</exception>
    public static Tensor SmoothL1Loss(Tensor x, Tensor target, float beta = 1, Reduction reduction = Reduction.Mean)
    {
        if (!(beta >= 0)) throw new ArgumentException($"SmoothL1Loss: beta is at least 0, and not {beta}.", nameof(beta));
        return DifferenceLoss("SmoothL1Loss", x, target, reduction,
            d => Math.Abs(d) < beta ? d * d / (2 * beta) : Math.Abs(d) - 0.5 * beta,
            d => Math.Abs(d) < beta ? d / beta : Sign(d));
    }

    /// <summary>
    /// For regression: with d = x − t, <c>d²/2</c> where |d| ≤ delta, <c>delta · (|d| − delta/2)</c> elsewhere; the mean is over all values of the batch.
    /// </summary>
    /// <param name="x">The outputs.</param>
    /// <param name="target">The targets, of the same shape.</param>
    /// <param name="delta">Where the parabola becomes straight; greater than 0.</param>
    /// <param name="reduction">How the losses become one number.</param>
    /// <returns>One number, shared by the batch.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or delta is not greater than 0.</exception>
    public static Tensor HuberLoss(Tensor x, Tensor target, float delta = 1, Reduction reduction = Reduction.Mean)
    {
        if (!(delta > 0)) throw new ArgumentException($"HuberLoss: delta is greater than 0, and not {delta}.", nameof(delta));
        return DifferenceLoss("HuberLoss", x, target, reduction,
            d => Math.Abs(d) <= delta ? 0.5 * d * d : delta * (Math.Abs(d) - 0.5 * delta),
            d => Math.Abs(d) <= delta ? d : delta * Sign(d));
    }

    private static double Sign(double d) => d > 0 ? 1 : d < 0 ? -1 : 0;

    private static Tensor DifferenceLoss(string function, Tensor x, Tensor target, Reduction reduction, Func<double, double> value, Func<double, double> slope)
        => ElementwiseLoss(function, x, target, null, reduction, (x, t, _) => value(x - t), (x, t, _) => slope(x - t), (x, t, _) => -slope(x - t));

    /// <summary>A loss of each value with a target of its own.</summary>
    /// <param name="function">What the user called.</param>
    /// <param name="x">The outputs.</param>
    /// <param name="target">The targets.</param>
    /// <param name="weight">One weight for each value of a sample, or null.</param>
    /// <param name="reduction">How the losses become one number.</param>
    /// <param name="value">The loss of x, t and the place in the sample.</param>
    /// <param name="slopeX">Its derivative with respect to x.</param>
    /// <param name="slopeTarget">Its derivative with respect to t.</param>
    private static Tensor ElementwiseLoss(
        string function, Tensor x, Tensor target, float[]? weight, Reduction reduction,
        Func<double, double, int, double> value, Func<double, double, int, double> slopeX, Func<double, double, int, double> slopeTarget)
    {
        int rows = Broadcast.CommonSamples(function, x, target) ?? 1;
        if (!x.Shape.AsSpan().SequenceEqual(target.Shape.AsSpan()))
        {
            string advice = x.Size == target.Size ? "Reshape one of them, or squeeze a dimension of size 1." : "Broadcasting a target is rarely meant; write Expand if it is.";
            throw new ArgumentException($"{function}: the outputs are {Sizes.Text(x.Shape.AsSpan())} and the targets {Sizes.Text(target.Shape.AsSpan())}: the same shape was expected. {advice}", nameof(target));
        }
        double divisor = reduction == Reduction.Mean ? (double)rows * x.Size : 1, loss = 0;
        ForEach((inX, inTarget, i) => loss += Weight(i) * value(x.Data[inX], target.Data[inTarget], i));
        return Tensor.Record([], null, [loss / divisor], [x, target], (dy, pass) =>
        {
            (double[]? dx, double[]? dt) = (pass.Of(x), pass.Of(target));
            ForEach((inX, inTarget, i) =>
            {
                double scale = dy[0] * Weight(i) / divisor;
                if (dx is not null) dx[inX] += scale * slopeX(x.Data[inX], target.Data[inTarget], i);
                if (dt is not null) dt[inTarget] += scale * slopeTarget(x.Data[inX], target.Data[inTarget], i);
            });
        });

        double Weight(int i) => weight?[i] ?? 1;

        void ForEach(Action<int, int, int> visit)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int i = 0; i < x.Size; i++) visit(x.Start(row) + i, target.Start(row) + i, i);
            }
        }
    }
}
