using Watchdog.Doctoring.Managed;

namespace Watchdog.Tests.Doctoring.Managed;

public sealed class ProgramFileTests
{
    private const string Main = """
        ; [program:web] autorestart=true
        [supervisord]
        logfile=/dev/null
        [include]
        files = /etc/supervisor/conf.d/*.conf more/*.ini
          %(here)s/last.conf %(ENV_HOME)s/x.conf
        [program:web]
        command=/usr/bin/web   ; the server
        AutoRestart = unexpected ; as ever
        environment=A="1",
            B="2"
        # autorestart=false
        autostart=false
        """;

    [Theory]
    [InlineData("/usr/bin/python3\0/usr/bin/supervisord\0-n\0-c\0/etc/supervisor/supervisord.conf\0", "/etc/supervisor/supervisord.conf")]
    [InlineData("supervisord\0--configuration=/etc/s.conf\0", "/etc/s.conf")]
    [InlineData("supervisord\0--configuration\0/etc/s.conf\0", "/etc/s.conf")]
    [InlineData("supervisord\0-c\0s.conf\0", null)]
    [InlineData("supervisord\0-n\0", null)]
    [InlineData("supervisord\0-c", null)]
    public void PathIn_ACommandLine_IsTheFileThatItNames(string line, string? expected) => Assert.Equal(expected, ProgramFile.PathIn(line));

    [Fact]
    public void Includes_OfAFile_AreFullPatternsOfItsFolder() =>
        Assert.Equal(["/etc/supervisor/conf.d/*.conf", "/etc/supervisor/more/*.ini", "/etc/supervisor/last.conf"], ProgramFile.Includes(Main, "/etc/supervisor"));

    [Fact]
    public void Section_OfAProgram_HasItsSettingsWithoutComments()
    {
        var web = ProgramFile.Section(Main, "program:web")!;

        Assert.Equal(("/usr/bin/web", "unexpected", "false", "A=\"1\", B=\"2\""), (web["command"], web["autorestart"], web["autostart"], web["environment"]));
        Assert.Null(ProgramFile.Section(Main, "program:we"));
    }

    [Fact]
    public void Find_InSeveralFiles_TakesTheLastOfEachSetting()
    {
        (string, string)[] files = [("/a", "[program:web]\nautorestart=false\nautostart=true"), ("/b", "[program:other]\nautorestart=false"), ("/c", "[program:web]\nautorestart=true")];

        var found = ProgramFile.Find(files, Told("web", "web"))!.Value;

        Assert.Equal(("/c", "program:web", "true", "true"), (found.File, found.Section, found.Settings["autorestart"], found.Settings["autostart"]));
    }

    [Fact]
    public void Find_OfOneOfSeveral_IsItsProgramUnlessItsGroupIsMadeOfOthers()
    {
        (string, string)[] own = [("/a", "[program:web]\nnumprocs=2")];
        (string, string)[] mixed = [("/a", "[program:web]\n[group:web]\nprograms=web,other")];

        Assert.Equal("program:web", ProgramFile.Find(own, Told("web", "web_00"))!.Value.Section);
        Assert.Null(ProgramFile.Find(mixed, Told("web", "other")));
    }

    [Fact]
    public void Of_WhatSupervisordTells_IsTheProgramsOwn()
    {
        List<object> all =
        [
            new Dictionary<string, object> { ["group"] = "web", ["name"] = "web", ["autostart"] = false, ["stopsignal"] = 9L, ["uid"] = 33L, ["command"] = "/usr/bin/web --port 80", ["directory"] = "/srv/web" },
            new Dictionary<string, object> { ["group"] = "odd", ["name"] = "odd", ["uid"] = "none", ["command"] = "\"/opt/my server\" -x", ["directory"] = "none" },
        ];

        Assert.Equal(new ProgramTold("web", "web", false, 9, 33, "/usr/bin/web", "/srv/web"), ProgramTold.Of(all, "web"));
        Assert.Equal(new ProgramTold("odd", "odd", true, 15, null, null, null), ProgramTold.Of(all, "odd:odd"));
        Assert.Null(ProgramTold.Of(all, "none"));
        Assert.Null(ProgramTold.Of("a hostile answer", "web"));
    }

    private static ProgramTold Told(string group, string name) => new(group, name, true, 15, null, null, null);
}
