using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

public sealed class InstanceGroupsTests
{
    [Theory]
    [InlineData("8081", 8081, "8082", 8082, "%i")]
    [InlineData("1", 8081, "2", 8082, "808%i")]
    [InlineData("1", 8118, "2", 8218, "8%i18")]
    [InlineData("81", 8181, "82", 8182, "81%i")]
    public void Of_PortsByInstance_AreOneGlob(string one, int onePort, string two, int twoPort, string port)
    {
        Candidate[] both = [Web(one, onePort), Web(two, twoPort)];

        Assert.Equal(
            $"agent\n\"systemd\": {{ \"unit\": \"agent@*.service\" }},\n\"liveness\": {{\n  \"url\": \"http://127.0.0.1:{port}/health\",\n  \"expect\": {{ \"text\": \"ok\" }},\n}},\n\"memory\": {{ \"max\": \"300M\" }},\n",
            Samples.Bare(both));
        Assert.Empty(DraftFile.Problems(Samples.Text(both)));
    }

    [Fact]
    public void Of_DifferentMemory_IsTheMost()
    {
        Candidate[] both = [Web("1", 8081), Web("2", 8082) with { Measured = Samples.Measured(500) }];

        Assert.Contains("\"memory\": { \"max\": \"1000M\" }", Samples.Bare(both), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Tcp_IsOneGlobToo()
    {
        Candidate[] both = [Tcp("1", 7001), Tcp("2", 7002)];

        Assert.Contains("\"tcp\": \"127.0.0.1:700%i\"", Samples.Bare(both), StringComparison.Ordinal);
        Assert.Empty(DraftFile.Problems(Samples.Text(both)));
    }

    [Fact]
    public void Of_PortsThatInstancesDoNotName_AreEachByName() => Apart(Web("a", 8081), Web("b", 8082));

    [Fact]
    public void Of_PortsThatOneInstanceNames_AreEachByName() => Apart(Web("1", 8081), Web("2", 9092));

    [Fact]
    public void Of_DifferentAnswers_AreEachByName() =>
        Apart(Web("1", 8081), Samples.Answering(Samples.Instance("agent", "2", 2, 8082), ("/healthz", "alive")));

    [Fact]
    public void Of_OneThatRunsWasNotSeen_AreEachByName() => Apart(Web("1", 8081, running: 3), Web("2", 8082, running: 3));

    [Fact]
    public void Of_OnlyOneInstance_IsByName() => Apart(Web("1", 8081, running: 1));

    private static void Apart(params Candidate[] candidates)
    {
        Assert.Equal(candidates.Select(candidate => candidate.Service.Unit), InstanceGroups.Of(candidates, Samples.Context).Select(service => service.Unit));
        Assert.Empty(DraftFile.Problems(Samples.Text(candidates)));
    }

    private static Candidate Web(string name, int port, int running = 2) => Samples.Answering(Samples.Instance("agent", name, running, port), ("/health", "ok"));

    private static Candidate Tcp(string name, int port)
    {
        var service = Samples.Instance("agent", name, 2, port);
        return new Candidate(service, new Interview(service.Ports[0], "Why."), Samples.Measured(1));
    }
}
