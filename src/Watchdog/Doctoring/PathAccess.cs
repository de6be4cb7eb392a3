using Watchdog.Kernel;

namespace Watchdog.Doctoring;

/// <summary>What a user may do with a path, by its modes: root may do all but run what nobody may run.</summary>
internal static class PathAccess
{
    private const int Write = 2, Enter = 1;

    /// <summary>Why the path is of no use; null when it is, or when that cannot be known from here.</summary>
    public static string? Problem(PathFact fact)
    {
        var last = fact.Steps[^1];
        if (last.State == FileState.Missing) return "does not exist";
        if (last.State == FileState.There && fact.Need == PathNeed.Enter && !last.IsFolder) return "is no folder";
        if (last.State == FileState.There && fact.Need == PathNeed.Run && !last.IsFile) return "is no program";
        if (fact.Need == PathNeed.Exists || fact.Reader is not { } user) return null;

        // Where we see no further, what lies above may still tell.
        if (!fact.Steps.SkipLast(1).All(step => May(user, step, Enter) != false)) return $"lies in a folder that user {user.Name} may not enter";
        if (last.State == FileState.Unseen) return null;
        return fact.Need switch
        {
            PathNeed.Enter when May(user, last, Enter) == false => $"may not be entered by user {user.Name}",
            PathNeed.Run when May(user, last, Enter) == false => $"may not be run by user {user.Name}",
            PathNeed.Write when MayNotWrite(user, last) && fact.Inside is null => $"may not be written by user {user.Name}",
            PathNeed.Write when MayNotWrite(user, last) && fact.Inside!.Value.All(one => one.State == FileState.There && MayNotWrite(user, one)) => $"may not be written by user {user.Name}, nor may anything that lies in it",
            _ => null,
        };
    }

    private static bool MayNotWrite(UserIds user, FileLook file) => May(user, file, file.IsFolder ? Write | Enter : Write) == false;

    /// <summary>Null where an access list decides instead.</summary>
    internal static bool? May(UserIds user, FileLook file, int wanted)
    {
        if (user.Uid == 0) return wanted != Enter || file.IsFolder || (file.Mode & 0x49) != 0;
        if (file.HasAcl) return null;

        // The first class that fits decides alone: an owner without a right does not get it as one of the others.
        var shift = file.Uid == user.Uid ? 6 : user.Groups.Contains(file.Gid) ? 3 : 0;
        return ((file.Mode >> shift) & 7 & wanted) == wanted;
    }
}
