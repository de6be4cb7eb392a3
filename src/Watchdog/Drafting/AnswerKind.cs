namespace Watchdog.Drafting;

/// <summary>What an answer is worth to a health check.</summary>
internal enum AnswerKind
{
    /// <summary>It tells that the service is well.</summary>
    Health,

    /// <summary>It tells that the service is not well now: nothing to learn its well-being by.</summary>
    Failing,

    /// <summary>It came, and tells nothing of health: an index, a number of a version.</summary>
    NoHealth,

    /// <summary>A page for people: any path may answer so, a login page too.</summary>
    Page,

    /// <summary>401, 403 or 407.</summary>
    Login,

    /// <summary>3xx.</summary>
    Redirect,

    /// <summary>There is no such path, or it takes no GET.</summary>
    Missing,

    /// <summary>429.</summary>
    TooOften,
}
