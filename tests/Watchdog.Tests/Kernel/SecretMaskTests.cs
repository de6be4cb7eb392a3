using System.Diagnostics;
using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("Authorization: Bearer hunter2, and hunter2", "Authorization: ***")]
    [InlineData("proxy-authorization: Basic aHVudGVyMg==", "proxy-authorization: ***")]
    [InlineData("Cookie: a=hunter2; b=hunter2", "Cookie: ***")]
    [InlineData("< Set-Cookie: sid=hunter2; Path=/; HttpOnly", "< Set-Cookie: ***")]
    [InlineData("X-Api-Key: hunter2", "X-Api-Key: ***")]
    [InlineData("curl -H 'Authorization: Bearer hunter2' http://h/", "curl -H 'Authorization: ***' http://h/")]
    [InlineData("{\"Authorization\": \"Bearer hunter2\", \"a\": 1}", "{\"Authorization\": ***, \"a\": 1}")]
    [InlineData("{\"api_key\": \"hun\\\"ter2 hunter2\", \"status\": \"ok\"}", "{\"api_key\": ***, \"status\": \"ok\"}")]
    [InlineData("{\"inner\": \"{\\\"password\\\": \\\"hunter2\\\", \\\"b\\\": 1}\"}", "{\"inner\": \"{\\\"password\\\": ***, \\\"b\\\": 1}\"}")]
    [InlineData("password = 'hunter2 it is', b", "password = ***, b")]
    [InlineData("db.password=hunter2,hunter2 user=bob", "db.password=*** user=bob")]
    [InlineData("GET /health?deep=1&token=hunter2 HTTP/1.1", "GET /health?deep=1&token=*** HTTP/1.1")]
    [InlineData("GET /x?sig=hunter2&key=hunter2", "GET /x?sig=***&key=***")]
    [InlineData("amqp://me:hunter2@mq:5672/x", "amqp://***@mq:5672/x")]
    [InlineData("used AKIAIOSFODNN7EXAMPLE here", "used *** here")]
    [InlineData("ghp_0123456789abcdefghijABCDEFGHIJ012345", "***")]
    [InlineData("xoxb-1234567890-hunter2", "***")]
    [InlineData("sk-proj-hunter2hunter2hunter2", "***")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.c2ln-bmF0dXJl", "***")]
    [InlineData("export DB_PASSWORD := hunter2", "export DB_PASSWORD := ***")]
    [InlineData("author: Jane, 3 tasks; the monkey=2 keyboard=de", "author: Jane, 3 tasks; the monkey=2 keyboard=de")]
    [InlineData("File \"/srv/app/auth.py\", line 3, in authorize", "File \"/srv/app/auth.py\", line 3, in authorize")]
    [InlineData("", "")]
    public void Hide_Line_HasNoSecret(string line, string expected)
    {
        var hidden = SecretMask.Hide(line);

        Assert.Equal(expected, hidden);
        Assert.DoesNotContain("hunter2", hidden, StringComparison.Ordinal);
    }

    /// <summary>Quadratic would be a day for the longest of them.</summary>
    [Theory]
    [InlineData("token")]
    [InlineData("token.")]
    [InlineData("a")]
    [InlineData("\\")]
    [InlineData("auth=\"")]
    [InlineData("-token ")]
    [InlineData("eyJ")]
    [InlineData("://")]
    public void Hide_AMegabyteOfTraps_TakesSeconds(string trap)
    {
        var line = string.Concat(Enumerable.Repeat(trap, (1 << 20) / trap.Length));
        var began = Stopwatch.GetTimestamp();

        SecretMask.Hide(line);

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }
}
