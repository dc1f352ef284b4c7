"""The message, read back."""

import io
import re
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tinyhtml5
from PIL import Image

from reportgen.bundle.schema import GateResult
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.errors import InputError
from reportgen.findings.headline import headline_of
from reportgen.mail.mailbox import parse_mailbox
from reportgen.mail.message import MOST_HTML_BYTES, Attached, Envelope, compose
from reportgen.mail.wire import Literally
from reportgen.rendering.presentation import Presentation
from reportgen.rendering.tables.leaderboard import leaderboard
from tests.bundles import HOSTILE, MAKERS, Maker, make_bundle
from tests.studies import make_study

WHEN = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
REPORT = Attached("report.pdf", "pdf", b"%PDF-1.7 and more")


def gate(rule: str, status: str, reason: str = "Because of 0.9.") -> GateResult:
    return GateResult(rule=rule, level="error", status=status, value=0.9, limit=0.97, reason=reason)  # type: ignore[arg-type]


def gated(bundle: Bundle, *gates: GateResult) -> Bundle:
    return Bundle(msgspec.structs.replace(bundle.record, gates=list(gates)), bundle.arrays)


def sent(
    bundle: Bundle | None = None,
    report: Attached | None = REPORT,
    how: Presentation | None = None,
    **envelope: Any,
) -> EmailMessage:
    """Return the message as a recipient's program reads it."""
    mailboxes = [parse_mailbox(text, "--to") for text in ("Zoë <zoë@example.org>", "b@example.org")]
    made = compose(
        bundle or make_bundle(n_train=60, n_test=40),
        how or Presentation(),
        Envelope(**{"sender": mailboxes[1], "to": (mailboxes[1],), **envelope}),
        report,
        WHEN,
    )
    content = made.as_bytes()
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    return message_from_bytes(content, policy=default)  # type: ignore[return-value, arg-type]


def parts(message: EmailMessage) -> tuple[str, str]:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


def test_its_parts() -> None:
    message = sent()
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "report.pdf"
    assert attached.get_content() == REPORT.content
    assert message["Date"].datetime == WHEN
    assert message["Message-ID"].endswith("@example.org>")
    assert message["Auto-Submitted"] == "auto-generated"


def test_verdict_leaderboard_gates_and_findings_are_those_of_the_report() -> None:
    bundle = gated(make_bundle(n_test=60), gate("accuracy >= 0.97", "fail"), gate("f1_macro >= 0.5", "pass"))
    analysis = bundle.record.analyses[0]
    board = leaderboard(ScoreIndex(analysis, bundle.record.metrics))
    for shown in (_text_of(html := parts(sent(bundle))[1]), " ".join(parts(sent(bundle))[0].split())):
        for finding in analysis.findings:
            assert " ".join(finding.text.split()) in shown
        for row in board.rows:
            assert row.title.short in shown
            assert row.value in shown
            assert row.interval in shown
        assert "accuracy >= 0.97" in shown
        assert "Because of 0.9." in shown
        assert bundle.record.run.results_digest in shown
        assert "The whole report is attached: report.pdf" in shown
    assert sent(bundle)["Subject"].startswith("Do not release: ")
    assert "fails" in html


def _text_of(html: str) -> str:
    body = tinyhtml5.parse(html.encode(), namespace_html_elements=False).find("body")
    return " ".join("".join(body.itertext()).split())


def test_pictures_stand_in_it_by_content_id_and_nothing_asks_for_anything() -> None:
    message = sent()
    _, html = parts(message)
    pictures = {part["Content-ID"].strip("<>"): part for part in message.walk() if part["Content-ID"]}
    assert set(re.findall(r'src="cid:([^"]+)"', html)) == set(pictures) == {"samples@reportgen.invalid"}
    for part in pictures.values():
        assert part.get_content_disposition() == "inline"
        assert Image.open(io.BytesIO(part.get_content())).width > 100
    assert html.count("<img") == 1
    assert not re.search(r"<svg|data:|https?:|url\(|<script|<link|<form|flex|grid|var\(", html)
    root = tinyhtml5.parse(html.encode(), namespace_html_elements=False)
    for element in root.iter():
        if element.tag in ("td", "th", "p", "h1", "h2"):
            assert "style" in element.attrib, element.tag


def test_samples_that_may_not_be_shown_are_not() -> None:
    message = sent(how=Presentation(samples=False))
    assert not [part for part in message.walk() if part.get_content_maintype() == "image"]
    made = make_bundle(n_train=60, n_test=40)
    run = msgspec.structs.replace(made.record.run, config={"samples": False})
    message = sent(Bundle(msgspec.structs.replace(made.record, run=run), made.arrays))
    assert not [part for part in message.walk() if part.get_content_maintype() == "image"]


@pytest.mark.parametrize(("kind", "shown"), [("png", True), ("svg", False)])
def test_a_logo_goes_along_unless_it_is_an_svg(tmp_path: Path, kind: str, shown: bool) -> None:
    logo = tmp_path / f"logo.{kind}"
    if kind == "svg":
        logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    else:
        Image.new("RGB", (40, 10)).save(logo)
    message = sent(how=Presentation(logo=str(logo)))
    assert ("cid:logo@reportgen.invalid" in parts(message)[1]) == shown
    assert bool([part for part in message.walk() if "logo" in (part["Content-ID"] or "")]) == shown


def test_a_logo_that_is_damaged_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    with pytest.raises(InputError, match="The logo is damaged"):
        sent(how=Presentation(logo=str(tmp_path / "logo.png")))


def test_a_report_that_is_too_large_is_left_out_with_a_note() -> None:
    message = sent(report=Attached("report.html", "html", b"x" * 18_000_001))
    assert list(message.iter_attachments()) == []
    for shown in parts(message):
        assert "The whole report, report.html, is not attached: with 18.0" in " ".join(shown.split())


def test_an_html_report_is_attached_whole() -> None:
    content = "<!doctype html><p>ü</p>\n".encode()
    (attached,) = sent(report=Attached("report.html", "html", content)).iter_attachments()
    assert (attached.get_content_type(), attached.get_payload(decode=True)) == ("text/html", content)


def test_without_a_report_nothing_is_said_of_one() -> None:
    message = sent(report=None)
    assert list(message.iter_attachments()) == []
    assert "whole report" not in parts(message)[0]


@pytest.mark.slow
def test_many_models_gates_and_findings_stay_below_the_limit() -> None:
    makers = tuple(Maker(f"m{i}", f"{HOSTILE[7][:200]} {i}", 1 + i / 50) for i in range(70)) + MAKERS[-1:]
    gates = [gate(f"accuracy >= 0.{i} of {HOSTILE[7]}", "fail", HOSTILE[7] * 20) for i in range(60)]
    message = sent(gated(make_bundle(makers=makers, n_train=40, n_test=30, folds=0), *gates))
    _, html = parts(message)
    assert len(html.encode()) < MOST_HTML_BYTES
    assert re.search(r"\d+ more models in the report", html)
    assert "48 further gates in the bundle" in html


def test_sentences_of_any_length_stay_below_the_limit() -> None:
    bundle = make_bundle(n_train=40, n_test=30, folds=0, title="<" * 30_000)
    (analysis,) = bundle.record.analyses
    findings = [msgspec.structs.replace(found, text="<é>" * 20_000) for found in analysis.findings]
    record = msgspec.structs.replace(
        bundle.record, analyses=[msgspec.structs.replace(analysis, findings=findings)]
    )
    text, html = parts(sent(gated(Bundle(record, bundle.arrays), gate("accuracy >= 0.97", "fail"))))
    assert len(html.encode()) + html.count("\n") < MOST_HTML_BYTES
    for shown in (text, html):
        assert "All else is too long for a message: it is in the report." in shown
    assert "The gates are in the report." in html


@pytest.mark.parametrize("name", ["a\nBcc: x@example.org.pdf", "a\r\n.pdf", "a\x00.pdf", "a\udcff.pdf"])
def test_a_file_name_cannot_be_another_header(name: str) -> None:
    message = sent(report=Attached(name, "pdf", REPORT.content))
    (attached,) = message.iter_attachments()
    found = attached.get_filename() or ""
    assert found.startswith("a_")
    assert found.endswith(".pdf")
    assert message["Bcc"] is None
    assert f"The whole report is attached: {found}" in parts(message)[0]


def test_values_from_data_are_text_everywhere() -> None:
    makers = tuple(Maker(f"m{i}", text, 2.0) for i, text in enumerate(HOSTILE)) + MAKERS[-1:]
    bundle = make_bundle(HOSTILE, makers, title=HOSTILE[0], n_train=100, n_test=60)
    bundle = gated(bundle, gate(HOSTILE[0], "fail", HOSTILE[1]))
    message = sent(bundle, how=Presentation(title="".join(HOSTILE)))
    text, html = parts(message)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html
    assert "<script>" in text
    assert "\r" not in message["Subject"]
    assert "\n" not in message["Subject"]
    assert message["Subject"].startswith("Do not release: <script>")


def test_a_study_shows_each_analysis() -> None:
    study = make_study(
        {"a": make_bundle(n_train=40, n_test=30), "b": make_bundle(("no", "yes"), n_train=40, n_test=30)}
    )
    text, html = parts(sent(study))
    for analysis in study.record.analyses:
        headline = headline_of(study.record, analysis).text
        assert " ".join(headline.split()) in _text_of(html)
        assert " ".join(headline.split()) in " ".join(text.split())
    assert "On held-out test data" in html


@pytest.mark.parametrize("subject", ["x\nBcc: b@example.org", "x\r\n\r\nbody", "x\x00"])
def test_a_subject_with_another_header_in_it_is_refused(subject: str) -> None:
    with pytest.raises(InputError, match="--subject"):
        sent(subject=subject)


@pytest.mark.parametrize(
    "word", ["=?utf-8?q?=0aBcc:_x@example.org?=", "=?UTF-8?B?DQpCY2M6IHhAZXhhbXBsZS5vcmc=?="]
)
@pytest.mark.parametrize("text", ["{}", "Q3 {} of 数字", f"{'long ' * 14}{{}}", "a{}b =? {} {}"])
def test_what_looks_like_an_encoded_word_stays_text(word: str, text: str) -> None:
    subject = text.replace("{}", word)  # of two lines, where headers are at most 78 characters wide
    for message in (sent(subject=subject), sent(how=Presentation(title=subject))):
        assert message["Bcc"] is None
        assert message["Subject"].removeprefix("Use Support vectors: ") == subject
        assert [part.get_content_type() for part in message.walk()][:3] == [
            "multipart/mixed",
            "multipart/alternative",
            "text/plain",
        ]


@pytest.mark.parametrize("utf8", [False, True])
def test_encoded_words_of_headers_in_utf_8_stay_text_too(utf8: bool) -> None:
    header = Literally("é =?utf-8?q?=0aBcc:_x?=", "Subject")
    folded = header.fold(policy=SMTP.clone(utf8=utf8))
    assert folded.count("\n") == 1
    assert header_of(folded) == "é =?utf-8?q?=0aBcc:_x?="


def header_of(folded: str) -> str:
    return str(message_from_string(folded + "\r\n", policy=default)["Subject"])


def test_a_file_name_that_looks_like_an_encoded_word_is_changed() -> None:
    message = sent(report=Attached("=?utf-8?q?=0aBcc:_x?=.pdf", "pdf", REPORT.content))
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "_?utf-8?q?=0aBcc:_x?=.pdf"
    assert message["Bcc"] is None


def test_names_and_subjects_in_any_script() -> None:
    sender = parse_mailbox("Žofie 数字 <z@example.org>", "--from")
    message = sent(
        sender=sender, subject="Ziffern 数字 😀 geprüft", to=(parse_mailbox("Zoë, die <a@b.org>", "--to"),)
    )
    assert message["Subject"] == "Ziffern 数字 😀 geprüft"
    assert message["From"].addresses[0].display_name == "Žofie 数字"
    assert message["To"].addresses[0].display_name == "Zoë, die"
    assert message["To"].addresses[0].addr_spec == "a@b.org"


def test_without_a_sender_it_is_a_draft() -> None:
    message = sent(sender=None)
    assert message["From"] is None
    assert message["X-Unsent"] == "1"


def test_templates_of_ones_own_come_first(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail/message.html.j2").write_text("<p>{{ view.title }}, ours</p>")
    assert (
        parts(sent(how=Presentation(title="<T>", templates=(tmp_path,))))[1].strip()
        == "<p>&lt;T&gt;, ours</p>"
    )
