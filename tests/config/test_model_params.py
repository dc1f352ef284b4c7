"""Parameters as written, read into their types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.config import ParamValue, parse_param, parse_value
from reportgen.errors import InputError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", 4),
        ("-0.5", -0.5),
        ("1e-4", 1e-4),
        ("true", True),
        ("False", False),
        ("none", None),
        ("balanced", "balanced"),
        ("'4'", "4"),
        ('"none"', "none"),
        ("it's", "it's"),
        ("(50, 20)", (50, 20)),
        ("[50]", (50,)),
        ("(a, 1, none)", ("a", 1, None)),
    ],
)
def test_parse_value(text: str, value: ParamValue) -> None:
    parsed = parse_value(text)
    assert parsed == value
    assert type(parsed) is type(value)


def test_parse_param_keeps_what_follows_the_first_equals_sign() -> None:
    assert parse_param(" knn.metric = a=b ") == ("knn", "metric", "a=b")


def test_parse_param_reaches_into_pipelines() -> None:
    assert parse_param("sgd_scaled.base__alpha=1") == ("sgd_scaled", "base__alpha", 1)


@given(st.text())
def test_any_text_is_read_or_refused_with_one_message(text: str) -> None:
    try:
        key, name, _ = parse_param(text)
    except InputError as error:
        assert "KEY.NAME=VALUE" in str(error)  # noqa: PT017 - both outcomes are right
    else:
        assert key
        assert name.isidentifier()
