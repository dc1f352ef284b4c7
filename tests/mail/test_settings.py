"""[mail] and REPORTGEN_SMTP_*."""

import re
from pathlib import Path

import pytest

from reportgen.config import read_config
from reportgen.errors import InputError
from reportgen.mail.settings import _FROM_ENVIRONMENT, MailSettings, read_settings


def settings(folder: Path, text: str = "", **environment: str) -> MailSettings:
    (folder / "reportgen.toml").write_text(
        f"cv = 2\n[mail]\n{text}\n[params.rf]\nmax_depth = 2\n", encoding="utf-8"
    )
    variables = {f"REPORTGEN_SMTP_{name}": value for name, value in environment.items()}
    return read_settings(read_config(folder / "reportgen.toml"), {"HOME": "/root", **variables})


def test_nothing_is_set() -> None:
    assert read_settings(None, {}) == MailSettings(None, None, ())


def test_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("p w\n")
    found = settings(
        tmp_path,
        'host = "mail.example.org"\nuser = "ada@example.org"\npassword-file = "secret"\nto = ["a@example.org"]\n'
        'ca_file = "ca.pem"\ntimeout = 7',
    )
    server = found.server
    assert server is not None
    assert (server.host, server.port, server.security) == ("mail.example.org", 587, "starttls")
    assert (server.user, server.password, server.timeout_seconds) == ("ada@example.org", "p w", 7)
    assert server.ca_file == str(tmp_path / "ca.pem")
    assert found.sender is not None
    assert found.sender.address == "ada@example.org"
    assert [mailbox.address for mailbox in found.to] == ["a@example.org"]
    assert "p w" not in repr(found)


def test_the_environment_wins(tmp_path: Path) -> None:
    found = settings(tmp_path, 'host = "a"\nport = 25\nfrom = "x@a"', HOST="b", PORT=" 465\n", FROM="Y <y@b>")
    assert found.server is not None
    assert (found.server.host, found.server.port, found.server.security) == ("b", 465, "tls")
    assert str(found.sender) == "Y <y@b>"


@pytest.mark.parametrize(
    ("text", "environment", "said"),
    [
        ('hots = "a"', {}, r"reportgen.toml, line 3: \[mail\] has no `hots`. Did you mean `host`"),
        ('host = "a"\nport = "587"', {}, "line 4: port is of the wrong kind: give a number"),
        ("host = 1", {}, "line 3: host is of the wrong kind: give a text"),
        ("to = [1]", {}, "a text, or a list of texts"),
        ('host = "a"\nport = 0', {}, "port is 0"),
        ('host = "a"\nsecurity = "ssl"', {}, "security is `ssl`: give one of starttls, tls, none"),
        ('host = "a"\nuser = "b"', {}, "there is no password: set REPORTGEN_SMTP_PASSWORD"),
        ('host = "a"\nuser = "b"\npassword = "c"\nsecurity = "none"', {}, "a login without TLS"),
        ('host = "a"\npassword_file = "none"', {}, "none` cannot be read"),
        ('from = "nobody"', {}, "line 3: from `nobody` is no mail address"),
        ('to = "nobody"', {}, "line 3: to `nobody` is no mail address"),
        ("", {"PORT": "x", "HOST": "a"}, "REPORTGEN_SMTP_PORT is `x`: give a number"),
        ("", {"USERNAME": "x"}, "There is no REPORTGEN_SMTP_USERNAME. Known: REPORTGEN_SMTP_HOST"),
        ("", {"HOST": "a", "TIMEOUT": "0"}, "REPORTGEN_SMTP_TIMEOUT is 0"),
        ("", {"HOST": "a", "TIMEOUT": "nan"}, "REPORTGEN_SMTP_TIMEOUT is nan"),
    ],
)
def test_what_is_wrong_is_said_where_it_was_written(
    tmp_path: Path, text: str, environment: dict[str, str], said: str
) -> None:
    with pytest.raises(InputError, match=said) as raised:
        settings(tmp_path, text, **environment)
    assert '"c"' not in str(raised.value)


def test_a_run_knows_nothing_of_it(tmp_path: Path) -> None:
    settings(tmp_path, 'host = "a"')
    file = read_config(folder=tmp_path)
    assert file is not None
    assert set(file.values) == {"cv", "params"}


def test_mail_that_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "reportgen.toml").write_text('mail = "a@example.org"\n')
    with pytest.raises(InputError, match=r"\[mail\]"):
        read_config(folder=tmp_path)


def test_the_table_that_the_documentation_shows_is_one(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs/mail.md").read_text(encoding="utf-8")
    found = re.search(r"```toml\n\[mail\]\n(.*?)```", page, re.DOTALL)
    assert found is not None
    shown = settings(tmp_path, found[1], PASSWORD="x")
    assert str(shown.server) == "mail.example.org:587 (STARTTLS)"
    assert [mailbox.address for mailbox in shown.to] == ["ada@example.org"]
    for variable in re.findall(r"`(REPORTGEN_SMTP_[A-Z_]+)`", page):
        assert variable.removeprefix("REPORTGEN_SMTP_").lower() in _FROM_ENVIRONMENT


def test_a_file_that_was_only_found_names_no_server(tmp_path: Path) -> None:
    (tmp_path / "reportgen.toml").write_text(
        '[mail]\nhost = "evil.example"\nsecurity = "none"\npassword_file = "none"\nca_file = "ca.pem"\n'
        'from = "r@example.org"\nto = "a@example.org"'
    )
    found = read_settings(read_config(folder=tmp_path), {})
    assert found.server is None
    assert found.sender is not None
    assert [mailbox.address for mailbox in found.to] == ["a@example.org"]
    path = tmp_path / "reportgen.toml"
    assert found.ignored == (
        f"Ignored in {path}, which was only found here: host, security, password_file, ca_file in [mail]. "
        f"If you trust it, name it, with `--config {path}` or in REPORTGEN_CONFIG."
    )
    own = read_settings(read_config(folder=tmp_path), {"REPORTGEN_SMTP_HOST": "mail.example.org"})
    assert own.server is not None
    assert (own.server.host, own.server.security, own.server.ca_file) == (
        "mail.example.org",
        "starttls",
        None,
    )


def test_a_file_that_the_environment_names_counts_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(tmp_path, 'host = "mail.example.org"')
    monkeypatch.setenv("REPORTGEN_CONFIG", str(tmp_path / "reportgen.toml"))
    found = read_settings(read_config(), {})
    assert found.server is not None
    assert found.ignored == ""
