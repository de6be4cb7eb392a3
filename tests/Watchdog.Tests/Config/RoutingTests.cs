using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Notify;

namespace Watchdog.Tests.Config;

public sealed class RoutingTests : IDisposable
{
    private const string Notifiers = """ "notifiers": { "ops": { "exec": { "command": ["/bin/true"] } }, "pager": { "exec": { "command": ["/bin/true"] } } } """;

    private readonly ConfigFile _file = new();

    [Fact]
    public void Read_Routes_AreAllTheySay()
    {
        var routing = Fine("""
            "routes": [{ "severity": "critical", "services": ["s*"], "kinds": ["holding", "opened"], "level": "warning", "to": ["ops", "pager"] }, { "to": ["ops"] }],
            "quietHours": { "from": "22:00", "to": "07:00", "tz": "UTC" }
            """).Routing;

        Assert.Equal(["ops", "pager"], routing.Notifiers.AsEnumerable());
        var first = routing.Routes[0];
        Assert.Equal((Severity.Critical, AlertLevel.Warning), (first.Severity, first.Level));
        Assert.Equal(["s*"], first.Services.AsEnumerable());
        Assert.Equal([MessageKind.Holding, MessageKind.Opened], first.Kinds.AsEnumerable());
        Assert.Equal(["ops", "pager"], first.To.AsEnumerable());
        Assert.Equal((null, null, 0, 0), (routing.Routes[1].Severity, routing.Routes[1].Level, routing.Routes[1].Services.Length, routing.Routes[1].Kinds.Length));
        Assert.Equal((TimeSpan.FromHours(22), TimeSpan.FromHours(7)), (routing.QuietHours!.From, routing.QuietHours.To));
    }

    [Theory]
    [InlineData(""" "routes": [{ "to": ["opss"] }] """, "routes[0].to[0]", "there is no notifier \"opss\"; did you mean \"ops\"?")]
    [InlineData(""" "routes": [{ "to": [] }] """, "routes[0].to", "this list is too short; write one such as [\"ops\"]")]
    [InlineData(""" "routes": [{ "kinds": ["hold"], "to": ["ops"] }] """, "routes[0].kinds[0]", "\"hold\" is not possible here; ")]
    [InlineData(""" "routes": [{ "severity": "critical" }] """, "routes[0]", "\"to\" is missing here; ")]
    [InlineData(""" "quietHours": { "from": "22:00", "to": "22:00" } """, "quietHours.to", "this is the same as from; ")]
    [InlineData(""" "defaults": { "notify": ["chat"] } """, "defaults.notify[0]", "there is no notifier \"chat\"; add it under \"notifiers\", or name one that is there")]
    public void Read_WhatCannotBe_IsSaidWhereItStands(string more, string path, string message)
    {
        var errors = Read(more).Errors.Where(error => error.JsonPath == path).Select(error => error.Message);
        Assert.StartsWith(message, Assert.Single(errors.Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ARouteOfNoService_IsWarnedOf()
    {
        var read = Read(""" "routes": [{ "services": ["t"], "to": ["ops"] }] """);
        Assert.Empty(read.Errors);
        Assert.Contains(read.Problems, problem => problem.Message.StartsWith("no service is called \"t\", so nothing goes this way", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(""" "routes": [{ "severity": "background", "to": ["ops"] }] """, true)]
    [InlineData(""" "routes": [{ "kinds": ["opened", "recovered"], "to": ["ops"] }] """, true)]
    [InlineData(""" "routes": [{ "severity": "background", "to": ["ops"] }, { "kinds": ["holding"], "to": ["pager"] }] """, false)]
    [InlineData(""" "routes": [{ "severity": "critical", "to": ["ops"] }] """, false)]
    [InlineData("", false)]
    public void Read_ACriticalServiceOfWhichNobodyHears_IsWarnedOf(string routes, bool warned)
    {
        const string Warning = "by no route does anybody hear that s is held, which takes a person; add a route such as { \"severity\": \"critical\", \"to\": [\"ops\"] }, or \"notify\": [] to it";
        Assert.Equal(warned, Read(routes).Problems.Any(problem => (problem.JsonPath, problem.Message) == ("routes", Warning)));
        Assert.DoesNotContain(Read(routes, "\"notify\": []").Problems, problem => problem.JsonPath == "routes");
        Assert.DoesNotContain(Read(routes, "\"severity\": \"background\"").Problems, problem => problem.JsonPath == "routes");
    }

    [Theory]
    [InlineData("\"notify\": [\"pager\"]", "pager")]
    [InlineData("\"notify\": []", "")]
    [InlineData("\"severity\": \"critical\"", null)]
    public void Read_TheServicesOwn_IsSomethingElseThanNothing(string keys, string? expected)
    {
        var service = Fine("", keys).Services[0];
        Assert.Equal(expected, service.Notify is { } own ? string.Join(' ', own) : null);
    }

    [Fact]
    public void Read_WithoutNotifiers_NobodyCanBeNamed() =>
        Assert.Equal(
            "there is no notifier \"ops\"; add it under \"notifiers\", or name one that is there",
            Assert.Single(_file.ReadService("\"notify\": [\"ops\"]").Errors).Message);

    [Fact]
    public void Write_Effective_ReadsAsTheSame()
    {
        var config = Fine(""" "routes": [{ "severity": "background", "kinds": ["acted"], "to": ["ops"] }], "quietHours": { "from": "22:00", "to": "07:00" } """, "\"notify\": []");
        var again = _file.Read(EffectiveConfig.Write(config));
        Assert.Empty(again.Errors);
        Assert.Equal(config.Services[0], again.Config!.Services[0]);
        Assert.Equal(EffectiveConfig.Write(config), EffectiveConfig.Write(again.Config));
        Assert.True(again.Config.Services[0].Notify is { IsEmpty: true });
    }

    [Fact]
    public void Equals_OnlyNotifyDiffers_IsAnother() =>
        Assert.NotEqual(Fine("", "\"notify\": []").Services[0], Fine("", "\"notify\": [\"ops\"]").Services[0]);

    public void Dispose() => _file.Dispose();

    private ConfigResult Read(string more, string keys = "\"severity\": \"critical\"")
    {
        var rest = more.Trim().Length > 0 ? $", {more}" : "";
        return _file.Read($"{{ \"services\": {{ \"s\": {{ \"systemd\": {{ \"unit\": \"s.service\" }}, {keys} }} }}, {Notifiers}{rest} }}");
    }

    private WatchdogConfig Fine(string more, string keys = "\"severity\": \"critical\"")
    {
        var read = Read(more, keys);
        Assert.Empty(read.Errors);
        return read.Config!;
    }
}
