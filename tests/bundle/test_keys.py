"""Keys of arrays: all are made in one module, and stay as other programs know them."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest

import reportgen
from reportgen.bundle import keys

PACKAGE = Path(reportgen.__file__).parent

#: The modules that read or write arrays by their keys.
MODULES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if "from reportgen.bundle import keys" in path.read_text(encoding="utf-8")
)


def put_together(source: str) -> list[str]:
    """Return the f-strings that put something behind a slash."""
    return [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.JoinedStr)
        for before, after in pairwise(node.values)
        if isinstance(before, ast.FormattedValue)
        and isinstance(after, ast.Constant)
        and str(after.value).startswith("/")
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_key_is_made_elsewhere(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert put_together(source) == []
    assert "keys.PIXELS" not in source, "the parts of keys of pixels are named in keys.py"


def test_a_key_made_elsewhere_is_found() -> None:
    assert put_together('arrays[f"{key}/values"]') == ["f'{key}/values'"]
    assert len(MODULES) > 10


def test_keys_are_those_of_stored_bundles() -> None:
    assert keys.best_scores("main/scores/rf/cv") == (
        "main/scores/rf/cv/best_classes",
        "main/scores/rf/cv/best",
        "main/scores/rf/cv/true",
        "main/scores/rf/cv/squares",
    )
    assert keys.class_pixels("main") == ("main/pixels/ids", "main/pixels/values", "main/pixels/truth")
    assert keys.shown_pixels("main", "errors") == ("main/pixels/errors/ids", "main/pixels/errors/values")
    assert keys.training_pixels("main")[1:] == ("main/pixels/training/noisy", "main/pixels/training/clean")
    assert keys.answer_pixels("main", "knn", "test", "best").errors == (
        "main/pixels/answers/knn/test/best/errors"
    )


@pytest.mark.parametrize(
    "made",
    [
        keys.best_scores(keys.SCORES.key("main", "rf", "cv")),
        keys.class_pixels("main"),
        keys.shown_pixels("main", "changes"),
        keys.training_pixels("main"),
        keys.answer_pixels("main", "knn", "test", "worst"),
    ],
)
def test_all_of_them_tell_of_samples(made: tuple[str, ...]) -> None:
    assert all(keys.tells_of_samples(key) for key in made)
