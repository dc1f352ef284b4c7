"""FindingRule: a kind of sentence on page one, when it speaks and how much it weighs; and the registry of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from reportgen.bundle.schema import Finding, FindingLevel, HeadlineWord
from reportgen.bundle.score_index import ScoreIndex
from reportgen.registry import Registry

#: What a rule may need besides predictions: features or pixels of samples, or what fits cost and whether they failed.
Need = Literal["data", "fits"]

#: Where a finding stands: with the headline, right below it, in the list by its level, or at the list's end.
Place = Literal["headline", "opening", "list", "closing"]

PLACES: tuple[Place, ...] = ("headline", "opening", "list", "closing")


@dataclass(frozen=True)
class FindingRule:
    """A kind of sentence.

    Attributes
    ----------
    id : str
        Unique, snake_case, the name of its file: what `--ignore-finding` takes.
    levels : tuple of {"blocker", "warning", "note", "good"}
        The levels that it may have.
    order : int
        Its place among findings of the same level, the smaller the earlier: by what it weighs.
    says : str
        What it says, as a listing has it.
    when : str
        When it speaks.
    speak : callable
        Returns the finding, or None where there is nothing to say.
    needs : frozenset of {"data", "fits"}
        Without what, besides predictions, it is silent: `data` are features or pixels of samples and columns, `fits`
        costs, times, sizes and failures of fits.
    place : {"headline", "opening", "list", "closing"}
        Of those in the list no more than a few are shown; what opens and what closes it is never crowded out.
    blocks_as : {"do_not_release", "says_nothing_about_new_data"}
        What the headline says where it is a blocker.
    topic : str
        What it is about, where several are about the same: a word that `no-finding` gates take for all of them, and so
        the id of none.
    looks_at : str
        The part of the error analysis without which it is silent, as `errors.missing` names it: a `no-finding` gate on
        it then cannot be judged.
    """

    id: str
    levels: tuple[FindingLevel, ...]
    order: int
    says: str
    when: str
    speak: Callable[[ScoreIndex], Finding | None]
    needs: frozenset[Need] = frozenset()
    place: Place = "list"
    blocks_as: HeadlineWord = "do_not_release"
    topic: str = ""
    looks_at: str = ""


FINDINGS: Registry[FindingRule] = Registry(
    "findings",
    "reportgen.findings.rules",
    sort=lambda rule: (PLACES.index(rule.place), rule.order, rule.id),
)
