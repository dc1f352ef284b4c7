"""Pango and its companions: the system libraries that WeasyPrint draws text with, looked for before any work.

WeasyPrint loads them when it is imported, which takes a second and fails with a long traceback. Here they are
loaded in the same way, in milliseconds, and what is missing becomes one message with the package to install.
"""

import os
import sys
from contextlib import suppress
from ctypes import CDLL
from ctypes.util import find_library
from functools import cache

#: Each library, and its names on Linux, macOS and Windows, as WeasyPrint 63 to 70 tries them; the last is the
#: short one that the system's own search knows.
LIBRARIES = {
    "GObject": ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0", "gobject-2.0"),
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0", "pango-1.0"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0", "harfbuzz"),
    "Fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1", "fontconfig"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0", "pangoft2-1.0"),
}

REMEDIES = {
    "Debian, Ubuntu": "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "Fedora": "dnf install pango",
    "macOS": "brew install pango (and export DYLD_FALLBACK_LIBRARY_PATH=$(brew --prefix)/lib if it is not found)",
    "Windows": "pacman -S mingw-w64-ucrt-x86_64-pango, in the UCRT64 shell of MSYS2",
}

_WINDOWS_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin"


def missing_pango() -> str | None:
    """Return None if PDFs can be drawn here, or one message: what is missing and how to get it."""
    missing = missing_libraries()
    if not missing:
        return None
    lines = [f"  {system}: {command}" for system, command in REMEDIES.items()]
    head = (
        f"PDF needs the system library Pango, and {' and '.join(missing)} cannot be loaded here. Install it:"
    )
    return "\n".join([head, *lines])


@cache
def missing_libraries() -> tuple[str, ...]:
    """Return the names of the libraries that cannot be loaded, by trying."""
    _add_windows_folders()
    return tuple(title for title, names in LIBRARIES.items() if not any(map(_loads, names)))


def _loads(name: str) -> bool:
    """Whether a library can be loaded by its name or, for the short name, from where the system keeps it."""
    found = name if "lib" in name else find_library(name)
    if found is None:
        return False
    with suppress(OSError):
        CDLL(found)
        return True
    return False


def _add_windows_folders() -> None:
    """Look for libraries where WeasyPrint will."""
    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", _WINDOWS_FOLDERS).split(";"):
            with suppress(OSError):
                os.add_dll_directory(folder)


if __name__ == "__main__":  # before anything is installed: `python -m reportgen.deliver.pango`
    sys.exit(missing_pango())
