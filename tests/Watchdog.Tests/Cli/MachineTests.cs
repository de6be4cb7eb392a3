using System.Runtime.Versioning;
using Watchdog.Cli.Install;
using Watchdog.Doctoring;
using Watchdog.Kernel;

namespace Watchdog.Tests.Cli;

[SupportedOSPlatform("linux")]
public sealed class MachineTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Passable = Owner | UnixFileMode.UserExecute | UnixFileMode.OtherExecute;

    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-machine-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData(Passable, Owner, false)]
    [InlineData(Passable, Owner | UnixFileMode.OtherWrite, true)]
    [InlineData(Owner | UnixFileMode.UserExecute, Owner | UnixFileMode.OtherWrite, false)]
    public void MayWrite_ByAUserOfNoGroup_GoesByModesOfAllOnTheWay(UnixFileMode folder, UnixFileMode file, bool expected)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "modes are seen on Linux only");
        var path = Socket(file);
        File.SetUnixFileMode(_folder, folder);
        Assert.Equal(expected, Machine.MayWrite(new UserIds("service-watchdog", 4_000_000, []), path));
    }

    [SkippableFact]
    public void MayWrite_ByAMemberOfItsGroup_CountsTheGroup()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "modes are seen on Linux only");
        var path = Socket(Owner | UnixFileMode.GroupWrite);
        File.SetUnixFileMode(_folder, Passable | UnixFileMode.GroupExecute);
        var group = FileLook.Along(path)[^1].Gid;
        Assert.True(Machine.MayWrite(new UserIds("service-watchdog", 4_000_000, [group]), path));
    }

    [SkippableFact]
    public void MayWrite_WhatIsNotThere_IsNo()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "modes are seen on Linux only");
        Assert.False(Machine.MayWrite(new UserIds("service-watchdog", 4_000_000, []), Path.Combine(_folder, "none")));
    }

    private string Socket(UnixFileMode mode)
    {
        var path = Path.Combine(_folder, "socket");
        File.WriteAllText(path, "");
        File.SetUnixFileMode(path, mode);
        return path;
    }
}
