"""What the verdicts leave open beside the runner-up: models that are as good, that may be, and that cost less."""

from reportgen.bundle.contests import Contest, Standing, contests
from reportgen.bundle.model_costs import is_cheaper, seconds_of
from reportgen.bundle.schema import Finding, ModelInfo
from reportgen.bundle.score_index import Readings
from reportgen.findings.standing import rivals
from reportgen.wording.captions import nouns
from reportgen.wording.gaps import about, gap, within
from reportgen.wording.grammar import in_letters, listed, name
from reportgen.wording.numbers import duration, shown

#: A model that is cheaper and at most this much worse is worth naming.
HARDLY_WORSE = 0.02

#: More models than this are counted, not named.
MOST_NAMED = 3


def equivalent_models(readings: Readings) -> Finding | None:
    """Name the models that are equivalent to the recommended one; the runner-up is in the evidence already."""
    found = _others(readings, "equivalent")
    if not found:
        return None
    verb = "is" if len(found) == 1 else "are"
    said = _with_gaps(readings, found)
    text = f"Within the margin of {within(found[0], readings.metrics)} of it {verb} {said}."
    return Finding(id="equivalent_models", level="note", text=text)


def undecided_models(readings: Readings) -> Finding | None:
    """Name the models against which nothing is decided, and how many samples would decide."""
    found = _others(readings, "undecided")
    if not found:
        return None
    text = f"Undecided also against {_with_gaps(readings, found)}{_needed(readings, found)}."
    if not _is_undecided_first(readings):
        text = text.replace("Undecided also against", "Undecided against", 1)
    return Finding(id="undecided_models", level="note", text=text)


def _others(readings: Readings, standing: Standing) -> list[Contest]:
    """Return the contests of the recommended model that the evidence does not tell of."""
    chosen = readings.chosen
    known = [] if chosen is None else rivals(readings, chosen)
    return [each for each in known[1:] if each.standing == standing]


def _is_undecided_first(readings: Readings) -> bool:
    known = [] if readings.chosen is None else rivals(readings, readings.chosen)
    return bool(known) and known[0].standing == "undecided"


def _with_gaps(readings: Readings, found: list[Contest]) -> str:
    if len(found) > MOST_NAMED:
        return f"{in_letters(len(found))} more models"
    return listed([f"{name(each.other.title)} ({gap(each, readings.metrics)})" for each in found])


def _needed(readings: Readings, found: list[Contest]) -> str:
    """Say how many samples would decide all of them; nothing where that is not known of one."""
    known = [each.row.samples_needed for each in found if each.row.samples_needed is not None]
    if len(known) < len(found):
        return ""
    kind = "test " if readings.judged_on == "test" else ""
    every = "" if len(known) == 1 else " all of it"
    return f"; {about(max(known))} {kind}{nouns(readings.analysis)} would decide{every}"


def faster_model(readings: Readings) -> Finding | None:
    """Name a model that answers much faster and is not known to be much worse."""
    chosen = readings.chosen
    cost = None if chosen is None else seconds_of(chosen)
    if chosen is None or not cost:
        return None
    known = {each.other.id: each for each in rivals(readings, chosen)}
    for model in readings.candidates:
        its = seconds_of(model)
        if model.id == chosen.id or not its or not is_cheaper(model, [chosen]):
            continue
        price = _price(readings, chosen, model, known.get(model.id))
        if price:
            text = (
                f"{name(model.title)} is {cost / its:.0f} times faster: {duration(its)} for one "
                f"{readings.analysis.dataset.noun} against {duration(cost)}{price}."
            )
            return Finding(id="faster_model", level="note", text=text)
    return None


def _price(readings: Readings, chosen: ModelInfo, model: ModelInfo, contest: Contest | None) -> str:
    """Say what a faster model costs in quality; empty where that is too much."""
    if contest is None:
        return _untested_price(readings, chosen, model)
    if contest.standing == "better":
        small = contest.high is not None and contest.high <= HARDLY_WORSE
        return f"; it is worse by {gap(contest, readings.metrics)}" if small else ""
    return {
        "equivalent": ", and equivalent",
        "undecided": "; whether it is worse is undecided",
        "worse": ", and really better",
    }[contest.standing]


def _untested_price(readings: Readings, chosen: ModelInfo, model: ModelInfo) -> str:
    metric = readings.analysis.main_metric
    own, its = (readings.headline(one.id, metric) for one in (chosen, model))
    if own is None or its is None or own.value is None or its.value is None:
        return ""
    if abs(own.value - its.value) > HARDLY_WORSE:
        return ""
    return f", at {shown(its, readings.metrics).full} against {shown(own, readings.metrics).full}"


def baseline_gain(readings: Readings) -> Finding | None:
    """Say by how much the recommended model is really better than the naive baseline."""
    chosen, baseline = readings.chosen, readings.baseline
    if chosen is None or baseline is None:
        return None
    against = next((each for each in contests(readings, chosen.id) if each.other.id == baseline.id), None)
    if against is None or against.standing != "better" or not (ends := gap(against, readings.metrics)):
        return None
    text = f"Really better than the naive baseline, {name(baseline.title)}: {ends}."
    return Finding(id="baseline_gain", level="good", text=text)
