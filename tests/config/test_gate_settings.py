"""The level and the looks of gates: in `[gates]`, by flags, in a study; and what is no rule is never taken for one."""

import re
from pathlib import Path

import pytest

from reportgen.config import RunConfig, configure, read_config
from reportgen.errors import InputError


def read(folder: Path, text: str, name: str = "reportgen.toml", **flags: object) -> RunConfig:
    (folder / name).write_text(text, encoding="utf-8")
    return configure(flags, read_config(folder / name))


def settings(config: RunConfig) -> tuple[object, ...]:
    return (config.gates, config.anchor, config.gate_level, config.gate_looks)


def test_they_stand_beside_the_rules_and_are_none(tmp_path: Path) -> None:
    text = '[gates]\nrules = ["mcc > 0"]\nwarn = ["mcc > 0.5"]\nlevel = 0.9\nlooks = 52\nanchor = "first"\n'
    wanted = (("mcc > 0", "warn: mcc > 0.5"), str(tmp_path / "first"), 0.9, 52)
    assert settings(read(tmp_path, text)) == wanted
    project = text.replace("[gates]", "[tool.reportgen.gates]")
    assert settings(read(tmp_path, project, "pyproject.toml")) == wanted


@pytest.mark.parametrize(
    "text",
    [
        'gates = ["mcc > 0"]\ngate_level = 0.9\ngate_looks = 52\n',
        'gate-level = 0.9\ngate-looks = 52\ngates = ["mcc > 0"]\n',
        'gates = { rules = ["mcc > 0"], level = 0.9, looks = 52 }\n',
    ],
)
def test_where_gates_are_a_list_they_are_options_of_their_own(tmp_path: Path, text: str) -> None:
    assert settings(read(tmp_path, text)) == (("mcc > 0",), None, 0.9, 52)


def test_without_them_nothing_is_set() -> None:
    assert settings(RunConfig()) == ((), None, None, None)


def test_flags_win(tmp_path: Path) -> None:
    text = '[gates]\nrules = ["mcc > 0"]\nlevel = 0.9\nlooks = 52\n'
    found = read(tmp_path, text, gate_level="0.99", gate_looks="12")
    assert settings(found) == (("mcc > 0",), None, 0.99, 12)


def test_in_a_study_they_hold_for_all(tmp_path: Path) -> None:
    text = "[gates]\nlevel = 0.9\nlooks = 4\n[[analysis]]\n[[analysis]]\n"
    found = read(tmp_path, text)
    assert {(part.gate_level, part.gate_looks) for part in (found, *found.analyses)} == {(0.9, 4)}


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        (
            "[gates]\nlevel = 95\n",
            2,
            "gate_level is 95.0: give a share from 0.5 to 0.9999, as in 0.95 for 95 %.",
        ),
        ("[gates]\nrules = []\nlevel = 1.0\n", 3, "gate_level is 1.0: give a share"),
        ("[gates]\nlevel = 0.05\n", 2, "gate_level is 0.05: give a share"),
        ("[gates]\nlevel = nan\n", 2, "gate_level is nan: give a share"),
        ("[gates]\nlooks = 0\n", 2, "gate_looks is 0: give a whole number from 1 to 10000"),
        ("[gates]\nlooks = 20000\n", 2, "gate_looks is 20000: give a whole number"),
        ("[gates]\nlooks = 5.5\n", 2, "gate_looks is `5.5`: give a whole number"),
        (
            '[gates]\nlevel = "warn"\n',
            2,
            "`level` in [gates] is the level of intervals, a number such as 0.95; rules",
        ),
        ('[gates]\nlevel = ["mcc > 0"]\n', 2, "rules that only warn stand in `warn`."),
        ("[gates]\nlevel = true\n", 2, "a number such as 0.95"),
        ('[gates]\nlooks = "52"\n', 2, "`looks` in [gates] is the number of looks"),
        ("[gates]\nlvel = 0.9\n", 2, "rules, error, warn, level, looks and anchor."),
        ("gate_level = 0.9\n[gates]\nlevel = 0.9\n", 3, "`level` is given twice"),
        ("gate-looks = 2\n[gates]\nlooks = 3\n", 3, "`looks` is given twice"),
        ("gate_looks = 0\n", 1, "gate_looks is 0"),
        (
            "[[analysis]]\n[analysis.gates]\nlevel = 0.9\n",
            3,
            "`level` concerns the whole run: give one, above",
        ),
        ("[[analysis]]\ngate_looks = 9\n", 2, "`gate_looks` concerns the whole run"),
    ],
)
def test_wrong_ones_are_one_message_at_their_line(tmp_path: Path, text: str, line: int, part: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path / 'reportgen.toml'}, line {line}: ")
    assert part in message


def test_of_flags_the_message_names_the_flag() -> None:
    with pytest.raises(InputError, match=r"^--gate-level is 95.0: give a share"):
        configure({"gate_level": "95"})
    with pytest.raises(InputError, match=r"^--gate-looks .*`many`"):
        configure({"gate_looks": "many"})


def test_what_the_documentation_shows_loads(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "gates.md").read_text(encoding="utf-8")
    first, second = (read(tmp_path, shown) for shown in re.findall(r"```toml\n(.*?)```", page, re.DOTALL))
    assert (len(first.gates), first.gate_level, first.gate_looks) == (3, None, None)
    assert settings(second)[2:] == (0.95, 52)
