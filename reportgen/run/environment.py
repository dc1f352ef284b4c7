"""Where a run took place: machine, versions, repository."""

import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from reportgen.bundle.run_records import Environment, Git

#: Distributions whose versions a reader needs to make the run again.
PACKAGES = (
    "scikit-learn",
    "numpy",
    "scipy",
    "pandas",
    "skrub",
    "joblib",
    "matplotlib",
    "jinja2",
    "weasyprint",
)


def describe_environment() -> Environment:
    """Return the machine and the versions of this process."""
    packages = {}
    for name in PACKAGES:
        try:
            packages[name] = version(name)
        except PackageNotFoundError:
            continue
    return Environment(
        python=platform.python_version(),
        platform=platform.platform(),
        cpu=_cpu_name(),
        cores=available_cores(),
        packages=packages,
    )


def available_cores() -> int:
    """Return how many cores this process may use, by its affinity and by the quota of a container."""
    from joblib import cpu_count

    return int(cpu_count())


def _cpu_name() -> str | None:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or None
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or None


def describe_git() -> Git | None:
    """Return the state of the working folder's repository; None without one, without commits or without git."""
    commit = _git("rev-parse", "HEAD")
    if not commit:
        return None
    return Git(
        commit=commit,
        branch=_git("symbolic-ref", "--short", "-q", "HEAD") or None,
        dirty=bool(_git("status", "--porcelain", "--untracked-files=no")),
    )


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", *arguments],  # noqa: S607 - found on the path, as a user's shell would
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
