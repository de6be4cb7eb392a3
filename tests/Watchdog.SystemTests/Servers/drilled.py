"""A service to drill: well, or with a fault that only restarts, or looks between them, bring to light.

  drilled.py PORT FAULT [FILE]

GET of anything: 200 {"status": "ok"}. FAULT is one of

  none          well
  leak          every answer opens a file and forgets it
  unawaited     on SIGTERM it says "coroutine 'Session.close' was never awaited" on stderr, and ends with a traceback and exit code 1
  third-crashes its third start, counted in FILE, ends at once with code 3
  ignore-term-orphan
                SIGTERM does nothing, and it has a child that lives on where the unit's KillMode lets it
"""

import http.server
import os
import signal
import subprocess
import sys

PORT, FAULT = int(sys.argv[1]), sys.argv[2]
kept = []


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if FAULT == "leak":
            kept.append(open("/dev/null"))
        body = b'{"status": "ok"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def end(*_):
    if FAULT == "unawaited":
        print("drilled.py:7: RuntimeWarning: coroutine 'Session.close' was never awaited", file=sys.stderr, flush=True)
        raise RuntimeError("the session was closed twice")
    os._exit(0)


if FAULT == "third-crashes":
    with open(sys.argv[3], "a+") as starts:
        starts.write("start\n")
        starts.seek(0)
        if len(starts.readlines()) == 3:
            sys.exit(3)

signal.signal(signal.SIGTERM, signal.SIG_IGN if FAULT == "ignore-term-orphan" else end)
if FAULT == "ignore-term-orphan":
    subprocess.Popen(["/usr/bin/sleep", "infinity"])
http.server.ThreadingHTTPServer.allow_reuse_address = True
http.server.ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
