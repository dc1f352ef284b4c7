"""Ctrl-C that works at once, also while compiled code keeps Python from noticing it."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from reportgen.cli.exit_codes import FITS_KEPT, INTERRUPTED
from reportgen.cli.messages import say

#: How long the program may take to end in an orderly way after Ctrl-C.
GRACE_SECONDS = 2.0


@contextmanager
def prompt_interrupt(restore: Callable[[], None], grace_seconds: float = GRACE_SECONDS) -> Iterator[None]:
    """End the process if Ctrl-C has not led out of the block in time; to be entered in the main thread.

    Python raises KeyboardInterrupt only between its own instructions, and a fit may spend minutes within one. The
    operating system's signal is therefore passed on to a thread of ours, which waits for the orderly end, puts the
    terminal right with `restore`, and leaves.
    """
    receiver, sender = socket.socketpair()
    sender.setblocking(False)
    ended = Event()
    watcher = Thread(target=_watch, args=(receiver, ended, restore, grace_seconds), daemon=True)
    watcher.start()
    before = signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        ended.set()
        sender.close()


def _watch(receiver: socket.socket, ended: Event, restore: Callable[[], None], grace_seconds: float) -> None:
    with receiver:
        while received := receiver.recv(1):
            if received[0] == signal.SIGINT and not ended.wait(grace_seconds):
                restore()
                say(f"Interrupted. {FITS_KEPT}")
                os._exit(INTERRUPTED)
