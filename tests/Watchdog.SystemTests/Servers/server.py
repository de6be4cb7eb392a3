"""A service to watch: threaded, with the ways to go wrong that a watchdog has to tell apart.

  server.py PORT CONTROL [--exit-on-term CODE] [--ignore-term] [--dump FILE]

CONTROL is a file; what it says holds from within 50 ms of being written, and a missing or empty one means ok:
  ok             GET /health: 200 {"status": "ok", "accept_loop": {"requests_total": N}}, with ?deep=1 also {"checks": {"database": "ok"}}
  deep-fail      ?deep=1 answers 503 {"status": "fail", "checks": {"database": "ok", "queue": "fail"}}
  dependency     as deep-fail, but it is the database that fails
  hang-accept    the accept loop stands still: connections are taken by the kernel, nothing is answered
  hang-handler   accepted, and never answered
  flat           answers well, but the counter stands still
  grow N         holds N MiB more, once for each new content of the file
  busy N         answers well, with {"active_streams": N}
  exit N         ends with that code

--dump has SIGUSR1 write the stacks of all threads into FILE.
"""

import faulthandler
import json
import os
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class State:
    mode = "ok"
    accepted = 0
    ballast = []
    control = ""


def read_control():
    try:
        with open(State.control) as file:
            mode = file.read().strip() or "ok"
    except FileNotFoundError:
        mode = "ok"
    if mode == State.mode:
        return
    State.mode = mode
    if mode.startswith("grow "):
        State.ballast.append(bytearray(os.urandom(1024)) * (int(mode.split()[1]) * 1024))
    if mode.startswith("exit "):
        os._exit(int(mode.split()[1]))


class Server(ThreadingHTTPServer):
    request_queue_size = 16
    daemon_threads = True

    def service_actions(self):
        read_control()
        while State.mode == "hang-accept":
            time.sleep(0.05)
            read_control()

    def get_request(self):
        accepted = super().get_request()
        if State.mode != "flat":
            State.accepted += 1
        return accepted


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        while State.mode == "hang-handler":
            time.sleep(0.05)
        body = {"status": "ok", "pid": os.getpid(), "accept_loop": {"requests_total": State.accepted}}
        status = 200
        if State.mode.startswith("busy "):
            body["active_streams"] = int(State.mode.split()[1])
        if "deep=1" in self.path:
            broken = {"deep-fail": "queue", "dependency": "database"}.get(State.mode)
            body["checks"] = {name: "fail" if name == broken else "ok" for name in ("database", "queue")}
            if broken:
                body["status"], status = "fail", 503
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def main():
    port, State.control, options = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    if "--ignore-term" in options:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if "--dump" in options:
        faulthandler.register(signal.SIGUSR1, file=open(options[options.index("--dump") + 1], "w"), all_threads=True)
    if "--exit-on-term" in options:
        code = int(options[options.index("--exit-on-term") + 1])
        signal.signal(signal.SIGTERM, lambda *_: os._exit(code))
    server = Server(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()


main()
