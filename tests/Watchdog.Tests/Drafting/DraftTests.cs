using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

/// <summary>From facts to text, and what our own reader says of it.</summary>
public sealed class DraftTests
{
    [Fact]
    public void File_OneOfEach_IsThisText()
    {
        var web = Samples.Answering(
            Samples.Service("hermes-webui.service", 8787),
            ("/health", """{"status":"ok","accept_loop":{"requests_total":7}}"""),
            ("/health?deep=1", """{"status":"ok","checks":{"database":"ok","queue":"ok"}}"""));
        web = web with { Interview = web.Interview! with { Counter = "/accept_loop/requests_total" } };
        var redis = Samples.Service("redis-server.service", 6379);
        var known = new Candidate(redis, new Interview(redis.Ports[0], "This is Redis, which has no URL.") { Known = KnownProgram.Of("", 6379) }, Samples.Measured(8));
        var services = InstanceGroups.Of([web, known], Samples.Context);

        var text = Draft.File(
            services, [new LeftOut("ssh.service (0.0.0.0:22)", "it is your own way in")], Samples.Context with { Schema = "./watchdog.schema.json" }, new DateOnly(2026, 11, 20));

        Assert.Equal("""
            // Drafted by `watchdog init` on 2026-11-20 from what listens on this machine. Read it and take out what you do not want restarted; then
            // "watchdog validate" says whether it is right, and "watchdog validate --effective" shows all that is not said here.
            {
              // Lets your editor complete keys and explain them.
              "$schema": "./watchdog.schema.json",

              "services": {
                // hermes-webui.service listens at 127.0.0.1:8787.
                "hermes-webui": {
                  // The unit that is restarted.
                  "systemd": { "unit": "hermes-webui.service" },

                  // Does it answer at all? After three failures in a row, 15 s apart, it is restarted.
                  // The slowest of 14 answers took 4.2 ms.
                  "liveness": {
                    // It answered with "ok" at /status.
                    "url": "http://127.0.0.1:8787/health",
                    // Any other answer is a failure.
                    "expect": { "json": { "/status": "ok" } },
                  },

                  // Can it do its work? This path tells more, by checks of its own; it may cost more, so it is asked once a minute.
                  "deepHealth": {
                    // It answered with "ok" at /status.
                    "url": "http://127.0.0.1:8787/health?deep=1",
                    // Any other answer is a failure.
                    "expect": { "json": { "/status": "ok" } },
                    // These look at something outside of it, which no restart mends: where nothing else fails there is only an alert.
                    "alertOnly": ["/checks/database"],
                  },

                  // This number in the answer grew with each connection of ours. While it stands still nobody gets in, and it is restarted.
                  "acceptLoop": { "counter": "/accept_loop/requests_total" },

                  // It used 40 MiB at most in 1 min. It is restarted when it has been above this for two minutes.
                  "memory": { "max": "300M" },
                },

                // redis-server.service listens at 127.0.0.1:6379.
                "redis-server": {
                  // The unit that is restarted.
                  "systemd": { "unit": "redis-server.service" },

                  // Can it be connected to? This is Redis, which has no URL.
                  // This would see more, a process that hangs: "liveness": { "command": ["/usr/bin/redis-cli", "-p", "6379", "ping"] }
                  "liveness": {
                    // Being accepted passes.
                    "tcp": "127.0.0.1:6379",
                  },

                  // It used 8 MiB at most in 1 min. Its memory is its data, so there is only an alert.
                  "memory": { "max": "300M", "onFailure": "alert" },
                },
              },
            }
            //
            // What listens too, and is not watched by this:
            // - ssh.service (0.0.0.0:22): it is your own way in

            """, text);
        Assert.Empty(DraftFile.Problems(text));
    }

    [Fact]
    public void File_AnyLineWithAKey_HasItsReasonAboveIt()
    {
        var lines = Samples.Text(Samples.Answering(Samples.Service("a.service", 80), ("/", "ok"), ("/ready", "ready"))).Split('\n');

        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].TrimStart().StartsWith('"') && !lines[i].Contains("\"services\"", StringComparison.Ordinal)) Assert.StartsWith("//", lines[i - 1].TrimStart(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void File_StrangeNamesAndWords_AreReadAsTheyAre()
    {
        var strange = Samples.Service("a\\x2db\"${env:HOME}\u2028@x.service", 80) with { Manager = new ManagerPart("systemd", "{ \"unit\": \"a\\\\x2db@x.service\" }", "Whose.") };
        var candidate = Samples.Answering(strange, ("/health", "ok \u2028 \"y\": 1"));
        candidate = candidate with
        {
            Interview = candidate.Interview! with
            {
                Answers = candidate.Interview.Answers.Add(Samples.Answer("/ready", 302, "") with { Location = "http://x/\u2029\n\"z\": 1" }),
            },
        };

        var text = Samples.Text(InstanceGroups.Of([candidate, candidate with { Service = strange with { Manager = Samples.Manager("b.service") } }], Samples.Context), new LeftOut("x\u2028y\n", "z\u2029"));

        Assert.Empty(DraftFile.Problems(text));
        Assert.Contains("\"a-x2db---env:HOME--@x\": {", text, StringComparison.Ordinal);
        Assert.Contains("\"a-x2db---env:HOME--@x-2\": {", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_CertificateThatDoesNotHold_IsAcceptedAndSaid()
    {
        var service = Samples.Answering(Samples.Service("a.service", 8443), ("/health", "ok"));
        service = service with { Interview = service.Interview! with { Origin = new Origin(Samples.Port(8443).Bound, IsTls: true) { Objection = "the certificate is for another name than 127.0.0.1" } } };

        var text = Samples.Text(service);

        Assert.Contains("\"url\": \"https://127.0.0.1:8443/health\",\n        // Its certificate does not hold here: the certificate is for another name than 127.0.0.1.\n        \"tls\": { \"insecure\": true },", text, StringComparison.Ordinal);
        Assert.Empty(DraftFile.Problems(text));
    }

    [Fact]
    public void Parts_SlowAnswers_GetMoreTime()
    {
        var service = Samples.Answering(Samples.Service("a.service", 80), ("/health", "ok"));

        Assert.Contains("\"timeout\": \"15s\",", Samples.Text(service with { Measured = service.Measured with { Slowest = TimeSpan.FromSeconds(1.5) } }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_NobodyCouldBeConnectedTo_HasNoCheckThatWouldFail()
    {
        var service = Samples.Service("a.service", 80);
        var interview = await new Interviewer(new FakeAsker { Answer = _ => FakeAsker.Nothing(AskOutcome.NotReached, "the connection was refused") }).AskAsync(service, CancellationToken.None);

        var candidate = new Candidate(service, interview, new Measured());

        Assert.Equal("a.service\n\"systemd\": { \"unit\": \"a.service\" },\n", Samples.Bare(candidate));
        Assert.Contains("It could not be asked: the connection was refused. A check there would fail from the beginning, so there is none.", Samples.Notes(candidate));
        Assert.Empty(DraftFile.Problems(Samples.Text(candidate)));
    }

    [Fact]
    public void Parts_ManagerWithAHint_SaysItBelowItsReason()
    {
        var service = Samples.Answering(Samples.Service("com.example.web", 80) with { Manager = new ManagerPart("launchd", "{ \"target\": \"system/com.example.web\" }", "Whose.") { Hint = "More." } }, ("/health", "ok"));

        Assert.Contains("      // Whose.\n      // More.\n      \"launchd\": { \"target\": \"system/com.example.web\" },\n", Samples.Text(service), StringComparison.Ordinal);
        Assert.Empty(DraftFile.Problems(Samples.Text(service)));
    }

    [Fact]
    public void Parts_ProgramsOfAGroup_AreServicesByTheirNames()
    {
        var programs = new[] { "workers:web_00", "workers:web_01" }.Select((name, i) => Samples.Answering(
            Samples.Service(name, 8000 + i) with { Manager = new ManagerPart("supervisord", $"{{ \"program\": \"{name}\" }}", "Whose.") }, ("/health", "ok")));

        var text = Samples.Text([.. programs]);

        Assert.Contains("\n    \"workers:web_01\": {\n", text, StringComparison.Ordinal);
        Assert.Empty(DraftFile.Problems(text));
    }

    [Theory]
    [InlineData("ok", "An answer without this text is a failure.")]
    [InlineData("{\"status\":\"ok\"}", "Any other answer is a failure.")]
    public void Parts_Expected_SaysHowMuchHasToBeTheSame(string body, string comment) =>
        Assert.Contains($"// {comment}\n", Samples.Text(Samples.Answering(Samples.Service("a.service", 80), ("/health", body))), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "Its memory cannot be read, so there is no limit for it.")]
    [InlineData("the footprint of pid 7 cannot be read; run as its user, or as root", "Its memory cannot be read, so there is no limit for it: the footprint of pid 7 cannot be read; run as its user, or as root.")]
    public void Notes_MemoryUnseen_SaysWhy(string why, string note)
    {
        var service = Samples.Answering(Samples.Service("a.service", 80), ("/health", "ok"));

        Assert.Contains(note, Samples.Notes(service with { Measured = new Measured { MemoryUnseen = why } }));
    }

    [Fact]
    public void Parts_AnswerChangedWhileMeasured_ExpectsNothing()
    {
        var service = Samples.Answering(Samples.Service("a.service", 80), ("/health", "ok"));
        service = service with { Measured = service.Measured with { IsSteady = false } };

        Assert.DoesNotContain("expect\":", Samples.Text(service), StringComparison.Ordinal);
        Assert.Contains(Samples.Notes(service), note => note.StartsWith("It did not always answer in the same way", StringComparison.Ordinal));
    }

    [Fact]
    public void Parts_PageForPeople_IsConnectedToAndTheUrlSaid()
    {
        var service = Samples.Service("a.service", 80);
        var page = new Candidate(service, new Interview(service.Ports[0], "It answers with HTML.") { Origin = new Origin(Samples.Port(80).Bound, false), Answers = [Samples.Answer("/", 200, "<html>")] }, Samples.Measured(1));

        Assert.Contains(
            "// This would see more, a process that hangs: \"liveness\": { \"url\": \"http://127.0.0.1:80/\" }\n      \"liveness\": {\n        // Being accepted passes.\n        \"tcp\": \"127.0.0.1:80\",",
            Samples.Text(page), StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_OnlyAnotherAddress_IsConnectedToThere()
    {
        var port = Samples.Port(80, "192.0.2.7");
        var service = Samples.Service("a.service") with { Ports = [port] };

        Assert.Equal(
            "a.service\n\"systemd\": { \"unit\": \"a.service\" },\n\"liveness\": {\n  \"tcp\": \"192.0.2.7:80\",\n},\n",
            Samples.Bare(new Candidate(service, new Interview(port, "Why."), new Measured())));
    }

    [Fact]
    public void Parts_ListensNowhere_IsItsMemory()
    {
        var service = new Candidate(Samples.Service("a.service"), null, Samples.Measured(500));

        Assert.Equal("a.service\n\"systemd\": { \"unit\": \"a.service\" },\n\"memory\": { \"max\": \"1000M\" },\n", Samples.Bare(service));
        Assert.Empty(DraftFile.Problems(Samples.Text(service)));
    }

    [Fact]
    public void Notes_MemoryNearItsLimit_SayWhyThereIsNoLimitOfOurs()
    {
        var service = Samples.Answering(Samples.Service("a.service", 80), ("/health", "ok"));
        service = service with { Measured = Samples.Measured(480) with { MemoryLimit = 512 << 20 } };

        Assert.DoesNotContain("memory", Samples.Bare(service), StringComparison.Ordinal);
        Assert.Contains("It used 480 MiB at most in 1 min. Its own limit is 512 MiB. That is too near to what it may have for a limit of ours.", Samples.Notes(service));
    }

    [Fact]
    public void Notes_OtherAnswers_AreToldByKind()
    {
        var service = Samples.Answering(Samples.Service("a.service", 80), ("/health", "ok"));
        service = service with
        {
            Interview = service.Interview! with
            {
                Answers = [.. service.Interview.Answers, Samples.Answer("/ready", 401, ""), Samples.Answer("/live", 401, ""), Samples.Answer("/healthz", 404, ""), Samples.Answer("/health?deep=1", 503, ""), Samples.Answer("/", 302, "") with { Location = "/login" }],
            },
        };

        Assert.Equal(
            [
                "a.service listens at 127.0.0.1:80.",
                "/ready, /live want a login (401): with \"headers\" it can be asked all the same.",
                "/health?deep=1 says that it is not well now (503): look at that, and draft it again.",
                "/ redirects (302) to /login.",
            ],
            Samples.Notes(service));
    }
}
