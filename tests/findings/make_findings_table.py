"""Writes the table of findings into docs/report.md from the registry: `python -m tests.findings.make_findings_table`.

Only what is built in stands there: findings of packages that happen to be installed here are none of ours.
"""

import re
from pathlib import Path

from reportgen.findings.finding_rule import FINDINGS, FindingRule

PAGE = Path(__file__).parents[2] / "docs" / "report.md"

BEGIN, END = "<!-- made by tests/findings/make_findings_table.py -->", "<!-- end -->"

BUILT_IN = "reportgen.findings.rules."


def built_in() -> list[FindingRule]:
    """Return the rules of this repository, in the order of the page."""
    return [rule for rule in FINDINGS if rule.speak.__module__.startswith(BUILT_IN)]


def table() -> str:
    """Return the table in Markdown."""
    rows = [
        f"| `{rule.id}` | {', '.join(rule.levels)} | {rule.says} | {rule.when} | {', '.join(sorted(rule.needs))} | "
        f"{rule.topic} |"
        for rule in built_in()
    ]
    return "\n".join(["| id | level | says | when | needs | topic |", "|---|---|---|---|---|---|", *rows])


def page_with_table(page: str) -> str:
    """Return the page with the table between its marks."""
    return re.sub(
        f"{re.escape(BEGIN)}.*?{re.escape(END)}",
        lambda _: f"{BEGIN}\n\n{table()}\n\n{END}",
        page,
        flags=re.DOTALL,
    )


if __name__ == "__main__":
    PAGE.write_text(page_with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
