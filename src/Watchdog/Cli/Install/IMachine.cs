namespace Watchdog.Cli.Install;

/// <summary>What a plan has to know about the machine. Only questions: nothing here changes anything. What cannot be read counts as absent.</summary>
internal interface IMachine
{
    /// <summary>The file of this very program, when that one file is the whole program; null for a build that needs others beside it.</summary>
    string? Program { get; }

    string UserName { get; }

    bool Exists(string path);

    bool Holds(string path, string text);

    bool SameContent(string one, string other);

    /// <summary>Text of a file of at most 4 MiB; null when it cannot be read.</summary>
    string? Read(string path);

    bool HasUser(string name);

    UnitFacts Unit(string name);

    /// <summary>Whether the user of the installed unit may write there, as far as modes and owners tell; true where they cannot be seen.</summary>
    bool ServiceUserMayWrite(string path);

    /// <summary>The user id that owns what is there; null where nothing is.</summary>
    uint? OwnerOf(string path);
}
