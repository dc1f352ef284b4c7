"""`reportgen verify`: what was checked in each file, and each shortcoming in a line of its own."""

import sys
from collections.abc import Sequence

from reportgen.cli.exit_codes import FAILED, OK, WRONG, describe
from reportgen.cli.messages import printable, say
from reportgen.errors import InputError

#: Words before each line, of equal length.
_WELL, _SHORT = "ok     ", "short  "


def show_verification(files: Sequence[str], max_size: str | None, *, links: bool) -> int:
    """Print what was found in every file; return 0 if all are as they should be, 1 if not, 2 if one is no report."""
    from reportgen.config.byte_sizes import SizeError, parse_size
    from reportgen.verification.verify import verify

    try:
        most = None if max_size is None else parse_size(max_size)
    except SizeError as error:
        raise InputError(f"--max-size {error}") from None
    code = OK
    for file in files:
        try:
            examined = verify(file, max_bytes=most, links=links)
        except (InputError, OSError) as error:  # the others are looked at all the same
            sys.stdout.flush()  # where both go to one place, each line stands in its turn
            say(f"Error: {describe(error)}")
            code = WRONG
            continue
        name = f"{file}: " if len(files) > 1 else ""
        for word, lines in ((_WELL, examined.checked), (_SHORT, examined.short)):
            for line in lines:
                print(printable(f"{word}{name}{line}"))  # noqa: T201 - this is the output
        code = code if examined.ok else max(code, FAILED)
    return code
