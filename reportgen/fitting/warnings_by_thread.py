"""Warnings of libraries, caught by thread: a model's warnings become notes of that model."""

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

_thread = threading.local()

#: Warnings that tell a reader of the report nothing.
_UNINFORMATIVE = (FutureWarning, DeprecationWarning, PendingDeprecationWarning, ResourceWarning)


@contextmanager
def sort_warnings_by_thread() -> Iterator[None]:
    """Deliver warnings to the `noticed` block of their own thread, for the duration of a run.

    `warnings.catch_warnings` is not safe in threads, so it is entered once, around all of them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = _deliver
        yield


@contextmanager
def noticed() -> Iterator[list[str]]:
    """Collect the texts of warnings that this thread meets, each once; blocks may stand within each other."""
    texts: list[str] = []
    before = getattr(_thread, "texts", None)
    _thread.texts = texts
    try:
        yield texts
    finally:
        _thread.texts = before


def _deliver(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
    texts = getattr(_thread, "texts", None)
    if texts is None or issubclass(category, _UNINFORMATIVE):
        return
    first_line = str(message).strip().splitlines()[0] if str(message).strip() else category.__name__
    if first_line not in texts:
        texts.append(first_line)
