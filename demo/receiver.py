#!/usr/bin/env python3
"""A receiver of webhooks for the demo and the tests.

usage: receiver.py DIRECTORY

Binds a free port of 127.0.0.1 and writes it to DIRECTORY/port.  Appends every request as one JSON line to
DIRECTORY/requests.jsonl before it answers.  Answers 200, or the status in DIRECTORY/status when that file exists;
the status "hang" reads the request and never answers.
"""
import datetime
import http.server
import json
import os
import pathlib
import sys
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    directory: pathlib.Path
    lock = threading.Lock()

    def receive(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status = self.status()
        record = {
            "time": datetime.datetime.now(datetime.timezone.utc).isoformat(),
            "method": self.command,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": body.decode("utf-8", "backslashreplace"),
            "answered": status,
        }
        with self.lock, open(self.directory / "requests.jsonl", "a", encoding="utf-8") as out:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
        if status == "hang":
            threading.Event().wait()
        self.send_response(int(status))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = receive

    def status(self):
        try:
            return (self.directory / "status").read_text().strip() or "200"
        except FileNotFoundError:
            return "200"

    def log_message(self, *_):
        pass


def main():
    Handler.directory = pathlib.Path(sys.argv[1])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    # Renamed into place: who waits for the file never reads half of it.
    unfinished = Handler.directory / "port.unfinished"
    unfinished.write_text(str(server.server_address[1]))
    os.rename(unfinished, Handler.directory / "port")
    server.serve_forever()


if __name__ == "__main__":
    main()
