#!/usr/bin/env python3
"""Stands between psql and the server, and looks at the catalog after each command.

A command that changes the catalog (digest.py) must change the fingerprint of the schema.  Outside of a transaction
block other sessions look, inside one the session itself, before the next command comes through.

usage: proxy.py DIRECTORY SERVER_DIRECTORY DATABASE RESULT READER
   DIRECTORY          where the proxy's socket is made
   SERVER_DIRECTORY   where the server's socket is
   DATABASE           commands in it are looked at; it has the extension
   RESULT             one JSON document per command that changed the catalog: statement, catalogs, seen
   READER             the program oracle_reader
"""

import json
import os
import select
import socket
import struct
import subprocess
import sys
import threading

import digest
import wire

SOCKET = ".s.PGSQL.5432"
# Commands that change nothing themselves; some go back to an earlier state.
TRANSACTION = {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE"}
# Commands that cannot change it, unless they call a function that does: these are looked at when they took a
# transaction number.
QUIET = {"SELECT", "INSERT", "UPDATE", "DELETE", "SET", "RESET", "SHOW", "EXPLAIN", "FETCH", "MOVE", "CLOSE", "DECLARE",
         "COPY", "EXECUTE", "DEALLOCATE", "VALUES", "WITH", "TABLE", "ANALYZE", "VACUUM", "LOCK", "LISTEN", "NOTIFY", "UNLISTEN",
         "CHECKPOINT", "DISCARD", "LOAD"}


# Of these depends how a row is written, names of functions and floating point numbers for example.
SETTINGS = {"search_path": "pg_catalog", "bytea_output": "hex", "extra_float_digits": "1", "quote_all_identifiers": "off"}


class Observer:
    """The state of one database as it was last looked at."""

    def __init__(self, path, database, result, reader):
        self.path, self.database, self.reader_program = path, database, reader
        self.result = open(result, "w", encoding="utf-8")
        self.lock = threading.Lock()
        self.connection = self.digest_query = self.reader = None
        self.digest, self.fingerprint, self.transaction = {}, None, None

    def ready(self):
        if self.connection is None:
            self.connection = wire.connect(self.path, "postgres", self.database)
        if self.digest_query is None:
            try:
                wire.run(self.connection, "GRANT EXECUTE ON FUNCTION public.schema_fingerprint() TO PUBLIC")
                # Roles of the suite look, too, where they are in a transaction block.
                wire.run(self.connection, "GRANT SELECT ON pg_catalog.pg_user_mapping TO PUBLIC")
            except wire.ServerError:
                return False
            for name, value in SETTINGS.items():
                wire.run(self.connection, f"SET {name} = {value}")
            self.digest_query = digest.query(lambda sql: wire.run(self.connection, sql))
            wire.run(self.connection, "PREPARE digest AS " + self.digest_query)
            self.reader = subprocess.Popen(
                [self.reader_program, f"host={os.path.dirname(self.path)} user=postgres dbname={self.database}"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.digest, self.fingerprint = self.look(), self.read()
        return True

    def look(self):
        """From outside."""
        return dict(map(tuple, wire.run(self.connection, "EXECUTE digest")))

    def look_in_block(self, session):
        """In a session's own transaction, whose settings come back."""
        wire.run(session, "SAVEPOINT oracle")
        try:
            for name, value in SETTINGS.items():
                wire.run(session, f"SET LOCAL {name} = {value}")
            return dict(map(tuple, wire.run(session, self.digest_query)))
        finally:
            wire.run(session, "ROLLBACK TO SAVEPOINT oracle")
            wire.run(session, "RELEASE SAVEPOINT oracle")

    def read(self):
        self.reader.stdin.write("\n")
        self.reader.stdin.flush()
        return self.reader.stdout.readline().strip() or "unreadable: the reader ended"

    @staticmethod
    def read_in_block(session):
        """In the session's own transaction, which must live on."""
        wire.run(session, "SAVEPOINT oracle")
        try:
            return wire.run(session, "SELECT public.schema_fingerprint()")[0][0]
        except wire.ServerError as error:
            wire.run(session, "ROLLBACK TO SAVEPOINT oracle")
            return "unreadable: " + str(error)
        finally:
            wire.run(session, "RELEASE SAVEPOINT oracle")

    def took_transaction(self):
        before = self.transaction
        self.transaction = wire.run(self.connection, "SELECT pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())")[0][0]
        return self.transaction != before

    def after(self, statement, state, session):
        """A command of a session succeeded; state is that of its transaction."""
        with self.lock:
            if not self.ready() or state == "E":
                return
            word = statement.lstrip().split(None, 1)[0].upper().rstrip(";") if statement.strip() else ""
            if word == "SET" and state == "T":
                return
            back = word in TRANSACTION and (state == "I" or word == "ROLLBACK")
            if word in TRANSACTION and not back:
                return
            if state == "I" and not self.took_transaction() and word in QUIET:
                return
            now = self.look_in_block(session) if state == "T" else self.look()
            changed = sorted(name for name in now if now[name] != self.digest.get(name))
            if not changed:
                return
            seen = self.read_in_block(session) if state == "T" else self.read()
            if not back:
                json.dump({"statement": statement, "catalogs": changed, "seen": seen != self.fingerprint,
                           "remark": seen if seen.startswith("unreadable") else ""}, self.result)
                self.result.write("\n")
                self.result.flush()
            self.digest, self.fingerprint = now, seen


def receive_exactly(connection, count):
    data = b""
    while len(data) < count:
        more = connection.recv(count - len(data))
        if not more:
            raise ConnectionError
        data += more
    return data


def serve(client, path, observer):
    server = socket.socket(socket.AF_UNIX)
    server.connect(path)
    with client, server:
        length = receive_exactly(client, 4)
        startup = receive_exactly(client, struct.unpack("!I", length)[0] - 4)
        server.sendall(length + startup)
        observed = wire.startup_parameters(startup).get("database") == observer.database
        from_client, from_server = wire.Messages(), wire.Messages()
        statement, failed = None, False
        while True:
            for source in select.select([client, server], [], [])[0]:
                data = source.recv(1 << 16)
                if not data:
                    return
                if source is client:
                    server.sendall(data)
                    for kind, message in from_client.feed(data) if observed else ():
                        if kind == "Q":
                            statement, failed = message[5:-1].decode(errors="replace"), False
                    continue
                if not observed:
                    client.sendall(data)
                    continue
                for kind, message in from_server.feed(data):
                    failed = failed or kind == "E"
                    if kind == "Z" and statement is not None:
                        if not failed:
                            observer.after(statement, chr(message[5]), server)
                        statement = None
                    client.sendall(message)


def serve_quietly(client, path, observer):
    try:
        serve(client, path, observer)
    except (ConnectionError, BrokenPipeError):
        pass


def main():
    directory, server_directory, database, result, reader = sys.argv[1:]
    path = os.path.join(server_directory, SOCKET)
    observer = Observer(path, database, result, reader)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.path.join(directory, SOCKET))
    listener.listen()
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve_quietly, args=(client, path, observer), daemon=True).start()


main()
