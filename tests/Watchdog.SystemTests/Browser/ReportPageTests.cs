using Watchdog.Reporting;
using Watchdog.Tests.Reporting.Told;

namespace Watchdog.SystemTests.Browser;

/// <summary>The page of a report in a real browser, on a desktop and on a phone, by day and by night. The pictures are kept: out/tests/screenshots.</summary>
public sealed class ReportPageTests : IDisposable
{
    private static readonly DateTimeOffset s_end = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData("day", 1280, false, false)]
    [InlineData("day", 1280, false, true)]
    [InlineData("day", 390, true, false)]
    [InlineData("day", 390, true, true)]
    [InlineData("day", 320, true, false)]
    [InlineData("nothing", 390, true, false)]
    public async Task Page_OnAnyScreen_FitsItsWidthAndAsksForNothing(string what, int width, bool phone, bool dark)
    {
        Skip.If(Chromium.Program is null, "there is no chromium here (Debian: apt-get install chromium)");
        var page = Path.Combine(_folder, "report.html");
        File.WriteAllText(page, ReportHtml.Of(what == "day" ? Day() : Reporter.Make(_folder, new Period(s_end.AddDays(-1), s_end), [], null, "prod-1", null, CancellationToken.None), TimeZoneInfo.Utc));
        await using var browser = await Chromium.StartAsync();

        await browser.OpenAsync(page, width, phone, dark);
        await browser.SaveScreenshotAsync(Path.Combine(Screenshots(), $"report-{what}-{width}-{(dark ? "dark" : "light")}.png"));

        Assert.Equal([new Uri(page).AbsoluteUri], browser.Requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)));
        Assert.Empty(browser.Complaints);
        Assert.Equal(width, await browser.NumberAsync("window.innerWidth"));
        Assert.InRange(await browser.NumberAsync("document.documentElement.scrollWidth"), 1, width);

        // Its style is applied: its own policy would have it otherwise where its hash is wrong.
        Assert.Equal("grid", what == "day" ? await browser.TextAsync("getComputedStyle(document.querySelector('.tiles')).display") : "grid");
        Assert.InRange(await browser.NumberAsync("parseFloat(getComputedStyle(document.body).fontSize)"), 14, 18);
        Assert.InRange(await browser.NumberAsync("Math.min(...[...document.querySelectorAll('body *')].filter(e => e.innerText).map(e => parseFloat(getComputedStyle(e).fontSize)))"), 11, 18);
        Assert.Equal(1, await browser.NumberAsync("document.querySelectorAll('h1').length"));
        Assert.Equal(what == "day" ? 6 : 0, await browser.NumberAsync("document.querySelectorAll('section:first-of-type article svg').length"));
    }

    /// <summary>A day of six services in which everything happens that a report tells of.</summary>
    private Report Day()
    {
        var journal = new ToldJournal();
        var start = s_end.AddDays(-1);
        Tell("checkout", told =>
        {
            told.Pass(TimeSpan.FromHours(3));
            told.Wedge("accept-loop-wedged", "it takes connections and answers none of them: the accept loop stands still; no answer in 10 s (liveness, 3 in a row)", "20261120-110040-3f1a");
            told.Pass(TimeSpan.FromHours(7));
            told.Wedge("refused", "connection refused", "20261120-180143-3f1a");
            told.Pass(TimeSpan.FromHours(2));
            told.NearMiss(2);
        });
        Tell("hermes-webui", told =>
        {
            told.Pass(TimeSpan.FromHours(5));
            told.MemoryOver();
            told.Pass(TimeSpan.FromHours(5));
            told.Login(TimeSpan.FromMinutes(40));
            told.Pass(TimeSpan.FromHours(2));
            told.CalledOff();
        });
        Tell("payments-gateway/payments@eu-central-1.service", told =>
        {
            told.Pass(TimeSpan.FromHours(20));
            told.WedgeForGood(3);
            while (told.Now < s_end) told.Fail("liveness", "timeout-first-byte", "no answer in 10 s; connected in 0.2 ms");
        });
        Tell("postgres", told =>
        {
            told.Pass(TimeSpan.FromHours(9));
            told.Pause(TimeSpan.FromHours(2));
        });
        Tell("search-indexer", told =>
        {
            told.Pass(TimeSpan.FromHours(4));
            told.Crash(times: 3);
            told.Pass(TimeSpan.FromHours(6));
            told.Stop(TimeSpan.FromHours(4));
            told.Pass(TimeSpan.FromHours(1));
            told.NobodyFor(TimeSpan.FromMinutes(50));
        });
        Tell("static-files", _ => { });
        journal.Save(_folder);
        return Reporter.Make(_folder, new Period(start, s_end), [], null, "prod-1", null, CancellationToken.None);

        void Tell(string name, Action<ToldService> day)
        {
            var told = new ToldService(name, start, name.Length, journal.Write);
            day(told);
            told.PassUntil(s_end);
        }
    }

    /// <summary>Where tests/run.sh keeps what tests leave; beside the tests where there is no repository.</summary>
    private static string Screenshots()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Watchdog.sln"))) return Path.Combine(folder, "out", "tests", "screenshots");
        }

        return Path.Combine(AppContext.BaseDirectory, "screenshots");
    }
}
