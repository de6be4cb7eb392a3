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
    [InlineData("mysql --pass hunter2 --host h", "mysql --pass *** --host h")]
    [InlineData("DB_PASS=hunter2 b", "DB_PASS=*** b")]
    [InlineData("PASS=hunter2", "PASS=***")]
    [InlineData("{\"pass\":\"hunter2\",\"a\":1}", "{\"pass\":***,\"a\":1}")]
    [InlineData("redis --pw hunter2 --port 1", "redis --pw *** --port 1")]
    [InlineData("redis-server --requirepass hunter2 --port 1", "redis-server --requirepass *** --port 1")]
    [InlineData("openssl -passin pass:hunter2 -in f", "openssl -passin pass:*** -in f")]
    [InlineData("dbPass=hunter2 encryptionKey: hunter2", "dbPass=*** encryptionKey: ***")]
    [InlineData("ENCRYPTION_KEY=hunter2 LICENSE_KEY=hunter2 client_key=hunter2", "ENCRYPTION_KEY=*** LICENSE_KEY=*** client_key=***")]
    [InlineData("{\"key\":\"hunter2\",\"a\":2}", "{\"key\":***,\"a\":2}")]
    [InlineData("server --jwt hunter2 -v", "server --jwt *** -v")]
    [InlineData("server --a-password -hunter2 -v", "server --a-password *** -v")]
    [InlineData("server --password \"hunter2 hunter2\" -v", "server --password *** -v")]
    [InlineData("{\"command\":\"server --secret hunter2\",\"a\":1}", "{\"command\":\"server --secret ***\",\"a\":1}")]
    [InlineData("[\"--password\",\"hunter2\",\"--port\",\"80\"]", "[\"--password\",***,\"--port\",\"80\"]")]
    [InlineData("user[password]=hunter2&a=1", "user[password]=***&a=1")]
    [InlineData("PHPSESSID=hunter2; a=b", "PHPSESSID=***; a=b")]
    [InlineData("password=a\\hunter2 b", "password=*** b")]
    [InlineData("login password is \"hunter2\" today", "login password is *** today")]
    [InlineData("{\"tokens\":[\"hunter2\",\"]hunter2\"],\"a\":1}", "{\"tokens\":***,\"a\":1}")]
    [InlineData("{\"password\":[\"hunter2\"]}", "{\"password\":***}")]
    [InlineData("{\"password\":{\"v\":\"hunter2\",\"w\":{\"a\":\"}hunter2\"}},\"b\":2}", "{\"password\":***,\"b\":2}")]
    [InlineData("{\"password\":[\"hunter2\", \"cut", "{\"password\":***")]
    [InlineData("{\"inner\": \"{\\\"tokens\\\":[\\\"hunter2\\\"],\\\"b\\\":1}\"}", "{\"inner\": \"{\\\"tokens\\\":***,\\\"b\\\":1}\"}")]
    [InlineData("[{\"name\":\"DB_PASSWORD\",\"value\":\"hunter2\"},{\"name\":\"A\",\"value\":\"y\"}]", "[{\"name\":\"DB_PASSWORD\",\"value\":***},{\"name\":\"A\",\"value\":\"y\"}]")]
    [InlineData("{\"key\": \"DB_PASSWORD\", \"value\": \"hunter2\"}", "{\"key\": \"DB_PASSWORD\", \"value\": ***}")]
    [InlineData("{\"e\":\"[{\\\"name\\\":\\\"DB_PASSWORD\\\",\\\"value\\\":\\\"hunter2\\\"}]\"}", "{\"e\":\"[{\\\"name\\\":\\\"DB_PASSWORD\\\",\\\"value\\\":***}]\"}")]
    [InlineData("X-Session: hunter2", "X-Session: ***")]
    [InlineData("X-Csrf: hunter2", "X-Csrf: ***")]
    [InlineData("X-XSRF-Thing: hunter2", "X-XSRF-Thing: ***")]
    [InlineData("Authorization: Digest username=\"bob\", response=\"hunter2\", nc=1", "Authorization: ***")]
    [InlineData("got Digest username=\"bob\", response=\"hunter2\", nc=1", "got Digest username=\"bob\", response=***, nc=1")]
    [InlineData("msg=\"got Authorization: Bearer hunter2 x\" level=info", "msg=\"got Authorization: ***\" level=info")]
    [InlineData("basic aHVudGVyMg==", "basic ***")]
    [InlineData("{\"Cookie\":[\"session=hunter2; uid=hunter2\"],\"Accept\":[\"*/*\"]}", "{\"Cookie\":***,\"Accept\":[\"*/*\"]}")]
    [InlineData("{ \"Authorization\": [ \"Token hunter2\" ], \"n\": 1 }", "{ \"Authorization\": ***, \"n\": 1 }")]
    [InlineData("{\\\"Set-Cookie\\\":[\\\"sid=hunter2\\\",\\\"b=hunter2\\\"],\\\"n\\\":1}", "{\\\"Set-Cookie\\\":***,\\\"n\\\":1}")]
    [InlineData("postgres://u:pa@hunter2@h/db", "postgres://***@h/db")]
    [InlineData("https://hooks.slack.com/services/T0/B0/hunter2 and", "https://hooks.slack.com/services/*** and")]
    [InlineData("https://discord.com/api/webhooks/12/hunter2?wait=true", "https://discord.com/api/webhooks/***")]
    [InlineData("https://discordapp.com/api/v10/webhooks/12/hunter2", "https://discordapp.com/api/v10/webhooks/***")]
    [InlineData("https://api.telegram.org/bot12:hunter2/getMe", "https://api.telegram.org/bot***")]
    [InlineData("curl -u a:hunter2 http://h", "curl -u a:*** http://h")]
    [InlineData("curl --user 'a:hunter2' http://h", "curl --user 'a:***' http://h")]
    [InlineData("login (user=0x55d0 \"bob\", password=0x7ffce7d1c360 \"hunter2-a\", api_token=0x55d1 \"hunter2\") at a.c:3", "login (user=0x55d0 \"bob\", password=***, api_token=***) at a.c:3")]
    [InlineData("login (password=password@entry=0x7ffce7d1c360 \"hunter2 \\\" hunter2\"..., n=3)", "login (password=***..., n=3)")]
    [InlineData("password = 0x4006f4 <kept<int>+4> L\"hunter2\", token=@0x7ffe: \"hunter2\"", "password = ***, token=***")]
    [InlineData("{'password': b'hunter2', 'a': 1}", "{'password': ***, 'a': 1}")]
    [InlineData("password=b\"hunter2 hunter2\" secret: u8\"hunter2\" token=Rb'hunter2'", "password=*** secret: *** token=***")]
    [InlineData("Login { token: Some(\"hunter2\"), secret: bytearray(b'hunter2') }", "Login { token: ***), secret: ***) }")]
    [InlineData("{b'cookie': b'a=hunter2; b=hunter2', b'a': 1}", "{b'cookie': ***, b'a': 1}")]
    [InlineData("password: !!binary hunter2", "password: ***")]
    [InlineData("password: !!str \"hunter2 hunter2\"", "password: ***")]
    [InlineData("<user>bob</user><password>hunter2 hunter2</password><a>1</a>", "<user>bob</user><password>***</password><a>1</a>")]
    [InlineData("<wsse:Password Type=\"text\">hunter2</wsse:Password>", "<wsse:Password Type=\"text\">***</wsse:Password>")]
    [InlineData("<token><![CDATA[<hunter2>]]></token>", "<token>***]]></token>")]
    [InlineData("<auth token=\"hunter2\" n=\"1\">hunter2</auth>", "<auth token=*** n=\"1\">***</auth>")]
    [InlineData("at <password:hunter2", "at <password:***")]
    [InlineData("<token = hunter2> is", "<token = *** is")]
    [InlineData("auth: l'utilisateur est inconnu, password=u8'a' kept", "auth: ***'utilisateur est inconnu, password=***'a' kept")]
    [InlineData("dict_items([('key', 'Label'), (\"key\", \"a\")])", "dict_items([('key', 'Label'), (\"key\", \"a\")])")]
    [InlineData("[('password', 'hunter2'), (b'authorization', b'Token hunter2'), ('a', 'b')]", "[('password', ***), (b'authorization', ***), ('a', 'b')]")]
    [InlineData("author: Jane, 3 tasks; the monkey=2 keyboard=de", "author: Jane, 3 tasks; the monkey=2 keyboard=de")]
    [InlineData("File \"/srv/app/auth.py\", line 3, in authorize", "File \"/srv/app/auth.py\", line 3, in authorize")]
    [InlineData("", "")]
    public void Hide_Line_HasNoSecret(string line, string expected)
    {
        var hidden = SecretMask.Hide(line);

        Assert.Equal(expected, hidden);
        Assert.DoesNotContain("hunter2", hidden, StringComparison.Ordinal);
    }

    /// <summary>What is masked without need is evidence that is lost.</summary>
    [Theory]
    [InlineData("monkey=1 keyboard=de primary_key=5 routing_key=a.b design_key=7 keys: 12 key=user:12 session_keys")]
    [InlineData("server --keyfile /path --password-file /etc/pw DB_PASSWORD_FILE=/run/secrets/db")]
    [InlineData("passed=1 bypass=1 pass 3 of 5, 2 passes, compass: north")]
    [InlineData("pwd=/srv PWD=/srv OLDPWD=/x")]
    [InlineData("session opened for user root; session: opened")]
    [InlineData("token bucket tokens_per_second=12 max_tokens=4096 tokens: 7")]
    [InlineData("total_tokens: 812, {\"total_tokens\":812,\"prompt_tokens\":0} max_tokens=4096,temperature=0.7")]
    [InlineData("llm --max-tokens 4096 tokenizer=bpe")]
    [InlineData("auth=false token: null password=None, {\"token\":null}")]
    [InlineData("std::token::parse failed; auth::login went well")]
    [InlineData("psql --no-password -h host --ask-pass -v")]
    [InlineData("server --password --verbose")]
    [InlineData("docker run -u 1000:1000 image; journalctl -u web")]
    [InlineData("response=\"ok\" status=200")]
    [InlineData("Basic health check went well; basic settings")]
    [InlineData("https://h/a@b?mail=c")]
    [InlineData("usage: login <user> <password> [--port N] <token>")]
    [InlineData("<tokenizer>bpe</tokenizer> List<Token> a; found(\"monkey\", \"business\")")]
    [InlineData("login (user=0x55d0 \"bob\", n=0x3 \"three\") at login.c:3")]
    [InlineData("the password is wrong; no password given; secret not found")]
    [InlineData("2026-11-22 02:45:23.123 info    web[7]: GET /health 200 in 12ms")]
    public void Hide_WhatIsNoSecret_Stays(string line) => Assert.Equal(line, SecretMask.Hide(line));

    [Theory]
    [InlineData("password=[")]
    [InlineData("\"key\":\"")]
    [InlineData("token=\\\"")]
    [InlineData("cookie: a=\"")]
    [InlineData("--password -x\\")]
    [InlineData("-u a")]
    [InlineData("x:y@")]
    [InlineData("<token>")]
    [InlineData("<token a")]
    [InlineData("<token><![CDATA[")]
    [InlineData("('token', '")]
    [InlineData("(\"token\", \\'")]
    [InlineData("token=token@entry=")]
    [InlineData("token=0x1 <")]
    [InlineData("token=a(a(a(a(")]
    [InlineData("token: !a ")]
    [InlineData("\"token\",\"value\":")]
    [InlineData(" ")]
    public void Hide_AHostileLine_TakesNoTime(string trap)
    {
        var line = string.Concat(Enumerable.Repeat(trap, (64 << 10) / trap.Length));
        var began = Stopwatch.GetTimestamp();

        SecretMask.Hide(line);

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(10));
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
