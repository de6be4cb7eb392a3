using System.Text;
using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

public sealed class PathChoiceTests
{
    private const string Ok = """{"status":"ok"}""";
    private const string WithChecks = """{"status":"ok","checks":{"queue":"ok"}}""";

    [Fact]
    public void Of_NoHealth_IsNone() => Expect(null, null, ("/", "<html>"));

    [Fact]
    public void Of_EveryPathAlike_IsHealthAlone() => Expect("/health", null, ("/health", Ok), ("/healthz", Ok), ("/health?deep=1", Ok), ("/ready", Ok), ("/", Ok));

    [Fact]
    public void Of_DeepTellsMore_IsDeepHealth() => Expect("/health", "/health?deep=1", ("/health", Ok), ("/health?deep=1", WithChecks), ("/ready", WithChecks));

    [Fact]
    public void Of_ReadyTellsAnotherThing_IsDeepHealth() => Expect("/healthz", "/ready", ("/healthz", "ok"), ("/ready", "ready"), ("/live", "ok"));

    [Fact]
    public void Of_HealthHasSubChecks_LivenessIsWhatHasNone() => Expect("/live", "/health", ("/health", WithChecks), ("/live", ""));

    [Fact]
    public void Of_OnlyOneWithSubChecks_IsLivenessAlone() => Expect("/actuator/health", null, ("/actuator/health", WithChecks));

    [Fact]
    public void Of_WordAndNoWord_IsTheWord() => Expect("/api/health", null, ("/health", ""), ("/api/health", Ok));

    [Fact]
    public void Of_OneIsMuchSlower_IsTheFast()
    {
        var choice = PathChoice.Of([Answer("/health", Ok, 700), Answer("/live", Ok, 2)]);

        Assert.Equal("/live", choice.Liveness!.Path);
    }

    [Fact]
    public void Of_OneIsSlowerByChance_IsTheUsual()
    {
        var choice = PathChoice.Of([Answer("/health", Ok, 400), Answer("/live", Ok, 2)]);

        Assert.Equal("/health", choice.Liveness!.Path);
    }

    private static void Expect(string? liveness, string? deep, params (string Path, string Body)[] answers)
    {
        var choice = PathChoice.Of([.. answers.Select(answer => Answer(answer.Path, answer.Body, 1))]);

        Assert.Equal((liveness, deep), (choice.Liveness?.Path, choice.DeepHealth?.Path));
    }

    private static PathAnswer Answer(string path, string body, int milliseconds) =>
        new(path, AnswerFormat.Recognise(path, 200, null, Encoding.UTF8.GetBytes(body)), TimeSpan.FromMilliseconds(milliseconds));
}
