using Watchdog.Cli.Demo;
using Watchdog.Config;

namespace Watchdog.Tests.Cli.Demo;

public sealed class DemoConfigTests
{
    [Fact]
    public void Text_AllFaults_IsAValidFileWithAServiceEach()
    {
        using var folder = new DemoFolder();
        File.WriteAllText(folder.ConfigFile, DemoConfig.Text(folder, DemoFault.All));

        var read = ConfigReader.Read(folder.ConfigFile);

        Assert.Empty(read.Problems);
        Assert.Equal(DemoFault.All.Select(fault => fault.Service), read.Config!.Services.Select(service => service.Name));
        Assert.All(DemoFault.All, fault => Assert.NotNull(read.Config.Services.Single(service => service.Name == fault.Service).Find(fault.Check)));
        Assert.Equal(6, read.Config.Services.Select(service => ((HttpTarget)service.Find("liveness")!.Target).Url.Port).Distinct().Count());
    }

    [Fact]
    public void Folder_WhileItStands_IsOursAloneAndThenGone()
    {
        var folder = new DemoFolder();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        Assert.Null(folder.Directories.Prepare());

        folder.Dispose();

        Assert.False(Directory.Exists(folder.Path));
    }
}
