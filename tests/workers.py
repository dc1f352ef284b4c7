"""How tests are divided among workers: by file, or one by one where they share nothing; what takes longest comes first.

pytest-xdist's way with `--dist loadfile` begins with the file that has most tests, and the last worker was left alone
with one that has few and long ones.
"""

import pytest
from xdist.scheduler import LoadFileScheduling
from xdist.scheduler.protocol import Scheduling

#: Files whose tests share nothing that takes long: any worker may take any of them.
SPREAD = ("tests/test_documentation.py", "tests/test_examples.py")

#: Tests that share what takes long, though they stand in several files: one worker takes them all.
TOGETHER = "tests/end_to_end/"

LONG = ("browser", "pdf", "process", "slow")


def unit(nodeid: str) -> str:
    """Return the name of what a worker takes as a whole, of which a test is a part."""
    file = nodeid.partition("::")[0]
    if file in SPREAD:
        return nodeid
    return TOGETHER if file.startswith(TOGETHER) else file


class ByUnit(LoadFileScheduling):
    """Hands out units in the order of the tests."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Scheduling | None:
    """Divide by units where `--dist loadfile` is asked for."""
    if config.option.dist != "loadfile":
        return None
    config.option.loadscopereorder = False
    return ByUnit(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where workers share the tests, put first what takes longest; the tests of a file keep their order."""
    if not hasattr(config, "workerinput"):
        return
    long = {unit(item.nodeid) for item in items if any(map(item.get_closest_marker, LONG))}
    items.sort(key=lambda item: (item.nodeid.partition("::")[0] not in SPREAD, unit(item.nodeid) not in long))
