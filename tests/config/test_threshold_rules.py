"""Rules for operating points: what is read, and where a wrong one is pointed at."""

from pathlib import Path

import pytest

from reportgen.config import (
    BEST_F1,
    Costs,
    OptionError,
    RunConfig,
    ThresholdRule,
    configure,
    parse_rule,
    read_config,
)
from reportgen.config.threshold_rules import RuleError
from reportgen.errors import InputError


@pytest.mark.parametrize(
    ("text", "rule", "shown"),
    [
        ("precision >= 0.90", ThresholdRule("precision", 0.9), "precision >= 0.90"),
        (" Recall>=.99 ", ThresholdRule("recall", 0.99), "recall >= .99"),
        ("recall ≥ 1", ThresholdRule("recall", 1.0), "recall >= 1"),
        ("recall >= 0.95 at 90 %", ThresholdRule("recall", 0.95, confidence=0.9), "recall >= 0.95 at 90 %"),
        ("precision>=.9 AT 95%", ThresholdRule("precision", 0.9, confidence=0.95), "precision >= .9 at 95 %"),
        (
            "recall >= 0.95 at 0.975",
            ThresholdRule("recall", 0.95, confidence=0.975),
            "recall >= 0.95 at 97.5 %",
        ),
        ("cost fp=1 fn=10", ThresholdRule("cost", costs=Costs(1, 10)), "cost fp=1 fn=10"),
        ("cost fn = 2.5, fp = 1e-1", ThresholdRule("cost", costs=Costs(0.1, 2.5)), "cost fp=0.1 fn=2.5"),
        (
            "cost fp=5 fn=200 unit=€ per=1000 tp=-1.5",
            ThresholdRule("cost", costs=Costs(5, 200, tp=-1.5, unit="€", per=1000)),
            "cost fp=5 fn=200 tp=-1.5 unit=€ per=1000",
        ),
        (
            "cost fp=1 fn=2 unit='US $'",
            ThresholdRule("cost", costs=Costs(1, 2, unit="US $")),
            'cost fp=1 fn=2 unit="US $"',
        ),
        ("best f1", BEST_F1, "best f1"),
    ],
)
def test_what_is_read(text: str, rule: ThresholdRule, shown: str) -> None:
    found = parse_rule(text)
    assert found == rule
    assert found.text == shown
    again = parse_rule(found.text)
    assert (again, again.text) == (rule, shown)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it ends where precision, recall or cost should"),
        ("accuracy >= 0.9", "`accuracy >= 0.9` (from character 1 on) stands where precision, recall or cost"),
        ("precision => 0.9", "`=> 0.9` (from character 11 on) stands where `>=` should"),
        ("precision >= high", "`high` (from character 14 on) stands where a number should"),
        ("precision >= 0.9 please", "`please` (from character 18 on) stands where nothing more"),
        ("recall >= 0.95 at", "it ends where a confidence such as `90 %` should"),
        ("recall >= 0.95 at high", "`high` (from character 19 on) stands where a confidence such as `90 %`"),
        (
            "recall >= 0.95 at 90",
            "`90` (from character 19 on) stands where a confidence above 50 % and below 100 %",
        ),
        ("recall >= 0.95 at 100 %", "`100 %` (from character 19 on) stands where a confidence above 50 %"),
        ("recall >= 0.95 at 5 %", "`5 %` (from character 19 on) stands where a confidence above 50 %"),
        ("recall >= 0.95 at 90 % please", "`please` (from character 24 on) stands where nothing more"),
        (
            "recall >= 0.95 with 90 %",
            "`with 90 %` (from character 16 on) stands where nothing more, or a confidence",
        ),
        ("best f1 at 90 %", "stands where precision, recall or cost"),
        ("cost fp=1 fn=2 at 90 %", "`at 90 %` (from character 16 on) stands where tp=NUMBER"),
        ("precision >= 90", "`90` (from character 14 on) stands where a share above 0 and up to 1"),
        ("recall >= 0", "`0` (from character 11 on) stands where a share"),
        ("cost fp=1", "it ends where fn=NUMBER should"),
        ("cost fp=1 fx=2", "`fx=2` (from character 11 on) stands where fn=NUMBER"),
        ("cost fp=1 fp=2", "`fp=2` (from character 11 on) stands where fn=NUMBER"),
        ("cost fp=1 fn=2 tp=3", "`2 tp=3` (from character 14 on) stands where a cost above that of tp, 3"),
        (
            "cost fp=1 fn=2 tp=1 tp=1",
            "`tp=1` (from character 21 on) stands where tp=NUMBER, tn=NUMBER, unit=TEXT",
        ),
        ("cost fp=1 fn=2 per=0", "`per=0` (from character 16 on) stands where tp=NUMBER"),
        ("cost fp=-1 fn=2", "`-1 fn=2` (from character 9 on) stands where a cost above 0"),
        ("cost fp=1 fn=2x", "`fn=2x` (from character 11 on) stands where fn=NUMBER"),
    ],
)
def test_a_wrong_one_is_pointed_at(text: str, said: str) -> None:
    with pytest.raises(RuleError) as error:
        parse_rule(text)
    assert said in str(error.value)
    assert "Write 'precision >= 0.90'" in str(error.value)


def test_a_flag_and_a_file_say_where_it_was_written(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="--operating-point `recall > 1` cannot be read"):
        RunConfig(operating_points=("recall > 1",))
    path = tmp_path / "reportgen.toml"
    path.write_text('cv = 3\noperating_points = ["recall >= 0.9", "recall > 1"]\n')
    with pytest.raises(InputError, match=r"reportgen.toml, line 2: operating_points `recall > 1` cannot"):
        configure({}, read_config(path))


@pytest.mark.parametrize("threshold", [float("nan"), float("inf")])
def test_a_threshold_is_a_number(threshold: float) -> None:
    with pytest.raises(OptionError, match="--threshold is"):
        RunConfig(threshold=threshold)
