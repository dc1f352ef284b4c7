"""Ctrl-C: orderly where Python can notice it, and all the same where compiled code does not let it."""

import signal
import subprocess

import pytest

from tests.cli.process import environment, killed_where_stuck
from tests.cli.terminal import in_terminal, python

pytestmark = pytest.mark.process

#: A run that ends in an orderly way: the main thread waits, as it does while other threads fit.
WAITING = """
from pathlib import Path
import time
from reportgen import cli
from reportgen.run import build as run
def build(config, progress, command):
    progress.message('working')
    time.sleep(3600)
run.build = build
cli.main(['build'])
"""

#: A run that cannot: joining threads is what the interpreter does at its end, and none of them stops.
STUCK = """
import time
from concurrent.futures import ThreadPoolExecutor
from reportgen import cli
from reportgen.run import build as run
def build(config, progress, command):
    with ThreadPoolExecutor() as pool:
        pool.submit(time.sleep, 3600)
        progress.message('working')
run.build = build
cli.main(['build'])
"""


def interrupt(code: str) -> tuple[int, str]:
    with subprocess.Popen(python(code), stderr=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stderr is not None
        with killed_where_stuck(process):
            assert process.stderr.readline() == "working\n"
            process.send_signal(signal.SIGINT)
            left = process.stderr.read()
            return process.wait(), left


@pytest.mark.parametrize("code", [WAITING, STUCK])
def test_it_says_that_fits_are_kept_and_ends(code: str) -> None:
    status, said = interrupt(code)
    assert status == 130, "it waited for the thread"
    assert said == "Interrupted. Finished fits are kept; the same command takes them up.\n"


def test_the_terminal_gets_its_cursor_back() -> None:
    sent = []

    def press(process: subprocess.Popen[bytes], written: str) -> None:
        if "working" in written and not sent:
            sent.append(process.send_signal(signal.SIGINT))

    status, written = in_terminal(python(STUCK), when=press)
    assert status == 130
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l")
    assert "Finished fits are kept" in written
