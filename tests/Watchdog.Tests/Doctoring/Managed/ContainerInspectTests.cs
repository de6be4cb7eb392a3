using Watchdog.Doctoring.Managed;

namespace Watchdog.Tests.Doctoring.Managed;

public sealed class ContainerInspectTests
{
    [Fact]
    public void Of_WhatTheEnginesSay_IsRead()
    {
        const string Docker = """{"policy":"no","autoRemove":true,"memory":1048576,"unit":"","autoheal":"true","hasHealthcheck":true}""";
        const string Podman = """{ "policy":"","autoRemove":false,"memory":0,"unit":"web.service","autoheal":"","hasHealthcheck":false,"onFailure":"none"}""";

        Assert.Equal(new ContainerInspect("no", true, 1 << 20, "", "true", true), ContainerInspect.Of(Docker));
        Assert.Equal(new ContainerInspect("", Unit: "web.service", OnFailure: "none"), ContainerInspect.Of(Podman));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"policy":7}""")]
    [InlineData("""{"policy":null}""")]
    [InlineData("""{"unit":"<no value>","memory":""")]
    public void Of_WhatIsNoAnswer_IsNothing(string text) => Assert.Null(ContainerInspect.Of(text));

    [Theory]
    [InlineData("nginx:1\nwillfarrell/autoheal:1.2.0\n", true)]
    [InlineData("docker.io/willfarrell/autoheal@sha256:00", true)]
    [InlineData("registry:5000/autoheal", true)]
    [InlineData("me/autoheal-demo:1", false)]
    [InlineData("", false)]
    public void HasHealer_Images_AreToldByTheirName(string images, bool expected) => Assert.Equal(expected, ContainerSettings.HasHealer(images));
}
