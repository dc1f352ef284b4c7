"""Study: one question put to intervals and tests by simulation, and what its answer has to be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.stats import binom

Random = np.random.Generator

#: What distinguishes a cell: its place in the table, in the order of the study's columns.
Cell = tuple[Any, ...]

#: By series, whether an interval held the truth, or a test stayed silent; None where there was nothing to judge.
Outcome = dict[str, bool | None]

#: How often chance alone may make any cell of a study fall short.
ALPHA = 0.01


@dataclass(frozen=True)
class Series:
    """A column of shares.

    Attributes
    ----------
    id, title : str
    lowest : float
        The share that every cell has to reach, but for chance.
    mean : tuple of two floats, optional
        Between which the mean over cells has to lie.
    """

    id: str
    title: str
    lowest: float
    mean: tuple[float, float] | None = None


@dataclass(frozen=True)
class Study:
    """A simulation.

    Attributes
    ----------
    id, title : str
    about : str
        What is drawn, as the page says it.
    columns : sequence of str
        What distinguishes the cells.
    cells : sequence of Cell
    series : sequence of Series
    once : callable
        Draws one sample of a cell and returns its outcome.
    repeats : int
        Samples of each cell.
    listed : mapping of Cell to float
        Cells that are known to fall short: the page names them, and they are held to the share given here.
    worst : int
        How many cells the page shows in full, the lowest first; 0 for all.
    """

    id: str
    title: str
    about: str
    columns: Sequence[str]
    cells: Sequence[Cell]
    series: Sequence[Series]
    once: Callable[[Cell, Random], Outcome]
    repeats: int
    listed: dict[Cell, float] = field(default_factory=dict)
    worst: int = 12


@dataclass(frozen=True)
class Counted:
    """How often the outcomes of a cell were good, and of how many."""

    cell: Cell
    held: dict[str, int]
    number: dict[str, int]

    def share(self, series: str) -> float:
        """Return the share of a series; NaN where there was nothing to judge."""
        return self.held[series] / self.number[series] if self.number[series] else float("nan")


def count(study: Study, cell: Cell, repeats: int, seed: int) -> Counted:
    """Return what became of so many samples of a cell."""
    place = list(study.cells).index(cell)
    held, number = (dict.fromkeys((one.id for one in study.series), 0) for _ in range(2))
    for repeat in range(repeats):
        random = np.random.default_rng([seed, sum(map(ord, study.id)), place, repeat])
        for series, good in study.once(cell, random).items():
            if good is not None:
                held[series] += good
                number[series] += 1
    return Counted(cell, held, number)


def failures(study: Study, counted: Sequence[Counted]) -> list[str]:
    """Return where cells fall short by more than chance, and where a mean does."""
    found = []
    chance = ALPHA / (len(counted) * len(study.series))
    for series in study.series:
        shares = [one.share(series.id) for one in counted]
        if series.mean is not None and not series.mean[0] <= np.nanmean(shares) <= series.mean[1]:
            found.append(f"{study.id}, {series.title}: mean {np.nanmean(shares):.4f} is not in {series.mean}")
        for one in counted:
            demanded = min(series.lowest, study.listed.get(one.cell, series.lowest))
            if binom.cdf(one.held[series.id], one.number[series.id], demanded) < chance:
                found.append(f"{study.id}, {series.title}, {one.cell}: {one.share(series.id):.3f}")
    return found


def tables(study: Study, counted: Sequence[Counted], repeats: int) -> list[str]:
    """Return the lines about a study, in Markdown."""
    lines = [f"### {study.title}", "", study.about, ""]
    lines += [f"{repeats:,} samples of each of {len(counted):,} cases.", ""]
    lines += ["| | mean | lowest | demanded of each |", "|---|---:|---:|---:|"]
    for series in study.series:
        shares = np.array([one.share(series.id) for one in counted])
        lines.append(
            f"| {series.title} | {percent(np.nanmean(shares))} | {percent(np.nanmin(shares))} "
            f"| {percent(series.lowest)} |"
        )
    if study.listed:
        least = min(study.listed.values())
        known = "; ".join(" and ".join(map(str, cell)) for cell in study.listed)
        lines += ["", f"Known to fall short, and held to {percent(least)}: {known}."]
    first = study.series[0].id
    ranked = sorted(counted, key=lambda one: np.nan_to_num(one.share(first), nan=2.0))
    shown = ranked[: study.worst] if study.worst else list(counted)
    title = "The lowest cells:" if study.worst and len(counted) > study.worst else "All cells:"
    lines += ["", title, ""]
    lines.append("| " + " | ".join([*study.columns, *(one.title for one in study.series)]) + " |")
    lines.append("|" + "---|" * len(study.columns) + "---:|" * len(study.series))
    for one in shown:
        cells = [f"{value:,}" if isinstance(value, int) else str(value) for value in one.cell]
        lines.append("| " + " | ".join([*cells, *(percent(one.share(s.id)) for s in study.series)]) + " |")
    return lines


def percent(share: float) -> str:
    """Return a share as the page shows it."""
    return "none" if np.isnan(share) else f"{100 * share:.1f} %"
