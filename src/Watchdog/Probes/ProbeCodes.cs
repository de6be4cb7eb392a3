namespace Watchdog.Probes;

/// <summary>
/// Every reason code that a probe can give, in one place because scripts depend on them: never changed once released. Codes that begin with
/// <c>own-</c> are errors of ours: the look is Unknown and counts in neither direction.
/// </summary>
public static class ProbeCodes
{
    /// <summary>Passed, but later than <c>expect.latency</c>: it only degrades.</summary>
    public const string Slow = "slow";

    /// <summary>Passed, but later than the check's deadline, in a look that was given longer: it is overloaded, not wedged.</summary>
    public const string Late = "late";

    // Reaching it

    /// <summary>Nothing listens there.</summary>
    public const string Refused = "refused";

    /// <summary>No route to the host or its network.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The name has no address. Alert only: a restart mends no name.</summary>
    public const string DnsFailed = "dns-failed";

    /// <summary>The resolver gave no answer within the deadline. Alert only.</summary>
    public const string TimeoutDns = "timeout-dns";

    /// <summary>No connection within the deadline, or (Unix socket) the accept backlog is full.</summary>
    public const string TimeoutConnect = "timeout-connect";

    /// <summary>Connected, but the TLS handshake was not done within the deadline.</summary>
    public const string TimeoutTls = "timeout-tls";

    /// <summary>The TLS handshake failed. Alert only when it is the certificate (expired, another name, untrusted).</summary>
    public const string TlsFailed = "tls-failed";

    // The answer on the wire

    /// <summary>Connected, and not a byte of an answer within the deadline.</summary>
    public const string TimeoutFirstByte = "timeout-first-byte";

    /// <summary>The headers began and were not complete within the deadline.</summary>
    public const string TimeoutHeaders = "timeout-headers";

    /// <summary>The body was not complete within the deadline.</summary>
    public const string TimeoutLastByte = "timeout-last-byte";

    /// <summary>The connection was reset.</summary>
    public const string Reset = "reset";

    /// <summary>The connection was closed without a byte of an answer.</summary>
    public const string EmptyReply = "empty-reply";

    /// <summary>The connection was closed in the middle of the answer.</summary>
    public const string IncompleteReply = "incomplete-reply";

    /// <summary>The answer is no valid HTTP.</summary>
    public const string BadResponse = "bad-response";

    /// <summary>More than 32 KiB of headers.</summary>
    public const string HeadersTooLarge = "headers-too-large";

    /// <summary>More than 64 KiB of body.</summary>
    public const string BodyTooLarge = "body-too-large";

    // Configuration: alert only

    /// <summary>A redirect to another scheme, host or port.</summary>
    public const string RedirectOffHost = "redirect-off-host";

    /// <summary>More than 5 redirects.</summary>
    public const string RedirectLoop = "redirect-loop";

    /// <summary>401.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>403.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>404.</summary>
    public const string NotFound = "not-found";

    /// <summary>407.</summary>
    public const string ProxyAuth = "proxy-auth";

    /// <summary>429.</summary>
    public const string RateLimited = "rate-limited";

    /// <summary>An HTML page where JSON was expected.</summary>
    public const string HtmlNotJson = "html-not-json";

    /// <summary>Nothing fails but a sub-check named in <c>alertOnly</c>.</summary>
    public const string SubCheckFailed = "sub-check-failed";

    // The application's answer

    /// <summary>503 without a body: usually a full worker pool.</summary>
    public const string Status503Empty = "status-503-empty";

    /// <summary>503 with a body.</summary>
    public const string Status503 = "status-503";

    /// <summary>Any other 500 to 599.</summary>
    public const string Status5xx = "status-5xx";

    /// <summary>Any other status that was not expected. Alert only for 3xx and 4xx (but 408).</summary>
    public const string UnexpectedStatus = "unexpected-status";

    /// <summary>JSON was expected.</summary>
    public const string NotJson = "not-json";

    /// <summary>Nested deeper than 64.</summary>
    public const string JsonTooDeep = "json-too-deep";

    /// <summary>Nothing stands at the pointer.</summary>
    public const string JsonMissing = "json-missing";

    /// <summary>Another value stands at the pointer.</summary>
    public const string JsonMismatch = "json-mismatch";

    /// <summary>The text stands nowhere in the body.</summary>
    public const string TextMissing = "text-missing";

    /// <summary>What stands at the pointer of a counter or of the memory is no finite number.</summary>
    public const string NotANumber = "not-a-number";

    // Commands

    /// <summary>Not done within the deadline; killed with all that it had started.</summary>
    public const string Timeout = "timeout";

    /// <summary>The exit code follows: <c>exit-3</c>.</summary>
    public const string ExitPrefix = "exit-";

    /// <summary>Ended by a signal (or by a shell's exit code for one: 128 and its number).</summary>
    public const string KilledBySignal = "killed-by-signal";

    /// <summary>There is no such program: Unknown, for it says nothing of the service.</summary>
    public const string CommandNotFound = "command-not-found";

    // Memory

    /// <summary>The memory is larger than its limit.</summary>
    public const string MemoryOverLimit = "memory-over-limit";

    /// <summary>The memory could not be read, and the manager does not say why: Unknown.</summary>
    public const string MemoryUnreadable = "memory-unreadable";

    // Errors of our own: Unknown

    /// <summary>No file descriptors left, ours or the machine's.</summary>
    public const string OwnDescriptors = "own-descriptors";

    /// <summary>No local port or socket buffer left.</summary>
    public const string OwnPorts = "own-ports";

    /// <summary>Out of memory.</summary>
    public const string OwnMemory = "own-memory";

    /// <summary>We may not connect, execute or read.</summary>
    public const string OwnAccess = "own-access";

    /// <summary>The CA file cannot be read or holds no certificate.</summary>
    public const string OwnCaFile = "own-ca-file";

    /// <summary>Anything else that went wrong on our side: most likely a bug.</summary>
    public const string OwnError = "own-error";
}
