"""The headline's words, the same on pages, in subjects of mails and on terminals, and what colour goes with each."""

from collections.abc import Iterable, Sequence
from typing import Literal

from reportgen.bundle.schema import Headline, HeadlineWord

#: How a card or a mail's bar is marked.
HeadlineLevel = Literal["good", "note", "warning", "bad"]

NO_WINNER = "No clear winner"
NOT_BETTER = "Not better than the baseline"
DO_NOT_RELEASE = "Do not release"
NOTHING = "These figures say nothing about new data"

LEVELS: dict[HeadlineWord, HeadlineLevel] = {
    "use": "good",
    "no_clear_winner": "note",
    "not_better_than_baseline": "warning",
    "says_nothing_about_new_data": "bad",
    "do_not_release": "bad",
}

#: With this the figures are of no use.
VOID: HeadlineWord = "says_nothing_about_new_data"

#: With these a model is proposed.
PROPOSING: tuple[HeadlineWord, ...] = ("use", "no_clear_winner")

#: The gravest first: of several analyses a subject and an exit say the worst.
GRAVEST: tuple[HeadlineWord, ...] = (
    "do_not_release",
    "says_nothing_about_new_data",
    "not_better_than_baseline",
    "no_clear_winner",
    "use",
)


def level_of(word: HeadlineWord, objections: Sequence[str]) -> HeadlineLevel:
    """Return how a headline is marked; no better than a warning where something speaks against it."""
    own = LEVELS[word]
    return "warning" if objections and own in ("good", "note") else own


def in_short(word: HeadlineWord, title: str | None = None) -> str:
    """Return the word as a subject has it: `Use Random forest`; without a title `Ready to use`."""
    return {
        "use": f"Use {title}" if title else "Ready to use",
        "no_clear_winner": NO_WINNER,
        "not_better_than_baseline": NOT_BETTER,
        "do_not_release": DO_NOT_RELEASE,
        "says_nothing_about_new_data": NOTHING,
    }[word]


def gravest(headlines: Iterable[Headline]) -> HeadlineWord:
    """Return the worst word of some headlines, of which there is one or more."""
    return min((headline.word for headline in headlines), key=GRAVEST.index)
