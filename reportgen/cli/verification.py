"""`reportgen verify`: what was checked in each file, and each shortcoming in a line of its own."""

from collections.abc import Sequence

from reportgen.cli.messages import printable
from reportgen.cli.outcome import FAILED, OK

#: Words before each line, of equal length.
_WELL, _SHORT = "ok     ", "short  "


def show_verification(files: Sequence[str], max_size: str | None, *, links: bool) -> int:
    """Print what was found in every file; return 0 if all are as they should be, else 1."""
    from reportgen.verification.verify import parse_size, verify

    most = None if max_size is None else parse_size(max_size)
    code = OK
    for file in files:
        examined = verify(file, max_bytes=most, links=links)
        name = f"{file}: " if len(files) > 1 else ""
        for word, lines in ((_WELL, examined.checked), (_SHORT, examined.short)):
            for line in lines:
                print(printable(f"{word}{name}{line}"))  # noqa: T201 - this is the output
        code = code if examined.ok else FAILED
    return code
