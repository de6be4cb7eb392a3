namespace Watchdog.Tests.Managers.Launchd;

/// <summary>What launchctl prints, in the shapes that real Macs (macOS 13 to 26) have been seen to print.</summary>
internal static class Prints
{
    /// <summary>With everything that repeats the job's own words at other levels.</summary>
    public static string Job(string state, string rest) => $$"""
        gui/501/com.example.web = {
        	active count = 1
        	path = /Users/me/Library/LaunchAgents/com.example.web.plist
        	type = LaunchAgent
        	state = {{state}}

        	program = /opt/homebrew/bin/python3
        	arguments = {
        		/opt/homebrew/bin/python3
        		pid = 1
        		state = exited
        	}

        	working directory = /

        	environment = {
        		XPC_SERVICE_NAME => com.example.web
        		MESSAGE => first
        	pid = 99
        		state = not running
        	}

        	domain = gui/501 [100041]
        	asid = 100041
        	minimum runtime = 10
        	exit timeout = 5
        	{{rest.Replace("\n", "\n\t", StringComparison.Ordinal)}}

        	resource coalition = {
        		ID = 13753
        		type = resource
        		state = active
        		active count = 1
        		name = com.example.web
        	}

        	event triggers = {
        		com.example.web.1 => {
        			keepalive = 0
        			stream = com.apple.launchd.calendarinterval
        			descriptor = {
        				"Minute" => 5
        			}
        		}
        	}

        	spawn type = daemon (3)
        	job state = running
        	properties = runatload | inferred program
        }
        """;

    public const string NotRunningCalendar = """
        user/503/local.backup.check = {
        	active count = 0
        	path = /Users/me/Library/LaunchAgents/local.backup.check.plist
        	type = LaunchAgent
        	state = not running

        	program = /usr/local/bin/backup
        	minimum runtime = 10
        	exit timeout = 5
        	nice = 0
        	runs = 1
        	last exit code = 0

        	event channels = {
        		"com.apple.launchd.calendarinterval" = {
        			port = 0xc1851
        			active = 0
        		}
        	}

        	properties = 
        }
        """;

    /// <summary>Submitted by an app: no property list of its own, and no program but an identifier.</summary>
    public const string SpawnScheduled = """
        gui/501/com.example.helper = {
        	active count = 0
        	path = (submitted by smd.553)
        	type = Submitted
        	managed_by = com.apple.xpc.ServiceManagement
        	state = spawn scheduled

        	program identifier = Contents/Helpers/helper (mode: 2)
        	minimum runtime = 30
        	exit timeout = 5
        	runs = 22138
        	last exit code = 78: EX_CONFIG

        	resource coalition = {
        		state = active
        		active count = 1
        	}

        	job state = spawn failed
        }
        """;

    public const string CodeSigning = """
        gui/501/com.example.probe = {
        	active count = 0
        	state = spawn scheduled

        	runs = 6
        	last exit reason = OS_REASON_CODESIGNING
        	job state = spawn failed
        }
        """;

    public const string MidExec = """
        gui/501/com.example.helper = {
        	active count = 1
        	state = xpcproxy

        	runs = 1
        	last exit code = (never exited)
        }
        """;

    /// <summary>Up to macOS 10.14: no domain in the header, and blanks for tabs.</summary>
    public const string OldHeader = """
        com.example.web = {
            active count = 1
            path = /Library/LaunchDaemons/com.example.web.plist
            state = running

            program = /usr/local/bin/web
            runs = 3
            pid = 411
            last exit code = 1
        }
        """;

    /// <summary>Cut off within a block.</summary>
    public const string CutOff = """
        gui/501/com.example.web = {
        	active count = 33
        	state = running
        	pid = 28868

        	endpoints = {
        		"com.example.web" = {
        			port = 0xcafebabe
        			state = active
        """;

    /// <summary>Of a user at the screen, with every kind of status.</summary>
    public const string Gui =
        "gui/501 = {\n\ttype = login\n\thandle = 100017\n\tactive count = 425\n\tservice count = 424\n\tcreator = loginwindow[536]\n\tsession = Aqua\n"
        + "\tsecurity context = {\n\t\tuid = 501\n\t\tasid = 100017\n\t}\n\n\tbringup time = 64 ms\n\tenvironment = {\n\t\tSSH_AUTH_SOCK => /private/tmp/com.apple.launchd.x/Listeners\n\t}\n\n"
        + "\tservices = {\n\t\t     887      - \tnet.example.postgresql\n\t\t       0      - \tcom.apple.never-ran\n\t\t       0     78 \tcom.example.broken\n"
        + "\t\t       0     -9 \tcom.example.killed\n\t\t   25900   (pe) \tcom.example.pressed\n\t\t   12345      0 \tapplication.com.apple.Safari.1152921500311879999.1152921500311880003\n"
        + "\t\tnot a service\n\t}\n\n\tunmanaged processes = {\n\t\t     700      - \tcom.example.unmanaged\n\t\tcom.apple.xpc.launchd.unmanaged.loginwindow.536 = {\n\t\t\tactive count = 3\n\t\t}\n\t}\n\n"
        + "\tendpoints = {\n\t\t 0x1b123    M   A   com.apple.example\n\t}\n\n\tdisabled services = {\n\t\t\"com.apple.rcd\" => disabled\n\t}\n\n\tproperties = gui | gui login\n}\n";

    /// <summary>Of the system.</summary>
    public const string System =
        "system = {\n\ttype = system\n\thandle = 0\n\tactive count = 1089\n\tservice count = 431\n\tservice stats = {\n\t\tcom.apple.launchd.service-stats-default (4096 records)\n\t}\n"
        + "\ttrial factors = {\n\t}\n\tcreator = launchd[1]\n\tsecurity context = {\n\t\tuid unset\n\t\tasid = 0\n\t}\n\n\tsubdomains = {\n\t\tpid/85352\n\t}\n\n"
        + "\tservices = {\n\t\t       0      - \tcom.apple.rpmuxd\n\t\t     539      - \tcom.apple.runningboardd\n\t\t     297      - \thomebrew.mxcl.nginx\n\t}\n\n"
        + "\tunmanaged processes = {\n\t}\n\n\tendpoints = {\n\t\t       0    M   D   com.apple.fpsd.arcadeservice\n\t}\n\n\tproperties = uncorked | audit check done\n}\n";
}
