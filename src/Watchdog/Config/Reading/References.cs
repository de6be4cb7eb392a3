using System.Text;

namespace Watchdog.Config.Reading;

/// <summary>
/// Puts the values of <c>${env:NAME}</c>, <c>${file:PATH}</c> and <c>${credential:NAME}</c> into strings; <c>$${</c> stands for <c>${</c>.
/// What is missing is named, what is found never.
/// </summary>
internal sealed class References(string folder, Func<string, string?> environment, Findings findings)
{
    private const int MostBytes = 64 << 10;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly List<(Node, string, FileStatus?)> _files = [];
    private readonly HashSet<string> _values = [];
    private readonly HashSet<string> _variables = [];

    /// <summary>The files whose content has been taken, with the string that each stands in.</summary>
    public IReadOnlyList<(Node Node, string Path, FileStatus? Status)> Files => _files;

    /// <summary>Everything that has been put in.</summary>
    public IReadOnlyCollection<string> Values => _values;

    /// <summary>The names of the environment variables that have been asked for.</summary>
    public IReadOnlyCollection<string> Variables => _variables;

    public void Resolve(Node node)
    {
        foreach (var member in node.Members) Resolve(member.Value);
        foreach (var item in node.Items) Resolve(item);
        if (node.Kind != NodeKind.String || !node.Text.Contains("${", StringComparison.Ordinal)) return;

        var text = Expand(node);
        if (text is null) node.Kind = NodeKind.Unresolved;
        else node.Text = text;
    }

    private string? Expand(Node node)
    {
        var source = node.Text;
        var text = new StringBuilder();
        var complete = true;
        for (var at = 0; at < source.Length;)
        {
            if (source.AsSpan(at).StartsWith("$${"))
            {
                text.Append("${");
                at += 3;
            }
            else if (source.AsSpan(at).StartsWith("${"))
            {
                var end = source.IndexOf('}', at);
                if (end < 0) return Fail(node, "this reference has no end; close it with }, or write $${ for a plain ${");
                node.IsSecret = true;
                var value = Value(node, source[(at + 2)..end]);
                complete &= value is not null;
                text.Append(value);
                if (value is not null)
                {
                    node.Secrets.Add(value);
                    _values.Add(value);
                }

                at = end + 1;
            }
            else
            {
                text.Append(source[at++]);
            }
        }

        return complete ? text.ToString() : null;
    }

    private string? Value(Node node, string reference)
    {
        var (kind, name) = reference.IndexOf(':') is var colon and >= 0 ? (reference[..colon], reference[(colon + 1)..]) : (reference, "");
        if (kind is not ("env" or "file" or "credential") || name.Length == 0)
        {
            return Fail(node, $"${{{reference}}} is no reference; write ${{env:NAME}}, ${{file:PATH}} or ${{credential:NAME}}, or $${{ for a plain ${{");
        }

        if (kind == "env") _variables.Add(name);
        return kind switch
        {
            "env" => environment(name) ?? NotHere(node, $"the environment variable {name} is not set; set it (systemd: Environment= or EnvironmentFile=)"),
            "file" => ReadFile(node, reference, Path.Combine(folder, name)),
            _ => ReadCredential(node, reference, name),
        };
    }

    private string? ReadCredential(Node node, string reference, string name)
    {
        if (name.Contains('/') || name is "." or "..") return Fail(node,
            $"{name} is no name of a credential; give the name that LoadCredential= has");
        return environment("CREDENTIALS_DIRECTORY") is { Length: > 0 } credentials
            ? ReadFile(node, reference, Path.Combine(credentials, name))
            : NotHere(node, $"the credential {name} cannot be had: CREDENTIALS_DIRECTORY is not set; add LoadCredential={name}:PATH to our unit");
    }

    private string? ReadFile(Node node, string reference, string path)
    {
        var file = BoundedFile.Read(path, MostBytes);
        if (file.Content is null) return Fail(node, $"${{{reference}}}: {file.Problem}");
        _files.Add((node, path, file.Status));
        try
        {
            var text = Strict.GetString(file.Content);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (DecoderFallbackException)
        {
            return Fail(node, $"${{{reference}}}: this file is no UTF-8 text; save it as such");
        }
    }

    private string? NotHere(Node node, string message)
    {
        if (!findings.Elsewhere) return Fail(node, message);

        findings.Warn(node, $"in this shell {message}");
        return null;
    }

    private string? Fail(Node node, string message)
    {
        findings.Error(node, message);
        return null;
    }
}
