"""Where a run took place: machine and versions."""

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from reportgen.bundle.run_records import Environment

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
