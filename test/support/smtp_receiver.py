"""An SMTP server that takes mail over STARTTLS and from whoever knows the password, and keeps it.

usage: smtp_receiver.py DIRECTORY CERTIFICATE KEY USER PASSWORD
Writes its port to DIRECTORY/port and each message, with its envelope as X- headers, to DIRECTORY/mail.N.
"""
import pathlib
import socket
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

directory = pathlib.Path(sys.argv[1])


class Keep:
    count = 0

    async def handle_DATA(self, server, session, envelope):
        Keep.count += 1
        head = f"X-From: {envelope.mail_from}\r\nX-To: {' '.join(envelope.rcpt_tos)}\r\nX-TLS: {session.ssl is not None}\r\n"
        path = directory / f"mail.{Keep.count}"
        path.with_suffix(".part").write_bytes(head.encode() + envelope.content)
        path.with_suffix(".part").rename(path)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (sys.argv[4].encode(), sys.argv[5].encode()))


context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
context.load_cert_chain(sys.argv[2], sys.argv[3])
controller = Controller(
    Keep(), hostname="127.0.0.1", port=0, tls_context=context, require_starttls=True,
    authenticator=authenticate, auth_required=True,
)
# The library learns the port of a listener that chose its own only after it has tried to connect to it.
probe = socket.socket()
probe.bind(("127.0.0.1", 0))
controller.port = probe.getsockname()[1]
probe.close()
controller.start()
(directory / "port.part").write_text(str(controller.port))
(directory / "port.part").rename(directory / "port")
threading.Event().wait()
