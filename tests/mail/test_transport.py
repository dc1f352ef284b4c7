"""Delivery to real servers, good and bad."""

import socket
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from reportgen.mail.settings import Server
from reportgen.mail.transport import DeliveryError, deliver
from tests.mail.server import PASSWORD, USER, Authority, Inbox, mail_server, make_authority, odd_server, speak

pytestmark = pytest.mark.slow

A, B = "a@example.org", "b@example.org"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("certificates"))


def message() -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["Subject"] = "Prüfung"
    made["From"], made["To"] = "r@example.org", A
    made.set_content(".a line that begins with a dot\n.\nthe end, ü\n", cte="quoted-printable")
    return made


def server(port: int, security: Any = "starttls", **fields: Any) -> Server:
    return Server(
        **{"host": "localhost", "port": port, "security": security, "timeout_seconds": 5.0, **fields}
    )


def send(to: Server, recipients: tuple[str, ...] = (A,), waits: tuple[float, ...] = (0.0, 0.0)) -> None:
    deliver(message(), "r@example.org", recipients, to, waits)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_tls_with_a_login(authority: Authority, security: str) -> None:
    inbox = Inbox()
    with mail_server(inbox, authority.context(), implicit=security == "tls", login=True) as port:
        send(server(port, security, user=USER, password=PASSWORD, ca_file=authority.ca_file), (A, B))
    (taken,) = inbox.taken
    assert (taken.sender, taken.recipients, taken.over_tls, taken.login) == (
        "r@example.org",
        [A, B],
        True,
        USER,
    )
    assert taken.message["Subject"] == "Prüfung"
    lines = taken.message.get_content().splitlines()
    assert lines == [".a line that begins with a dot", ".", "the end, ü"]
    assert taken.content.isascii()


def test_without_tls_only_where_that_is_asked_for() -> None:
    inbox = Inbox()
    with mail_server(inbox, None) as port:
        send(server(port, "none"))
        with pytest.raises(DeliveryError, match="it offers no STARTTLS, and without it nothing is sent"):
            send(server(port))
    assert len(inbox.taken) == 1


def test_nobody_logs_in_without_tls() -> None:
    inbox = Inbox()
    with mail_server(inbox, None) as port, pytest.raises(DeliveryError, match="without it nobody logs in"):
        send(server(port, "none", user=USER, password=PASSWORD))
    assert inbox.taken == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("wrong", ["name", "authority"])
def test_a_wrong_certificate_is_refused(authority: Authority, security: str, wrong: str) -> None:
    inbox = Inbox()
    name = "other.example.org" if wrong == "name" else "localhost"
    trusted = authority.ca_file if wrong == "name" else None
    with mail_server(inbox, authority.context(name), implicit=security == "tls", login=True) as port:
        to = server(port, security, user=USER, password=PASSWORD, ca_file=trusted)
        with pytest.raises(DeliveryError, match="its certificate is not valid") as raised:
            send(to)
    assert inbox.taken == []
    assert PASSWORD not in str(raised.value)
    advice = "Name the server as its certificate does" if wrong == "name" else "as ca_file"
    assert advice in str(raised.value)


def test_a_login_that_is_refused_shows_no_password(authority: Authority) -> None:
    inbox = Inbox()
    with mail_server(inbox, authority.context(), login=True) as port:
        to = server(port, user=USER, password="wrong password", ca_file=authority.ca_file)
        with pytest.raises(DeliveryError, match="it refuses the login of `ada`") as raised:
            send(to)
    assert inbox.taken == []
    assert "wrong password" not in f"{raised.value}{to!r}{to}"


def test_a_server_without_logins(authority: Authority) -> None:
    with (
        mail_server(Inbox(), authority.context(), auth_exclude_mechanism=["LOGIN", "PLAIN"]) as port,
        pytest.raises(DeliveryError, match="offers no login"),
    ):
        send(server(port, user=USER, password=PASSWORD, ca_file=authority.ca_file))


def test_tls_on_a_port_without_it() -> None:
    with (
        mail_server(Inbox(), None) as port,
        pytest.raises(DeliveryError, match=r"TLS fails .*may be wrong for this port"),
    ):
        send(server(port, "tls"))


def test_a_certificate_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"none\.pem` cannot be read"):
        send(server(1, ca_file=str(tmp_path / "none.pem")))


def test_a_refusal_for_now_is_tried_again_for_those_alone() -> None:
    inbox = Inbox(replies={B: ["451 Greylisted, try again"]})
    with mail_server(inbox, None) as port:
        send(server(port, "none"), (A, B))
    assert [taken.recipients for taken in inbox.taken] == [[A], [B]]


def test_a_whole_message_refused_for_now_is_tried_again() -> None:
    inbox = Inbox(after_data=["452 Too busy"])
    with mail_server(inbox, None) as port:
        send(server(port, "none"), (A, B))
    assert [taken.recipients for taken in inbox.taken] == [[A, B]]


def test_a_refusal_for_good_of_one_is_told_and_the_other_has_it_once() -> None:
    inbox = Inbox(replies={B: ["550 No such user"] * 9})
    with mail_server(inbox, None) as port, pytest.raises(DeliveryError) as raised:
        send(server(port, "none"), (A, B))
    assert [taken.recipients for taken in inbox.taken] == [[A]]
    assert inbox.commands == [A, B]
    said = str(raised.value)
    assert "did not take the message for 1 of 2 recipients: b@example.org: 550 No such user" in said
    assert "It was taken for a@example.org" in said


def test_a_refusal_that_does_not_end_is_told_after_some_attempts() -> None:
    inbox = Inbox(replies={A: ["451 Later"] * 9})
    with mail_server(inbox, None) as port, pytest.raises(DeliveryError, match=r"was not sent .*451 Later"):
        send(server(port, "none"))
    assert inbox.commands == [A] * 3


def test_a_message_refused_for_good_is_not_tried_again() -> None:
    inbox = Inbox(after_data=["554 Spam", "554 Spam"])
    with mail_server(inbox, None) as port, pytest.raises(DeliveryError, match="554 Spam"):
        send(server(port, "none"), (A, B))
    assert inbox.after_data == ["554 Spam"]


def hang(connection: socket.socket) -> None:
    while connection.recv(65536):  # until the client gives up
        pass


EHLO = b"250-odd\r\n250 SIZE 9999999\r\n"
READY = (b"220 odd\r\n", EHLO, b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")


@pytest.mark.parametrize(
    "answers", [(), READY[:1], READY[:3]], ids=["at once", "after the greeting", "in between"]
)
def test_a_server_that_hangs_is_given_up_in_time(answers: tuple[bytes, ...]) -> None:
    behave: Callable[[socket.socket], None] = speak(*answers, then=hang)
    with odd_server(behave) as (port, connections):
        with pytest.raises(DeliveryError, match=r"does not answer within 0\.3 seconds"):
            send(server(port, "none", timeout_seconds=0.3))
        assert len(connections) == 1


@pytest.mark.parametrize(
    "answers", [(), READY[:1], READY[:4]], ids=["at once", "after the greeting", "before DATA"]
)
def test_a_connection_that_is_dropped_is_tried_again(answers: tuple[bytes, ...]) -> None:
    with odd_server(speak(*answers)) as (port, connections):
        with pytest.raises(DeliveryError, match=r"closed the connection|connection fails"):
            send(server(port, "none"))
        assert len(connections) == 3


def test_a_connection_dropped_when_the_message_may_have_arrived_is_not_tried_again() -> None:
    def swallow(connection: socket.socket) -> None:
        received = b""
        while not received.endswith(b"\r\n.\r\n"):
            received += connection.recv(65536)

    with odd_server(speak(*READY, then=swallow)) as (port, connections):
        with pytest.raises(DeliveryError, match="whether it has arrived is unknown; it is not sent again"):
            send(server(port, "none"))
        assert len(connections) == 1


@pytest.mark.parametrize("answer", [b"what?\r\n", b"\r\n", b"0\r\n", b"354 go on\r\n"])
def test_an_answer_that_cannot_be_read_when_the_message_may_have_arrived_is_not_tried_again(
    answer: bytes,
) -> None:
    def mumble(connection: socket.socket) -> None:
        received = b""
        while not received.endswith(b"\r\n.\r\n"):
            received += connection.recv(65536)
        connection.sendall(answer)

    with odd_server(speak(*READY, then=mumble)) as (port, connections):
        with pytest.raises(DeliveryError, match="whether it has arrived is unknown; it is not sent again"):
            send(server(port, "none"))
        assert len(connections) == 1


def test_a_greeting_that_refuses() -> None:
    with odd_server(speak(b"554 No service here\r\n")) as (port, connections):
        with pytest.raises(DeliveryError, match="554 No service here"):
            send(server(port, "none"))
        assert len(connections) == 1
    with odd_server(speak(b"421 Too many connections\r\n")) as (port, connections):
        with pytest.raises(DeliveryError, match="421 Too many"):
            send(server(port, "none"))
        assert len(connections) == 3


def test_a_server_that_injects_answers_before_tls_is_not_believed(authority: Authority) -> None:
    inject = b"220 go\r\n250-odd\r\n250 AUTH PLAIN\r\n235 in\r\n"
    odd = speak(b"220 odd\r\n", b"250-odd\r\n250 STARTTLS\r\n", inject)
    with odd_server(odd) as (port, _), pytest.raises(DeliveryError):
        send(server(port, user=USER, password=PASSWORD, ca_file=authority.ca_file))


def test_there_is_no_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(DeliveryError, match="Connection refused"):
        send(server(port, "none"))
    with pytest.raises(DeliveryError, match="there is no such host"):
        send(server(25, "none", host="no.such.host.invalid"))


def test_addresses_beyond_ascii_need_a_server_that_takes_them() -> None:
    inbox, there = Inbox(), "jörg@example.org"
    with mail_server(inbox, None) as port:
        send(server(port, "none"), (there,))
    assert inbox.taken[0].recipients == [there]
    plain = speak(b"220 odd\r\n", b"250 odd\r\n", b"221 bye\r\n")
    with odd_server(plain) as (port, _), pytest.raises(DeliveryError, match="beyond ASCII"):
        send(server(port, "none"), (there,))
