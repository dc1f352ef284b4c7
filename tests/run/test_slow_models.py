"""Models that take hours are warned of before the first fit, and noted in the report."""

from pathlib import Path

import pytest

from reportgen.models.model_spec import ModelSpec
from reportgen.models.svc import CHEAPER
from reportgen.progress import JobLabel, Silent
from reportgen.run import preflight
from reportgen.run.evaluate import evaluate


class InOrder(Silent):
    """Remembers what it was told, in order."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def message(self, text: str) -> None:
        self.told.append(text)

    def started(self, job: JobLabel) -> None:
        self.told.append(f"started {job}")


def test_the_warning_comes_once_before_the_fits_and_stands_in_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.models.model_spec import MODELS

    few = ModelSpec(**{**vars(MODELS.get("svc")), "hour_rows": 100})
    monkeypatch.setattr(
        "reportgen.models.catalogue._spec", lambda key: few if key == "svc" else MODELS.get(key)
    )
    heard = InOrder()
    bundle = evaluate(
        None, heard, dataset="iris", models=("svc", "nb"), test_size=0.2, cv=2, cache_dir=str(tmp_path)
    )
    (warning,) = (text for text in heard.told if "takes hours" in text)
    assert "`svc` on 120 rows" in warning and f"`{CHEAPER[0]}`" in warning
    assert heard.told.index(warning) < min(
        place for place, text in enumerate(heard.told) if text.startswith("started")
    )
    notes = {model.id: model.notes for model in bundle.record.analyses[0].models}
    assert warning in notes["svc"]
    assert not any("takes hours" in note for note in notes["nb"])


def test_nothing_is_said_of_small_data(tmp_path: Path) -> None:
    heard = InOrder()
    evaluate(None, heard, dataset="iris", models=("svc",), cv=0, cache_dir=str(tmp_path))
    assert not any("takes hours" in text for text in heard.told)
    assert preflight.slow_models([]) == []
