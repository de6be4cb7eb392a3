using Watchdog.Cli.Install;
using Watchdog.Evidence.Collectors;
using Watchdog.SystemTests.EndToEnd;
using Watchdog.SystemTests.Systemd;

namespace Watchdog.SystemTests.Evidence;

/// <summary>The hardened unit looks at another user's process: by itself it may not, with <c>deploy/stacks.conf</c> it may.</summary>
[Collection(SystemdCollection.Name)]
public sealed class StacksPrivilegeTests(SystemdBox box)
{
    private const string Unit = "stacks-looker.service";
    private const string Told = "/var/lib/service-watchdog/looked.txt";

    [SkippableFact]
    public async Task Unit_WithTheDropIn_ReadsStacksAndDescriptorsOfAnotherUser()
    {
        box.Require();
        Skip.IfNot(Shell.Has("gdb"), "gdb is not installed");
        await box.AddUserAsync();
        await box.WriteServerAsync("looked-at.service", 9461, $"User={SystemdBox.User}\nExecStartPre=+/bin/sh -c 'touch /run/looked-at.service.control; chmod 666 /run/looked-at.service.control'");
        await box.SystemctlAsync("start", "looked-at.service");
        await box.ListeningAsync(9461);
        var pid = (await box.PropertyAsync("looked-at.service", "MainPID")).Trim();
        var gdb = string.Join(' ', StackTools.All.Single(static tool => tool.Program == "gdb").Arguments(pid, false).Select(static argument => $"'{argument}'"));
        await box.WriteScriptAsync("/run/look.sh", $"""
            #!/bin/sh
            exec >{Told} 2>&1
            id -un
            gdb {gdb}
            ls -l /proc/{pid}/fd
            cat /proc/{pid}/io /proc/{pid}/smaps_rollup
            cat /proc/{pid}/wchan; echo
            kill -CONT {pid} && echo may signal
            true
            """);
        // Only what is run differs from the unit of 'watchdog install'.
        box.Write($"/run/systemd/system/{Unit}", DeployFile.Text(Layout.DaemonUnit)
            .Replace("Type=notify", "Type=oneshot", StringComparison.Ordinal)
            .Replace("Restart=always", "Restart=no", StringComparison.Ordinal)
            .Replace("ExecStart=/usr/local/bin/watchdog run", "ExecStart=/run/look.sh", StringComparison.Ordinal));

        var without = await LookAsync();
        box.Write($"/run/systemd/system/{Unit}.d/stacks.conf", DeployFile.Text("stacks.conf"));
        var with = await LookAsync();

        Assert.StartsWith("service-watchdog\n", without, StringComparison.Ordinal);
        Assert.DoesNotContain("#0 ", without, StringComparison.Ordinal);
        Assert.DoesNotContain("socket:[", without, StringComparison.Ordinal);
        Assert.DoesNotContain("rchar:", without, StringComparison.Ordinal);
        Assert.DoesNotContain("Pss:", without, StringComparison.Ordinal);
        Assert.DoesNotContain("may signal", without, StringComparison.Ordinal);

        Assert.StartsWith("service-watchdog\n", with, StringComparison.Ordinal);
        foreach (var part in (string[])["#0 ", $"LWP {pid}", "socket:[", "rchar:", "Pss:", "may signal"]) Assert.Contains(part, with, StringComparison.Ordinal);
        // gdb warns that it may not write to the process's memory, which it need not.
        Assert.DoesNotContain("not permitted", with, StringComparison.Ordinal);
        Assert.DoesNotContain("cat: ", with, StringComparison.Ordinal);
        Assert.DoesNotContain("ls: ", with, StringComparison.Ordinal);
    }

    private async Task<string> LookAsync()
    {
        await box.SystemctlAsync("daemon-reload");
        await box.SystemctlAsync("start", Unit);
        return await File.ReadAllTextAsync(box.HostPath(Told));
    }
}
