"""A bound on the work that a file may take: parsers of other makers take quadratic time, or longer, on some."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

#: Seconds of this process's processor time, and more for each megabyte. The reports of a run take a tenth of it.
SECONDS = 15.0
SECONDS_A_MEGABYTE = 30.0

#: Said again while a library takes the exception for one of its own.
_AGAIN_SECONDS = 0.2


class TooMuchWorkError(BaseException):
    """A file takes longer than any report; no Exception, which parsers catch to go on."""


@contextmanager
def limited_work(size_bytes: int) -> Iterator[None]:
    """Raise TooMuchWorkError within the block after the time that a file of a size may take.

    The time is the processor's, so that a busy machine does not matter. It is measured in the main thread of systems
    that have timers of it, which Windows has not.
    """
    if current_thread() is not main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    armed = True

    def stop(_number: int, _frame: FrameType | None) -> None:
        if armed:
            raise TooMuchWorkError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, allowed_seconds(size_bytes), _AGAIN_SECONDS)
    try:
        yield
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def allowed_seconds(size_bytes: int) -> float:
    """Return how much processor time a file may take."""
    return SECONDS + SECONDS_A_MEGABYTE * size_bytes / 1e6
