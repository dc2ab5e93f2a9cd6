using System.Globalization;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ModelDsl.Package.Tests;

/// <summary>What a user meets who adds the package: nothing to set, no warnings, and the same network under the JIT and as native code.</summary>
public sealed class PackageTests(PackageFixture package) : IClassFixture<PackageFixture>
{
    /// <summary>Learns exclusive or, and prints its four answers.</summary>
    private const string Program = """
        using System;
        using ModelDsl;

        float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
        int[] targets = [0, 1, 1, 0];
        var model = new Parity(seed: 3);
        var optimizer = new Adam(model) { LearningRate = 0.05 };
        for (int step = 0; step < 300; step++) model.Train(inputs, targets, optimizer);
        float[] scores = new float[8];
        model.Predict(inputs, scores);
        Console.WriteLine(string.Join(' ', scores));

        [Model, Input(2), Linear(16), Tanh, Linear(2), CrossEntropyLoss]
        public partial class Parity;
        """;

    [Fact]
    public async Task Package_InNewProject_TrainsWithoutAnySetting()
    {
        string folder = package.NewFolder("project");
        await WriteProjectAsync(folder);
        string output = await Shell.RunAsync(folder, "dotnet", "run", "-c", "Release");
        AssertKnowsXor(ScoresOf(output));
    }

    [Fact]
    public async Task Package_InFileBasedApp_Trains()
    {
        string folder = package.NewFolder("file");
        string file = Path.Combine(folder, "app.cs");
        await File.WriteAllTextAsync(file, $"#:package ModelDsl@{package.Version}\n{Program}");
        string output = await Shell.RunAsync(folder, "dotnet", "run", file);
        AssertKnowsXor(ScoresOf(output));
    }

    [Fact]
    public async Task Package_WithWrongSize_ReportsTheLayer()
    {
        string folder = package.NewFolder("wrong");
        await WriteProjectAsync(folder, Program.Replace("Linear(2)", "Linear(2, InFeatures = 15)", StringComparison.Ordinal));
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Shell.RunAsync(folder, "dotnet", "build"));
        Assert.Contains("MDSL0101", failure.Message, StringComparison.Ordinal);
        Assert.Contains("'Linear(2, InFeatures = 15)' is given 16 features", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_WithOldSdk_SaysSo()
    {
        string folder = package.NewFolder("old");
        await WriteProjectAsync(folder);
        InvalidOperationException failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Shell.RunAsync(folder, "dotnet", "build", "-p:NETCoreSdkVersion=9.0.305"));
        Assert.Contains("error MDSL0301: ModelDsl needs the .NET SDK 10.0.100 or newer to compile models; this build uses 9.0.305.", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A machine's number in the header, combined with that of the system (the runtime's <c>READYTORUN</c> notes): a file for another one would not load.</summary>
    [Theory]
    [InlineData("linux-x64", (ushort)Machine.Amd64 ^ 0x7B79)]
    [InlineData("win-x64", (ushort)Machine.Amd64)]
    [InlineData("osx-arm64", (ushort)Machine.Arm64 ^ 0x4644)]
    public void Package_HasTheGeneratorWithMachineCode(string platform, int machine)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(package.Folder, "feed", $"ModelDsl.{package.Version}.nupkg"));
        using PEReader plain = Open("analyzers/dotnet/cs/ModelDsl.Generator.dll"), compiled = Open($"tools/{platform}/ModelDsl.Generator.dll");
        Assert.Equal(0, plain.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
        Assert.NotEqual(0, compiled.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
        Assert.Equal(machine, (ushort)compiled.PEHeaders.CoffHeader.Machine);
        Assert.Equal(BuildOf(plain), BuildOf(compiled));

        PEReader Open(string name)
        {
            using Stream entry = archive.GetEntry(name)!.Open();
            MemoryStream file = new();
            entry.CopyTo(file);
            file.Position = 0;
            return new PEReader(file);
        }

        static Guid BuildOf(PEReader assembly)
        {
            MetadataReader metadata = assembly.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
    }

    [SkippableFact]
    public async Task Package_InBuild_TakesTheGeneratorWithMachineCodeAndInEditorIL()
    {
        string platform = RuntimeInformation.RuntimeIdentifier;
        Skip.IfNot(platform is "linux-x64" or "win-x64" or "osx-arm64", $"the package has no machine code for {platform}");
        string folder = package.NewFolder("compiled");
        await WriteProjectAsync(folder);
        await Shell.RunAsync(folder, "dotnet", "restore");
        string compiled = Path.Combine("tools", platform, "ModelDsl.Generator.dll"), plain = Path.Combine("analyzers", "dotnet", "cs", "ModelDsl.Generator.dll");

        Assert.EndsWith(compiled, await GeneratorAsync(), StringComparison.Ordinal);
        Assert.EndsWith(plain, await GeneratorAsync("-p:DesignTimeBuild=true"), StringComparison.Ordinal);
        Assert.EndsWith(plain, await GeneratorAsync("-p:NETCoreSdkPortableRuntimeIdentifier=linux-s390x"), StringComparison.Ordinal);

        async Task<string> GeneratorAsync(params string[] properties)
        {
            string items = await Shell.RunAsync(
                folder, "dotnet", ["build", "app.csproj", "--no-restore", "-t:ResolvePackageDependenciesForBuild", "-getItem:Analyzer", .. properties]);
            using JsonDocument read = JsonDocument.Parse(items);
            JsonElement[] found = [.. read.RootElement.GetProperty("Items").GetProperty("Analyzer").EnumerateArray().Where(item => item.GetProperty("Filename").GetString() == "ModelDsl.Generator")];
            return Assert.Single(found).GetProperty("FullPath").GetString()!;
        }
    }

    [Fact]
    public async Task Package_ForNativeCode_WarnsOfNarrowVectors()
    {
        string folder = package.NewFolder("vectors");
        await WriteProjectAsync(folder);
        string[] native = ["-r", "linux-x64", "-p:PublishAot=true"];
        await Shell.RunAsync(folder, "dotnet", ["restore", .. native]);
        foreach ((string? instructionSet, bool isNarrow) in new (string?, bool)[] { (null, false), ("x86-64-v2", true), ("x86-64-v4", false), ("native", false) })
        {
            string[] chosen = instructionSet is null ? [] : [$"-p:IlcInstructionSet={instructionSet}"];
            string output = await Shell.RunAsync(
                folder, "dotnet", ["build", "--no-restore", "-t:ChooseModelDslInstructionSet", "-p:TreatWarningsAsErrors=false", .. native, .. chosen]);
            string warning = $"warning MDSL0302: Native code for the instruction set '{instructionSet}' has no AVX2 and no FMA";
            Assert.Equal(isNarrow, output.Contains(warning, StringComparison.Ordinal));
        }
    }

    [SkippableFact]
    public async Task Sample_PublishedToNativeCode_WarnsOfNothingAndPrintsTheSame()
    {
        Skip.IfNot(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || HasLinker(), "publishing native code needs clang or gcc on the PATH");
        string artifacts = Path.Combine(package.Folder, "sample");
        string project = Path.Combine(PackageFixture.Root, "samples", "02-ForwardPass");
        string output = await Shell.RunAsync(
            package.Folder, "dotnet", "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:PublishAot=true",
            "--artifacts-path", artifacts, "-o", Path.Combine(artifacts, "out"));
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
        string program = Path.Combine(artifacts, "out", OperatingSystem.IsWindows() ? "ForwardPass.exe" : "ForwardPass");
        string native = await Shell.RunAsync(artifacts, program);
        string managed = await Shell.RunAsync(artifacts, "dotnet", "run", "--project", project, "-c", "Release", "--artifacts-path", artifacts);
        Assert.Contains("loss", native, StringComparison.Ordinal);
        Assert.Equal(managed, native);
    }

    [SkippableFact]
    public async Task Package_PublishedToNativeCode_WarnsOfNothingAndPredictsTheSame()
    {
        Skip.IfNot(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() || HasLinker(), "publishing native code needs clang or gcc on the PATH");
        string folder = package.NewFolder("native");
        await WriteProjectAsync(folder);
        float[] expected = ScoresOf(await Shell.RunAsync(folder, "dotnet", "run", "-c", "Release"));

        string output = await Shell.RunAsync(
            folder, "dotnet", "publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:PublishAot=true", "-o", Path.Combine(folder, "out"));
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
        string program = Path.Combine(folder, "out", OperatingSystem.IsWindows() ? "app.exe" : "app");
        float[] actual = ScoresOf(await Shell.RunAsync(folder, program));

        // Native code is made for AVX2, and so may round otherwise: 300 steps apart, not one.
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.InRange(actual[i], expected[i] - 0.01f, expected[i] + 0.01f);
    }

    private Task WriteProjectAsync(string folder, string program = Program)
    {
        File.WriteAllText(Path.Combine(folder, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <AnalysisMode>All</AnalysisMode>
                <NoWarn>CA1852;CA1303;CA1515;CA1050;CA1814;CA1305;CA2007</NoWarn>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ModelDsl" Version="{package.Version}" />
              </ItemGroup>
            </Project>
            """);
        return File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program);
    }

    private static float[] ScoresOf(string output)
    {
        string line = output.Trim().Split('\n')[^1];
        return [.. line.Split(' ').Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
    }

    private static void AssertKnowsXor(float[] scores)
    {
        Assert.Equal(8, scores.Length);
        int[] answers = [.. Enumerable.Range(0, 4).Select(i => scores[2 * i + 1] > scores[2 * i] ? 1 : 0)];
        Assert.Equal([0, 1, 1, 0], answers);
    }

    private static bool HasLinker()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));
}
