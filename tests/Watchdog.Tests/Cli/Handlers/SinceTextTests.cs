using System.Globalization;
using Watchdog.Cli.Handlers;

namespace Watchdog.Tests.Cli.Handlers;

public sealed class SinceTextTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("90m", "2026-11-20T10:30:00Z")]
    [InlineData("1d", "2026-11-19T12:00:00Z")]
    [InlineData("1w", "2026-11-13T12:00:00Z")]
    [InlineData("9999w", "1835-04-03T12:00:00Z")]
    [InlineData("2026-11-20T10:00Z", "2026-11-20T10:00:00Z")]
    [InlineData("2026-11-20T10:00:01+02:00", "2026-11-20T08:00:01Z")]
    [InlineData("2026-11-20T10:00:01.5000000Z", "2026-11-20T10:00:01.5Z")]
    public void Parse_WhatNobodyCanMistake_IsThat(string text, string at) =>
        Assert.Equal(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), SinceText.Parse(text, s_now));

    [Theory]
    [InlineData("2026-11-19", 19, 0)]
    [InlineData("2026-11-19 10:30", 19, 630)]
    [InlineData("2026-11-19 10:30:00", 19, 630)]
    [InlineData("2026-11-19T10:30", 19, 630)]
    public void Parse_ATimeWithoutAZone_IsLocal(string text, int day, int minutes) =>
        Assert.Equal(new DateTime(2026, 11, day, 0, 0, 0, DateTimeKind.Local).AddMinutes(minutes), SinceText.Parse(text, s_now)?.LocalDateTime);

    [Fact]
    public void Parse_Today_IsTheLastMidnightHere() => Assert.Equal(s_now.LocalDateTime.Date, SinceText.Parse("today", s_now)?.LocalDateTime);

    [Theory]
    [InlineData("1.5")]
    [InlineData("1/5")]
    [InlineData("10000w")]
    [InlineData("w")]
    [InlineData("-1w")]
    [InlineData("1w ")]
    [InlineData("")]
    public void Parse_AnythingElse_IsNothing(string text) => Assert.Null(SinceText.Parse(text, s_now));
}
