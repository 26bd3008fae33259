"""PostgreSQL's wire protocol, as much of it as a proxy and a client of simple queries need."""

import socket
import struct


class ServerError(Exception):
    pass


class Messages:
    """Cuts a stream of bytes into messages: (type, whole message)."""

    def __init__(self):
        self.buffer = bytearray()

    def feed(self, data):
        self.buffer += data
        start = 0
        while len(self.buffer) - start >= 5:
            length = 1 + struct.unpack_from("!I", self.buffer, start + 1)[0]
            if len(self.buffer) - start < length:
                break
            yield chr(self.buffer[start]), bytes(self.buffer[start:start + length])
            start += length
        del self.buffer[:start]


def startup_parameters(message):
    """The parameters of a startup message without its length; {} for a request to cancel or to encrypt."""
    if struct.unpack_from("!I", message)[0] >> 16 != 3:
        return {}
    words = message[4:].split(b"\0")
    return dict(zip((w.decode() for w in words[::2]), (w.decode() for w in words[1::2])))


def query_message(sql):
    body = sql.encode() + b"\0"
    return b"Q" + struct.pack("!I", len(body) + 4) + body


def values(row):
    """The fields of a DataRow message as text, None for NULL."""
    count, at = struct.unpack_from("!H", row, 5)[0], 7
    fields = []
    for _ in range(count):
        length = struct.unpack_from("!i", row, at)[0]
        at += 4
        fields.append(None if length < 0 else row[at:at + length].decode())
        at += max(length, 0)
    return fields


def run(connection, sql):
    """Rows of a simple query on a connection that is waiting for one."""
    connection.sendall(query_message(sql))
    rows, error, messages = [], None, Messages()
    while True:
        data = connection.recv(1 << 16)
        if not data:
            raise ConnectionError("the server went away")
        for kind, message in messages.feed(data):
            if kind == "D":
                rows.append(values(message))
            elif kind == "E":
                error = message[5:].replace(b"\0", b" ").decode(errors="replace")
            elif kind == "Z":
                if error:
                    raise ServerError(error)
                return rows


def connect(path, user, database):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(path)
    body = struct.pack("!I", 3 << 16) + b"".join(
        word.encode() + b"\0" for word in ("user", user, "database", database, "application_name", "oracle")) + b"\0"
    connection.sendall(struct.pack("!I", len(body) + 4) + body)
    messages = Messages()
    while True:
        data = connection.recv(1 << 16)
        if not data:
            raise ConnectionError("the server went away")
        for kind, message in messages.feed(data):
            if kind == "E":
                raise ServerError(message[5:].replace(b"\0", b" ").decode(errors="replace"))
            if kind == "Z":
                return connection
