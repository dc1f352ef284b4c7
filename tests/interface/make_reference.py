"""Writes the reference of docs/python.md from the docstrings: `python -m tests.interface.make_reference`."""

import inspect
import re
from pathlib import Path
from typing import Any

import reportgen

PAGE = Path(__file__).parents[2] / "docs" / "python.md"

BEGIN, END = "<!-- made by tests/interface/make_reference.py -->", "<!-- end -->"

FUNCTIONS = ("from_predictions", "from_estimators", "evaluate")
METHODS = ("scores", "comparisons", "findings", "confusion", "check", "save", "load", "of")


def entries() -> str:
    """Return a heading, the signature and the docstring of each function and method."""
    functions = [(f"reportgen.{name}", getattr(reportgen, name)) for name in FUNCTIONS]
    methods = [(f"Report.{name}", getattr(reportgen.Report, name)) for name in METHODS]
    return "\n\n".join(_entry(name, what) for name, what in (*functions, *methods))


def _entry(name: str, what: Any) -> str:
    names = [
        f"**{one.name}"
        if one.kind is one.VAR_KEYWORD
        else f"*{one.name}"
        if one.kind is one.VAR_POSITIONAL
        else one.name
        for one in inspect.signature(what).parameters.values()
        if one.name != "self"
    ]
    text = "\n".join(f"    {line}".rstrip() for line in inspect.getdoc(what).splitlines())
    return f"### {name}({', '.join(names)})\n\n{text}"


def page_with_reference(page: str) -> str:
    """Return the page with the reference between its marks."""
    made = f"{BEGIN}\n\n{entries()}\n\n{END}"
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: made, page, flags=re.DOTALL)


if __name__ == "__main__":
    PAGE.write_text(page_with_reference(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
