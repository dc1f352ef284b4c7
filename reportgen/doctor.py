"""What a working reportgen needs, and whether it is there: Python, packages, Pango, fonts, room to work.

Nothing heavy is imported and nothing is fetched, so that the examination also works where much is broken.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from reportgen.deliver import pango

DISTRIBUTION = "reportgen-eval"

#: Scripts that names from data may be written in, and a language by which fonts announce them.
_SCRIPTS = {
    "Arabic": "ar",
    "Chinese": "zh-cn",
    "Cyrillic": "ru",
    "Devanagari": "hi",
    "Emoji": "und-zsye",
    "Greek": "el",
    "Hebrew": "he",
    "Japanese": "ja",
    "Korean": "ko",
    "Thai": "th",
}

_FONT_REMEDIES = {
    "Debian, Ubuntu": "apt-get install fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji",
    "Fedora": "dnf install google-noto-sans-fonts google-noto-sans-cjk-fonts google-noto-color-emoji-fonts",
    "macOS and Windows": "bring fonts for all of them",
}


@dataclass(frozen=True)
class Examined:
    """One thing looked at. `missing` keeps reports from being made, `note` is worth knowing; remedy: what to do."""

    status: Literal["ok", "note", "missing"]
    text: str
    remedy: str = ""


def examine(folders: Mapping[str, str]) -> Iterator[Examined]:
    """Yield what was found, in the order in which it matters; `folders` maps flags to folders to write to."""
    yield _python()
    yield from _packages()
    yield _pango()
    yield _fonts()
    yield _machine()
    for flag, name in folders.items():
        yield _folder(flag, name)
    yield Examined("ok", "Network: not needed, but for the first use of mnist and fashion_mnist")


def _python() -> Examined:
    version = ".".join(map(str, sys.version_info[:3]))
    return Examined("ok", f"Python {version} ({sys.executable}) on {sys.platform}")


def _packages() -> Iterator[Examined]:
    """Yield a finding for each package that reportgen asks for; those of an extra may be missing."""
    try:
        required = metadata.requires(DISTRIBUTION) or []
        yield Examined("ok", f"reportgen {metadata.version(DISTRIBUTION)}")
    except metadata.PackageNotFoundError:
        yield Examined("missing", f"{DISTRIBUTION} is not installed as a package", "pip install -e '.[all]'")
        return
    try:
        from packaging.requirements import Requirement
    except ImportError:
        yield Examined(
            "missing", "packaging is not installed; it comes with matplotlib", "pip install matplotlib"
        )
        return
    wanted = {
        (found.name, str(found.specifier)): "extra" in str(found.marker)
        for found in map(Requirement, required)
    }
    for (name, versions), optional in sorted(wanted.items()):
        if name != DISTRIBUTION:
            yield _package(name, versions, optional=optional)


def _package(name: str, wanted: str, *, optional: bool) -> Examined:
    from packaging.specifiers import SpecifierSet

    remedy = f"pip install '{name}{wanted}'"
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        if optional:
            return Examined("note", f"{name} is not installed; it is optional", remedy)
        return Examined("missing", f"{name} is not installed", remedy)
    if SpecifierSet(wanted).contains(version, prereleases=True):
        return Examined("ok", f"{name} {version}")
    return Examined("note", f"{name} {version} is outside of the range that was tried, {wanted}", remedy)


def _pango() -> Examined:
    try:
        problem = pango.missing_pango()
    except ImportError as error:
        return Examined("missing", f"Pango: not looked for ({error})", "pip install weasyprint")
    if problem is None:
        return Examined("ok", "Pango, for PDF")
    text, _, remedy = problem.partition(" Install it:\n")
    return Examined("missing", text, remedy)


def _fonts() -> Examined:
    counts = {script: _fonts_for(language) for script, language in _SCRIPTS.items()}
    if None in counts.values():
        return Examined(
            "note", "Fonts: `fc-list` of Fontconfig is not there to tell which scripts a PDF can show"
        )
    lacking = [script for script, count in counts.items() if not count]
    if not lacking:
        return Examined("ok", f"Fonts for {', '.join(counts)}")
    remedy = "\n".join(f"  {system}: {command}" for system, command in _FONT_REMEDIES.items())
    return Examined("note", f"No fonts for {', '.join(lacking)}: a PDF shows boxes for names in them", remedy)


def _fonts_for(language: str) -> int | None:
    """Return how many fonts Fontconfig knows for a language, None where it cannot be asked."""
    import subprocess

    command = ["fc-list", f":lang={language}", "file"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return len(found.stdout.splitlines())


def _machine() -> Examined:
    from reportgen.run.environment import available_cores

    cores = available_cores()
    total, free = _memory()
    memory = "" if total is None else f", {total / 1e9:.1f} GB of memory"
    memory += "" if free is None else f" ({free / 1e9:.1f} GB free)"
    return Examined("ok", f"{cores} {'core' if cores == 1 else 'cores'}{memory}")


def _memory() -> tuple[int | None, int | None]:
    """Return the bytes of memory, in all and available, as far as the system tells."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None, None
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return total, None
    free = (int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    return total, next(free, None)


def _folder(flag: str, name: str) -> Examined:
    """Find out whether a folder, or the one it would be made in, can be written to."""
    existing = Path(name).absolute()
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    try:
        with tempfile.TemporaryFile(dir=existing) as probe:
            probe.write(b"reportgen")
        free = shutil.disk_usage(existing).free
    except OSError as error:
        return Examined(
            "missing", f"{flag} {name} cannot be written to: {error.strerror}", f"use another {flag}"
        )
    return Examined("ok", f"{flag} {name} can be written to ({free / 1e9:.1f} GB free)")
