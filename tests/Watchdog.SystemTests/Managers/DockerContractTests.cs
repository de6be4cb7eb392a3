using Watchdog.Config;
using Watchdog.Managers.Driven;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Managers;

public sealed class DockerContractTests(SystemdBox box) : ContainerContract(box, ContainerEngine.Docker), IClassFixture<SystemdBox>
{
    private protected override IDriver DriverOfNoManager
    {
        get
        {
            WriteScript("no-dockerd", $"#!/bin/sh\nexec docker -H unix://{Folder}/nobody.sock \"$@\"\n");
            return By("no-dockerd");
        }
    }
}
