namespace Watchdog.Drafting;

/// <summary>The words in which services tell how they are, and the keys at which they do.</summary>
internal static class HealthWords
{
    /// <summary>Keys of a status, the most telling first.</summary>
    public static readonly string[] Keys =
    [
        "status", "health", "healthy", "state", "ok", "alive", "live", "ready", "up", "running", "available", "success", "code", "message", "msg", "result",
    ];

    /// <summary>What a status may be wrapped in.</summary>
    public static readonly string[] Wrappers = ["data", "response", "result", "health", "status", "service", "app", "server", "payload"];

    /// <summary>Not "green": Elasticsearch is "yellow" for days and well.</summary>
    private static readonly HashSet<string> s_good = new(StringComparer.OrdinalIgnoreCase)
    {
        "ok", "okay", "up", "pass", "passed", "passing", "healthy", "alive", "ready", "live", "available", "running", "success", "succeeded", "good",
        "operational", "serving", "online", "active", "fine", "pong", "true", "yes",
    };

    private static readonly HashSet<string> s_bad = new(StringComparer.OrdinalIgnoreCase)
    {
        "fail", "failed", "failing", "failure", "error", "down", "unhealthy", "critical", "dead", "unavailable", "unreachable", "timeout", "false", "no",
        "not", "offline", "starting", "initializing", "loading", "stopping", "degraded", "warn", "warning",
    };

    /// <summary>Of whom the words are that say nothing for sure.</summary>
    private static readonly HashSet<string> s_vague = new(StringComparer.OrdinalIgnoreCase) { "message", "msg", "result", "code" };

    private static readonly HashSet<string> s_outside = new(StringComparer.OrdinalIgnoreCase)
    {
        "database", "db", "datasource", "postgres", "postgresql", "npgsql", "mysql", "mariadb", "sqlserver", "oracle", "mongo", "mongodb", "cassandra", "redis",
        "cache", "memcached", "elasticsearch", "opensearch", "kafka", "rabbit", "rabbitmq", "amqp", "nats", "s3", "smtp", "mail", "ldap", "dns", "internet",
        "upstream", "disk", "diskspace",
    };

    public static bool IsGood(string word) => s_good.Contains(word);

    public static bool IsBad(string word) => s_bad.Contains(word);

    /// <summary>Whether another word at this key than a good one says nothing.</summary>
    public static bool IsVague(string key) => s_vague.Contains(key);

    /// <summary>Whether a sub-check of this name looks at something outside of the service's process.</summary>
    public static bool IsOutside(string name) => Split(name).Any(s_outside.Contains);

    /// <summary>The words of a text or a name: <c>checkout-db</c> has two.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var from = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inWord = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (inWord && from < 0) from = i;
            if (inWord || from < 0) continue;
            yield return text[from..i];
            from = -1;
        }
    }
}
