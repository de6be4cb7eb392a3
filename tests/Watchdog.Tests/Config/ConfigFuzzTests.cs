using System.Text;
using Watchdog.Config;

namespace Watchdog.Tests.Config;

public class ConfigFuzzTests
{
    private static readonly string[] Values = ["null", "1", "-1e999", "\"\"", "\"${env:X}\"", "\"%i\"", "[]", "{}", "[[1]]", "{\"url\":1}", "true", "\"\\u0000\""];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_MutatedExample_IsValidOrHasAProblemWithItsPlace(int seed)
    {
        var random = new Random(seed);
        var example = Encoding.UTF8.GetBytes(Example());
        using var file = new ConfigFile();
        for (var i = 0; i < 4000; i++)
        {
            var mutant = Mutate(example, random);

            var result = file.Read(mutant);

            if (result.Config is { } config) EffectiveConfig.Write(config);
            else Assert.True(result.Errors.Any(), Encoding.UTF8.GetString(mutant));
            Assert.All(result.Problems, problem => Assert.True(mutant.Length == 0 || (problem.Line > 0 && problem.Column > 0), problem.ToString()));
            Assert.All(result.Problems, problem => Assert.True(problem.Line <= mutant.Count(c => c == '\n') + 1, problem.ToString()));
        }
    }

    /// <summary>With a command, a reference and a dependency beside what the example has.</summary>
    private static string Example() => File.ReadAllText(Repository.File("watchdog.example.json")).Replace(
        "\"fastapi\": {",
        """
        "x": { "process": { "command": ["/bin/x"] }, "dependsOn": ["fastapi"], "liveness": { "url": "http://127.0.0.1:1/$${x}", "headers": { "A": "b" } },
               "checks": { "c": { "command": ["/bin/true"] }, "t": { "tcp": "127.0.0.1:5432", "timeout": "1s" } }, "restart": { "killAfter": "off" } },
            "fastapi": {
        """,
        StringComparison.Ordinal);

    private static byte[] Mutate(byte[] example, Random random) => random.Next(5) switch
    {
        0 => example[..random.Next(1, example.Length)],
        1 => Flip(example, random),
        2 => ReplaceValue(example, random),
        3 => Cut(example, random),
        _ => ReplaceValue(Flip(example, random), random),
    };

    private static byte[] Flip(byte[] example, Random random)
    {
        var mutant = example.ToArray();
        for (var i = random.Next(1, 5); i > 0; i--) mutant[random.Next(mutant.Length)] ^= (byte)(1 << random.Next(8));
        return mutant;
    }

    private static byte[] Cut(byte[] example, Random random)
    {
        var from = random.Next(example.Length);
        return [.. example[..from], .. example[random.Next(from, Math.Min(from + 40, example.Length))..]];
    }

    /// <summary>Puts a value of another type behind a colon.</summary>
    private static byte[] ReplaceValue(byte[] example, Random random)
    {
        var colons = Enumerable.Range(0, example.Length - 1).Where(i => example[i] == ':' && example[i + 1] == ' ').ToArray();
        if (colons.Length == 0) return example;
        var from = colons[random.Next(colons.Length)] + 1;
        var to = from + 1;
        while (to < example.Length && example[to] is not ((byte)',' or (byte)'}' or (byte)'\n')) to++;
        return [.. example[..from], .. Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]), .. example[to..]];
    }
}
