using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <summary>
/// The gradient of a 3×3 convolution's weights by Winograd's algorithm: for each element of a patch a product [input × tile] · [tile × output] of transformed
/// patches and transformed gradients; of a few outputs behind whole vectors [output × tile] · [tile × input], so that no lane is empty. Either each piece adds to the sums of its part of the batch, or there are tasks of some inputs, one or two panels of outputs and one part. The parts are
/// added up in their order.
/// </summary>
/// <param name="Cut">The tiles of the output.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Padding">The convolution's padding.</param>
internal sealed record WinogradGradient(WinogradTiles Cut, int Inputs, int Outputs, int Padding)
{
    /// <summary>Inputs of a task: its sums (288 KB for 36 elements), patches and gradients stay in the second-level cache.</summary>
    private const int InputsOfBlock = 64;

    /// <summary>A few more inputs do not make a block of their own, which would transform all gradients again.</summary>
    private const int InputsToSpare = 16;

    private const int WantedTasks = 8;

    /// <summary>Floats of a task's sums, 640 KB.</summary>
    private const int MostSums = 160 * 1024;

    /// <summary>More workers would do little but transform the same patches.</summary>
    private const int MostShares = 4;

    /// <summary>Tasks where all pieces are summed up together.</summary>
    public int Tasks => Blocks * PanelGroups * TaskParts;

    /// <summary>Parts of the batch that the tasks make.</summary>
    public int TaskParts => Math.Min(Parts.Most, Math.Max(1, WantedTasks / (Blocks * PanelGroups)));

    /// <summary>Inputs of a block: all, or whole vectors in equal blocks, of which the last may have fewer.</summary>
    public int BlockInputs
    {
        get
        {
            int blocks = (Inputs - InputsToSpare + InputsOfBlock - 1) / InputsOfBlock;
            return blocks <= 1 ? Inputs : Layout.RoundUp((Inputs + blocks - 1) / blocks);
        }
    }

    /// <summary>Floats of a part's sums: [block of inputs][panel][element][input][output], and behind each block [element][output of the tail][input].</summary>
    public int PartFloats => Enumerable.Range(0, Blocks).Sum(block => BlockFloats(Math.Min(BlockInputs, Inputs - block * BlockInputs)));

    /// <summary>Blocks of inputs.</summary>
    public int Blocks => (Inputs + BlockInputs - 1) / BlockInputs;

    /// <summary>Outputs behind whole vectors, whose sums are turned round.</summary>
    private int Tail => Panels.TailOf(Outputs);

    /// <summary>Outputs in panels.</summary>
    private int PanelOutputs => Outputs - Tail;

    private int PanelCount => Math.Max(1, Panels.CountOf(PanelOutputs));

    /// <summary>
    /// Groups of panels, of which each task has one. With two full panels in each the patches are transformed half as often, and the sums of a task (576 KB for 36 elements) just stay in a
    /// second-level cache of 1 MB; but not where that leaves too few tasks.
    /// </summary>
    private int PanelGroups => Cut.Elements * BlockInputs * 2 * Panels.Full <= MostSums && Blocks * GroupsOf(2) >= WantedTasks ? GroupsOf(2) : GroupsOf(1);

    private bool JoinsLast => PanelCount > 1 && Panels.Of(PanelOutputs).Last().Width < Panels.Full;

    /// <summary>Groups of so many full panels; a narrow last panel, for which it would not pay to transform all patches again, goes with the ones before it.</summary>
    private int GroupsOf(int panels) => Math.Max(1, (PanelCount - (JoinsLast ? 1 : 0) + panels - 1) / panels);

    /// <summary>Floats of a block of so many inputs.</summary>
    private int BlockFloats(int inputs) => WinogradProduct.WeightFloats(Cut, inputs, PanelOutputs) + Cut.Elements * TailStride(inputs);

    /// <summary>Floats from one element's rows of the tail to the next, as the kernels have it.</summary>
    private int TailStride(int inputs) => Tail == 0 ? 0 : Tail * Layout.RoundUp(inputs) + Layout.Lanes;

    public static WinogradGradient Of(Conv2d convolution, Value x, Value dy) => new(WinogradProduct.TilesOf(dy), x.Shape[0], dy.Shape[0], convolution.PaddingHeight);

    public int ScratchFloats => WinogradProduct.ScratchFloats(Cut, BlockInputs);

    /// <summary>Into how many shares a piece can be cut: workers have panels of their own or, of one panel, elements. Each transforms what it multiplies.</summary>
    public int Shares => SharesElements ? MostShares : PanelCount;

    private bool SharesElements => PanelCount == 1 && ConvolutionChoice.MultipliesMoreThanItTransforms(Inputs, Outputs);

    /// <summary>One piece, added to the sums of its part.</summary>
    public void EmitPiece(StepEmitter step)
    {
        CodeWriter code = step.Code;
        code.Line("// Winograd: patches and gradients, transformed, are multiplied for each element.");
        code.Line($"Span<float> sums = {step.Outputs[0].Name}.Slice(PartOf(first) * {PartFloats}, {PartFloats});");
        code.Line("bool begins = BeginsPart(first);");
        EmitScratch(code, Inputs);
        bool sharesElements = step.IsShared && SharesElements, sharesPanels = step.IsShared && !SharesElements;
        if (sharesElements) code.Line($"int firstElement = share * {Cut.Elements} / shares, endElement = (share + 1) * {Cut.Elements} / shares;");
        if (sharesPanels) step.SharePanels(PanelCount);
        using (code.Block($"for (int tile = 0, tiles = count * {Cut.Count}; tile < tiles; tile += {WinogradProduct.TilesAtATime})"))
        {
            code.Line($"int rows = Math.Min({WinogradProduct.TilesAtATime}, tiles - tile);");
            EmitPatches(step, channel: "0", Inputs, "rows");
            code.Line("bool isFirst = begins && tile == 0;");
            EmitPanels(step, Inputs, "rows", sharesPanels, sharesElements);
        }
    }

    /// <summary>All pieces, by tasks.</summary>
    public void EmitTasks(StepEmitter step)
    {
        CodeWriter code = step.Code;
        string pieces = TaskParts > 1 ? $"one of up to {TaskParts} parts of the pieces" : "all pieces", panels = PanelGroups > 1 ? $"some of {PanelCount} panels of outputs" : "all outputs";
        code.Line($"// Winograd: a task has {pieces}, up to {BlockInputs} inputs and {panels}.");
        string left = TaskParts > 1 ? $"task / {TaskParts}" : "task";
        if (TaskParts > 1) code.Line($"int part = task % {TaskParts}, parts = Math.Min({TaskParts}, PieceCount);");
        code.Line(PanelGroups > 1 ? $"int share = {left} % {PanelGroups}, block = task / {TaskParts * PanelGroups};" : $"int block = {left};");
        if (TaskParts > 1) code.Line("if (part >= parts) return;");
        code.Line(TaskParts > 1 ? "int begin = part * PieceCount / parts, end = (part + 1) * PieceCount / parts;" : "int begin = 0, end = PieceCount;");
        if (PanelGroups > 1) code.Line($"int firstPanel = share * {PanelCount} / {PanelGroups}, endPanel = (share + 1) * {PanelCount} / {PanelGroups};");
        int whole = Inputs / BlockInputs, rest = Inputs % BlockInputs;
        EmitTask(step, BlockInputs, rest == 0 ? "" : $"block < {whole}");
        if (rest > 0) EmitTask(step, rest, $"block == {whole}");
    }

    /// <summary>A task of so many inputs.</summary>
    private void EmitTask(StepEmitter step, int inputs, string condition)
    {
        CodeWriter code = step.Code;
        Value x = step.Inputs[0], dy = step.Inputs[1];
        using CodeWriter.Scope scope = code.Block(condition.Length == 0 ? "// every task has the same size" : $"if ({condition})");
        string at = CodeWriter.Sum(TaskParts > 1 ? $"part * {PartFloats}" : "0", $"block * {BlockFloats(BlockInputs)}");
        code.Line($"Span<float> sums = {step.Outputs[0].Name}.Slice({at}, {BlockFloats(inputs)});");
        EmitScratch(code, inputs);
        using (code.Block("for (int p = begin; p < end; p++)"))
        {
            code.Line($"Span<float> {x.Name} = {StepEmitter.InPiece(x)}, {dy.Name} = {StepEmitter.InPiece(dy)};");
            using (code.Block($"for (int tile = 0, tiles = CountOf(p) * {Cut.Count}; tile < tiles; tile += {WinogradProduct.TilesAtATime})"))
            {
                code.Line($"int count = Math.Min({WinogradProduct.TilesAtATime}, tiles - tile);");
                EmitPatches(step, $"block * {BlockInputs}", inputs, "count");
                code.Line("bool isFirst = p == begin && tile == 0;");
                EmitPanels(step, inputs, "count", sharesPanels: PanelGroups > 1, sharesElements: false);
            }
        }
    }

    /// <summary>Meets the patches with the gradients of all panels, or of those from <c>firstPanel</c> up to <c>endPanel</c>.</summary>
    private void EmitPanels(StepEmitter step, int inputs, string tiles, bool sharesPanels, bool sharesElements)
    {
        foreach (Panels panels in Panels.Of(PanelOutputs))
        {
            using (panels.Open(step.Code, "output channels", sharesPanels))
                EmitPanel(step, panels, inputs, panels.Column(), panels.Start(WinogradProduct.PanelFloats(Cut, inputs, Panels.Full)), tiles, sharesElements);
        }
        if (Tail == 0) return;
        string channels = Tail == 1 ? $"output channel {PanelOutputs}" : $"output channels {PanelOutputs} … {Outputs - 1}";
        using (step.Code.Block(sharesPanels ? $"if (endPanel == {PanelCount}) // {channels}, turned round" : $"// {channels}, turned round"))
            EmitTail(step, inputs, tiles, sharesElements);
    }

    private void EmitScratch(CodeWriter code, int inputs)
    {
        int floats = Cut.Elements * WinogradProduct.ElementStride(WinogradProduct.StrideOf(inputs));
        code.Line($"Span<float> patches = Scratch.Slice(0, {floats}), gradients = Scratch.Slice({floats});");
    }

    /// <summary>The patches of some tiles of x.</summary>
    private void EmitPatches(StepEmitter step, string channel, int inputs, string tiles)
    {
        Value x = step.Inputs[0];
        step.Code.Line(
            $"Winograd.TransformPatches(side: {Cut.Side}, {x.Name}, {LoadInput.LayoutOf(x.Layout!)}, {Cut.Down}, {Cut.Across}, padding: {Padding}, channel: {channel}, {inputs}, tile, {tiles}, "
            + $"patches, stride: {WinogradProduct.StrideOf(inputs)});");
    }

    /// <summary>Meets the patches with one panel of the gradients of the same tiles.</summary>
    private void EmitPanel(StepEmitter step, Panels panels, int inputs, string channel, string start, string tiles, bool sharesElements)
    {
        CodeWriter code = step.Code;
        int width = panels.Width, computed = width - panels.Pads, stride = WinogradProduct.StrideOf(inputs);
        EmitGradients(step, channel, computed, tiles);
        using (OpenElements(code, sharesElements))
        {
            code.Line($"if (isFirst) {Product(TileStart.Zero)}");
            code.Line($"else {Product(TileStart.Sum)}");
        }

        string Product(TileStart from) => step.Tiles.Call(
            new MatrixBlock(RowGrid.Line(inputs, 1, width), computed, [new ReductionLoop(0, stride, computed)], from),
            $"patches[element * {WinogradProduct.ElementStride(stride)}]",
            $"gradients[element * {WinogradProduct.ElementStride(computed)}]",
            $"sums[{CodeWriter.Sum(start, $"element * {WinogradProduct.MatrixStride(inputs, width)}")}]",
            count: tiles);
    }

    /// <summary>The transformed gradients of some outputs.</summary>
    private void EmitGradients(StepEmitter step, string channel, int channels, string tiles)
    {
        Value dy = step.Inputs[1];
        step.Code.Line(
            $"Winograd.TransformGradients(side: {Cut.Side}, {dy.Name}, {LoadInput.LayoutOf(dy.Layout!)}, {Cut.Down}, {Cut.Across}, channel: {channel}, {channels}, tile, {tiles}, "
            + $"gradients, stride: {channels});");
    }

    private CodeWriter.Scope OpenElements(CodeWriter code, bool sharesElements)
        => code.Block(sharesElements ? "for (int element = firstElement; element < endElement; element++)" : $"for (int element = 0; element < {Cut.Elements}; element++)");

    /// <summary>Meets the gradients of the last outputs with the patches of the same tiles: inputs are the columns.</summary>
    private void EmitTail(StepEmitter step, int inputs, string tiles, bool sharesElements)
    {
        CodeWriter code = step.Code;
        int stride = WinogradProduct.StrideOf(inputs), computed = Layout.RoundUp(inputs) - Panels.PadsOf(inputs), full = computed / Panels.Full * Panels.Full;
        EmitGradients(step, $"{PanelOutputs}", Panels.Half, tiles);
        using (OpenElements(code, sharesElements))
        {
            if (full > Panels.Full)
            {
                using (code.Block($"for (int input = 0; input < {full}; input += {Panels.Full})")) EmitColumns("input", Panels.Full);
            }
            else if (full > 0) EmitColumns("0", full);
            if (full < computed) EmitColumns($"{full}", computed - full);
        }

        void EmitColumns(string input, int columns)
        {
            code.Line($"if (isFirst) {Product(TileStart.Zero)}");
            code.Line($"else {Product(TileStart.Sum)}");

            string Product(TileStart from) => step.Tiles.Call(
                new MatrixBlock(RowGrid.Line(Tail, 1, Layout.RoundUp(inputs)), columns, [new ReductionLoop(0, Panels.Half, stride)], from),
                $"gradients[element * {WinogradProduct.ElementStride(Panels.Half)}]",
                $"patches[{CodeWriter.Sum($"element * {WinogradProduct.ElementStride(stride)}", input)}]",
                $"sums[{CodeWriter.Sum($"{WinogradProduct.WeightFloats(Cut, inputs, PanelOutputs)}", $"element * {TailStride(inputs)}", input)}]",
                count: tiles);
        }
    }
}
