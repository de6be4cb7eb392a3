using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

public sealed class ArgumentMaskTests
{
    [Theory]
    [InlineData("server|--token=hunter2|--port=80", "server --token=*** --port=80")]
    [InlineData("server|--token=hunter2 and more|x", "server --token=*** x")]
    [InlineData("server|--password|hunter2|--port|80", "server --password *** --port 80")]
    [InlineData("server|--no-auth|--listen", "server --no-auth --listen")]
    [InlineData("env|API_KEY=hunter2|server", "env API_KEY=*** server")]
    [InlineData("java|-Ddb.passwd=hunter2|-jar|x.jar", "java -Ddb.passwd=*** -jar x.jar")]
    [InlineData("curl|-H|Authorization: Bearer hunter2|http://h/", "curl -H Authorization:*** http://h/")]
    [InlineData("sh|-c|echo a; TOKEN=hunter2 exec server --secret hunter2 -v", "sh -c echo a; TOKEN=*** exec server --secret *** -v")]
    [InlineData("worker: --api-key hunter2 of queue", "worker: --api-key *** of queue")]
    [InlineData("psql|postgres://me:hunter2@db/x?sslmode=on", "psql postgres://***@db/x?sslmode=on")]
    [InlineData("curl|http://h/?a=1&access_token=hunter2&b=2", "curl http://h/?a=1&access_token=***&b=2")]
    [InlineData("x|{\"token\":\"hunter2\",\"a\":1}", "x {\"token\":***,\"a\":1}")]
    [InlineData("curl|-H|X: bearer hunter2", "curl -H X: bearer ***")]
    [InlineData("redis-server|--requirepass|hunter2|--port|80", "redis-server --requirepass *** --port 80")]
    [InlineData("server|--a-password|-hunter2|-v", "server --a-password *** -v")]
    [InlineData("curl|-u|me:hunter2|http://h/", "curl -u me:*** http://h/")]
    [InlineData("env|DB_PASS=hunter2 and more|server", "env DB_PASS=*** server")]
    [InlineData("llm|--max-tokens=4096|--max-tokens|4096|--keyfile|/path", "llm --max-tokens=4096 --max-tokens 4096 --keyfile /path")]
    [InlineData("psql|--no-password|-h|db", "psql --no-password -h db")]
    [InlineData("git|commit|--author=Jane", "git commit --author=Jane")]
    [InlineData("/usr/bin/python3|-m|http.server|8787", "/usr/bin/python3 -m http.server 8787")]
    [InlineData("", "")]
    public void Line_Arguments_HasNoSecret(string arguments, string expected)
    {
        var line = ArgumentMask.Line(arguments.Split('|'));

        Assert.Equal(expected, line);
        Assert.DoesNotContain("hunter2", line);
    }
}
