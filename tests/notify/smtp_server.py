"""A real SMTP server on loopback (aiosmtpd): smtp_server.py MODE FOLDER [CERTIFICATE KEY]

It prints its port on the first line, writes each message it accepts to FOLDER/N.eml with the envelope before it
(X-Envelope-From, X-Envelope-To, X-Tls, X-User, X-Failed-Before), and ends when its stdin is closed.

MODE  starttls   STARTTLS and log-in (user scan, password mat-khau) are demanded
      smtps      TLS from the first byte
      plain      neither, as a relay on the same machine
      no-tls     offers no STARTTLS
      refuse-tls as starttls, but refuses every recipient with 550
      hang       accepts the connection and never says a word
      drop-tls   says yes to STARTTLS, then closes the connection
      no-tls-now offers STARTTLS, and answers 454 to it
      recovers   as starttls, but the first time 451 to the recipient, and the second time closes the connection within DATA
"""
import logging
import pathlib
import socket
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    def __init__(self, folder, refuse, recovers):
        self.folder = pathlib.Path(folder)
        self.refuse = refuse
        self.failures = ["451", "drop"] if recovers else []
        self.failed = []
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuse:
            return "550 5.1.1 no such user"
        if self.failures[:1] == ["451"]:
            self.failed.append(self.failures.pop(0))
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.failures[:1] == ["drop"]:
            self.failed.append(self.failures.pop(0))
            server.transport.close()
            return "421 going away"
        self.count += 1
        user = session.auth_data.decode() if session.auth_data else ""
        head = (
            f"X-Envelope-From: {envelope.mail_from}\r\n"
            f"X-Envelope-To: {','.join(envelope.rcpt_tos)}\r\n"
            f"X-Tls: {server.transport.get_extra_info('ssl_object') is not None}\r\nX-User: {user}\r\n"
            f"X-Failed-Before: {','.join(self.failed)}\r\n"
        )
        part = self.folder / f"{self.count}.part"
        part.write_bytes(head.encode() + envelope.original_content)
        part.rename(self.folder / f"{self.count}.eml")
        return "250 OK"


def authenticate(server, session, envelope, mechanism, auth_data):
    right = mechanism in ("LOGIN", "PLAIN") and auth_data.login == b"scan" and auth_data.password == b"mat-khau"
    return AuthResult(success=right, handled=True, auth_data=auth_data.login if right else None)


class DropsTls(SMTP):
    async def smtp_STARTTLS(self, arg):
        await self.push("220 Ready to start TLS")
        self.transport.close()


class HasNoTlsNow(SMTP):
    async def smtp_STARTTLS(self, arg):
        await self.push("454 4.7.0 TLS not available due to temporary reason")


class LoopbackController(Controller):
    def __init__(self, *arguments, smtp_class=SMTP, **options):
        self.smtp_class = smtp_class
        super().__init__(*arguments, **options)

    def factory(self):
        return self.smtp_class(self.handler, **self.SMTP_kwargs)


def main():
    logging.disable()  # what is broken here is broken on purpose
    mode, folder, *files = sys.argv[1:]
    if mode == "hang":
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        held = []

        def accept():
            while True:
                held.append(listener.accept())

        threading.Thread(target=accept, daemon=True).start()
        sys.stdin.read()
        return
    context = None
    if files:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
    options = {"hostname": "127.0.0.1", "port": 0, "ready_timeout": 10}
    if mode in ("starttls", "refuse-tls", "recovers"):
        options |= {"tls_context": context, "require_starttls": True, "auth_required": True,
                    "authenticator": authenticate}
    elif mode == "smtps":
        options |= {"ssl_context": context}
    elif mode == "drop-tls":
        options |= {"tls_context": context, "smtp_class": DropsTls}
    elif mode == "no-tls-now":
        options |= {"tls_context": context, "smtp_class": HasNoTlsNow}
    # Port 0 would be asked of a client that Controller makes to see whether it listens: take a free one first.
    with socket.create_server(("127.0.0.1", 0)) as free:
        options["port"] = free.getsockname()[1]
    controller = LoopbackController(Keeper(folder, mode == "refuse-tls", mode == "recovers"), **options)
    controller.start()
    print(options["port"], flush=True)
    sys.stdin.read()
    controller.stop()


main()
