using Watchdog.Notify;
using Watchdog.Tests.Config;

namespace Watchdog.Tests.Notify;

/// <summary>What each kind of message looks like at each vendor, to read and to compare.</summary>
public class GoldenTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var kind in Samples.Kinds)
        {
            foreach (var preset in Samples.Presets) cases.Add(kind.ToString(), preset);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Build_AnyKind_IsAsItLiesHere(string kind, string preset)
    {
        var path = Repository.File($"tests/Watchdog.Tests/Notify/Golden/{char.ToLowerInvariant(kind[0])}{kind[1..]}.{preset}.json");
        var rendered = Samples.Rendered(preset, Samples.Of(Enum.Parse<MessageKind>(kind)));
        if (Environment.GetEnvironmentVariable("WATCHDOG_UPDATE_GOLDEN") == "1") File.WriteAllText(path, rendered);

        Assert.True(File.Exists(path), $"{path} is not there; write it with WATCHDOG_UPDATE_GOLDEN=1 dotnet test tests/Watchdog.Tests --filter GoldenTests");
        Assert.Equal(File.ReadAllText(path), rendered);
    }
}
