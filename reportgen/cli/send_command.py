"""`reportgen send`: a report by mail, or the message as a file, or what would be sent."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from reportgen.bundle.atomic_files import write_atomically
from reportgen.cli.messages import print_paths, printable, say
from reportgen.config import ConfigFile, configure, read_config
from reportgen.config.addresses import refuse_address
from reportgen.errors import InputError
from reportgen.mail.mailbox import Mailbox, parse_mailbox, parse_mailboxes
from reportgen.mail.message import Envelope, carried_of, compose
from reportgen.mail.settings import PREFIX, MailSettings, Server, read_settings
from reportgen.mail.source import ReportKind, find_source
from reportgen.mail.transport import deliver
from reportgen.mail.wire import encoded
from reportgen.options import options_of
from reportgen.rendering.presentation import Presentation
from reportgen.run.foreign_files import refuse_foreign

#: What to do where there is no server, or no sender.
_SET_SERVER = f"set {PREFIX}HOST, or `host` in [mail] of the configuration file"
_SET_SENDER = f"give --from ADDRESS, or set {PREFIX}FROM, or `from` in [mail] of the configuration file"

_REPORTS: dict[str, ReportKind | None] = {"pdf": "pdf", "html": "html", "none": None}


@dataclass(frozen=True)
class Asked:
    """What was typed. `report` is pdf, html or none; `eml` a file for the message."""

    source: str
    to: Sequence[str]
    sender: str | None = None
    subject: str | None = None
    report: str | None = None
    eml: str | None = None
    dry_run: bool = False
    config: str | None = None
    quiet: bool = False
    force: bool = False


def run_send(asked: Asked) -> None:
    """Send the report of a bundle, or write or show the message."""
    file = read_config(Path(asked.config) if asked.config else None)
    settings = read_settings(file)
    envelope = _envelope(asked, settings)
    if asked.report is not None and asked.report not in _REPORTS:
        raise InputError(f"--report is `{asked.report}`: give pdf, html or none.")
    _check_file(asked.eml, force=asked.force)
    server = settings.server if asked.eml or asked.dry_run else _server(settings, envelope)
    if settings.ignored and not asked.quiet:
        say(settings.ignored)
    presentation = _presentation(file)
    source = find_source(
        asked.source, _REPORTS.get(asked.report or ""), presentation, attach=asked.report != "none"
    )
    message = compose(source.bundle, presentation, envelope, source.report, datetime.now(UTC))
    if source.report is not None and not source.report.fits and not asked.quiet:
        say(carried_of(source.report))
    if asked.dry_run:
        _show(message, server, envelope, asked.eml)
    elif asked.eml:
        _write(encoded(message, envelope.addresses), asked.eml)
    elif server is not None and envelope.sender is not None:
        _send(message, server, envelope.sender, envelope.to, quiet=asked.quiet)


def _check_file(eml: str | None, *, force: bool) -> None:
    """Refuse what can be no file for the message before the message is made."""
    if eml is None:
        return
    if not eml:  # never taken for leave to send
        raise InputError("--eml is empty: give a file, as in message.eml.")
    refuse_address(eml, "--eml ")
    path = Path(eml)
    if os.path.isdir(eml):  # noqa: PTH112 - no error where it cannot be looked up: writing says why
        raise InputError(f"--eml {eml} is a folder: name a file in it, as in {path / 'message.eml'}.")
    if not os.path.isdir(os.path.dirname(os.path.realpath(eml))):  # noqa: PTH112, PTH120
        raise InputError(f"--eml {eml}: there is no folder `{path.parent}`.")
    refuse_foreign([path], f"--eml {eml}", force=force)


def _write(content: bytes, eml: str) -> None:
    try:
        write_atomically(Path(eml), content)
    except OSError as error:
        raise InputError(f"--eml {eml} cannot be written ({error.strerror}). Name another file.") from error
    print_paths([Path(eml)])


def _send(
    message: EmailMessage, server: Server, sender: Mailbox, to: Sequence[Mailbox], *, quiet: bool
) -> None:
    if not quiet:
        say(f"Sending by {server}")
    deliver(message, sender.address, [mailbox.address for mailbox in to], server)
    if not quiet:
        say(f"Sent to {', '.join(mailbox.address for mailbox in to)}.")


def _envelope(asked: Asked, settings: MailSettings) -> Envelope:
    to = parse_mailboxes(asked.to, "--to") or settings.to
    if not to:
        raise InputError(
            "There is no recipient: give --to ADDRESS, or `to` in [mail] of the configuration file."
        )
    sender = parse_mailbox(asked.sender, "--from") if asked.sender is not None else settings.sender
    if asked.subject is not None and not asked.subject.strip():
        raise InputError("--subject is empty: give a line, or leave it out for the report's title.")
    return Envelope(sender, to, asked.subject)


def _server(settings: MailSettings, envelope: Envelope) -> Server:
    if settings.server is None:
        raise InputError(
            f"There is no mail server: {_SET_SERVER}; --eml FILE writes the message without one. "
            f"{settings.ignored}".rstrip()
        )
    if envelope.sender is None:
        raise InputError(f"There is no sender: {_SET_SENDER}.")
    return settings.server


def _presentation(file: ConfigFile | None) -> Presentation:
    """Return how the configuration file presents reports."""
    names = {option.name for option in options_of("render")}
    values = {} if file is None else {name: value for name, value in file.values.items() if name in names}
    config = configure({}, None if file is None else replace(file, values=values, parts=()))
    return Presentation(
        title=config.title,
        author=config.author,
        logo=config.logo,
        samples=config.samples,
        templates=(Path(config.templates),) if config.templates else (),
    )


def _show(message: EmailMessage, server: Server | None, envelope: Envelope, eml: str | None) -> None:
    """Print what would go where, and what is still to be set."""
    facts = [
        *([("File", eml)] if eml else []),
        ("Server", str(server or f"none set ({_SET_SERVER})")),
        ("Login", server.user or "none" if server else "none"),
        ("From", str(envelope.sender or f"none set ({_SET_SENDER})")),
        *(("To", str(mailbox)) for mailbox in envelope.to),
        ("Subject", str(message["Subject"])),
        *((part.get_content_type(), _size(part)) for part in message.walk() if not part.is_multipart()),
    ]
    width = max(len(name) for name, _ in facts)
    for name, value in facts:
        print(printable(f"{name:{width}}  {value}"))  # noqa: T201 - this is the output


def _size(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    size = len(content) if isinstance(content, bytes) else 0
    name = part.get_filename()
    return f"{size:,} bytes{f', {name}' if name else ''}"
