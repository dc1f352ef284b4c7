"""Columns of scores that belong together: a name for each class, and the rest of the name the same."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

#: What stands for a class in the pattern of a family of columns.
CLASS = "{}"


@dataclass(frozen=True)
class ScoreColumns:
    """Columns that score the classes: `pattern` is their names with `{}` for the class, which may be all of it."""

    pattern: str
    columns: Mapping[str, str]


def find_score_columns(names: Iterable[str], classes: Collection[str]) -> list[ScoreColumns]:
    """Return the families of columns that have one for each class, the largest first.

    Parameters
    ----------
    names : iterable of str
        Of columns that hold numbers.
    classes : collection of str
        As the truth and the predictions name them.

    Returns
    -------
    list of ScoreColumns
        Complete families. No column is in two.
    """
    whole = [family for family in _families(names, classes) if len(family.columns) == len(classes)]
    return _disjoint(sorted(whole, key=lambda one: (one.pattern == CLASS, len(one.pattern))))


def partial_score_columns(names: Iterable[str], classes: Collection[str]) -> list[ScoreColumns]:
    """Return families that lack some classes: of two there is one, named with more than the class; of more, half."""
    least = max(len(classes) / 2, min(len(classes) - 1, 2))
    partial = [
        family
        for family in _families(names, classes)
        if len(family.columns) >= least and (len(classes) > 2 or family.pattern != CLASS)
    ]
    return _disjoint(
        sorted(partial, key=lambda one: (-len(one.columns), one.pattern == CLASS, len(one.pattern)))
    )


def same_pattern(family: ScoreColumns, names: Iterable[str]) -> dict[str, str]:
    """Return further columns named by the pattern of a family, with what each has in the class's place."""
    before, _, after = family.pattern.partition(CLASS)
    if not before and not after:
        return {}
    known = set(family.columns.values())
    return {
        name: name[len(before) : len(name) - len(after)]
        for name in names
        if name not in known
        and name.startswith(before)
        and name.endswith(after)
        and len(name) > len(before) + len(after)
    }


def _families(names: Iterable[str], classes: Collection[str]) -> list[ScoreColumns]:
    by_pattern: dict[str, dict[str, str]] = {}
    for name in names:
        for own in classes:
            for pattern in _patterns(name, own):
                by_pattern.setdefault(pattern, {}).setdefault(own, name)
    return [ScoreColumns(pattern, found) for pattern, found in by_pattern.items()]


def _patterns(name: str, own: str) -> Iterable[str]:
    """Yield a name with each place where it says the class replaced: whole words, or a number at its end."""
    for match in re.finditer(re.escape(own), name, re.IGNORECASE):
        start, end = match.span()
        before, after = name[:start], name[end:]
        apart = not (before[-1:].isalnum() and own[:1].isalnum()) and not (
            after[:1].isalnum() and own[-1:].isalnum()
        )
        numbered = own.isdigit() and before[-1:].isalpha() and not after[:1].isalnum()
        if apart or numbered:
            yield f"{before}{CLASS}{after}"


def _disjoint(families: Iterable[ScoreColumns]) -> list[ScoreColumns]:
    """Return families of which no two share a column; of those that do the first."""
    taken: set[str] = set()
    kept = []
    for family in families:
        if taken.isdisjoint(family.columns.values()):
            kept.append(family)
            taken.update(family.columns.values())
    return kept


def numbered_columns(names: Iterable[str]) -> dict[str, list[str]]:
    """Return columns whose names differ by a number alone, `p[0]` and `p[1]`, in its order, by what they share."""
    found: dict[str, dict[int, str]] = {}
    for name in names:
        match = re.fullmatch(r"(.*?)[\[_. ]?([0-9]{1,6})\]?", name)
        if match and match[1]:
            found.setdefault(match[1], {})[int(match[2])] = name
    return {
        shared: [own[number] for number in sorted(own)]
        for shared, own in found.items()
        if len(own) > 1 and sorted(own) in (list(range(len(own))), list(range(1, len(own) + 1)))
    }
