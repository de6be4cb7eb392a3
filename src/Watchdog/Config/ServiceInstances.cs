using System.Collections.Immutable;
using Watchdog.Config.Format;

namespace Watchdog.Config;

/// <summary>Makes a service of each unit that a template glob matches.</summary>
public static class ServiceInstances
{
    private const string Suffix = ".service";

    /// <summary>
    /// The service for one unit, with <c>%i</c> replaced by what stands between its @ and its suffix, as it stands there. Null with the problem,
    /// in words, for an instance that fits into no URL or address (<c>80%i</c> with "one").
    /// </summary>
    public static ServiceConfig? TryForInstance(ServiceConfig template, string unit, out string problem)
    {
        problem = "";
        if (template.Manager is not SystemdConfig manager) return template;
        var checks = ImmutableArray.CreateBuilder<CheckConfig>(template.Checks.Length);
        foreach (var check in template.Checks)
        {
            if (Replace(check.Target, InstanceOf(unit)) is { } target)
            {
                checks.Add(check with { Target = target });
                continue;
            }

            problem = $"{check.Policy.Name}: the instance of {unit} cannot stand where %i is in the address; rename the unit or change the address";
            return null;
        }

        if (Dependencies(template, InstanceOf(unit)) is not { } dependsOn)
        {
            problem = $"dependsOn: the instance of {unit} cannot stand where %i is in the address; rename the unit or change the address";
            return null;
        }

        var name = $"{template.Name}/{unit}";
        return WaitingRules.Named(template with
        {
            Name = name,
            Manager = manager with { Unit = unit },
            Checks = checks.ToImmutable(),
            Secrets = template.Secrets.With(InstanceOf(unit)),
            Policy = template.Policy with { Name = name },
            DependsOn = [.. dependsOn],
            Busy = template.Busy is { } busy ? busy with { Command = [.. busy.Command.Select(argument => With(argument, InstanceOf(unit)))] } : null,
        });
    }

    private static List<DependencyConfig>? Dependencies(ServiceConfig template, string instance)
    {
        var all = new List<DependencyConfig>();
        foreach (var one in template.DependsOn)
        {
            if (one.Check is not { } check) all.Add(one);
            else if (Replace(check.Target, instance) is { } target) all.Add(one with { Check = check with { Target = target } });
            else return null;
        }

        return all;
    }

    private static string InstanceOf(string unit)
    {
        var stem = unit.EndsWith(Suffix, StringComparison.Ordinal) ? unit[..^Suffix.Length] : unit;
        return stem[(stem.IndexOf('@') + 1)..];
    }

    private static CheckTarget? Replace(CheckTarget target, string instance) => target switch
    {
        HttpTarget http => ReplaceUrl(http with { UnixSocket = http.UnixSocket is null ? null : With(http.UnixSocket, instance) },
            instance),
        TcpTarget { Template: { } template } => TcpText.Problem(With(template, instance)) is null ? TcpText.Parse(With(template, instance))
            : null,
        CommandTarget command => new CommandTarget([.. command.Command.Select(argument => With(argument, instance))]),
        _ => target,
    };

    private static HttpTarget? ReplaceUrl(HttpTarget http, string instance)
    {
        if (http.UrlTemplate is not { } template) return http;

        // An escaped instance (\x2d) has characters that mean something else in a URL.
        var url = With(template, Uri.EscapeDataString(instance));
        return UrlText.Problem(url) is null ? UrlText.Set(http, url) : null;
    }

    private static string With(string text, string instance) => text.Replace(UrlText.Instance, instance, StringComparison.Ordinal);
}
