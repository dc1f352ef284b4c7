"""Ctrl-C: orderly where Python can notice it, and all the same where compiled code does not let it."""

import signal
import subprocess
import time

import pytest

from tests.cli.process import environment
from tests.cli.terminal import in_terminal, python

#: A run that ends in an orderly way: the main thread waits, as it does while other threads fit.
WAITING = """
from pathlib import Path
import time
from reportgen import cli, pipeline
def build(config, progress, command):
    progress.message('working')
    time.sleep(60)
pipeline.build = build
cli.main(['build'])
"""

#: A run that cannot: joining threads is what the interpreter does at its end, and none of them stops.
STUCK = """
import time
from concurrent.futures import ThreadPoolExecutor
from reportgen import cli, pipeline
def build(config, progress, command):
    with ThreadPoolExecutor() as pool:
        pool.submit(time.sleep, 60)
        progress.message('working')
pipeline.build = build
cli.main(['build'])
"""


def interrupt(code: str) -> tuple[int, str, float]:
    with subprocess.Popen(python(code), stderr=subprocess.PIPE, text=True, env=environment()) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "working\n"
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        left = process.stderr.read()
        return process.wait(30), left, time.monotonic() - begun


@pytest.mark.parametrize("code", [WAITING, STUCK])
def test_it_says_that_fits_are_kept_and_ends(code: str) -> None:
    status, said, seconds = interrupt(code)
    assert status == 130
    assert said == "Interrupted. Finished fits are kept; the same command takes them up.\n"
    assert seconds < 30, "it did not wait for the thread"


def test_the_terminal_gets_its_cursor_back() -> None:
    sent = []

    def press(process: subprocess.Popen[bytes], written: str) -> None:
        if "working" in written and not sent:
            sent.append(process.send_signal(signal.SIGINT))

    status, written = in_terminal(python(STUCK), when=press)
    assert status == 130
    assert written.rindex("\x1b[?25h") > written.rindex("\x1b[?25l")
    assert "Finished fits are kept" in written
