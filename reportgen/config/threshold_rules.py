"""Rules for operating points, read from text: what a threshold has to reach, or what its errors cost."""

import re
from dataclasses import dataclass, field
from typing import Literal

from reportgen.config.cost_rules import Costs, CostsError, parse_costs

_FORMS = "'precision >= 0.90', 'recall >= 0.95 at 90 %' or 'cost fp=1 fn=10'"
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"


@dataclass(frozen=True)
class ThresholdRule:
    """A rule that a decision threshold is chosen by.

    Attributes
    ----------
    kind : {"f1", "precision", "recall", "cost"}
    floor : float
        What precision or recall has to reach, 0 to 1.
    costs : Costs, optional
        What the outcomes cost, of a rule by costs.
    confidence : float, optional
        With which confidence the floor is to be reached on new samples, above 0.5 and below 1; None: where the
        threshold is chosen.
    text : str
        As it is shown; two rules that say the same are equal whatever their texts.
    """

    kind: Literal["f1", "precision", "recall", "cost"]
    floor: float = 0.0
    costs: Costs | None = None
    confidence: float | None = None
    text: str = field(default="", compare=False)


BEST_F1 = ThresholdRule("f1", text="best f1")


class RuleError(ValueError):
    """A rule cannot be read; the message quotes it and points at the place."""


def parse_rule(text: str) -> ThresholdRule:
    """Read `precision >= 0.90`, `recall >= 0.95 at 90 %`, `cost fp=1 fn=10` or `best f1`.

    Raises
    ------
    RuleError
        With the place where it stops making sense.
    """
    if text.split() == ["best", "f1"]:
        return BEST_F1
    word = re.compile(r"\s*([^\W\d]*)").match(text)
    kind, after = (word[1].lower(), word.end()) if word else ("", 0)
    if kind in ("precision", "recall"):
        return _rate(text, kind, after)
    if kind == "cost":
        return _cost(text, after)
    raise _unreadable(text, after - len(kind), "precision, recall or cost")


def _rate(text: str, kind: str, place: int) -> ThresholdRule:
    sign = re.compile(r"\s*(?:>=|≥)").match(text, place)
    if sign is None:
        raise _unreadable(text, place, "`>=`")
    number = re.compile(rf"\s*({_NUMBER})\s*").match(text, sign.end())
    if number is None:
        raise _unreadable(text, sign.end(), "a number")
    floor = float(number[1])
    if not 0 < floor <= 1:
        raise _unreadable(text, number.start(1), "a share above 0 and up to 1, as in 0.90")
    confidence = _confidence(text, number.end()) if number.end() < len(text) else None
    shown = f"{kind} >= {number[1]}" + ("" if confidence is None else f" at {100 * confidence:.12g} %")
    rate: Literal["precision", "recall"] = "precision" if kind == "precision" else "recall"
    return ThresholdRule(rate, floor, confidence=confidence, text=shown)


def _confidence(text: str, place: int) -> float:
    """Read `at 90 %` or `at 0.9`, and nothing after it."""
    word = re.compile(r"at\b", re.IGNORECASE).match(text, place)
    if word is None:
        raise _unreadable(text, place, "nothing more, or a confidence such as `at 90 %`,")
    number = re.compile(rf"\s*({_NUMBER})(\s*%)?\s*").match(text, word.end())
    if number is None:
        raise _unreadable(text, word.end(), "a confidence such as `90 %`")
    if number.end() < len(text):
        raise _unreadable(text, number.end(), "nothing more")
    confidence = float(number[1]) / (100 if number[2] else 1)
    if not 0.5 < confidence < 1:
        raise _unreadable(text, number.start(1), "a confidence above 50 % and below 100 %, as in `at 90 %`,")
    return confidence


def _cost(text: str, place: int) -> ThresholdRule:
    try:
        costs = parse_costs(text, place)
    except CostsError as error:
        raise _unreadable(text, error.place, error.wanted) from None
    return ThresholdRule("cost", costs=costs, text=costs.text)


def _unreadable(text: str, place: int, wanted: str) -> RuleError:
    place += len(text[place:]) - len(text[place:].lstrip())
    rest = text[place:].rstrip()
    where = f"`{rest}` (from character {place + 1} on) stands where" if rest else "it ends where"
    return RuleError(f"`{text}` cannot be read: {where} {wanted} should. Write {_FORMS}.")
