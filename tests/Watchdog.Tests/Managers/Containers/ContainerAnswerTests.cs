using Watchdog.Core;
using Watchdog.Kernel;
using Watchdog.Managers.Containers;

namespace Watchdog.Tests.Managers.Containers;

/// <summary>The words are those of docker 20.10 and podman 4.3.</summary>
public sealed class ContainerAnswerTests
{
    [Theory]
    [InlineData(1, "Error: No such container: web", RestartResult.Refused, "no-such-unit")]
    [InlineData(1, "Error response from daemon: No such container: web", RestartResult.Refused, "no-such-unit")]
    [InlineData(125, "Error: inspecting object: no such container web", RestartResult.Refused, "no-such-unit")]
    [InlineData(125, "Error: no container with name or ID \"web\" found: no such container", RestartResult.Refused, "no-such-unit")]
    [InlineData(1, "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?", RestartResult.Unreachable, "engine-down")]
    [InlineData(1, "Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: dial unix /var/run/docker.sock: connect: permission denied", RestartResult.Denied, "access-denied")]
    [InlineData(1, "Error response from daemon: driver failed programming external connectivity on endpoint web: Bind for 0.0.0.0:80 failed: port is already allocated", RestartResult.Failed, "engine-failed")]
    [InlineData(null, "docker did not end within 10 s and was killed.", RestartResult.TimedOut, "engine-timeout")]
    public void Of_WhatTheEngineSays_IsItsResult(int? exit, string said, RestartResult result, string code)
    {
        var (actual, reason) = ContainerAnswer.Of(new ProcessResult(exit, "", said), "docker", "restart", "web");

        Assert.Equal((result, code), (actual, reason.Code));
    }

    [Fact]
    public void Of_NoProgram_SaysWhatToDo()
    {
        var (result, reason) = ContainerAnswer.Of(new ProcessResult(null, "", "podman cannot be started: there is no such program") { IsMissing = true }, "podman", "inspect", "web");

        Assert.Equal((RestartResult.Unreachable, new Reason("engine-missing", "there is no podman here: install it, or take the service out of the configuration")), (result, reason));
    }
}
