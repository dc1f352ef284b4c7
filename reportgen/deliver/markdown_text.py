"""Text for GitHub-flavoured Markdown: values from data stay text, whatever they hold."""

import re

from reportgen.wording.text import printable

#: What marks up text wherever it stands.
_MARKUP = re.compile(r"([\\`*_\[\]|~^])")
#: What only marks up at the beginning of a block.
_AT_START = re.compile(r"^([#+\-=])|^(\d+)([.)])(?=\s|$)")
#: What becomes a mention, a reference or an emoji in the finished page, so that no escape before it would help.
_LINKED = re.compile(r"([@#])(?=\w)|(:)(?=//|[a-z0-9_+\-]+:)|(www|GH)(?=[.\-])", re.IGNORECASE)


def escaped(text: str) -> str:
    """Return text that shows as it is: no markup, no HTML, no links, no mentions, no formulas, on one line."""
    plain = " ".join(printable(text).split())
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = _MARKUP.sub(r"\\\1", plain)
    plain = _AT_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", plain)
    plain = _LINKED.sub(lambda found: f"{found[0]}<!-- -->", plain)
    return plain.replace("$", "<span>$</span>")


def code(text: str) -> str:
    """Return text as code on one line, fit for a cell of a table."""
    plain = " ".join(printable(text).split()).replace("|", "\\|")
    fence = "`" * (1 + max(map(len, re.findall("`+", plain)), default=0))
    space = " " if plain[:1] == "`" or plain[-1:] == "`" or not plain else ""
    return f"{fence}{space}{plain}{space}{fence}"


def table(heads: list[str], rows: list[list[str]], right: set[int] = frozenset()) -> str:  # type: ignore[assignment]
    """Return a table of cells that are Markdown already; the columns in `right` are aligned to the right."""
    rule = ["---:" if place in right else "---" for place in range(len(heads))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))
