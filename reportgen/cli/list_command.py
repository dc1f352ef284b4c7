"""`reportgen list`: what there is to choose from, as a table or as lines for other programs."""

import sys
from collections.abc import Callable, Iterable

from reportgen.cli.messages import say
from reportgen.errors import InputError, nearest
from reportgen.registry import NOT_LOADED

ListedRow = tuple[str, ...]


def show(kind: str | None) -> None:
    """Print one kind of thing, or all kinds under their headings."""
    kind = kind and kind.replace("-", "_")
    if kind is not None and kind not in KINDS:
        raise InputError(f"There is no list of `{kind}`.{nearest(kind, KINDS)} Known: {', '.join(KINDS)}.")
    write = _write_table if sys.stdout.isatty() else _write_lines
    for index, name in enumerate([kind] if kind else KINDS):
        if kind is None:
            print(f"{'' if index == 0 else chr(10)}{name}:")  # noqa: T201 - this is the output
        write(KINDS[name]())
    for said in NOT_LOADED.values():
        say(said)


def _write_lines(rows: Iterable[ListedRow]) -> None:
    for row in rows:
        print("\t".join(row))  # noqa: T201
    sys.stdout.flush()


def _write_table(rows: Iterable[ListedRow]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    for row in rows:
        table.add_row(*row)
    Console(highlight=False, markup=False, emoji=False).print(table)


def _datasets() -> list[ListedRow]:
    from reportgen.datasets.dataset import SOURCES
    from reportgen.datasets.tabular.place import PLACES

    named = [source for source in SOURCES if source.recognises is None]
    by_path = [source for source in SOURCES if source.recognises is not None]
    return [
        *((source.id, source.title) for source in named),
        *((s.id, f"{s.title} (give its path)") for s in by_path),
        *((place.id, place.title) for place in PLACES),
    ]


def _table_formats() -> list[ListedRow]:
    from reportgen.datasets.tabular.table_format import TABLE_FORMATS

    return [
        (known.id, ", ".join(sorted(known.suffixes)) or "by content", known.title) for known in TABLE_FORMATS
    ]


def _layouts() -> list[ListedRow]:
    from reportgen.external.layout import LAYOUTS

    return [(layout.id, layout.title, layout.facts) for layout in LAYOUTS]


def _models() -> list[ListedRow]:
    from reportgen.models.model_spec import MODELS

    return [(model.id, model.title, model.description) for model in MODELS]


def _metrics() -> list[ListedRow]:
    from reportgen.metrics.metric_spec import METRICS

    return [(metric.id, metric.info.title, metric.info.description) for metric in METRICS]


def _figures() -> list[ListedRow]:
    from reportgen.figures.figure_spec import FIGURES

    return [(figure.id, figure.title) for figure in FIGURES]


def _sections() -> list[ListedRow]:
    from reportgen.rendering.section_spec import SECTIONS

    return [(section.id, section.title) for section in SECTIONS]


def _findings() -> list[ListedRow]:
    from reportgen.findings.finding_rule import FINDINGS

    return [(rule.id, ", ".join(rule.levels), rule.says) for rule in FINDINGS]


def _formats() -> list[ListedRow]:
    from reportgen.deliver.format_spec import FORMATS

    return [(form.id, form.filename, form.title) for form in FORMATS]


def _gates() -> list[ListedRow]:
    from reportgen.gates.gate_spec import GATES

    return [(kind.id, kind.example, kind.title) for kind in GATES]


KINDS: dict[str, Callable[[], list[ListedRow]]] = {
    "datasets": _datasets,
    "table_formats": _table_formats,
    "layouts": _layouts,
    "models": _models,
    "metrics": _metrics,
    "figures": _figures,
    "sections": _sections,
    "findings": _findings,
    "formats": _formats,
    "gates": _gates,
}
