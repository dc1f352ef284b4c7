"""For all tests: with REPORTGEN_ALL_TESTS set, as in CI, a test that is skipped for want of a program is a failure."""

import os
import signal

import pytest

#: Fixtures and hooks that all tests share, a file for each concern.
pytest_plugins = ("tests.chromium", "tests.markers", "tests.workers", "tests.quick")


def pytest_configure() -> None:
    """Let the programs under test be interrupted: what a shell runs in the background inherits that it is not."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not os.environ.get("REPORTGEN_ALL_TESTS") or reporter is None:
        return
    reasons = {str(report.longrepr[2]) for report in reporter.stats.get("skipped", [])}
    wanting = sorted(
        reason for reason in reasons if "not installed" in reason or "could not import" in reason
    )
    if wanting:
        reporter.write_line(f"Skipped, but everything has to run here: {'; '.join(wanting)}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
