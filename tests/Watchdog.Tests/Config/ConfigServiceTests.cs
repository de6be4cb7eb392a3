using System.Collections.Immutable;
using Watchdog.Config;
using Watchdog.Core;

namespace Watchdog.Tests.Config;

public sealed class ConfigServiceTests : IDisposable
{
    private readonly ConfigFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Read_EveryKeyOfAUrlCheck_IsBound()
    {
        var check = Assert.Single(_file.Service("""
            "liveness": {
              "url": "https://10.0.0.1/health", "unixSocket": "/run/s.sock", "headers": { "X-Key": "a b" },
              "tls": { "ca": "/etc/ca.pem", "insecure": true },
              "expect": { "status": [200, 204], "json": { "/status": "ok", "/n": [1, null] }, "text": "a\nb", "latency": "2s" },
              "alertOnly": ["/checks/database"],
              "interval": "1m30s", "timeout": "500ms", "failureThreshold": 5, "successThreshold": 1, "onFailure": "evidence", "listener": "any"
            }
            """).Checks);

        var policy = new CheckPolicy
        {
            Name = "liveness",
            Kind = CheckKind.Liveness,
            Interval = TimeSpan.FromSeconds(90),
            Timeout = TimeSpan.FromMilliseconds(500),
            FailureThreshold = 5,
            SuccessThreshold = 1,
            OnFailure = OnFailure.Evidence,
            Diagnosable = true,
        };
        Assert.Equal(policy, check.Policy);
        Assert.Equal(ListenerOf.Any, check.Listener);
        var target = Assert.IsType<HttpTarget>(check.Target);
        Assert.Equal(new Uri("https://10.0.0.1/health"), target.Url);
        Assert.Equal("/run/s.sock", target.UnixSocket);
        Assert.Equal([new("X-Key", "a b")], target.Headers.AsEnumerable());
        Assert.Equal("/etc/ca.pem", target.CaFile);
        Assert.True(target.Insecure);
        Assert.Equal([200, 204], target.Status.AsEnumerable());
        Assert.Equal(["/status=\"ok\"", "/n=[1,null]"], target.Json.Select(pair => $"{pair.Key}={pair.Value.GetRawText()}"));
        Assert.Equal("a\nb", target.Text);
        Assert.Equal(TimeSpan.FromSeconds(2), target.Latency);
        Assert.Equal(["/checks/database"], target.AlertOnly.AsEnumerable());
    }

    [Fact]
    public void Read_EveryKeyOfAService_IsBound()
    {
        var result = _file.Read("""
            { "services": {
                "db": { "systemd": { "unit": "postgresql" } },
                "s": {
                  "process": { "command": ["/bin/sleep", "9"], "workingDirectory": "/tmp" },
                  "checks": { "a": { "tcp": "[::1]:6379" }, "b": { "tcp": "unix:/run/b" }, "c": { "command": ["/bin/true"] } },
                  "severity": "background", "dependsOn": ["db"],
                  "restart": { "budget": { "restarts": 5, "within": "1h" }, "backoff": { "initial": "1s", "max": "2s" }, "startupGate": "30s", "killAfter": "off" }
                } },
              "journal": { "keepDays": 7, "maxSize": "1.5GiB" } }
            """);

        Assert.Empty(result.Errors);
        Assert.Equal(new SystemdConfig("postgresql.service", SystemdScope.System), result.Config!.Services[0].Manager);
        Assert.Empty(result.Config.Services[0].Checks);
        var service = result.Config.Services[1];
        Assert.Equal(["/bin/sleep", "9"], Assert.IsType<ProcessConfig>(service.Manager).Command.AsEnumerable());
        Assert.Equal([new TcpTarget("::1", 6379, null), new TcpTarget(null, 0, "/run/b")], service.Checks.Select(check => check.Target).Take(2));
        Assert.Equal(["/bin/true"], Assert.IsType<CommandTarget>(service.Checks[2].Target).Command.AsEnumerable());
        Assert.Equal(["a", "b", "c"], service.Policy.Checks.Select(check => check.Name));
        Assert.Equal((Severity.Background, new DependencyConfig("db")), (service.Severity, Assert.Single(service.DependsOn)));
        Assert.Equal(new Budget(5, TimeSpan.FromHours(1)), service.Policy.Budget);
        Assert.Equal(new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), service.Policy.Backoff);
        Assert.Equal((TimeSpan.FromSeconds(30), null), (service.Policy.StartupGate, service.Policy.KillAfter));
        Assert.Equal(new JournalConfig { KeepDays = 7, MaxSize = 3L << 29 }, result.Config.Journal);
    }

    [Theory]
    [InlineData("\"liveness\": {}", "exactly one of \"url\", \"tcp\" or \"command\"; here is none of them")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\",\"tcp\":\"h:1\"}", "here are url and tcp")]
    [InlineData("\"liveness\": {\"tcp\":\"h:1\",\"expect\":{}}", "this applies to a check with \"url\" only")]
    [InlineData("\"liveness\": {\"url\":\"ftp://h/\"}", "only http and https can be asked")]
    [InlineData("\"liveness\": {\"url\":\"localhost:8080/health\"}", "the scheme is missing")]
    [InlineData("\"liveness\": {\"url\":\"http://h:99999/\"}", "ports are 1 to 65535")]
    [InlineData("\"liveness\": {\"url\":\"http://h:0/\"}", "ports are 1 to 65535")]
    [InlineData("\"liveness\": {\"url\":\"http://\"}", "this is no URL")]
    [InlineData("\"liveness\": {\"url\":\"http://h/%i\"}", "this service is none")]
    [InlineData("\"liveness\": {\"url\":7}", "7 is no string; write a URL in quotes")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\",\"timeout\":\"6m\"}", "the most is 5m")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\",\"timeout\":\"-1s\"}", "no duration")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\",\"timeout\":null}", "null is no duration")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\",\"failureThreshold\":\"3\"}", "without quotes")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\",\"failureThreshold\":1e400}", "1e400 is not possible here")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\",\"expect\":{\"status\":[99]}}", "from 100 to 599")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\",\"expect\":{\"status\":200}}", "write one such as [200, 204]")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\",\"expect\":{\"json\":{\"status\":1}}}", "no JSON pointer")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\",\"headers\":{\"a b\":\"c\"}}", "no name of a header")]
    [InlineData("\"checks\": {\"a\": {\"tcp\":\"h\"}}", "write host:port")]
    [InlineData("\"checks\": {\"a\": {\"tcp\":\"h:70000\"}}", "ports are 1 to 65535")]
    [InlineData("\"checks\": {\"a\": {\"tcp\":\"unix:run/x\"}}", "write the full path")]
    [InlineData("\"checks\": {\"a\": {\"command\":[]}}", "too short")]
    [InlineData("\"checks\": {\"a\": {\"command\":\"ls\"}}", "no list")]
    [InlineData("\"checks\": {\"memory\": {\"tcp\":\"h:1\"}}", "has a meaning of its own")]
    [InlineData("\"acceptLoop\": {\"counter\":\"/n\"}", "neither a \"liveness\" nor a \"deepHealth\"")]
    [InlineData("\"acceptLoop\": {\"counter\":\"/n\",\"from\":\"deepHealth\"},\"liveness\":{\"url\":\"http://h/\"}", "there is no \"deepHealth\"")]
    [InlineData("\"acceptLoop\": {},\"liveness\":{\"url\":\"http://h/\"}", "\"counter\" is missing here")]
    [InlineData("\"memory\": {\"max\":2000}", "has no unit; write a size such as \"2000M\"")]
    [InlineData("\"memory\": {\"max\":\"2000\"}", "too small; the least is 1M")]
    [InlineData("\"memory\": {\"max\":\"2000MB\"}", "is no size")]
    [InlineData("\"memory\": {\"max\":\"0%\"}", "no percentage")]
    [InlineData("\"memory\": {\"max\":\"2G\",\"warnAt\":\"1G\"}", "no percentage above 0 and up to 100; write one such as \"80%\", or \"off\"")]
    [InlineData("\"memory\": {\"max\":\"2G\",\"warnAt\":\"101%\"}", "no percentage above 0")]
    [InlineData("\"memory\": {\"max\":\"2G\",\"source\":\"rss\"}", "write one of \"workingSet\", \"pss\"")]
    [InlineData("\"memory\": {\"max\":\"2G\",\"pointer\":\"/rss\"}", "neither a \"liveness\" nor a \"deepHealth\" with a \"url\" in whose answer the number could stand")]
    [InlineData("\"memory\": {\"max\":\"2G\",\"pointer\":\"rss\"},\"liveness\":{\"url\":\"http://h/\"}", "no JSON pointer")]
    [InlineData("\"memory\": {\"max\":\"2G\",\"from\":\"liveness\"},\"liveness\":{\"url\":\"http://h/\"}", "this says where \"pointer\" points into, and there is none")]
    [InlineData("\"memory\": {\"max\":\"2G\",\"pointer\":\"/rss\",\"source\":\"pss\"},\"liveness\":{\"url\":\"http://h/\"}", "\"pointer\" is a source of its own")]
    [InlineData("\"memory\": {\"max\":\"80%\",\"pointer\":\"/rss\"},\"liveness\":{\"url\":\"http://h/\"}", "max is a size such as \"2000M\"")]
    [InlineData("\"restart\": {\"signal\":\"SIGKILL\"}", "write one of \"SIGUSR1\", \"SIGQUIT\", \"SIGABRT\"")]
    [InlineData("\"restart\": {\"busy\":{}}", "exactly one of \"pointer\" or \"command\"")]
    [InlineData("\"restart\": {\"busy\":{\"pointer\":\"/n\",\"command\":[\"x\"]}}", "exactly one of \"pointer\" or \"command\"")]
    [InlineData("\"restart\": {\"busy\":{\"command\":[\"x\"],\"from\":\"liveness\"}}", "this applies to \"pointer\" only")]
    [InlineData("\"restart\": {\"busy\":{\"pointer\":\"/n\"}}", "neither a \"liveness\" nor a \"deepHealth\"")]
    [InlineData("\"restart\": {\"busy\":{\"pointer\":\"/n\",\"from\":\"deepHealth\"}},\"liveness\":{\"url\":\"http://h/\"}", "there is no \"deepHealth\"")]
    [InlineData("\"restart\": {\"busy\":{\"command\":[\"x\"],\"atMost\":\"2d\"}}", "the most is 1d")]
    [InlineData("\"restart\": {\"backoff\":{\"initial\":\"1h\"}}", "make max the longer one")]
    [InlineData("\"restart\": {\"budget\":{\"restarts\":0}}", "from 1 to 100")]
    [InlineData("\"maintenance\": {}", "an object is no list; write one such as [{ \"days\"")]
    [InlineData("\"maintenance\": [{\"from\":\"03:00\"}]", "\"to\" is missing here")]
    [InlineData("\"maintenance\": [null]", "this is no object; write { \"days\": … }")]
    [InlineData("\"maintenance\": [{\"from\":\"3:00\",\"to\":\"05:00\"}]", "\"3:00\" is no time of the day")]
    [InlineData("\"maintenance\": [{\"from\":\"24:00\",\"to\":\"05:00\"}]", "\"24:00\" is no time of the day")]
    [InlineData("\"maintenance\": [{\"from\":3,\"to\":\"05:00\"}]", "3 is no time of the day")]
    [InlineData("\"maintenance\": [{\"from\":\"03:00\",\"to\":\"03:00\"}]", "this is the same as from")]
    [InlineData("\"maintenance\": [{\"days\":[],\"from\":\"03:00\",\"to\":\"04:00\"}]", "this list is too short")]
    [InlineData("\"maintenance\": [{\"days\":[\"sunday\"],\"from\":\"03:00\",\"to\":\"04:00\"}]", "write one of \"mon\", \"tue\"")]
    [InlineData("\"maintenance\": [{\"day\":[\"sun\"],\"from\":\"03:00\",\"to\":\"04:00\"}]", "did you mean \"days\"?")]
    [InlineData("\"maintenance\": [{\"from\":\"03:00\",\"to\":\"04:00\",\"tz\":\"Europe/Berlni\"}]", "no such time zone; did you mean \"Europe/Berlin\"?")]
    [InlineData("\"maintenance\": [{\"from\":\"03:00\",\"to\":\"04:00\",\"tz\":\"/etc/../passwd\"}]", "no such time zone; write one such as")]
    [InlineData("\"maintenance\": [{\"from\":\"03:00\",\"to\":\"04:00\",\"tz\":\"../../../etc/passwd\"}]", "no such time zone; write one such as")]
    [InlineData("\"maintenance\": [{\"from\":\"00:00\",\"to\":\"24:00\"}]", "leave no time in which the service would be kept")]
    [InlineData("\"maintenance\": [{\"from\":\"12:00\",\"to\":\"02:00\"},{\"from\":\"02:00\",\"to\":\"12:00\"}]", "leave no time in which the service would be kept")]
    [InlineData("\"startupGate\": \"5m\"", "there is no such key here; \"startupGate\" belongs under \"restart\"")]
    [InlineData("\"budget\": {}", "\"budget\" belongs under \"restart\"")]
    [InlineData("\"restarts\": 3", "\"restarts\" belongs under \"restart.budget\"")]
    [InlineData("\"atMost\": \"5m\"", "\"atMost\" belongs under \"restart.busy\"")]
    [InlineData("\"interval\": \"5s\"", "\"interval\" belongs under \"liveness\", \"deepHealth\", \"memory\" or \"checks.NAME\"")]
    [InlineData("\"unit\": \"s.service\"", "\"unit\" belongs under \"systemd\"")]
    [InlineData("\"tz\": \"UTC\"", "\"tz\" belongs under \"maintenance\"")]
    [InlineData("\"memory\": {\"max\":\"1G\",\"latency\":\"1s\"}", "there is no such key; the keys here are")]
    [InlineData("\"notify\": \"ops\"", "is no list; write one such as [\"ops\"]")]
    [InlineData("\"process\": {\"command\":[\"x\"]}", "one manager, here are systemd and process")]
    [InlineData("\"dependsOn\": [\"S\"]", "there is no service \"S\"; name one of this file")]
    [InlineData("\"dependsOn\": [\"s\"]", "s -> s")]
    [InlineData("\"dependsOn\": [{}]", "exactly one of \"url\", \"tcp\" or \"command\"")]
    [InlineData("\"dependsOn\": [{\"tcp\":\"127.0.0.1\"}]", "write host:port")]
    [InlineData("\"dependsOn\": [{\"tcp\":\"h:%i\"}]", "this service is none")]
    [InlineData("\"dependsOn\": [{\"tcp\":\"h:1\",\"interval\":\"1s\"}]", "there is no such key; the keys here are")]
    [InlineData("\"dependsOn\": [7]", "7 is no string; write the name of a service in quotes")]
    public void Read_Impossible_SaysWhatToDo(string keys, string message)
    {
        var problem = Assert.Single(_file.ReadService(keys).Errors);

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(1, problem.Line);
        Assert.StartsWith("services.s", problem.JsonPath, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Maintenance_IsBound()
    {
        var windows = _file.Service("""
            "maintenance": [ { "days": ["sun", "mon"], "from": "22:30", "to": "02:00", "tz": "Europe/Berlin" }, { "from": "00:00", "to": "24:00", "days": ["sat"] } ]
            """).Maintenance;

        Assert.Equal([DayOfWeek.Sunday, DayOfWeek.Monday], windows[0].Days.AsEnumerable());
        Assert.Equal((new TimeSpan(22, 30, 0), TimeSpan.FromHours(2), "Europe/Berlin"), (windows[0].From, windows[0].To, windows[0].Zone.Id));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromDays(1), TimeZoneInfo.Local), (windows[1].From, windows[1].To, windows[1].Zone));
    }

    [Fact]
    public void Read_WhatARestartWaitsFor_IsBound()
    {
        var service = _file.Service("""
            "liveness": { "url": "http://h/" }, "dependsOn": [{ "tcp": "127.0.0.1:5432" }, { "url": "http://h/p?key=1" }],
            "restart": { "signal": "SIGUSR1", "busy": { "pointer": "/n" } }
            """);

        Assert.Equal(["tcp 127.0.0.1:5432", "url http://h/p"], service.Policy.DependsOn.AsEnumerable());
        Assert.Equal(service.Policy.DependsOn.AsEnumerable(), service.DependsOn.Select(one => one.Name));
        Assert.Equal(new TcpTarget("127.0.0.1", 5432, null), service.DependsOn[0].Check!.Target);
        Assert.Equal(("/n", "liveness"), (service.Busy!.Pointer, service.Busy.From));
        Assert.Equal((DumpSignal.Usr1, TimeSpan.FromMinutes(10)), (service.Policy.Signal, service.Policy.BusyAtMost));
    }

    [Theory]
    [InlineData("a", "a.service")]
    [InlineData("a.b", "a.b.service")]
    [InlineData("a@1", "a@1.service")]
    [InlineData("a@*.service", "a@*.service")]
    [InlineData("a.socket", null)]
    [InlineData("a@.service", null)]
    [InlineData("/etc/a.service", null)]
    public void Read_Unit_IsCompletedAsSystemctlDoes(string unit, string? expected)
    {
        var result = _file.Read("{\"services\":{\"s\":{\"systemd\":{\"unit\":\"" + unit + "\"}}}}");

        Assert.Equal(expected, ((SystemdConfig?)result.Config?.Services[0].Manager)?.Unit);
    }

    [Fact]
    public void Read_AcceptLoop_GoesByTheCheckItReads()
    {
        var service = _file.Service("""
            "deepHealth": { "url": "http://127.0.0.1/", "interval": "20s", "timeout": "3s" }, "acceptLoop": { "counter": "/n", "stalledAfter": 4 }
            """);

        var check = service.Find("acceptLoop")!;
        Assert.Equal(new CounterTarget("/n", "deepHealth"), check.Target);
        Assert.Equal((4, 20, 3), (check.Policy.FailureThreshold, check.Policy.Interval.TotalSeconds, check.Policy.Timeout.TotalSeconds));
    }

    [Theory]
    [InlineData("", MemorySource.WorkingSet, 80.0)]
    [InlineData(", \"source\": \"pss\", \"warnAt\": \"66.5%\"", MemorySource.Pss, 66.5)]
    [InlineData(", \"source\": \"workingSet\", \"warnAt\": \"off\"", MemorySource.WorkingSet, null)]
    [InlineData(", \"warnAt\": null", MemorySource.WorkingSet, null)]
    public void Read_Memory_HasItsSourceAndItsWarning(string keys, MemorySource source, double? warnAt)
    {
        var check = _file.Service($$"""
            "memory": { "max": "2G"{{keys}} }
            """).Find("memory")!;

        Assert.Equal(new MemoryTarget(2L << 30, null) { Source = source }, check.Target);
        Assert.Equal(warnAt, check.Policy.WarnAt);
    }

    [Fact]
    public void Read_MemoryThatTheAnswerTells_GoesByTheCheckItReads()
    {
        var service = _file.Service("""
            "liveness": { "url": "http://127.0.0.1/" }, "deepHealth": { "url": "http://127.0.0.1/", "interval": "20s", "timeout": "3s" },
            "acceptLoop": { "counter": "/n" }, "memory": { "max": "2G", "pointer": "/memory/rss_bytes", "from": "deepHealth" }
            """);

        var check = service.Find("memory")!;
        Assert.Equal(new MemoryTarget(2L << 30, null) { Ride = new Ride("/memory/rss_bytes", "deepHealth") }, check.Target);
        Assert.Equal((1, 20, 3), (check.Policy.FailureThreshold, check.Policy.Interval.TotalSeconds, check.Policy.Timeout.TotalSeconds));
        Assert.Equal(new CounterTarget("/n", "liveness"), service.Find("acceptLoop")!.Target);
    }

    [Theory]
    [InlineData("\"liveness\": {\"url\":\"http://h/\"},\"memory\":{\"max\":\"2G\",\"pointer\":\"/n\",\"interval\":\"1s\"}", "the number is read with every answer of liveness; set liveness.interval")]
    [InlineData("\"liveness\": {\"url\":\"http://LocalHost:1/\"}", "localhost may be ::1")]
    [InlineData("\"liveness\": {\"tcp\":\"localhost:1\"}", "localhost may be ::1")]
    [InlineData("\"liveness\": {\"tcp\":\"h:1\",\"timeout\":\"61s\"}", "more than 4 times the interval (15s)")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\",\"expect\":{\"latency\":\"10s\"}}", "not below the timeout (10s)")]
    [InlineData("\"liveness\": {\"url\":\"http://h/\"},\"acceptLoop\":{\"counter\":\"/n\",\"interval\":\"1s\"}", "set liveness.interval")]
    public void Read_Unwise_Warns(string keys, string message)
    {
        var result = _file.ReadService(keys);

        Assert.Contains(message, Assert.Single(result.Problems).Message, StringComparison.Ordinal);
        Assert.StartsWith($"{_file.Path}:1:", Assert.Single(result.Config!.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OneUnitTwice_NamesTheOther()
    {
        var errors = _file.Read("""
            {"services":{
              "a":{"systemd":{"unit":"x"}}, "b":{"systemd":{"unit":"x.service"}}, "c":{"systemd":{"unit":"x.service","scope":"user"}},
              "d":{"systemd":{"unit":"h@*.service"}}, "e":{"systemd":{"unit":"h@1.service"}}}}
            """).Errors.ToImmutableArray();

        Assert.Equal(["services.b.systemd.unit", "services.e.systemd.unit"], errors.Select(error => error.JsonPath));
        Assert.StartsWith("x.service belongs to the service \"a\" already", errors[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("h@1.service belongs to the service \"d\" already", errors[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Cycle_IsNamed()
    {
        var error = Assert.Single(_file.Read("""
            {"services":{
              "in":{"systemd":{"unit":"in"},"dependsOn":["a"]}, "free":{"systemd":{"unit":"free"}},
              "a":{"systemd":{"unit":"a"},"dependsOn":["free","b"]}, "b":{"systemd":{"unit":"b"},"dependsOn":["c"]}, "c":{"systemd":{"unit":"c"},"dependsOn":["a"]}}}
            """).Errors);

        Assert.Equal("these depend on each other in a circle: a -> b -> c -> a; take one of them out", error.Message);
        Assert.Equal("services.a.dependsOn", error.JsonPath);
    }

    [Fact]
    public void Read_ChainOfTenThousand_IsNoStackOverflow()
    {
        var services = Enumerable.Range(0, 10_000).Select(i => $"\"s{i}\":{{\"systemd\":{{\"unit\":\"s{i}\"}},\"dependsOn\":[\"s{(i + 1) % 10_000}\"]}}");

        Assert.Single(_file.Read("{\"services\":{" + string.Join(',', services) + "}}").Errors);
    }

    [Fact]
    public void Read_MisspeltDependency_SuggestsTheNearest() =>
        Assert.Contains(
            "did you mean \"postgres\"?",
            Assert.Single(_file.Read("""{"services":{"postgres":{"systemd":{"unit":"p"}},"a":{"systemd":{"unit":"a"},"dependsOn":["postgers"]}}}""").Errors).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_DependsOnNobodyBesideAnotherMistake_BothAreSaid() =>
        Assert.Equal(
            ["services.a.dependsOn[0]", "services.a.startupGrace"],
            _file.Read("""{"services":{"a":{"systemd":{"unit":"a"},"dependsOn":["nobody"],"startupGrace":1}}}""").Errors.Select(error => error.JsonPath).Order());
}
