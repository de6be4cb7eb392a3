using System.Text;
using Watchdog.Config;

namespace Watchdog.Tests.Config;

public sealed class ConfigReaderTests : IDisposable
{
    private readonly ConfigFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Read_ManyMistakes_ListsAllWithTheirPlaces()
    {
        var result = _file.Read("""
            {
              // a comment
              "services": {
                "web": {
                  "systemd": { "unit": "web.service", "scop": "user" },
                  "livenes": { "url": "http://127.0.0.1:80/" },
                  "deepHealth": { "url": "127.0.0.1:8080/health", "interval": "0s", "failureThreshold": 0, },
                  "memory": { "max": "120%", "for": 5 },
                  "severity": "hihg",
                },
                /* another */ "é😀": {},
              },
              "jurnal": {}
            }
            """);

        Assert.Null(result.Config);
        Assert.Equal(
            [
                $"{_file.Path}:5:43: services.web.systemd.scop: there is no such key; did you mean \"scope\"?",
                $"{_file.Path}:6:7: services.web.livenes: there is no such key; did you mean \"liveness\"?",
                $"{_file.Path}:7:30: services.web.deepHealth.url: \"127.0.0.1:8080/health\": the scheme is missing; write http:// or https:// in front",
                $"{_file.Path}:7:67: services.web.deepHealth.interval: \"0s\" is too short; the least is 1s",
                $"{_file.Path}:7:93: services.web.deepHealth.failureThreshold: 0 is not possible here; write a whole number from 1 to 1000, without quotes",
                $"{_file.Path}:8:26: services.web.memory.max: \"120%\" is no percentage above 0 and up to 100; write one such as \"80%\"",
                $"{_file.Path}:8:41: services.web.memory.for: 5 has no unit; write a duration such as \"5s\"",
                $"{_file.Path}:9:19: services.web.severity: \"hihg\" is not possible here; write one of \"critical\", \"background\"",
                $"{_file.Path}:11:19: services.é😀: this is no name of a service; use up to 128 letters, digits and . _ @ : -, beginning with a letter or digit",
                $"{_file.Path}:11:25: services.é😀: nobody is named who runs it; add \"systemd\": {{ \"unit\": \"NAME.service\" }} (or one of launchd, supervisord, runit, s6, docker, podman, command, process)",
                $"{_file.Path}:13:3: jurnal: there is no such key; did you mean \"journal\"?",
            ],
            result.Problems.Select(problem => problem.ToString()).ToArray());
    }

    [Fact]
    public void Read_KeyOfAServiceBesideTheServices_SaysWhereItBelongs() => Assert.EndsWith(
        "there is no such key here; \"liveness\" belongs under \"services.NAME\"",
        Assert.Single(_file.Read("{ \"services\": { \"a\": { \"systemd\": { \"unit\": \"a\" } } }, \"liveness\": {} }").Errors).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"services\": {\"a\": }}", 1, 20)]
    [InlineData("{\n  \"services\": {}\n  \"journal\": {}\n}", 3, 3)]
    [InlineData("{\n  \"services\": {", 2, 16)]
    [InlineData("{ /* é\n\n*/ \"é\": tru }", 3, 12)]
    [InlineData("{\"services\":{}} x", 1, 17)]
    public void Read_BrokenSyntax_SaysWhere(string text, int line, int column)
    {
        var problem = Assert.Single(_file.Read(text).Problems);

        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.StartsWith("not JSON from here on: ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DuplicateKey_NamesTheFirst()
    {
        var problem = Assert.Single(_file.Read("{\"services\":{},\n\"journal\":{},\n \"journal\":{}}").Errors);

        Assert.Equal($"{_file.Path}:3:2: journal: this key stands here twice, first in line 2; keep one of them", problem.ToString());
    }

    [Fact]
    public void Read_ByteOrderMark_IsNoPartOfTheFirstColumn()
    {
        Assert.Equal(4, Assert.Single(_file.Read([0xEF, 0xBB, 0xBF, .. "{  x}"u8]).Problems).Column);
        Assert.NotNull(_file.Read([0xEF, 0xBB, 0xBF, .. "{\"services\":{}}"u8]).Config);
    }

    [Fact]
    public void Read_InvalidUtf8_SaysWhere()
    {
        var problem = Assert.Single(_file.Read([.. "{\n  \"é"u8, 0xFF, .. "\": 1}"u8]).Problems);

        Assert.Equal($"{_file.Path}:2:5: here is a byte that is no UTF-8; save the file as UTF-8", problem.ToString());
    }

    [Fact]
    public void Read_Utf16_SaysSo()
    {
        var problem = Assert.Single(_file.Read([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{}")]).Problems);

        Assert.Equal($"{_file.Path}:1:1: the file is UTF-16; save it as UTF-8", problem.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    public void Read_Empty_ShowsTheLeast(string text) =>
        Assert.StartsWith($"{_file.Path}: the file is empty; ", Assert.Single(_file.Read(text).Problems).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Read_OverFourMebibytes_IsRefused()
    {
        Assert.NotNull(_file.Read("{\"services\":{}}".PadRight(4 << 20)).Config);

        var problem = Assert.Single(_file.Read("{\"services\":{}}".PadRight((4 << 20) + 1)).Problems);
        Assert.Equal($"{_file.Path}: this file is larger than 4M, the most that is read; make it smaller", problem.ToString());
    }

    [Fact]
    public void Read_NoFile_SaysWhatToDo()
    {
        Assert.Equal(
            $"{_file.Path}: there is no such file; create it, or name another", Assert.Single(ConfigReader.Read(_file.Path).Problems).ToString());
        Assert.Equal(
            $"{_file.Folder}: this is a folder; name the file in it", Assert.Single(ConfigReader.Read(_file.Folder).Problems).ToString());
        Assert.Equal("/dev/zero: this is a pipe or a device; name an ordinary file", Assert.Single(ConfigReader.Read("/dev/zero").Problems).ToString());
    }

    /// <summary>Our own memory: a regular file that opens, and whose first byte cannot be read.</summary>
    [SkippableFact]
    public void Read_ReadingFails_SaysWhy()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "there is no /proc here");

        Assert.StartsWith(
            "/proc/self/mem: this file cannot be read (", Assert.Single(ConfigReader.Read("/proc/self/mem").Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TwentyThousandServicesInOneLine_TakesNoTimeToSpeakOf()
    {
        var text = "{\"services\":{" + string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"s{i}\":{{\"systemd\":{{\"unit\":\"s{i}\"}}}}"));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        Assert.Equal(20_000, _file.Read(text + "}}").Config!.Services.Length);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(65)]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public void Read_TooDeep_IsAnError(int depth)
    {
        var problem = Assert.Single(_file.Read("\n" + new string('[', depth) + new string(']', depth)).Problems);

        Assert.Equal($"{_file.Path}:2:65: not JSON from here on: nested deeper than 64 levels", problem.ToString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void Read_NoObject_IsAnErrorAtItsPlace(string text) =>
        Assert.StartsWith($"{_file.Path}:1:1: this is no object; ", Assert.Single(_file.Read(text).Problems).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Read_HalfASurrogatePair_IsAnErrorAtItsPlace() =>
        Assert.StartsWith(
            $"{_file.Path}:1:6: this string has half a character", Assert.Single(_file.Read("""{"a":"\ud83d"}""").Problems).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Read_MissingServices_SaysSo() =>
        Assert.Equal(
            $"{_file.Path}:1:1: \"services\" is missing here; add it: what is watched, by a name of your own.",
            Assert.Single(_file.Read("{}").Problems).ToString());

    [Fact]
    public void Read_AThousandMistakes_CountsTheRest()
    {
        var text = new StringBuilder("{\"services\":{}");
        for (var i = 0; i < 1500; i++) text.Append($",\"k{i}\":1");

        var problems = _file.Read(text.Append('}').ToString()).Problems;

        Assert.Equal(1001, problems.Length);
        Assert.Contains("more problems", problems[^1].Message, StringComparison.Ordinal);
    }
}
