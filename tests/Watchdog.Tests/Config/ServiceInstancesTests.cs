using Watchdog.Config;

namespace Watchdog.Tests.Config;

public sealed class ServiceInstancesTests : IDisposable
{
    private readonly ConfigFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void TryForInstance_Instance_StandsWherePercentIStood()
    {
        var template = Template("""
            "liveness": { "url": "http://127.0.0.1:80%i/%i" }, "deepHealth": { "url": "http://x/", "unixSocket": "/run/%i.sock" },
            "checks": { "t": { "tcp": "127.0.0.1:9%i" }, "u": { "tcp": "unix:/run/%i" }, "c": { "command": ["/bin/x", "--%i"] } },
            "dependsOn": [{ "tcp": "h:9%i" }, { "tcp": "h:1" }], "restart": { "busy": { "command": ["n", "%i"] } }
            """);

        var instance = Instance(template, "a@02.service");

        Assert.Equal("s/a@02.service", instance.Name);
        Assert.Equal("s/a@02.service", instance.Policy.Name);
        Assert.Equal(new SystemdConfig("a@02.service", SystemdScope.User), instance.Manager);
        Assert.Equal(new Uri("http://127.0.0.1:8002/02"), Assert.IsType<HttpTarget>(instance.Checks[0].Target).Url);
        Assert.Null(Assert.IsType<HttpTarget>(instance.Checks[0].Target).UrlTemplate);
        Assert.Equal("/run/02.sock", Assert.IsType<HttpTarget>(instance.Checks[1].Target).UnixSocket);
        Assert.Equal(new TcpTarget("127.0.0.1", 902, null), instance.Checks[2].Target);
        Assert.Equal(new TcpTarget(null, 0, "/run/02"), instance.Checks[3].Target);
        Assert.Equal(["/bin/x", "--02"], Assert.IsType<CommandTarget>(instance.Checks[4].Target).Command.AsEnumerable());
        Assert.Equal(["tcp h:902", "tcp h:1"], instance.Policy.DependsOn.AsEnumerable());
        Assert.Equal(["n", "02"], instance.Busy!.Command.AsEnumerable());
        Assert.Equal(instance, Instance(template, "a@02.service"));
        Assert.NotEqual(instance, Instance(template, "a@03.service"));
    }

    [Fact]
    public void TryForInstance_EscapedInstance_StaysOnePartOfTheUrl() =>
        Assert.Equal(
            "/a%5Cx2db%2F..",
            Assert.IsType<HttpTarget>(Instance(Template(""" "liveness": { "url": "http://h/%i" } """), "a@a\\x2db/...service").Checks[0].Target).Url.AbsolutePath);

    [Fact]
    public void TryForInstance_InstanceThatDoesNotFit_SaysSo()
    {
        var template = Template(""" "liveness": { "url": "http://127.0.0.1:80%i/" } """);

        Assert.Null(ServiceInstances.TryForInstance(template, "a@one.service", out var problem));
        Assert.Equal("liveness: the instance of a@one.service cannot stand where %i is in the address; rename the unit or change the address", problem);
    }

    [Fact]
    public void Read_GlobWithOneAddress_IsAnError()
    {
        var error = Assert.Single(_file.Read(Glob("a@*.service", """ "liveness": { "url": "http://127.0.0.1:80/" } """)).Errors);

        Assert.Equal("services.s.liveness.url", error.JsonPath);
        Assert.StartsWith("all instances of a@*.service would be asked at one address; ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GlobWithoutInstances_HasNoPercentI() =>
        Assert.Contains(
            "what stands after the @; web-*.service has none",
            Assert.Single(_file.Read(Glob("web-*.service", """ "liveness": { "url": "http://127.0.0.1:80%i/" } """)).Errors).Message,
            StringComparison.Ordinal);

    private static ServiceConfig Instance(ServiceConfig template, string unit) =>
        ServiceInstances.TryForInstance(template, unit, out var problem) ?? throw new InvalidOperationException(problem);

    private static string Glob(string unit, string keys) => "{\"services\":{\"s\":{\"systemd\":{\"scope\":\"user\",\"unit\":\"" + unit + "\"}," + keys + "}}}";

    private ServiceConfig Template(string keys) => ConfigFile.One(_file.Read(Glob("a@*.service", keys)));
}
