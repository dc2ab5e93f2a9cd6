namespace ModelDsl.Runtime.Tests.Training;

/// <summary>Tests that train: one after another, because Ctrl+C, which one of them sends, reaches every training of the process.</summary>
[CollectionDefinition(Name)]
public sealed class Trainings
{
    public const string Name = "trainings";
}
