"""What the page needs to let a reader move a detector's threshold: exact counts at some thresholds, as a few kB."""

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from reportgen.bundle.schema import ModelInfo
from reportgen.rendering.section_spec import SectionContext
from reportgen.rendering.tables.operating_point_table import decimals_of, rule_text
from reportgen.rendering.template_environment import environment
from reportgen.wording.analysis_words import point_letter, positive_class, split_in_words
from reportgen.wording.grammar import Name, label, name
from reportgen.wording.text import slug

SCRIPT = "js/threshold.js"


@dataclass(frozen=True)
class Button:
    """An operating point that the dial can jump to."""

    letter: str
    rule: str
    stop: int


@dataclass(frozen=True)
class Dial:
    """The dial of a model.

    `stops` is JSON: rows of threshold, true positives, false positives, thresholds rising, the first predicting yes
    to all. `start` and `last` are places in it.
    """

    id: str
    caption: str
    positive: str
    heads: tuple[Name, Name]
    stops: str
    start: int
    last: int
    decimals: int
    rate_decimals: int
    buttons: tuple[Button, ...]


def dial_of(context: SectionContext, model: ModelInfo) -> Dial | None:
    """Return the dial of a detector on screen; None in print, and where there are no scores to move along."""
    index, analysis = context.index, context.analysis
    curve = index.curve(model.id, "operating")
    if curve is None or context.pictures.medium != "screen":
        return None
    columns = [
        context.bundle.arrays[curve.arrays[key]] for key in ("threshold", "true_positives", "false_positives")
    ]
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    places = {threshold: place for place, (threshold, _, _) in enumerate(rows)}
    buttons = tuple(
        Button(point_letter(place), rule_text(point), places[point.threshold])
        for place, point in enumerate(index.operating_points(model.id))
        if point.threshold in places
    )
    _, positives, negatives = rows[0]
    decimals, rate_decimals = decimals_of([[negatives], [positives]])
    return Dial(
        id=f"{slug(analysis.id)}-dial-{slug(model.id)}",
        caption=_caption(context),
        positive=name(positive_class(analysis)),
        heads=(label(analysis.dataset.classes[0], 8), label(analysis.dataset.classes[1], 8)),
        stops=json.dumps(rows, separators=(",", ":"), allow_nan=False),
        start=buttons[0].stop if buttons else 0,
        last=len(rows) - 1,
        decimals=decimals,
        rate_decimals=rate_decimals,
        buttons=buttons,
    )


def _caption(context: SectionContext) -> str:
    where = split_in_words(context.analysis, context.index.judged_on)
    text = f"Counted {where}, rows the true class, columns the predicted class."
    if context.index.judged_on == "cv":
        text += (
            " All folds are judged at one threshold here, so that figures differ a little from the table's."
        )
    return text


def inline_script(templates: tuple[Path, ...] = ()) -> tuple[Markup, str]:
    """Return the page's only script, and the sha256 in base64 by which its Content-Security-Policy allows it."""
    jinja = environment(templates)
    if jinja.loader is None:
        raise RuntimeError("templates are loaded from folders")
    text = jinja.loader.get_source(jinja, SCRIPT)[0].strip()
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), digest  # noqa: S704 - a file of ours, in which nothing is filled in
