using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

public sealed class CounterSearchTests
{
    private static readonly TimeSpan s_waited = TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData("one more for each look", "/n", 7, 8, 9, 10, 11)]
    [InlineData("two for each", "/n", 7, 9, 11, 13, 15)]
    [InlineData("stands still", null, 7, 7, 7, 7, 7)]
    [InlineData("seconds of uptime", null, 100, 100, 100, 100, 101)]
    [InlineData("milliseconds of uptime", null, 100, 102, 104, 106, 1608)]
    [InlineData("grows now and then, as memory does", null, 100, 101, 101, 102, 103)]
    [InlineData("falls", null, 9, 8, 7, 6, 5)]
    [InlineData("others ask too, and its name does not say what it is", null, 7, 8, 10, 11, 30)]
    public void Find_ANumber_IsACounterOnlyWhenLooksAdvanceIt(string _, string? expected, params int[] values)
    {
        Assert.Equal(expected, Find("/n", values));
    }

    [Theory]
    [InlineData("/requests_total", "/requests_total")]
    [InlineData("/accept_loop/n", "/accept_loop/n")]
    [InlineData("/request_time_ms", null)]
    public void Find_OthersAskToo_IsACounterByItsName(string pointer, string? expected) => Assert.Equal(expected, Find(pointer, 7, 8, 10, 11, 30));

    [Theory]
    [InlineData(1500)]
    [InlineData(1_500_000)]
    public void Find_PaceOfAClock_IsNoneWhateverItsName(int advanced) => Assert.Null(Find("/requests_total", 7, 8, 10, 11, 11 + advanced));

    [Fact]
    public void Find_Several_IsThatOfTheAcceptLoop()
    {
        var names = (string[])["/a", "/requests", "/accept_loop/requests_total", "/connections"];

        Assert.Equal("/accept_loop/requests_total", CounterSearch.Find([.. Enumerable.Range(1, 4).Select(Row)], Row(5), s_waited));

        IReadOnlyDictionary<string, long> Row(int value) => names.ToDictionary(name => name, _ => (long)value);
    }

    [Fact]
    public void Find_MissingOnce_IsNone()
    {
        IReadOnlyDictionary<string, long> has = new Dictionary<string, long> { ["/n"] = 1 }, hasNot = new Dictionary<string, long>();

        Assert.Null(CounterSearch.Find([has, has, has, hasNot], has, s_waited));
        Assert.Null(CounterSearch.Find([has, has], has, s_waited));
    }

    private static string? Find(string pointer, params int[] values)
    {
        var rows = values.Select(value => (IReadOnlyDictionary<string, long>)new Dictionary<string, long> { [pointer] = value }).ToArray();
        return CounterSearch.Find(rows[..^1], rows[^1], s_waited);
    }
}
