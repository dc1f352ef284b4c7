"""Rules of gates read from text, and errors that point at the place."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen.config.gate_rules import LEVELS, GateError, parse_gate

#: Machines that run tests may be busy.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORDS = st.from_regex(r"[a-z][a-z0-9_./-]{0,12}", fullmatch=True).filter(lambda word: word not in LEVELS)
METRICS = st.from_regex(r"[a-z][a-z0-9_]{0,16}", fullmatch=True)
LABELS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=12)
NUMBERS = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "level", "words", "metric", "labels", "sign", "limit", "within"),
    [
        ("accuracy >= 0.97", "error", [], "accuracy", [], ">=", 0.97, None),
        ("  accuracy≥97 %  ", "error", [], "accuracy", [], ">=", 0.97, None),
        ("warn: f1_macro > .95", "warn", [], "f1_macro", [], ">", 0.95, None),
        ("recall[5] >= 0.9", "error", [], "recall", ["5"], ">=", 0.9, None),
        ("size_bytes <= 2e6", "error", [], "size_bytes", [], "<=", 2e6, None),
        ("rf: accuracy >= 0.9", "error", ["rf"], "accuracy", [], ">=", 0.9, None),
        ("warn: detector/rf: log_loss < 1", "warn", ["detector/rf"], "log_loss", [], "<", 1, None),
        ("all: warn: mcc > -0.5", "warn", ["all"], "mcc", [], ">", -0.5, None),
        ("confident: accuracy >= 0.97", "error", ["confident"], "accuracy", [], ">=", 0.97, None),
        ("no-regression: accuracy", "error", ["no-regression"], "accuracy", [], None, None, None),
        (
            "no-regression: accuracy within 0.005",
            "error",
            ["no-regression"],
            "accuracy",
            [],
            None,
            None,
            0.005,
        ),
        ("no-regression: recall[5] within 1%", "error", ["no-regression"], "recall", ["5"], None, None, 0.01),
        ("no-finding: leak", "error", ["no-finding"], "leak", [], None, None, None),
        ("warn: no-finding:any  blocker ", "warn", ["no-finding"], "any blocker", [], None, None, None),
        ("no-regression: any within 0.1", "error", ["no-regression"], "any", [], None, None, 0.1),
        ("recall[ a b: c > d ] > 0", "error", [], "recall", ["a b: c > d"], ">", 0, None),
        ('recall["a]\\"b"] > 0', "error", [], "recall", ['a]"b'], ">", 0, None),
        ("recall[size][large] > 0", "error", [], "recall", ["size", "large"], ">", 0, None),
    ],
)
def test_rules(
    text: str,
    level: str,
    words: list[str],
    metric: str,
    labels: list[str],
    sign: str | None,
    limit: float | None,
    within: float | None,
) -> None:
    rule = parse_gate(text)
    assert (rule.level, [word.text for word in rule.words]) == (level, words)
    assert (rule.metric.text, [label.text for label in rule.labels]) == (metric, labels)
    assert (rule.sign, rule.limit, rule.within) == (sign, limit, within)


@pytest.mark.parametrize(
    ("text", "place", "part"),
    [
        ("", 0, "a metric"),
        ("accuracy", 8, "a comparison"),
        ("confident: accuracy", 19, "a comparison"),
        ("accuracy => 0.97", 9, "a comparison"),
        ("accuracy == 0.97", 9, "a comparison"),
        ("accuracy >== 0.97", 9, "a comparison"),
        ("accuracy >=", 11, "a number"),
        ("accuracy >= high", 12, "a number"),
        ("accuracy >= 0.9.7", 12, "a number"),
        ("accuracy >= 1e999", 12, "infinite"),
        ("accuracy >= nan", 12, "a number"),
        ("accuracy >= 0.97 please", 17, "nothing more"),
        ("warn: error: accuracy > 0", 6, "no second level"),
        (": accuracy > 0", 0, "a word before the colon"),
        ("recall[] > 0", 7, "the name of a class"),
        ("recall[5 > 0", 12, "the bracket's end"),
        ('recall["5 > 0', 7, "a quote"),
        ("recall[a][b][c] > 0", 12, "no third name"),
        ("5 > 0", 0, "a metric"),
        ("no-regression: accuracy within", 30, "a number"),
        ("any blocker", 11, "a comparison"),
        ("no-finding: some blocker", 17, "a comparison"),
        ("no-finding: any worse blocker", 22, "a comparison"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text: str, place: int, part: str) -> None:
    with pytest.raises(GateError) as caught:
        parse_gate(text)
    problem, shown, mark = str(caught.value).split("\n")
    assert part in problem
    assert shown == f"    {text}"
    assert mark.index("^") == place + 4


@PATIENT
@given(
    level=st.sampled_from(["", *LEVELS]),
    words=st.lists(WORDS, max_size=3),
    metric=METRICS,
    labels=st.lists(LABELS, max_size=2),
    sign=st.sampled_from([">=", "<=", ">", "<"]),
    limit=NUMBERS,
    spaces=st.lists(st.sampled_from(["", " ", "\t ", "\n"]), min_size=3, max_size=3),
)
def test_what_is_written_is_what_is_read(
    level: str, words: list[str], metric: str, labels: list[str], sign: str, limit: float, spaces: list[str]
) -> None:
    before = "".join(f"{word}:{spaces[0]}" for word in ([level] if level else []) + words)
    brackets = "".join(f"[{json.dumps(label)}]" for label in labels)
    rule = parse_gate(f"{before}{metric}{spaces[1]}{brackets}{spaces[2]}{sign}{spaces[0]}{limit!r}")
    assert rule.level == (level or "error")
    assert [word.text for word in rule.words] == words
    assert (rule.metric.text, [label.text for label in rule.labels]) == (metric, labels)
    assert (rule.sign, rule.limit) == (sign, limit)
    for part in (*rule.words, rule.metric):
        assert rule.text[part.place :].startswith(part.text)


@PATIENT
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    try:
        parse_gate(text)
    except GateError as error:
        *_, shown, mark = str(error).split("\n")
        assert 4 <= mark.index("^") <= len(shown)


def test_percentages_are_the_shares_that_they_are_written_as() -> None:
    for tenths in range(1001):
        percent, share = f"{tenths // 10}.{tenths % 10} %", f"0.{tenths:03}" if tenths < 1000 else "1"
        assert parse_gate(f"accuracy >= {percent}").limit == float(share)
        assert parse_gate(f"no-regression: accuracy within {percent}").within == float(share)
