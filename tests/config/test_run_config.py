"""RunConfig, and the table of options that everything else follows."""

from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from reportgen.config import OptionError, RunConfig, as_record, parse_limit
from reportgen.options import OPTIONS, by_name
from reportgen.planning.families.planning_family import PLANNING_FAMILIES

FIELDS = {field.name: field for field in msgspec.structs.fields(RunConfig)}
CONSTANT_DEFAULTS = [
    option for option in OPTIONS if option.kind in ("integer", "number", "list", "text", "choice")
]


def test_every_field_is_an_option_and_every_option_a_field() -> None:
    assert {option.name for option in OPTIONS} == set(FIELDS) - {"analysis"}  # tables of a file, no option
    assert len(by_name()) == len(OPTIONS)


def test_no_flag_means_two_things() -> None:
    flags = [part for option in OPTIONS for flag in option.flags for part in flag.split("/")]
    assert len(flags) == len(set(flags))


@pytest.mark.parametrize(
    "option", [option for option in OPTIONS if option.choices], ids=lambda option: option.name
)
def test_choices_are_those_of_the_type(option: Any) -> None:
    hint = get_type_hints(RunConfig)[option.name]
    literals = [value for one in (hint, *get_args(hint)) for value in get_args(one) if isinstance(value, str)]
    assert set(option.choices) == set(literals)


@pytest.mark.parametrize("option", CONSTANT_DEFAULTS, ids=lambda option: option.name)
def test_the_default_shown_is_the_default(option: Any) -> None:
    default = FIELDS[option.name].default
    if default is None:
        return
    assert option.default == (",".join(default) if isinstance(default, tuple) else str(default))


def test_the_models_shown_are_those_fitted_where_none_are_named() -> None:
    (option,) = [option for option in OPTIONS if option.name == "models"]
    assert option.default == ",".join(PLANNING_FAMILIES.get("classes").models)


def test_options_say_what_a_file_holds() -> None:
    without = [
        o.name for o in OPTIONS if FIELDS[o.name].default in (None, (), msgspec.NODEFAULT) and not o.example
    ]
    assert without == ["folds"]


def test_a_wrong_choice_is_refused_in_python_too() -> None:
    with pytest.raises(OptionError, match="--task is `multi`"):
        RunConfig(task="multi")  # type: ignore[arg-type]


@pytest.mark.parametrize("margin", [-0.005, float("inf"), float("nan")])
def test_a_margin_is_a_size_without_a_sign(margin: float) -> None:
    with pytest.raises(OptionError, match=r"--margin is .*: give a difference of the main metric, 0 or more"):
        RunConfig(margin=margin)
    assert RunConfig(margin=0.0).margin == 0


@pytest.mark.parametrize(("text", "parsed"), [("2000", (2000, False)), ("first:5", (5, True))])
def test_parse_limit(text: str, parsed: tuple[int, bool]) -> None:
    assert parse_limit(text) == parsed


@pytest.mark.parametrize("text", ["", "0", "-1", "first:", "first:0", "last:5", "2e3", "²", "first:first:2"])
def test_parse_limit_refuses(text: str) -> None:
    with pytest.raises(OptionError, match="--limit"):
        parse_limit(text)


def test_as_record_survives_json() -> None:
    config = RunConfig(
        target=("a",), params={"mlp": {"hidden_layer_sizes": (5, 5)}, "rf": {"max_depth": None}}
    )
    assert msgspec.json.decode(msgspec.json.encode(as_record(config)), type=RunConfig) == config


def test_samples_are_kept_only_where_reports_show_none() -> None:
    assert RunConfig(samples=False, keep_samples=True).keep_samples
    with pytest.raises(OptionError, match="--keep-samples has a meaning with --no-samples alone"):
        RunConfig(keep_samples=True)
