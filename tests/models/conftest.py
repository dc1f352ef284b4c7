from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _one_thread_each() -> Iterator[None]:
    """Small fits lose more by threads that wait for each other than they gain, the more so on a busy machine."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
