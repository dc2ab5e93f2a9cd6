using System.Runtime.CompilerServices;
using ModelDsl.Kernels;

namespace ModelDsl;

/// <summary>
/// Changes the parameters of a model so that its loss becomes smaller. A step walks once over the block of all parameters;
/// large blocks are cut into pieces for several threads.
/// </summary>
/// <remarks>
/// Hyper-parameters may be changed between steps; schedules change <see cref="LearningRate"/>. State that an optimizer keeps for each
/// parameter is allocated in the first step that needs it. Rules multiply and add separately, without fused instructions,
/// so their results are the same on every machine. What falls below the smallest normal number, 1.2·10⁻³⁸, becomes zero, in parameters
/// and state: some processors take a hundred times as long with denormal numbers.
/// </remarks>
public abstract class Optimizer
{
    private readonly UpdateWork _work;

    /// <summary>Makes an optimizer for all parameters of a model.</summary>
    /// <param name="model">The model; its buffers are left alone.</param>
    protected Optimizer(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Groups = new ParameterGroupCollection(this);
        _work = new UpdateWork(this);
    }

    /// <summary>The model whose parameters are changed.</summary>
    public IModel Model { get; }

    /// <summary>Parameters that are treated in their own way: by default there are none, and all go by the options here.</summary>
    public ParameterGroupCollection Groups { get; }

    /// <summary>How far a step goes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double LearningRate
    {
        get;
        set
        {
            field = Require.AtLeastZero(value, nameof(LearningRate));
            ScheduleBase = null;
        }
    }

    /// <summary>How strongly the parameters are drawn to zero: this times the parameter is added to its gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double WeightDecay
    {
        get;
        set => field = Require.AtLeastZero(value, nameof(WeightDecay));
    }

    /// <summary>Whether the loss is made larger instead.</summary>
    public bool Maximize { get; set; }

    /// <summary>How many steps have been made.</summary>
    public long StepCount { get; private set; }

    /// <summary>
    /// The rate that schedules start from: the last one that was not set by a schedule. So a second schedule for the same optimizer starts
    /// where the first did, as in PyTorch, and not from what the first has made of it.
    /// </summary>
    internal double? ScheduleBase { get; set; }

    /// <summary><see cref="SupportsGroups"/>, for the groups.</summary>
    internal bool KnowsGroups => SupportsGroups;

    /// <summary>Whether <see cref="OneCycleLR"/> can vary a momentum of this optimizer.</summary>
    internal virtual bool HasMomentum => false;

    /// <summary>The momentum that <see cref="OneCycleLR"/> varies.</summary>
    internal virtual double CycledMomentum
    {
        get => 0;
        set => throw new NotSupportedException($"{GetType().Name} has no momentum");
    }

    /// <summary>
    /// Whether <see cref="Update"/> takes its rates from <see cref="RatesAt"/>, so that <see cref="Groups"/> can have others. A rule that reads
    /// <see cref="LearningRate"/> itself says no, as by default; then groups are refused instead of being ignored.
    /// </summary>
    protected virtual bool SupportsGroups => false;

    /// <summary>Changes the parameters by their present gradients, and moves their <see cref="ParameterCollection.Version"/>.</summary>
    public void Step()
    {
        BeginStep(StepCount + 1);
        StepCount++;
        Model.Parameters.WritableValues();
        _work.Run();
    }

    /// <summary>Sets the learning rate for a schedule.</summary>
    internal void SetScheduledRate(double rate)
    {
        double? scheduleBase = ScheduleBase;
        LearningRate = rate;
        ScheduleBase = scheduleBase;
    }

    /// <summary>Checks the hyper-parameters and computes what all pieces share. If it throws, nothing has changed.</summary>
    /// <param name="step">The number of the step, from 1.</param>
    protected virtual void BeginStep(long step)
    {
    }

    /// <summary>The rates of a piece: of its group, or the optimizer's own.</summary>
    /// <param name="start">Where the piece starts in the whole block.</param>
    protected (double LearningRate, double WeightDecay) RatesAt(int start) => Groups.Ranges.At(start).Group is { } group
        ? (LearningRate * group.LearningRateFactor, group.WeightDecay ?? WeightDecay)
        : (LearningRate, WeightDecay);

    /// <summary>Changes one piece of the parameters, all of one group. Called for all pieces of a step, from several threads at once.</summary>
    /// <param name="values">The piece of <see cref="ParameterCollection.Values"/>; its length is a multiple of 16.</param>
    /// <param name="gradients">The same piece of <see cref="ParameterCollection.Gradients"/>.</param>
    /// <param name="start">Where the piece starts in the whole block, a multiple of 16.</param>
    protected abstract void Update(Span<float> values, ReadOnlySpan<float> gradients, int start);

    /// <summary>Makes room for one number of state for each parameter.</summary>
    private protected AlignedBuffer NewState(double initialValue = 0)
    {
        var state = new AlignedBuffer(Model.Parameters.Values.Length);
        if (initialValue != 0) state.Span.Fill((float)initialValue);
        return state;
    }

    /// <summary>The gradient that the rules start from: turned around to maximize, and with the weight decay added.</summary>
    private protected readonly struct GradientRule<V>(bool maximize, double weightDecay)
        where V : struct, ILanes<V>
    {
        private readonly V _sign = V.Create(maximize ? -1 : 1);
        private readonly V _decay = V.Create((float)weightDecay);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Apply(V gradient, V value) => gradient * _sign + value * _decay;
    }

    /// <summary>
    /// Cuts the block of parameters into pieces. A class of its own, so that the optimizer's public face stays small.
    /// <para>
    /// Half of the workers take tasks from the start, half from the end, here as in the phases that compute the gradients of each parameter. So pieces are sorted by where they lie in their parameter,
    /// and not in the block: a worker finds the first or last parts of all parameters, whose gradients it has just computed itself. To fetch them from the cache of another core takes several times as long as to update them.
    /// </para>
    /// </summary>
    private sealed class UpdateWork(Optimizer optimizer) : IParallelWork
    {
        /// <summary>32 KB of each of the up to five arrays that a rule walks along: a piece stays in the second-level cache.</summary>
        private const int PieceLength = 8192;

        /// <summary>Below, all is done in about 20 µs, and handing out work would cost more than it brings.</summary>
        private const int ParallelLength = 4 * PieceLength;

        /// <summary>The pieces, in the order of the tasks.</summary>
        private readonly int[] _pieces = Sorted(optimizer.Model.Parameters);

        public void Run()
        {
            int length = optimizer.Model.Parameters.Values.Length;
            if (length < ParallelLength) Update(0, end: length);
            else WorkerPool.Shared.Run(this, phase: 0, _pieces.Length);
        }

        public void RunTask(int phase, int task)
        {
            int start = _pieces[task] * PieceLength;
            Update(start, Math.Min(start + PieceLength, optimizer.Model.Parameters.Values.Length));
        }

        /// <summary>One piece, or what groups cut it into.</summary>
        private void Update(int start, int end)
        {
            ParameterCollection parameters = optimizer.Model.Parameters;
            for (int next; start < end; start = next)
            {
                next = Math.Min(end, optimizer.Groups.Ranges.At(start).End);
                optimizer.Update(parameters.ValuesBlock[start..next], parameters.Gradients[start..next], start);
            }
        }

        /// <summary>All pieces, by the share of their parameter that lies before their middle.</summary>
        private static int[] Sorted(ParameterCollection parameters)
        {
            int length = parameters.Values.Length;
            double[] shares = new double[(length + PieceLength - 1) / PieceLength];
            foreach (Parameter parameter in parameters.Where(parameter => parameter.IsTrainable))
            {
                int last = parameter.Offset + parameter.Size - 1;
                for (int piece = parameter.Offset / PieceLength; piece <= last / PieceLength; piece++)
                {
                    int start = piece * PieceLength, middle = start + Math.Min(PieceLength, length - start) / 2;
                    if (middle >= parameter.Offset && middle <= last) shares[piece] = (middle - parameter.Offset) / (double)parameter.Size;
                }
            }
            // As whole numbers, which end with the piece: to order pieces by a key of another type, the JIT would compile twenty generic methods before the first step.
            const int PieceBits = 18, ShareBits = 44;
            long[] keys = new long[shares.Length];
            for (int piece = 0; piece < keys.Length; piece++) keys[piece] = (long)(shares[piece] * (1L << ShareBits)) << PieceBits | (long)piece;
            Array.Sort(keys);
            int[] pieces = new int[keys.Length];
            for (int task = 0; task < pieces.Length; task++) pieces[task] = (int)(keys[task] & ((1 << PieceBits) - 1));
            return pieces;
        }
    }
}
