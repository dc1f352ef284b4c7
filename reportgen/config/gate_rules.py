"""Gates as users write them: `warn: rf: recall[5] >= 0.9`, read into parts that remember where they stood.

This is grammar alone. Whether there is such a metric, class or model, and what a word before the colon means, is
known only where the data and the catalogue are: see `reportgen.gates`.
"""

import json
import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, NamedTuple

Level = Literal["error", "warn"]
Sign = Literal[">=", "<=", ">", "<"]

LEVELS: tuple[Level, ...] = ("error", "warn")

#: The word that asks for a whole interval; without another word, such as `no-regression`, it needs a comparison.
CONFIDENT = "confident"

_WORD = re.compile(r"""\s*([^\s:\[\]<>=≥≤"'][^:\[\]<>=≥≤"']*?)?\s*:""")
_NAME = re.compile(r"\s*((?:any\s+(?!within\b))?[^\W\d]\w*)")
_SIGN = re.compile(r"\s*(>=|<=|≥|≤|>|<)(?![=<>])")
_WITHIN = re.compile(r"\s*within(?!\w)")
_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w.])\s*(%?)")
_PLAIN_LABEL = re.compile(r"\s*([^\]]*?)\s*\]")
_SIGNS: dict[str, Sign] = {">=": ">=", "<=": "<=", "≥": ">=", "≤": "<=", ">": ">", "<": "<"}


class RulePart(NamedTuple):
    """A piece of a rule, and where it begins, counted from 0."""

    text: str
    place: int


@dataclass(frozen=True)
class GateRule:
    """A rule, read.

    Attributes
    ----------
    text : str
        As written, on one line.
    level : {"error", "warn"}
    words : tuple of RulePart
        What stands before colons, levels excepted: kinds of gates, splits, models.
    metric : RulePart
        What it is about: a metric, a size or a time, or of a kind that is about findings what that names, such as
        `leak` or `any blocker`.
    labels : tuple of RulePart
        In brackets behind the metric: a class, a label, or an output and its class.
    sign : {">=", "<=", ">", "<"}, optional
    limit : float, optional
        What it is compared with.
    within : float, optional
        The change that is allowed.
    number : RulePart, optional
        The number as written.
    percent : bool
        Whether the number was given in percent; `limit` and `within` are shares all the same.
    """

    text: str
    level: Level
    words: tuple[RulePart, ...]
    metric: RulePart
    labels: tuple[RulePart, ...] = ()
    sign: Sign | None = None
    limit: float | None = None
    within: float | None = None
    number: RulePart | None = None
    percent: bool = False

    @property
    def end(self) -> int:
        """The place behind the last character."""
        return len(self.text)


class GateError(ValueError):
    """A rule is wrong; the message shows it with a mark below the place."""


def pointed(text: str, place: int, problem: str) -> str:
    """Return the problem, and below it the rule with a mark under the character at `place`."""
    return f"{problem}\n    {text}\n    {' ' * place}^"


def parse_gate(written: str) -> GateRule:
    """Read a rule such as `accuracy >= 0.97`, `warn: all: recall[5] > 90 %` or `no-regression: accuracy within 0.005`.

    Raises
    ------
    GateError
        With the place where it stops making sense.
    """
    text = re.sub(r"\s", " ", written).rstrip()
    level, words, place = _words(text)
    found = _NAME.match(text, place)
    if found is None:
        raise _unreadable(text, place, "a metric, as in accuracy,")
    metric = RulePart(" ".join(found[1].split()), found.start(1))
    labels, place = _labels(text, found.end())
    rule = GateRule(text, level, words, metric, labels)
    if (sign := _SIGN.match(text, place)) is not None:
        limit, number, percent = _number(text, sign.end())
        return replace(rule, sign=_SIGNS[sign[1]], limit=limit, number=number, percent=percent)
    if (within := _WITHIN.match(text, place)) is not None:
        allowed, number, percent = _number(text, within.end())
        return replace(rule, within=allowed, number=number, percent=percent)
    _refuse_rest(rule, place)
    return rule


def _words(text: str) -> tuple[Level, tuple[RulePart, ...], int]:
    """Return the level, the other words before colons, and the place behind them."""
    levels: list[Level] = []
    words: list[RulePart] = []
    place = 0
    while found := _WORD.match(text, place):
        if not found[1]:
            raise _unreadable(text, place, "a word before the colon, as in warn,")
        level = next((known for known in LEVELS if known == found[1]), None)
        if level is not None and levels:
            raise _unreadable(text, found.start(1), f"no second level after {levels[0]}")
        if level is not None:
            levels.append(level)
        else:
            words.append(RulePart(found[1], found.start(1)))
        place = found.end()
    return (levels or ["error"])[0], tuple(words), place


def _labels(text: str, place: int) -> tuple[tuple[RulePart, ...], int]:
    """Return what stands in brackets, and the place behind; a text in quotes may hold brackets itself."""
    labels: list[RulePart] = []
    while opened := re.compile(r"\s*\[\s*").match(text, place):
        start = opened.end()
        if len(labels) == 2:
            raise _unreadable(text, start - 1, "no third name in brackets")
        label, place = _quoted(text, start) if text[start : start + 1] == '"' else _plain(text, start)
        labels.append(RulePart(label, start))
    return tuple(labels), place


def _quoted(text: str, start: int) -> tuple[str, int]:
    try:
        label, end = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError:
        raise _unreadable(text, start, "a name with a quote at its end") from None
    closed = re.compile(r"\s*\]").match(text, end)
    if closed is None:
        raise _unreadable(text, end, "the bracket's end, ],")
    return str(label), closed.end()


def _plain(text: str, start: int) -> tuple[str, int]:
    found = _PLAIN_LABEL.match(text, start)
    if found is None:
        raise _unreadable(text, len(text), "the bracket's end, ],")
    if not found[1]:
        raise _unreadable(text, start, "the name of a class, as in recall[5],")
    return found[1], found.end()


def _refuse_rest(rule: GateRule, place: int) -> None:
    """Refuse what is no comparison, and a missing one where no word could do without."""
    needs_none = any(word.text != CONFIDENT for word in rule.words)
    if rule.text[place:].strip() or not needs_none:
        raise _unreadable(rule.text, place, "a comparison, as in >= 0.97,")


def _number(text: str, place: int) -> tuple[float, RulePart, bool]:
    found = _NUMBER.match(text, place)
    if found is None:
        raise _unreadable(text, place, "a number, as in 0.97,")
    if not math.isfinite(float(found[1])):
        raise _unreadable(text, found.start(1), "a number that is not infinite")
    if found.end() < len(text):
        raise _unreadable(text, found.end(), "nothing more")
    percent = bool(found[2])
    number = float(Decimal(found[1]) / 100) if percent else float(found[1])
    return number, RulePart(found[0].strip(), found.start(1)), percent


def _unreadable(text: str, place: int, wanted: str) -> GateError:
    place += len(text[place:]) - len(text[place:].lstrip())
    return GateError(
        pointed(text, place, f"cannot be read from character {place + 1} on: {wanted} belongs there.")
    )
