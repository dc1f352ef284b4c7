"""How mail is sent: the table `[mail]` of the configuration file, and REPORTGEN_SMTP_* over it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

import msgspec

from reportgen.config.config_file import ConfigFile
from reportgen.errors import InputError, nearest
from reportgen.mail.mailbox import Mailbox, parse_mailbox, parse_mailboxes

Security = Literal["starttls", "tls", "none"]

TABLE = "mail"
PREFIX = "REPORTGEN_SMTP_"

#: The port that goes with each way of protecting the connection.
PORTS: dict[str, int] = {"starttls": 587, "tls": 465, "none": 25}

#: Seconds that a server may take for each answer.
TIMEOUT_SECONDS = 20.0

#: What the table may hold, and what each has to be.
_KINDS: dict[str, Any] = {
    "host": str,
    "port": int,
    "security": str,
    "user": str,
    "password": str,
    "password_file": str,
    "from": str,
    "to": str | list[str],
    "timeout": float,
    "ca_file": str,
}
_FROM_ENVIRONMENT = tuple(name for name in _KINDS if name != "to")
_FILES = ("password_file", "ca_file")

#: What a file may say that nobody named; everything else says whom to trust with the report and the password.
_OF_A_FOUND_FILE = ("from", "to")


@dataclass(frozen=True)
class Server:
    """A server that takes mail. The password is shown nowhere; `ca_file` holds certificates to trust besides."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout_seconds: float = TIMEOUT_SECONDS
    ca_file: str | None = None

    def __str__(self) -> str:
        how = {"starttls": "STARTTLS", "tls": "TLS", "none": "without TLS"}[self.security]
        return f"{self.host}:{self.port} ({how})"


@dataclass(frozen=True)
class MailSettings:
    """What the file and the environment say of mail; `server` is None where they name none.

    `ignored` says what of the file was left out, and what to do; empty where nothing was.
    """

    server: Server | None
    sender: Mailbox | None
    to: tuple[Mailbox, ...]
    ignored: str = ""


def read_settings(file: ConfigFile | None, environment: Mapping[str, str] = os.environ) -> MailSettings:
    """Return the settings of mail; what the environment says wins over the file.

    Raises
    ------
    InputError
        If a key or variable is unknown or has a value that it cannot have.
    """
    from_file, ignored = _trusted(file, _from_file(file))
    values = {**from_file, **_from_environment(environment)}
    if "password" not in values and "password_file" in values:
        values["password"] = _Value(_password_in(values["password_file"]), values["password_file"].source)
    user = values.get("user")
    sender = values.get("from") or (user if user and "@" in user.value else None)
    to = values.get("to")
    recipients = [] if to is None else [to.value] if isinstance(to.value, str) else to.value
    return MailSettings(
        server=_server(values) if "host" in values else None,
        sender=parse_mailbox(sender.value, sender.source) if sender else None,
        to=parse_mailboxes(recipients, to.source if to else ""),
        ignored=ignored,
    )


def _trusted(file: ConfigFile | None, values: "dict[str, _Value]") -> "tuple[dict[str, _Value], str]":
    """Return what of a file counts, and a sentence on what does not: a file that was only found names no server."""
    ignored = [name for name in values if name not in _OF_A_FOUND_FILE]
    if file is None or not file.found or not ignored:
        return values, ""
    said = (
        f"Ignored in {file.path}, which was only found here: {', '.join(ignored)} in [{TABLE}]. "
        f"If you trust it, {file.how_to_name}."
    )
    return {name: value for name, value in values.items() if name in _OF_A_FOUND_FILE}, said


@dataclass(frozen=True)
class _Value:
    """A value and where it was given, for messages."""

    value: Any = field(repr=False)
    source: str = ""


def _from_file(file: ConfigFile | None) -> dict[str, _Value]:
    found: dict[str, _Value] = {}
    if file is None:
        return found
    for key, value in file.tables.get(TABLE, {}).items():
        place = file.place(f"{TABLE}.{key}")
        name = key.replace("-", "_")
        if name not in _KINDS:
            raise InputError(f"{place}: [mail] has no `{key}`.{nearest(name, _KINDS) or _known()}")
        try:
            converted = msgspec.convert(value, _KINDS[name])
        except msgspec.ValidationError:
            raise InputError(f"{place}: {key} is of the wrong kind: give {_expected(name)}.") from None
        found[name] = _Value(_resolved(name, converted, file.path.parent), f"{place}: {key}")
    return found


def _resolved(name: str, value: Any, folder: Path) -> Any:
    """Make the path of a file relative to the folder of the configuration file."""
    return os.path.normpath(folder / Path(value).expanduser()) if name in _FILES else value


def _known() -> str:
    return f" Known: {', '.join(_KINDS)}."


def _expected(name: str) -> str:
    if name == "to":
        return "a text, or a list of texts"
    return "a text in quotes" if _KINDS[name] is str else "a number"


def _from_environment(environment: Mapping[str, str]) -> dict[str, _Value]:
    found = {}
    known = {f"{PREFIX}{name.upper()}": name for name in _FROM_ENVIRONMENT}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or not text:
            continue
        if variable not in known:
            raise InputError(f"There is no {variable}. Known: {', '.join(known)}.")
        kind = _KINDS[known[variable]]
        try:
            value = text if kind is str else msgspec.convert(text.strip(), kind, strict=False)
        except msgspec.ValidationError:
            raise InputError(f"{variable} is `{text}`: give a number.") from None
        found[known[variable]] = _Value(value, variable)
    return found


def _password_in(file: _Value) -> str:
    try:
        return Path(file.value).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise InputError(f"{file.source}: `{file.value}` cannot be read ({reason}).") from None


def _server(values: Mapping[str, _Value]) -> Server:
    given = {name: value.value for name, value in values.items()}
    security = given.get("security") or ("tls" if given.get("port") == PORTS["tls"] else "starttls")
    if security not in PORTS:
        raise InputError(
            f"{values['security'].source} is `{security}`: give one of {', '.join(PORTS)}.{nearest(security, PORTS)}"
        )
    port, timeout = given.get("port", PORTS[security]), given.get("timeout", TIMEOUT_SECONDS)
    if not 0 < port < 2**16:
        raise InputError(f"{values['port'].source} is {port}: give a port from 1 to 65535.")
    if not 0 < timeout <= 3600:
        raise InputError(f"{values['timeout'].source} is {timeout:g}: give seconds, as in 20.")
    user, password = given.get("user"), given.get("password")
    if user and security == "none":
        raise InputError(
            f"{values['user'].source}: a login without TLS would show the password to everybody on the way. "
            "Use starttls or tls, or leave user out."
        )
    if user and not password:
        raise InputError(
            f"{values['user'].source} is `{user}`, but there is no password: set {PREFIX}PASSWORD, or name a file that "
            "holds it as password_file."
        )
    return Server(
        given["host"], port, cast("Security", security), user, password, timeout, given.get("ca_file")
    )
