namespace ModelDsl.Runtime.Tests.Support;

/// <summary>Tests that set or measure something of the whole process: none of the others runs at their time.</summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public class ProcessWide;
