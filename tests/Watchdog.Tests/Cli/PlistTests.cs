using System.CommandLine;
using System.Xml.Linq;
using Watchdog.Cli;
using Watchdog.Cli.Install;
using Watchdog.Journal;
using Watchdog.Kernel;

namespace Watchdog.Tests.Cli;

/// <summary>The property lists of deploy/, and the layout that they go by.</summary>
public sealed class PlistTests
{
    private static readonly LaunchdLayout s_user = LaunchdLayout.OfMacUser("/Users/o'ann & co", 501, _ => null);

    [Fact]
    public void Daemon_OfTheSystem_HasTheseKeys() => Assert.Equal(
        [
            "Label=local.service-watchdog",
            "ProgramArguments=[/usr/local/bin/watchdog,run,--config,/etc/service-watchdog/watchdog.json]",
            "EnvironmentVariables={PATH=/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin:/opt/homebrew/bin,DOTNET_TieredCompilation=0}",
            "RunAtLoad=true",
            "KeepAlive=true",
            "ThrottleInterval=10",
            "ProcessType=Interactive",
            "AbandonProcessGroup=true",
            "ExitTimeOut=30",
            "StandardErrorPath=/Library/Logs/service-watchdog.log",
        ],
        Keys(LaunchdLayout.OfMac, LaunchdLayout.DaemonJob));

    [Fact]
    public void Check_OfTheSystem_HasTheseKeys() => Assert.Equal(
        [
            "Label=local.service-watchdog-check",
            "ProgramArguments=[/usr/local/bin/watchdog,check,--config,/etc/service-watchdog/watchdog.json]",
            "EnvironmentVariables={PATH=/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin:/opt/homebrew/bin}",
            "RunAtLoad=true",
            "StartInterval=60",
            "ProcessType=Interactive",
            "AbandonProcessGroup=true",
            "ExitTimeOut=30",
            "StandardErrorPath=/Library/Logs/service-watchdog.log",
        ],
        Keys(LaunchdLayout.OfMac, LaunchdLayout.CheckJob));

    [Theory]
    [InlineData(LaunchdLayout.DaemonJob, "run")]
    [InlineData(LaunchdLayout.CheckJob, "check")]
    public void AUsers_OfAnOddName_HasThatUsersPaths(string job, string verb)
    {
        var keys = Keys(s_user, job);
        Assert.Contains($"ProgramArguments=[/Users/o'ann & co/.local/bin/watchdog,{verb},--config,/Users/o'ann & co/.config/service-watchdog/watchdog.json]", keys);
        Assert.Contains("StandardErrorPath=/Users/o'ann & co/Library/Logs/service-watchdog.log", keys);
        Assert.Equal(Keys(LaunchdLayout.OfMac, job).Count, keys.Count);
    }

    [Theory]
    [InlineData(LaunchdLayout.DaemonJob)]
    [InlineData(LaunchdLayout.CheckJob)]
    public void Arguments_OfBoth_AreTakenByTheCommandLine(string job)
    {
        using var invoked = new Invoked();
        var arguments = Root(LaunchdLayout.OfMac, job).Elements().SkipWhile(key => key.Value != "ProgramArguments").ElementAt(1).Elements().Select(one => one.Value);
        Assert.Empty(CommandLine.Build(invoked.Handlers()).Parse([.. arguments.Skip(1)]).Errors);
    }

    [Theory]
    [InlineData(LaunchdLayout.DaemonJob)]
    [InlineData(LaunchdLayout.CheckJob)]
    public void Label_OfBoth_IsTakenForALaunchdJob(string job) =>
        Assert.Equal(job, Surroundings.Of(name => name == "XPC_SERVICE_NAME" ? job : null, error: null, terminal: false).LaunchdLabel);

    [Fact]
    public void Folders_OfBothLayouts_AreThoseThatTheProgramFindsByItself()
    {
        Assert.Equal(Directories.Find(_ => null, "/var/root", root: true, mac: true), new Directories(LaunchdLayout.OfMac.StateDirectory, LaunchdLayout.OfMac.RuntimeDirectory));
        Assert.Equal(Directories.Find(_ => null, "/Users/o'ann & co", root: false, mac: true), new Directories(s_user.StateDirectory, s_user.RuntimeDirectory));
        Assert.Equal(("/Library/Application Support/service-watchdog", "/Users/o'ann & co/Library/Application Support/service-watchdog"), (LaunchdLayout.OfMac.StateDirectory, s_user.StateDirectory));
        Assert.Equal("/Users/o'ann & co/Library/LaunchAgents/local.service-watchdog.plist", s_user.Plist(LaunchdLayout.DaemonJob));
    }

    private static XElement Root(LaunchdLayout layout, string job) => XDocument.Parse(layout.PlistText(job)).Root!.Element("dict")!;

    private static List<string> Keys(LaunchdLayout layout, string job) => Pairs(Root(layout, job));

    private static List<string> Pairs(XElement dictionary)
    {
        var elements = dictionary.Elements().ToList();
        Assert.All(elements.Where((_, i) => i % 2 == 0), key => Assert.Equal("key", key.Name.LocalName));
        return [.. elements.Chunk(2).Select(pair => $"{pair[0].Value}={Text(pair[1])}")];
    }

    private static string Text(XElement value) => value.Name.LocalName switch
    {
        "true" or "false" => value.Name.LocalName,
        "string" or "integer" => value.Value,
        "array" => $"[{string.Join(',', value.Elements().Select(Text))}]",
        "dict" => $"{{{string.Join(',', Pairs(value))}}}",
        var other => throw new InvalidOperationException(other),
    };
}
