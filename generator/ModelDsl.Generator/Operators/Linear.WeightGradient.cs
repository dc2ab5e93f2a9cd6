using ModelDsl.Generator.Emission;
using ModelDsl.Generator.Graphs;
using ModelDsl.Generator.Optimization;

namespace ModelDsl.Generator.Operators;

/// <content>Backward: the gradient of the weight.</content>
internal sealed partial record Linear
{
    /// <summary>Inputs: x, dy. Output: the gradient of the weight.</summary>
    internal sealed record WeightGradient : Operator
    {
        /// <summary>Enough for panels of their own up to 1,024 inputs: the fewer a task has, the shorter one worker waits for the other at the end.</summary>
        private const int MostTasks = 32;

        /// <summary>Outputs whose gradients meet a panel of inputs while they are in the cache.</summary>
        private const int OutputsAtATime = 256;

        public override string Formula => "dweight = dyᵀ · x";

        public override Domain Domain => Domain.Tasks;

        public override bool SpansBatch => true;

        public override bool AcceptsFlattened(Node node, int input) => input == 0;

        public override long MultiplyAdds(Node node) => node.Inputs[1].Shape.Count * node.Inputs[0].Shape[node.Inputs[0].Shape.Rank - 1];

        /// <summary>Whether it is computed as [inputs, outputs]: see <see cref="LinearGeometry.HasFewInputs"/>.</summary>
        public bool IsTurned { get; init; }

        public override int TaskCount(Node node) => Product.Of(node, IsTurned).TaskCount;

        public override int ScratchFloats(Node node) => Product.Of(node, IsTurned).ScratchFloats;

        public override void Lower(Lowering lowering)
        {
            Node node = lowering.Node;
            LinearGeometry geometry = LinearGeometry.Of(node.Inputs[0], node.Inputs[1]);
            int outputs = FeaturesOf(node.Inputs[1]);
            if (geometry.Pixels == 1 && !geometry.IsPlain && LinearGeometry.HasFewInputs(geometry.Features, outputs))
            {
                node.Operator = this with { IsTurned = true };
                lowering.KeepAndUnpackOutput(0, new TurnGradient(outputs, geometry.Features), geometry.Features * Layout.RoundUp(outputs));
            }
            else if (geometry.IsPlain || geometry.Pixels == 1) lowering.Keep();
            else lowering.KeepAndUnpackOutput(0, new UnpackGradient(outputs, geometry), outputs * geometry.Columns);
        }

        public override void Emit(StepEmitter step)
            => Product.Of(step.Node, IsTurned).Emit(step, LinearGeometry.Of(step.Inputs[0], step.Inputs[1]).Rows("BatchSize"), what: IsTurned ? ("outputs", "inputs") : ("inputs", "outputs"));

        /// <summary>Whether it will be computed as [inputs, outputs], which reads x value by value: its rows need no pads then.</summary>
        public static bool ReadsValues(Node node) => LinearGeometry.HasFewInputs(FeaturesOf(node.Inputs[0]), FeaturesOf(node.Inputs[1]));

        /// <summary><c>c = aᵀ · b</c>, for rows of a and b that are samples.</summary>
        /// <param name="A">The matrix whose columns are the rows of c.</param>
        /// <param name="StrideA">Floats from one of its rows to the next.</param>
        /// <param name="Rows">The rows of c.</param>
        /// <param name="B">The matrix whose columns are those of c.</param>
        /// <param name="StrideB">Floats from one of its rows to the next.</param>
        /// <param name="Columns">The columns of c that mean something.</param>
        /// <param name="C">The result.</param>
        /// <param name="StrideC">Floats from one of its rows to the next.</param>
        /// <param name="Rest">The columns that rows of c have for a last panel which is wider; 0 where they have pads.</param>
        private sealed record Product(Value A, int StrideA, int Rows, Value B, int StrideB, int Columns, Value C, int StrideC, int Rest)
        {
            /// <summary>
            /// Samples from which on parts of a and b are copied, where their rows lie far apart. Each row is a page of its own, and first-level tables of pages have
            /// 64 to 96 entries; and of the lines that a tile meets in a, it uses a part, so that with those of b they exceed the first-level cache.
            /// </summary>
            private const int SamplesFarApart = 128;

            /// <summary>Samples that are copied at a time.</summary>
            private const int SamplesAtATime = 256;

            /// <summary>Rows from which on halves of them are enough for what is copied.</summary>
            private const int FewestOfHalves = 128;

            /// <summary>Rows of a tile of 512 bits: the columns of a that are copied together there.</summary>
            private const int RowsOf512 = 14;

            /// <summary>Rows of c that are fetched together: whole tiles at every level, of 14, 6 or 3 rows.</summary>
            private const int RowsAhead = 42;

            /// <summary>Floats of c up to which a second-level cache may have it still, and nothing has to be fetched: 1 MB.</summary>
            private const int FloatsInCache = 256 * 1024;

            public static Product Of(Node node, bool isTurned)
            {
                Value x = node.Inputs[0], dy = node.Inputs[1];
                LinearGeometry geometry = LinearGeometry.Of(x, dy);
                int inputs = geometry.Features, outputs = FeaturesOf(dy);
                if (isTurned) return new(x, geometry.InputStride, inputs, dy, geometry.OutputStride, outputs, node.Output, Layout.RoundUp(outputs), Rest: 0);
                // Rows are whole vectors, or are unpacked afterwards; or a last panel has fewer columns.
                int rest = geometry.IsPlain || geometry.Pixels > 1 ? 0 : inputs % Panels.Full;
                int columns = rest == 0 ? geometry.Columns : inputs;
                return new(dy, geometry.OutputStride, outputs, x, geometry.InputStride, columns, node.Output, StrideC: columns, rest);
            }

            /// <summary>How many rows are computed at a time: equal parts of all, but for the last; whole vectors, where they are copied.</summary>
            private int Part => Parts == 1 ? Rows : CopiesParts ? Layout.RoundUp((Rows + Parts - 1) / Parts) : (Rows + Parts - 1) / Parts;

            /// <summary>
            /// Parts of the rows, of which each task has one: at least two of a layer that is computed by panels of outputs forward too. Then a core has the same half of the outputs in both, and of the weights
            /// in the optimizer, and finds them in its own cache.
            /// </summary>
            private int Parts => Math.Max(CopiesParts && Rows >= FewestOfHalves && LinearGeometry.ExceedsCache(Rows, Columns) ? 2 : 1, (Rows + OutputsAtATime - 1) / OutputsAtATime);

            private int PanelCount => Panels.CountOf(Columns);

            /// <summary>Whether parts are copied where there are many samples: each is then used by 64 rows at least.</summary>
            private bool CopiesParts => Rows >= 64 && StrideA + StrideB >= 512;

            /// <summary>
            /// Whether that pays for tiles of 512 bits, which do more with what a row gives: a copy of a takes half as long as the product with one panel, and saves a sixth of each.
            /// </summary>
            private bool CopiesFor512 => CopiesParts && PanelCount >= 4 * Groups;

            /// <summary>The groups of panels that tasks have: of one part of the rows each, where that is copied, else of all.</summary>
            private int Groups => Math.Min(PanelCount, CopiesParts ? Math.Max(1, MostTasks / Parts) : MostTasks);

            public int TaskCount => CopiesParts ? Parts * Groups : Groups;

            /// <summary>Whether c is so large that its rows come from memory, where each is a page of its own and a tile would wait for them.</summary>
            private bool FetchesAhead => Rows * StrideC > FloatsInCache;

            /// <summary>Either a's columns alone, for tiles of 512 bits, or those and a panel of b.</summary>
            private int CopiedFloats => CopiesParts
                ? Math.Max(CopiesFor512 ? FloatsOfCopy(Part, RowsOf512) : 0, FloatsOfCopy(Part, Layout.Lanes) + Panels.Full * SamplesAtATime)
                : 0;

            /// <summary>Floats that copied columns of a take: 16 to a panel, of which so many mean something.</summary>
            private static int FloatsOfCopy(int rows, int high) => (rows + high - 1) / high * Layout.Lanes * SamplesAtATime;

            /// <summary>Copies, and a last panel that is wider than what is left of a row.</summary>
            public int ScratchFloats => CopiedFloats + (Rest == 0 ? 0 : Part * Layout.RoundUp(Rest));

            public void Emit(StepEmitter step, string samples, (string Columns, string Rows) what)
            {
                CodeWriter code = step.Code;
                int part = Part, whole = Rows / part * part;
                if (CopiesParts)
                {
                    code.Line($"// Each task has some of the {PanelCount} panels of 32 {what.Columns}, and a part of the {Rows} {what.Rows}.");
                    code.Line($"int panelGroup = task % {Groups}, begin = panelGroup * {PanelCount} / {Groups}, end = (panelGroup + 1) * {PanelCount} / {Groups};");
                    if (Parts > 1) code.Line($"int firstOutput = task / {Groups} * {part};");
                    using (code.Block($"if ({(CopiesFor512 ? "" : "Vector512.IsHardwareAccelerated || ")}{samples} <= {SamplesFarApart})")) EmitParts(EmitPanels);
                    if (CopiesFor512)
                    {
                        using (code.Block("else if (Vector512.IsHardwareAccelerated)")) EmitParts((output, count) => EmitCopied(output, count, RowsOf512, copiesB: false));
                    }
                    using (code.Block("else")) EmitParts((output, count) => EmitCopied(output, count, Layout.Lanes, copiesB: true));
                    return;
                }
                code.Line($"// Each task has some of the {PanelCount} panels of 32 {what.Columns}, and all {Rows} {what.Rows} of them.");
                code.Line($"int begin = task * {PanelCount} / {Groups}, end = (task + 1) * {PanelCount} / {Groups};");
                if (whole == part) EmitPanels("0", part);
                else using (code.Block($"for (int firstOutput = 0; firstOutput < {whole}; firstOutput += {part})")) EmitPanels("firstOutput", part);
                if (whole < Rows) EmitPanels($"{whole}", Rows - whole);

                // The part that the task has.
                void EmitParts(Action<string, int> emit)
                {
                    if (Parts == 1) emit("0", part);
                    else if (whole == Rows) emit("firstOutput", part);
                    else
                    {
                        using (code.Block($"if (firstOutput < {whole})")) emit("firstOutput", part);
                        using (code.Block("else")) emit($"{whole}", Rows - whole);
                    }
                }

                void EmitPanels(string output, int count) => EmitEach((column, width, pads, target, stride) =>
                {
                    int ahead = FetchesAhead && width == Panels.Full && target.Name == C.Name ? count / RowsAhead * RowsAhead : 0;
                    if (ahead > 0)
                    {
                        using (code.Block($"for (int row = 0; row < {ahead}; row += {RowsAhead})"))
                        {
                            string at = CodeWriter.Sum(target.At, $"row * {stride}");
                            code.Line($"CacheLines.Fetch(ref {target.Name}[{at}], column: {width}, rows: {RowsAhead}, stride: {stride}); // what the next panel writes");
                            EmitBlock(RowsAhead, CodeWriter.Sum(output, "row"), at);
                        }
                    }
                    if (ahead < count) EmitBlock(count - ahead, CodeWriter.Sum(output, $"{ahead}"), CodeWriter.Sum(target.At, $"{ahead * stride}"));

                    void EmitBlock(int rows, string row, string at)
                    {
                        MatrixBlock block = new(RowGrid.Line(rows, 1, stride), width, [new ReductionLoop(0, StrideA, StrideB)], TileStart.Zero, Pads: pads);
                        code.Line(step.Tiles.Call(block, StepEmitter.Element(A, row), StepEmitter.Element(B, column), $"{target.Name}[{at}]", count: samples));
                    }
                }, output, count);

                // For tiles that are so many rows high.
                void EmitCopied(string output, int count, int high, bool copiesB)
                {
                    int floats = FloatsOfCopy(count, high);
                    if (copiesB)
                    {
                        code.Line($"// Rows of {A.Name} and {B.Name} lie far apart: parts of them are copied, {high} and 32 columns wide.");
                        code.Line($"Span<float> leftCopy = Scratch.Slice(0, {floats}), rightCopy = Scratch.Slice({floats}, {Panels.Full * SamplesAtATime});");
                    }
                    else
                    {
                        code.Line($"// Rows of {A.Name} lie far apart: parts of them are copied, {high} columns wide.");
                        code.Line($"Span<float> leftCopy = Scratch.Slice(0, {floats});");
                    }
                    using (code.Block($"for (int sample = 0; sample < {samples}; sample += {SamplesAtATime})"))
                    {
                        code.Line($"int samples = Math.Min({SamplesAtATime}, {samples} - sample);");
                        code.Line($"Packing.CopyPanels({A.Name}, leftCopy, rowStride: {StrideA}, column: {output}, columns: {count}, step: {high}, width: {Layout.Lanes}, first: sample, count: samples);");
                        EmitEach((column, width, pads, target, stride) =>
                        {
                            bool fetches = FetchesAhead && width == Panels.Full && target.Name == C.Name;
                            int full = count / high * high, rest = count - full;
                            if (copiesB) code.Line($"Packing.CopyPanels({B.Name}, rightCopy, rowStride: {StrideB}, column: {column}, columns: {width}, step: {width}, width: {width}, first: sample, count: samples);");
                            if (full > 0)
                            {
                                using (code.Block($"for (int row = 0; row < {full}; row += {high})"))
                                {
                                    if (fetches && !copiesB)
                                    {
                                        int some = (SamplesAtATime * high + full - 1) / full;
                                        code.Line($"CacheLines.Fetch({B.Name}, column: {column} + {width}, sample + row / {high} * {some}, rows: {some}, stride: {StrideB}); // what the next panel reads");
                                    }
                                    if (fetches) code.Line($"if (sample == 0) CacheLines.Fetch(ref {target.Name}[{CodeWriter.Sum(target.At, $"row * {stride}")}], column: {width}, rows: {high}, stride: {stride}); // what the next panel writes");
                                    EmitBlock(high, high == Layout.Lanes ? "row * samples" : $"row / {high} * {Layout.Lanes} * samples", $"row * {stride}");
                                }
                            }
                            if (rest > 0) EmitBlock(rest, $"{full / high * Layout.Lanes} * samples", $"{full * stride}");

                            void EmitBlock(int rows, string left, string below)
                            {
                                code.Line($"if (sample == 0) {Product(TileStart.Zero)}");
                                code.Line($"else {Product(TileStart.Sum)}");

                                string Product(TileStart start) => step.Tiles.Call(
                                    new MatrixBlock(RowGrid.Line(rows, 1, stride), width, [new ReductionLoop(0, Layout.Lanes, copiesB ? width : StrideB)], start, Pads: pads),
                                    $"leftCopy[{left}]", copiesB ? "rightCopy[0]" : StepEmitter.Element(B, $"sample * {StrideB}", column), $"{target.Name}[{CodeWriter.Sum(target.At, below)}]", count: "samples");
                            }
                        }, output, count);
                    }
                }

                // Each panel that the task has: its first column, its width, and where its sums go.
                void EmitEach(Action<string, int, int, (string Name, string At), int> emit, string output, int count)
                {
                    int full = Columns / Panels.Full, last = Layout.RoundUp(Columns) - full * Panels.Full, pads = Panels.PadsOf(Columns);
                    if (full > 0)
                    {
                        using (code.Block(full == PanelCount ? "for (int panel = begin; panel < end; panel++)" : $"for (int panel = begin; panel < Math.Min(end, {full}); panel++)"))
                            emit("panel * 32", Panels.Full, 0, (C.Name, CodeWriter.Sum(RowAt(), "panel * 32")), StrideC);
                    }
                    if (full == PanelCount) return;
                    using (code.Block($"if (end == {PanelCount})"))
                    {
                        string column = $"{full * Panels.Full}", at = CodeWriter.Sum(RowAt(), column);
                        if (Rest == 0)
                        {
                            emit(column, last, pads, (C.Name, at), StrideC);
                            return;
                        }
                        code.Line($"// The rows have {Rest} of its {last} columns.");
                        code.Line($"Span<float> panel = Scratch.Slice({CopiedFloats}, {count * last});");
                        emit(column, last, pads, ("panel", "0"), last);
                        code.Line($"Packing.StoreColumns(panel, {last}, {C.Name}.Slice({at}), rowStride: {StrideC}, rows: {count}, columns: {Rest});");
                    }

                    string RowAt() => int.TryParse(output, out int row) ? $"{row * StrideC}" : $"{output} * {StrideC}";
                }
            }
        }
    }
}
