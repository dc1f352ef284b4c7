"""The message: a text part, an HTML part with its pictures, and the report attached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Literal

from reportgen.bundle.store import Bundle
from reportgen.errors import InputError
from reportgen.mail.mailbox import ENCODED_WORD, Mailbox, has_controls
from reportgen.mail.message_pictures import Inline, logo_of, strip_of
from reportgen.mail.message_view import Summary, shortest, subject_of, summarise
from reportgen.mail.plain import plain_text
from reportgen.mail.wire import Literally
from reportgen.rendering.presentation import Presentation
from reportgen.rendering.report import report_title
from reportgen.wording.numbers import size

#: Longer HTML is cut by a large mail provider, near 102 KB.
MOST_HTML_BYTES = 90_000

#: Rows of each kind, most first: as many are shown as stay below the limit.
_ROWS = (60, 24, 10, 4, 1)

#: Above this, encoded, a message is over what most servers take.
MOST_ATTACHED_BYTES = 18_000_000


@dataclass(frozen=True)
class Attached:
    """The report as a file: `kind` is pdf or html."""

    name: str
    kind: Literal["pdf", "html"]
    content: bytes

    @property
    def fits(self) -> bool:
        """Whether mail can carry it."""
        return len(self.content) <= MOST_ATTACHED_BYTES

    @property
    def shown(self) -> str:
        """The name without what no header may hold."""
        plain = "".join("_" if has_controls(character) else character for character in self.name)
        return plain.replace(ENCODED_WORD, "_?")


@dataclass(frozen=True)
class Envelope:
    """From whom, to whom, and about what; without a sender the message is a draft."""

    sender: Mailbox | None
    to: tuple[Mailbox, ...]
    subject: str | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses that its headers hold."""
        return tuple(mailbox.address for mailbox in (*self.to, *([self.sender] if self.sender else [])))


def compose(
    bundle: Bundle,
    presentation: Presentation,
    envelope: Envelope,
    report: Attached | None,
    date: datetime,
) -> EmailMessage:
    """Return the message on a bundle; a report that is too large is left out, and the message says so.

    Raises
    ------
    InputError
        If the subject holds what could be taken for another header.
    """
    pictures = [found for found in (logo_of(presentation), strip_of(bundle, presentation)) if found]
    carried = carried_of(report)
    summary, html = _shortened(bundle, presentation, pictures, carried)
    message = _headed(
        envelope,
        envelope.subject or subject_of(bundle.record, report_title(bundle, presentation.title)),
        date,
    )
    # Quoted, whatever is in them: servers may not take lines of eight bits or of any length.
    message.set_content(plain_text(summary, carried), cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    _add_pictures(message, pictures)
    if report is not None and report.fits:
        _attach(message, report)
    return message


def _headed(envelope: Envelope, subject: str, date: datetime) -> EmailMessage:
    if has_controls(subject):
        raise InputError(
            f"--subject {subject!r} holds a line end or another control character: give one line."
        )
    message = EmailMessage(policy=SMTP)
    message["Subject"] = Literally(subject, "Subject") if ENCODED_WORD in subject else subject
    if envelope.sender is None:
        message["X-Unsent"] = "1"  # mail programs open it as a draft
    else:
        message["From"] = envelope.sender.header
        message["Message-ID"] = make_msgid(domain=envelope.sender.domain)
    message["To"] = [mailbox.header for mailbox in envelope.to]
    message["Date"] = format_datetime(date)
    message["Auto-Submitted"] = "auto-generated"
    return message


def _shortened(
    bundle: Bundle, presentation: Presentation, pictures: Sequence[Inline], carried: str
) -> tuple[Summary, str]:
    """Return the summary with as many rows as the HTML part has room for, and that part."""
    from reportgen.rendering.template_environment import environment

    template = environment(presentation.templates).get_template("mail/message.html.j2")
    shown = {picture.cid.partition("@")[0]: picture for picture in pictures}
    for most in (*_ROWS, None):
        summary = summarise(bundle, presentation, most or 1)
        summary = shortest(summary) if most is None else summary
        html = template.render(
            view=summary, carried=carried, logo=shown.get("logo"), strip=shown.get("samples")
        )
        if len(html.encode()) + html.count("\n") < MOST_HTML_BYTES:  # lines end in two characters in mail
            break
    return summary, html


def carried_of(report: Attached | None) -> str:
    """Say whether the report goes along."""
    if report is None:
        return ""
    if report.fits:
        return f"The whole report is attached: {report.shown} ({size(len(report.content))})."
    return (
        f"The whole report, {report.shown}, is not attached: with {size(len(report.content))} it is larger than mail "
        f"carries ({size(MOST_ATTACHED_BYTES)})."
    )


def _add_pictures(message: EmailMessage, pictures: Sequence[Inline]) -> None:
    page = message.get_body(("html",))
    if page is None:
        raise RuntimeError("the message was given an HTML part")
    for picture in pictures:
        page.add_related(
            picture.content,
            maintype="image",
            subtype=picture.kind,
            cid=f"<{picture.cid}>",
            filename=picture.name,
            disposition="inline",
        )


def _attach(message: EmailMessage, report: Attached) -> None:
    main, sub = ("application", "pdf") if report.kind == "pdf" else ("text", "html")
    message.add_attachment(report.content, maintype=main, subtype=sub, filename=report.shown)
