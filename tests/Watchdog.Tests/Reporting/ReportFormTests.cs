using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Watchdog.Core;
using Watchdog.Reporting;

namespace Watchdog.Tests.Reporting;

public sealed class ReportFormTests
{
    private const string Evil = "<script>alert(1)</script>\"'&|`*_[x](http://evil.example/)\u0000\n# x";

    private static readonly DateTimeOffset s_since = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("deepHealth", 99, "liveness", 7, "1 ms, 2 ms, 3 ms")]
    [InlineData("a", 7, "deepHealth", 99, "1 ms, 2 ms, 3 ms (deepHealth)")]
    public void Answers_OfSeveralChecks_AreThoseOfLivenessOrOfTheOneThatPassesMost(string first, int firstPasses, string second, int secondPasses, string answers)
    {
        var service = new ServiceReport { Name = "web", Checks = [new CheckReport { Name = "memory", Passes = 999 }, Of(first, firstPasses), Of(second, secondPasses)] };

        Assert.Equal(answers, ReportWords.Answers(service));
        Assert.Null(ReportWords.Answers(service with { Checks = service.Checks[..1] }));

        static CheckReport Of(string name, int passes) => new()
        {
            Name = name,
            Passes = passes,
            Latency = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(3), TimeSpan.FromSeconds(1), false),
        };
    }

    [Fact]
    public void Html_OfAnything_IsTextAndAsksForNothing()
    {
        var page = ReportHtml.Of(Sample(Evil), TimeZoneInfo.Utc);

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<x", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("(src|href)=\"(?!data:,\")"), page);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.Equal(1, page.Split("<h1").Length - 1);
    }

    [Fact]
    public void Html_Tags_AreAllClosed()
    {
        var open = new Stack<string>();
        foreach (Match tag in Regex.Matches(ReportHtml.Of(Sample(Evil), TimeZoneInfo.Utc), "<(/?)([a-z0-9]+)([^>]*)>"))
        {
            if (tag.Groups[2].Value is "meta" or "link" || tag.Groups[3].Value.EndsWith('/')) continue;
            if (tag.Groups[1].Length == 0) open.Push(tag.Groups[2].Value);
            else Assert.Equal(open.Pop(), tag.Groups[2].Value);
        }

        Assert.Empty(open);
    }

    [Fact]
    public void Markdown_OfAnything_IsTextOnLinesOfItsOwn()
    {
        var text = ReportMarkdown.Of(Sample(Evil), TimeZoneInfo.Utc);

        Assert.Equal(3, text.Split('\n').Count(line => line.StartsWith('#')));
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[x](", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_ThatWouldBeTooLong_EndsWithAWord()
    {
        var one = Sample("ümläut");
        var text = ReportMarkdown.Of(one with { Incidents = [.. Enumerable.Repeat(one.Incidents[0], 1000)] }, TimeZoneInfo.Utc, 32 << 10);

        Assert.InRange(Encoding.UTF8.GetByteCount(text), 30_000, 32 << 10);
        Assert.EndsWith("`watchdog report` has all of it\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_IsATableThenIncidentsThenTheRest()
    {
        using var output = new StringWriter();
        ReportText.Write(Sample("web"), output, TimeZoneInfo.Utc);

        Assert.Equal(
            """
            1 incident, 1 restart, 99.93 % over 24 h
            host, 2026-11-20 08:00 to 2026-11-21 08:00

            service  available  down   incidents  restarts  answers in 50, 90, 99 %  memory peak
            web      99.93 %    1 min  1          1 ours    2 ms, 3 ms, 30 ms        1000 MiB

            Incidents, the newest first
              12:00:00  web: recovered after 1 min; restarted once; down for 1 min
                liveness: timeout-first-byte: web
                evidence: watchdog evidence --open 20261120-120030-beef

            Also
              web: detected after 30 s; recovered after 1 min
              web: watched 23 h; paused 1 h
              web: near misses: suspect and well again twice; the last at 13:00:00: web
              web: held once for 5 min (storm): web
              web: withheld 3 times (backoff): web
              web: memory: peak 1000 MiB, last 900 MiB, +12 MiB/h since its start

            """,
            output.ToString());
    }

    [Fact]
    public void EveryForm_OfAJournalWithGaps_SaysSo()
    {
        foreach (var report in new[] { Sample("web"), Sample("web") with { Services = [] } })
        {
            var gaps = report with { Skipped = 1, Missing = 5 };
            using var text = new StringWriter();
            ReportText.Write(gaps, text, TimeZoneInfo.Utc);
            foreach (var form in new[] { text.ToString(), ReportMarkdown.Of(gaps, TimeZoneInfo.Utc), ReportHtml.Of(gaps, TimeZoneInfo.Utc) })
            {
                Assert.Contains("1 line of the journal could not be read and was left out.", form, StringComparison.Ordinal);
                Assert.Contains("5 lines of the journal are missing: they could not be written", form, StringComparison.Ordinal);
            }

            Assert.Equal(5, JsonDocument.Parse(ReportJson.Of(gaps)).RootElement.GetProperty("missing").GetInt32());
        }
    }

    [Fact]
    public void Json_IsStable()
    {
        var json = JsonDocument.Parse(ReportJson.Of(Sample("web"))).RootElement;

        Assert.Equal((1, "host", "2026-11-20T08:00:00.0000000Z"), (json.GetProperty("version").GetInt32(), json.GetProperty("host").GetString(), json.GetProperty("since").GetString()));
        var service = json.GetProperty("services")[0];
        Assert.Equal((60.0, 3600.0), (service.GetProperty("down").GetDouble(), service.GetProperty("paused").GetDouble()));
        Assert.Equal("down", service.GetProperty("timeline")[1].GetProperty("standing").GetString());
        Assert.Equal((0.002, 0.03), (service.GetProperty("checks")[0].GetProperty("latency").GetProperty("p50").GetDouble(), service.GetProperty("checks")[0].GetProperty("latency").GetProperty("p99").GetDouble()));
        Assert.Equal("recovered", json.GetProperty("incidents")[0].GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData(1.0, "100 %")]
    [InlineData(0.9999999, "99.999 %")]
    [InlineData(0.99, "99.00 %")]
    [InlineData(0.5, "50.00 %")]
    [InlineData(0.0, "0.00 %")]
    [InlineData(null, "not watched")]
    public void Share_IsNeverRoundedUp(double? share, string text) => Assert.Equal(text, ReportWords.Share(share));

    internal static Report Sample(string text)
    {
        var report = new Report
        {
            Host = text == "web" ? "host" : text,
            Since = s_since,
            Until = s_since.AddDays(1),
            Headline = "",
            Availability = 1 - (60 / 86_400.0),
            IncidentCount = 1,
            Services =
            [
                new ServiceReport
                {
                    Name = text,
                    Availability = 1 - (60 / 86_400.0),
                    Watched = TimeSpan.FromHours(23),
                    Down = TimeSpan.FromMinutes(1),
                    Paused = TimeSpan.FromHours(1),
                    Incidents = 1,
                    Restarts = new RestartCounts(1, 0, 0),
                    TimeToDetect = new MeanAndMost(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)),
                    TimeToRecover = new MeanAndMost(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)),
                    Checks =
                    [
                        new CheckReport { Name = "liveness", Passes = 5000, Failures = 3, Latency = new LatencyReport(Ms(2), Ms(3), Ms(30), Ms(90), false) },
                        new CheckReport { Name = "memory", Passes = 5000, Number = new NumberReport(900 << 20, 1000 << 20, 12 << 20, null) },
                    ],
                    NearMisses = 2,
                    Spared = [new Remark(s_since.AddHours(5), text)],
                    Holds = [new ReasonCount("storm", 1, TimeSpan.FromMinutes(5), s_since.AddHours(6), text)],
                    Withheld = [new ReasonCount("backoff", 3, null, s_since.AddHours(6), text)],
                    Timeline =
                    [
                        new Stretch(Standing.Up, s_since, s_since.AddHours(4)), new Stretch(Standing.Down, s_since.AddHours(4), s_since.AddHours(5)),
                        new Stretch(Standing.Paused, s_since.AddHours(5), s_since.AddDays(1)),
                    ],
                },
            ],
            Incidents =
            [
                new IncidentReport
                {
                    Id = "20261120-120030-beef",
                    Service = text,
                    Cause = "liveness",
                    Reason = new Reason("timeout-first-byte", text),
                    Since = s_since.AddHours(4),
                    Opened = s_since.AddHours(4).AddSeconds(30),
                    Ended = s_since.AddHours(4).AddMinutes(1),
                    Outcome = IncidentOutcome.Recovered,
                    Down = TimeSpan.FromMinutes(1),
                    Lasted = TimeSpan.FromMinutes(1),
                    Restarts = 1,
                    Steps = [new IncidentReportStep(s_since.AddHours(4).AddSeconds(30), IncidentEvent.Acted, new Reason("timeout-first-byte", text))],
                    Evidence = "20261120-120030-beef",
                },
            ],
        };
        return report with { Headline = ReportWords.Headline(report) };

        static TimeSpan Ms(double value) => TimeSpan.FromMilliseconds(value);
    }
}
