"""Costs: what each of the four outcomes of a yes-or-no prediction costs, in which unit and for how many samples."""

import re
from dataclasses import dataclass
from typing import Any

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_ENTRY = re.compile(rf"[\s,]*(fp|fn|tp|tn)\s*=\s*({_NUMBER})(?![\w.])", re.IGNORECASE)
_UNIT = re.compile(
    r"[\s,]*unit\s*=\s*(?:\"([^\"]{1,20})\"|'([^']{1,20})'|([^\s,=]{1,20}))(?=[\s,]|$)", re.IGNORECASE
)
_PER = re.compile(r"[\s,]*per\s*=\s*([1-9]\d{0,8})(?![\w.])", re.IGNORECASE)


class CostsError(ValueError):
    """Costs cannot be read: what was expected, and the place, counted from 0."""

    def __init__(self, wanted: str, place: int) -> None:
        super().__init__(wanted)
        self.wanted, self.place = wanted, place


@dataclass(frozen=True)
class Costs:
    """What predictions cost.

    Attributes
    ----------
    fp, fn : float
        A false alarm and a miss; each costs more than the right prediction for the same sample.
    tp, tn : float
        A sample of the class that is found, and one of the others that is left alone; below 0 where it pays.
    unit : str
        What is counted, such as €.
    per : int
        Figures are shown for so many samples.
    """

    fp: float
    fn: float
    tp: float = 0.0
    tn: float = 0.0
    unit: str = ""
    per: int = 1

    @property
    def text(self) -> str:
        """The costs as a rule has them; parts that say nothing are left out."""
        said = [f"fp={self.fp:.12g}", f"fn={self.fn:.12g}"]
        said += [f"{name}={value:.12g}" for name, value in (("tp", self.tp), ("tn", self.tn)) if value]
        said += [f'unit="{self.unit}"' if " " in self.unit else f"unit={self.unit}"] if self.unit else []
        said += [f"per={self.per}"] if self.per != 1 else []
        return " ".join(["cost", *said])

    def of(self, positive: Any, called: Any) -> Any:
        """Return what each sample costs; both are boolean arrays of shape (n_samples,), and so is the result."""
        return (
            self.fp * (called & ~positive)
            + self.fn * (positive & ~called)
            + self.tp * (positive & called)
            + self.tn * (~positive & ~called)
        )


def parse_costs(text: str, place: int = 0) -> Costs:
    """Read `fp=5 fn=200 tp=0 tn=0 unit=€ per=1000` from a place on; fp and fn are needed.

    Raises
    ------
    CostsError
    """
    numbers: dict[str, float] = {}
    places: dict[str, int] = {}
    unit, per = "", 1
    while text[place:].strip():
        if (found := _ENTRY.match(text, place)) is not None and found[1].lower() not in numbers:
            numbers[found[1].lower()] = float(found[2])
            places[found[1].lower()] = found.start(2)
        elif (found := _UNIT.match(text, place)) is not None and not unit:
            unit = next(part for part in found.groups() if part is not None)
        elif (found := _PER.match(text, place)) is not None and "per" not in places:
            per, places["per"] = int(found[1]), found.start(1)
        else:
            raise CostsError(_wanted(numbers), place)
        place = found.end()
    for name in ("fp", "fn"):
        if name not in numbers:
            raise CostsError(f"{name}=NUMBER", len(text))
    _refuse_senseless(numbers, places)
    return Costs(**numbers, unit=unit, per=per)


def _wanted(numbers: dict[str, float]) -> str:
    missing = [name for name in ("fp", "fn") if name not in numbers]
    return (
        f"{missing[0]}=NUMBER" if missing else "tp=NUMBER, tn=NUMBER, unit=TEXT, per=NUMBER or nothing more"
    )


def _refuse_senseless(numbers: dict[str, float], places: dict[str, int]) -> None:
    """Refuse errors that cost no more than the right prediction for the same samples."""
    for wrong, right in (("fp", "tn"), ("fn", "tp")):
        least = numbers.get(right, 0.0)
        if numbers[wrong] <= least:
            what = f"above that of {right}, {least:g}" if least else "above 0"
            raise CostsError(f"a cost {what}", places[wrong])
