"""Handing a message to a server: over TLS, with time-outs, again where a failure may pass, told by recipient.

A message is offered only to those who have not got it yet, and never again where it may have arrived.
"""

import base64
import smtplib
import socket
import ssl
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage

from reportgen.errors import ReportgenError
from reportgen.mail.settings import Server
from reportgen.mail.wire import encoded, is_wide, stuffed

#: Seconds to wait before each further attempt.
WAITS = (2.0, 10.0)

#: Seconds that a server may take to answer a goodbye.
GOODBYE_SECONDS = 2.0


class DeliveryError(ReportgenError):
    """The server has not taken the message for all; what was made before is kept."""


class _Refusal(Exception):  # noqa: N818 - it becomes a row of what is told, not an error of its own
    """Why something failed, and whether it may work later."""

    def __init__(self, reason: str, temporary: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.temporary = temporary


@dataclass
class _Progress:
    """Who has got the message, and why others have not."""

    taken: list[str] = field(default_factory=list)
    refused: dict[str, _Refusal] = field(default_factory=dict)


def deliver(
    message: EmailMessage,
    sender: str,
    recipients: Sequence[str],
    server: Server,
    waits: Sequence[float] = WAITS,
) -> None:
    """Hand the message to the server for all recipients; return once it has taken it for every one.

    Raises
    ------
    DeliveryError
        With what each recipient was refused for.
    """
    progress = _Progress()
    waiting = list(recipients)
    for wait in (*waits, None):
        waiting = _attempt(message, sender, waiting, server, progress)
        if not waiting or wait is None:
            break
        time.sleep(wait)
    if progress.refused:
        raise DeliveryError(_told(progress, server, len(recipients)))


def _attempt(
    message: EmailMessage, sender: str, recipients: Sequence[str], server: Server, progress: _Progress
) -> list[str]:
    """Try once; return the recipients for whom it may work later."""
    try:
        refused = _session(message, sender, recipients, server)
    except _Refusal as refusal:
        refused = dict.fromkeys(recipients, refusal)
    for recipient in recipients:
        progress.refused.pop(recipient, None)
    progress.taken += [recipient for recipient in recipients if recipient not in refused]
    progress.refused |= refused
    return [recipient for recipient in recipients if recipient in refused and refused[recipient].temporary]


def _session(
    message: EmailMessage, sender: str, recipients: Sequence[str], server: Server
) -> dict[str, _Refusal]:
    """Connect, log in, offer the message; return who was refused, and raise where all are."""
    connection = _connected(server)
    try:
        _log_in(connection, server)
        return _offer(connection, message, sender, recipients)
    except smtplib.SMTPResponseException as error:
        raise _answered(error.smtp_code, error.smtp_error) from None
    except OSError as error:
        raise _broken(error, server) from None
    finally:
        _part(connection)


def _part(connection: smtplib.SMTP) -> None:
    """Say goodbye, without waiting long for an answer."""
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.settimeout(GOODBYE_SECONDS)
            connection.quit()
    connection.close()


def _connected(server: Server) -> smtplib.SMTP:
    """Return a connection that is protected as asked for; never one that is not."""
    context = _trust(server)
    try:
        if server.security == "tls":
            return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=context)
        connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
    except smtplib.SMTPResponseException as error:
        raise _answered(error.smtp_code, error.smtp_error) from None
    except (OSError, UnicodeError) as error:
        raise _broken(error, server) from None
    if server.security == "starttls":
        _protect(connection, context, server)
    return connection


def _trust(server: Server) -> ssl.SSLContext:
    """Return which certificates are trusted: the system's, and those of `ca_file`."""
    context = ssl.create_default_context()
    try:
        if server.ca_file:
            context.load_verify_locations(cafile=server.ca_file)
    except OSError as error:
        raise _Refusal(f"the certificates in `{server.ca_file}` cannot be read ({_plain(error)})") from None
    return context


def _protect(connection: smtplib.SMTP, context: ssl.SSLContext, server: Server) -> None:
    """Turn TLS on; where that fails the connection is closed, as nothing may go over it."""
    try:
        connection.ehlo()
        offered = connection.has_extn("starttls")
        if offered:
            connection.starttls(context=context)
    except smtplib.SMTPResponseException as error:
        connection.close()
        raise _answered(error.smtp_code, error.smtp_error) from None
    except (OSError, UnicodeError) as error:
        connection.close()
        raise _broken(error, server) from None
    if not offered:
        _part(connection)
        raise _Refusal("it offers no STARTTLS, and without it nothing is sent")


def _log_in(connection: smtplib.SMTP, server: Server) -> None:
    if not server.user:
        return
    if not isinstance(connection.sock, ssl.SSLSocket):
        raise _Refusal("the connection is not protected by TLS, and without it nobody logs in")
    try:
        if f"{server.user}{server.password}".isascii():
            connection.login(server.user, server.password or "")
        else:
            _log_in_plainly(connection, server)
    except smtplib.SMTPAuthenticationError as error:
        raise _Refusal(
            f"it refuses the login of `{server.user}` ({_reply(error.smtp_code, error.smtp_error)})",
            _passes(error.smtp_code),
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise _Refusal("it offers no login") from None


def _log_in_plainly(connection: smtplib.SMTP, server: Server) -> None:
    """Log in by AUTH PLAIN in UTF-8 (RFC 4616), where smtplib would only take ASCII."""
    connection.ehlo_or_helo_if_needed()
    if "PLAIN" not in connection.esmtp_features.get("auth", "").upper().split():
        raise _Refusal("it offers no login by PLAIN, which letters beyond ASCII need")
    told = base64.b64encode(f"\0{server.user}\0{server.password}".encode()).decode()
    code, reply = connection.docmd("AUTH", f"PLAIN {told}")
    if code not in (235, 503):
        raise smtplib.SMTPAuthenticationError(code, reply)


def _offer(
    connection: smtplib.SMTP, message: EmailMessage, sender: str, recipients: Sequence[str]
) -> dict[str, _Refusal]:
    """Go through MAIL, RCPT and DATA; from the end of the data on nothing is tried again."""
    connection.ehlo_or_helo_if_needed()
    wide = is_wide((sender, *recipients))
    if wide and not connection.has_extn("smtputf8"):
        raise _Refusal("it does not take addresses with letters beyond ASCII")
    options = ["SMTPUTF8", "BODY=8BITMIME"] if wide else []
    content = encoded(message, (sender, *recipients))
    if connection.has_extn("size"):
        options.append(f"SIZE={len(content)}")
    _expect(connection.mail(sender, options), 250)
    refused = {}
    for recipient in recipients:
        code, reply = connection.rcpt(recipient)
        if code not in (250, 251):
            refused[recipient] = _answered(code, reply)
    if len(refused) == len(recipients):
        return refused
    _expect(connection.docmd("data"), 354)
    connection.send(stuffed(content))
    _end(connection)
    return refused


def _end(connection: smtplib.SMTP) -> None:
    """Send the dot after which the message is the server's; what is no answer then says neither yes nor no."""
    try:
        connection.send(b".\r\n")
        code, reply = connection.getreply()
    except OSError as error:
        raise _Refusal(
            f"the connection broke after the message was sent ({_plain(error)}){_UNKNOWN}"
        ) from None
    if code // 100 not in (2, 4, 5):
        raise _Refusal(f"its answer to the message is none that mail knows ({_reply(code, reply)}){_UNKNOWN}")
    _expect((code, reply), 250)


_UNKNOWN = ", so whether it has arrived is unknown; it is not sent again by itself"


def _expect(answer: tuple[int, bytes], code: int) -> None:
    if answer[0] != code:
        raise _answered(*answer)


def _answered(code: int, reply: bytes | str) -> _Refusal:
    return _Refusal(_reply(code, reply), _passes(code))


def _passes(code: int) -> bool:
    """Whether a reply says that it may work later; -1 stands for no reply at all."""
    return 400 <= code < 500 or code == -1


def _reply(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    line = " ".join(text.split())[:200]
    return f"{code} {line}".strip() if code > 0 else line or "no reply"


def _broken(error: Exception, server: Server) -> _Refusal:
    """Say what became of a connection."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        error = error.__context__  # smtplib takes a time-out for the end of the connection
    known: tuple[tuple[type[Exception], str], ...] = (
        (ssl.SSLCertVerificationError, _untrusted(error)),
        (
            ssl.SSLError,
            f"TLS fails ({_plain(error)}); security is `{server.security}`, which may be wrong for this port",
        ),
        (TimeoutError, f"it does not answer within {server.timeout_seconds:g} seconds"),
        (UnicodeError, "there is no such host"),
    )
    for kind, reason in known:
        if isinstance(error, kind):
            return _Refusal(reason)
    if isinstance(error, socket.gaierror):
        return _Refusal(f"there is no such host ({_plain(error)})", error.errno == socket.EAI_AGAIN)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _Refusal("it closed the connection", temporary=True)
    return _Refusal(f"the connection fails ({_plain(error)})", temporary=True)


def _untrusted(error: Exception) -> str:
    said = f"its certificate is not valid ({getattr(error, 'verify_message', '')})"
    if getattr(error, "verify_code", None) == 62:  # OpenSSL's X509_V_ERR_HOSTNAME_MISMATCH
        return f"{said}. Name the server as its certificate does"
    return f"{said}. Where it is by an authority of your own, name that authority's certificate as ca_file"


def _plain(error: Exception) -> str:
    text = getattr(error, "strerror", None) or getattr(error, "reason", None) or str(error)
    return " ".join(str(text).split())[:200] or type(error).__name__


def _told(progress: _Progress, server: Server, number: int) -> str:
    """Return one message: why, for whom not, for whom all the same."""
    reasons: dict[str, list[str]] = {}
    for recipient, refusal in progress.refused.items():
        reasons.setdefault(refusal.reason, []).append(recipient)
    why = "; ".join(f"{', '.join(whose)}: {reason}" for reason, whose in reasons.items())
    if not progress.taken:
        why = next(iter(reasons)) if len(reasons) == 1 else why
        return f"The message was not sent by {server}: {why}."
    return (
        f"{server} did not take the message for {len(progress.refused)} of {number} recipients: {why}. It was taken "
        f"for {', '.join(progress.taken)}."
    )
