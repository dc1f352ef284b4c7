"""`reportgen send` as people use it: a bundle or a report, a server, and the message that arrives."""

import errno
import re
import shutil
from dataclasses import replace
from email import message_from_bytes, message_from_string
from email.policy import default
from pathlib import Path

import pypdf
import pytest

from reportgen.bundle.store import load_bundle, write_bundle
from reportgen.cli.send_command import Asked, run_send
from reportgen.deliver import html, pdf
from reportgen.deliver.format_spec import Delivery
from reportgen.errors import InputError
from tests.bundles import make_bundle
from tests.cli.process import reportgen
from tests.mail.server import PASSWORD, USER, Inbox, mail_server, make_authority

TO = ("--to", "a@example.org", "--to", "Bé <b@example.org>")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, writes_pdf: None) -> Path:  # noqa: ARG001 - marks what uses it
    """Return a folder with a bundle and both reports, and one beside it whose report is of other results."""
    folder = tmp_path_factory.mktemp("reports")
    bundle = make_bundle(("a", "b"), n_train=60, n_test=40)
    write_bundle(bundle, folder / "out/bundle")
    (folder / "out/report.html").write_bytes(html.write(Delivery(bundle, ())))
    (folder / "out/report.pdf").write_bytes(pdf.write(Delivery(bundle, ())))
    write_bundle(make_bundle(("a", "b"), n_train=60, n_test=40, seed=1), folder / "other/bundle")
    shutil.copy(folder / "out/report.html", folder / "other/report.html")
    return folder


@pytest.mark.process
def test_over_tls_with_what_the_file_says(reports: Path, tmp_path: Path) -> None:
    inbox, authority = Inbox(), make_authority(tmp_path)
    with mail_server(inbox, authority.context(), login=True) as port:
        (tmp_path / "reportgen.toml").write_text(
            f'title = "Ours"\n[mail]\nhost = "localhost"\nport = {port}\nuser = "{USER}"\nca_file = "ca.pem"\n'
            'from = "Reports <r@example.org>"\n'
        )
        send = ("send", str(reports / "out"), *TO)
        found = reportgen(*send, cwd=tmp_path, REPORTGEN_SMTP_PASSWORD=PASSWORD)
        named = (*send, "-c", "reportgen.toml")
        done = reportgen(*named, cwd=tmp_path, REPORTGEN_SMTP_PASSWORD=PASSWORD)
    assert found.returncode == 2, "nobody named the file that names the server"
    assert found.stderr.count("\n") == 1
    assert "name it, with `--config reportgen.toml`" in found.stderr
    assert (done.returncode, done.stdout) == (0, "")
    assert f"localhost:{port} (STARTTLS)" in done.stderr
    assert "Sent to a@example.org, b@example.org." in done.stderr
    assert PASSWORD not in done.stderr
    (taken,) = inbox.taken
    assert (taken.sender, taken.recipients) == ("r@example.org", ["a@example.org", "b@example.org"])
    assert (taken.over_tls, taken.login) == (True, USER)
    assert taken.message["Subject"] == "Use Support vectors: Ours"
    assert taken.message["From"].addresses[0].display_name == "Reports"
    (attached,) = taken.message.iter_attachments()
    assert attached.get_content() == (reports / "out/report.pdf").read_bytes()
    body = taken.message.get_body(("html",))
    assert body is not None
    assert "Use Support vectors" in body.get_content()


@pytest.mark.process
def test_where_one_recipient_is_refused_the_exit_code_says_so_and_the_reports_are_kept(
    reports: Path, tmp_path: Path
) -> None:
    inbox = Inbox(replies={"b@example.org": ["550 No such user"]})
    with mail_server(inbox, None) as port:
        server = {"HOST": "localhost", "PORT": str(port), "SECURITY": "none", "FROM": "r@example.org"}
        variables = {f"REPORTGEN_SMTP_{name}": value for name, value in server.items()}
        done = reportgen("send", str(reports / "out"), *TO, "-q", cwd=tmp_path, **variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert (
        "1 of 2 recipients: b@example.org: 550 No such user. It was taken for a@example.org." in done.stderr
    )
    assert [taken.recipients for taken in inbox.taken] == [["a@example.org"]]
    assert (reports / "out/report.pdf").exists()


@pytest.mark.process
@pytest.mark.parametrize("source", ["out", "out/bundle", "out/report.html", "out/report.pdf"])
def test_a_message_as_a_file_needs_no_server(reports: Path, tmp_path: Path, source: str) -> None:
    done = reportgen("send", str(reports / source), *TO, "--eml", "m.eml", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "m.eml\n", "")
    message = message_from_bytes((tmp_path / "m.eml").read_bytes(), policy=default)
    assert message["X-Unsent"] == "1"
    kind = "html" if source.endswith("html") else "pdf"
    (attached,) = message.iter_attachments()  # type: ignore[attr-defined]
    assert attached.get_payload(decode=True) == (reports / f"out/report.{kind}").read_bytes()


@pytest.mark.process
def test_addresses_beyond_ascii_stay_addresses_in_a_file(reports: Path, tmp_path: Path) -> None:
    source = str(reports / "out/bundle")
    to = ("--to", "Jörg <jörg@münchen.example>", "--report", "none")
    done = reportgen("send", source, *to, "--eml", "m.eml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    content = (tmp_path / "m.eml").read_bytes()
    assert "To: Jörg <jörg@xn--mnchen-3ya.example>\r\n".encode() in content
    (address,) = message_from_string(content.decode(), policy=default)["To"].addresses
    assert address.addr_spec == "jörg@xn--mnchen-3ya.example"


@pytest.mark.process
def test_a_report_of_other_results_is_not_attached_but_made_anew(reports: Path, tmp_path: Path) -> None:
    done = reportgen("send", str(reports / "other"), *TO, "--eml", "m.eml", "--report", "html", cwd=tmp_path)
    assert done.returncode == 0
    message = message_from_bytes((tmp_path / "m.eml").read_bytes(), policy=default)
    (attached,) = message.iter_attachments()  # type: ignore[attr-defined]
    digest = load_bundle(reports / "other").record.run.results_digest
    assert digest.encode() in attached.get_payload(decode=True)
    done = reportgen("send", str(reports / "other/report.html"), *TO, "--eml", "n.eml", cwd=tmp_path)
    assert done.returncode == 2
    assert "beside it lies none with the same results" in done.stderr
    assert not (tmp_path / "n.eml").exists()


@pytest.mark.process
def test_a_pdf_alone_is_enough(reports: Path, tmp_path: Path) -> None:
    shutil.copy(reports / "out/report.pdf", tmp_path / "alone.pdf")
    done = reportgen("send", "alone.pdf", *TO, "--eml", "m.eml", cwd=tmp_path)
    assert done.returncode == 0
    assert pypdf.PdfReader(tmp_path / "alone.pdf").attachments
    assert b"Use Support vectors" in (tmp_path / "m.eml").read_bytes()


@pytest.mark.process
def test_a_dry_run_says_what_would_go_where(reports: Path, tmp_path: Path) -> None:
    server = {"HOST": "mail.invalid", "USER": "ada", "PASSWORD": PASSWORD, "FROM": "r@example.org"}
    variables = {f"REPORTGEN_SMTP_{name}": value for name, value in server.items()}
    done = reportgen("send", str(reports / "out"), *TO, "--dry-run", cwd=tmp_path, **variables)
    assert (done.returncode, done.stderr) == (0, "")
    for line in (
        r"Server +mail.invalid:587 \(STARTTLS\)",
        "Login +ada",
        "From +r@example.org",
        "To +a@example.org",
        "To +Bé <b@example.org>",
        "application/pdf +[0-9,]+ bytes, report.pdf",
    ):
        assert re.search(line, done.stdout), line
    assert PASSWORD not in done.stdout


@pytest.mark.process
def test_a_dry_run_needs_no_server_and_no_sender_and_says_what_to_set(reports: Path, tmp_path: Path) -> None:
    asked = ("send", str(reports / "out"), *TO, "--dry-run")
    for more in ((), ("--eml", "m.eml")):
        done = reportgen(*asked, *more, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        for line in (
            r"Server +none set \(set REPORTGEN_SMTP_HOST, or `host`",
            r"From +none set \(give --from ADDRESS, or set REPORTGEN_SMTP_FROM",
            "To +a@example.org",
            "application/pdf +[0-9,]+ bytes, report.pdf",
        ):
            assert re.search(line, done.stdout), line
        assert bool(re.search("(?m)^File +m.eml$", done.stdout)) == bool(more)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_named_as_it_was_given(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: int) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.chdir(tmp_path)
    (tmp_path / "kept").mkdir()
    asked = Asked(str(reports / "out/bundle"), ("a@example.org",), report="none", eml="kept/m.eml")
    monkeypatch.setattr("reportgen.bundle.store.os.open", refuse)
    with pytest.raises(InputError) as raised:
        run_send(asked)
    assert str(raised.value) == "--eml kept/m.eml cannot be written (Permission denied). Name another file."


def test_a_message_goes_through_a_link_and_into_a_pipe(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("link.eml").symlink_to("m.eml")
    asked = Asked(str(reports / "out/bundle"), ("a@example.org",), report="none", eml="link.eml")
    run_send(asked)
    assert Path("link.eml").is_symlink()
    assert b"To: a@example.org" in Path("m.eml").read_bytes()
    Path("a").symlink_to("b")
    Path("b").symlink_to("a")
    with pytest.raises(InputError, match=r"^--eml a cannot be written \(Too many levels"):
        run_send(replace(asked, eml="a"))


@pytest.mark.parametrize("dry_run", [False, True])
def test_who_sends_is_told_of_a_report_that_is_left_out(
    reports: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    dry_run: bool,
) -> None:
    monkeypatch.setattr("reportgen.mail.message.MOST_ATTACHED_BYTES", 1000)
    asked = Asked(str(reports / "out"), ("a@example.org",), eml=str(tmp_path / "m.eml"), dry_run=dry_run)
    run_send(asked)
    assert "The whole report, report.pdf, is not attached: with" in capsys.readouterr().err
    run_send(replace(asked, quiet=True))
    assert capsys.readouterr().err == ""


ENVELOPE = {"REPORTGEN_SMTP_HOST": "mail.invalid", "REPORTGEN_SMTP_FROM": "r@example.org"}


@pytest.mark.process
@pytest.mark.parametrize(
    ("arguments", "variables", "said"),
    [
        ((), ENVELOPE, "There is no recipient: give --to"),
        (TO, {}, "There is no mail server: set REPORTGEN_SMTP_HOST"),
        (TO, {"REPORTGEN_SMTP_HOST": "mail.invalid"}, "There is no sender: give --from"),
        (("--to", "nobody"), ENVELOPE, "--to `nobody` is no mail address: it has no @"),
        (("--to", "a@example.org\nBcc: b@example.org"), ENVELOPE, "--to 'a@example.org\\nBcc"),
        ((*TO, "--from", "x"), ENVELOPE, "--from `x` is no mail address"),
        ((*TO, "--subject", "x\nBcc: b@example.org"), ENVELOPE, "--subject"),
        ((*TO, "--subject", " "), ENVELOPE, "--subject is empty"),
        ((*TO, "--report", "docx"), ENVELOPE, "--report is `docx`"),
        ((*TO, "--eml", "none/m.eml"), {}, "--eml none/m.eml: there is no folder `none`"),
        ((*TO, "--eml", "."), {}, "--eml . is a folder: name a file in it, as in message.eml."),
        ((*TO, "--eml", ""), ENVELOPE, "--eml is empty"),
        ((*TO, "--report", "none", "--eml", "m" * 300), {}, "cannot be written (File name too long)"),
        (("--to", ""), ENVELOPE, "--to is empty: give an address"),
        (("--to", " "), ENVELOPE, "--to is empty: give an address"),
        ((*TO, "--from", ""), ENVELOPE, "--from is empty: give an address"),
        (TO, {**ENVELOPE, "REPORTGEN_SMTP_USER": "ada"}, "there is no password"),
    ],
)
def test_what_is_wrong_is_one_message(
    reports: Path, tmp_path: Path, arguments: tuple[str, ...], variables: dict[str, str], said: str
) -> None:
    done = reportgen("send", str(reports / "out"), *arguments, cwd=tmp_path, **variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("Error: ") == 1
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.process
@pytest.mark.parametrize("source", ["none", "notes.pdf", "notes.html"])
def test_what_is_no_bundle_and_no_report_is_refused(tmp_path: Path, source: str) -> None:
    (tmp_path / "notes.pdf").write_text("Once upon a time")
    (tmp_path / "notes.html").write_text("Once upon a time")
    done = reportgen("send", source, *TO, "--eml", "m.eml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: ")
    assert "bug" not in done.stderr
    assert not (tmp_path / "m.eml").exists()
