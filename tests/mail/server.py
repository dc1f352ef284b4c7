"""Real servers for tests: one that takes mail over TLS with a login, and ones that misbehave."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Thread
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "ada", "a sécret, never shown"


@dataclass
class Taken:
    """What came in: sender, recipients, whether over TLS, and the message."""

    sender: str
    recipients: list[str]
    over_tls: bool
    login: str | None
    message: EmailMessage
    content: bytes


@dataclass
class Inbox:
    """Takes messages; `replies` are given to RCPT by address, one after the other, before all is well."""

    replies: dict[str, list[str]] = field(default_factory=dict)
    after_data: list[str] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the names are aiosmtpd's
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.commands.append(address)
        waiting = self.replies.get(address, [])
        if waiting:
            return waiting.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.after_data:
            return self.after_data.pop(0)
        content = envelope.original_content or b""
        login = session.auth_data.login.decode() if session.auth_data else None
        self.taken.append(
            Taken(
                envelope.mail_from or "",
                list(envelope.rcpt_tos),
                server.transport.get_extra_info("ssl_object") is not None,
                login,
                message_from_bytes(content, policy=default),  # type: ignore[arg-type]
                content,
            )
        )
        return "250 Taken"


@dataclass(frozen=True)
class Authority:
    """Certificates: of a server that calls itself localhost, and the authority's own, as a file."""

    root: trustme.CA
    ca_file: str

    def context(self, name: str = "localhost") -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.root.issue_cert(name).configure_cert(context)
        return context


def make_authority(folder: Path) -> Authority:
    root, file = trustme.CA(), folder / "ca.pem"
    root.cert_pem.write_to_path(str(file))
    return Authority(root, str(file))


def _check(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=right, auth_data=data)


class _TLSFromTheStart(Controller):
    """aiosmtpd's check that it has started speaks no TLS; ours does."""

    def _trigger_server(self) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection((self.hostname, self.port), 5) as plain,
            context.wrap_socket(plain) as protected,
        ):
            protected.recv(1024)


@contextmanager
def mail_server(
    inbox: Inbox,
    context: ssl.SSLContext | None,
    *,
    implicit: bool = False,
    login: bool = False,
    **options: Any,
) -> Iterator[int]:
    """Run a server on a free port, which is yielded: with STARTTLS, TLS from the start, or no TLS at all."""
    kind = _TLSFromTheStart if implicit else Controller
    protection = {"ssl_context": context} if implicit else {"tls_context": context}
    if login:
        # With TLS from the start aiosmtpd does not know that there is TLS.
        options |= {"authenticator": _check, "auth_require_tls": not implicit, "auth_required": True}
    controller = kind(
        inbox, hostname="127.0.0.1", port=_free_port(), enable_SMTPUTF8=True, **protection, **options
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def odd_server(behave: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[int]]]:
    """Run a server that does what it is told with each connection; yields its port and the connections it had."""
    connections: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                connections.append(1)
                with connection:
                    try:
                        behave(connection)
                    except OSError:
                        continue

        Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1], connections
        listening.shutdown(socket.SHUT_RDWR)


def speak(
    *answers: bytes, then: Callable[[socket.socket], None] = lambda _: None
) -> Callable[[socket.socket], None]:
    """Return a server's behaviour: a greeting, an answer for each command, then something of its own."""

    def behave(connection: socket.socket) -> None:
        for place, answer in enumerate(answers):
            if place:
                connection.recv(65536)
            connection.sendall(answer)
        then(connection)

    return behave
