using ModelDsl.Goldens;

// Writes the goldens of tests/ModelDsl.Model.Tests anew: dotnet run FOLDER
string folder = args is [var path] ? path : throw new ArgumentException("usage: ModelDsl.Goldens FOLDER");
foreach ((string name, (string Declaration, int Batch)[] cases) in GoldenCases.Layers)
{
    GoldenWriter.Write(Path.Combine(folder, name + ".json"), cases.Select((one, i) => GoldenBuilder.Step(one.Declaration, one.Batch, seed: i + 1)));
}
GoldenWriter.Write(
    Path.Combine(folder, "trajectories.json"),
    GoldenCases.Trajectories.Select((one, i) => GoldenBuilder.Trajectory(one.Declaration, one.Batch, seed: i + 1, one.Optimizer)));
