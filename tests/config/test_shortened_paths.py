"""What goes out names files of this machine in short: the home folder as ~, others by their names alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.config import shortened_paths
from reportgen.config.shortened_paths import (
    shortened,
    shortened_command,
    shortened_config,
    shortened_path,
)


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HOME", "/home/ada")
    shortened_paths._homes.cache_clear()
    yield
    shortened_paths._homes.cache_clear()


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("No such file: '/home/ada/data/a.csv'", "No such file: '~/data/a.csv'"),
        ("in /opt/tools/lib/base.py, line 3", "in base.py, line 3"),
        ("`/home/adam/x/y.csv` is empty", "`y.csv` is empty"),
        (r"C:\Users\ada\model.py failed", "model.py failed"),
        ("folder of images /data/scans/", "folder of images …"),
        (
            "see https://example.org/a/b and s3://bucket/a/b",
            "see https://example.org/a/b and s3://bucket/a/b",
        ),
        ("1/2 of them, yes/no, and/or", "1/2 of them, yes/no, and/or"),
        ("~/data/a.csv", "~/data/a.csv"),
    ],
)
def test_paths_in_texts(text: str, short: str) -> None:
    assert shortened(text) == short


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("/home/ada/my data/a.csv", "~/my data/a.csv"),
        ("/home/ada", "~"),
        ("/srv/shared/a.csv", "a.csv"),
        ("../a.csv", "../a.csv"),
        ("digits", "digits"),
        ("/", "/"),
    ],
)
def test_paths_as_options(path: str, short: str) -> None:
    assert shortened_path(path) == short


def test_a_command_can_still_be_typed() -> None:
    command = "reportgen build -d '/home/ada/my data/a.csv' --output=/srv/out --title 'and / or'"
    assert (
        shortened_command(command) == "reportgen build -d ~/'my data/a.csv' --output=out --title 'and / or'"
    )
    plain = 'reportgen build --title "as it was"'
    assert shortened_command(plain) == plain


def test_only_options_that_are_paths_are_shortened() -> None:
    config = {"dataset": "/srv/a.csv", "predictions": ["/home/ada/p.csv"], "positive": "/a/b", "logo": None}
    assert shortened_config({**config, "analysis": [config]}) == {
        "dataset": "a.csv",
        "predictions": ["~/p.csv"],
        "positive": "/a/b",
        "logo": None,
        "analysis": [{"dataset": "a.csv", "predictions": ["~/p.csv"], "positive": "/a/b", "logo": None}],
    }


def test_without_a_home_other_paths_are_shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(shortened_paths.Path, "home", homeless)
    shortened_paths._homes.cache_clear()
    assert shortened_path("/home/ada/a.csv") == "a.csv"
