"""What a report carries of its bundle."""

import io
import json
from typing import Any

import msgspec
import numpy as np
import pytest

from reportgen.bundle.error_records import Case, Errors, ModelErrors
from reportgen.bundle.store import Bundle, decode
from reportgen.deliver.attachment import attachments
from reportgen.deliver.format_spec import Delivery
from reportgen.rendering.presentation import Presentation
from tests.bundles import make_bundle
from tests.studies import make_study


def carried(attach: Any, *, samples: bool = True, bundle: Bundle | None = None) -> dict[str, bytes]:
    delivery = Delivery(bundle or with_errors(), (), Presentation(samples=samples), attach)
    return {name: content for name, _, content in attachments(delivery)}


def with_errors() -> Bundle:
    bundle = make_bundle()
    case = Case(sample=17, truth="0", answer="1", score=0.9, margin=0.8)
    svc = ModelErrors(model="svc", split="test", samples=80, errors=3, mistakes=[case])
    analysis = msgspec.structs.replace(bundle.record.analyses[0], errors=Errors(models=[svc]))
    return Bundle(msgspec.structs.replace(bundle.record, analyses=[analysis]), bundle.arrays)


def arrays_in(content: bytes) -> set[str]:
    return set(np.load(io.BytesIO(content), allow_pickle=False).files)


def test_nothing() -> None:
    assert carried(attach="none") == {}


def test_a_summary_holds_figures_but_no_single_samples_and_no_loose_references() -> None:
    files = carried(attach="summary")
    assert list(files) == ["bundle.json"]
    record = decode(files["bundle.json"], "attachment")
    assert record.analyses[0].scores == make_bundle().record.analyses[0].scores
    (svc,) = record.analyses[0].errors.models
    assert (svc.errors, svc.mistakes) == (3, [])
    assert record.analyses[0].curves == []


def test_the_full_bundle_holds_everything() -> None:
    files = carried(attach="full")
    (svc,) = json.loads(files["bundle.json"])["analyses"][0]["errors"]["models"]
    assert svc["mistakes"][0]["sample"] == 17
    assert arrays_in(files["arrays.npz"]) == set(make_bundle().arrays)


def test_without_samples_the_full_bundle_holds_curves_but_no_samples() -> None:
    files = carried(attach="full", samples=False)
    (svc,) = json.loads(files["bundle.json"])["analyses"][0]["errors"]["models"]
    assert svc["mistakes"] == []
    keys = arrays_in(files["arrays.npz"])
    assert keys
    assert all("/curves/" in key for key in keys)


@pytest.mark.parametrize("attach", ["summary", "full"])
def test_the_same_bundle_gives_the_same_bytes(attach: str) -> None:
    assert carried(attach=attach) == carried(attach=attach)


def test_a_bundle_made_without_samples_gives_none_away_later() -> None:
    bundle = with_errors()
    run = msgspec.structs.replace(bundle.record.run, config={"samples": False})
    files = carried("full", bundle=Bundle(msgspec.structs.replace(bundle.record, run=run), bundle.arrays))
    left = dict(np.load(io.BytesIO(files["arrays.npz"]), allow_pickle=False))
    assert files == carried("full", bundle=Bundle(decode(files["bundle.json"], "x"), left))
    assert not any("predictions" in key or "sample_ids" in key for key in arrays_in(files["arrays.npz"]))


def test_of_a_study_every_analysis_is_carried_and_every_sample_left_out() -> None:
    study = make_study({"a": with_errors(), "b-2": with_errors()})
    full, without = (carried(attach="full", samples=samples, bundle=study) for samples in (True, False))
    assert arrays_in(full["arrays.npz"]) == set(study.arrays)
    kept = arrays_in(without["arrays.npz"])
    assert {key.split("/")[0] for key in kept} == {"a", "b-2"}
    parts = {key.split("/")[1] for key in kept}
    assert not parts & {"sample_ids", "rows", "truth", "predictions", "scores", "pixels"}
    for attach in ("summary", "full"):
        content = carried(attach=attach, samples=False, bundle=study)["bundle.json"]
        record = decode(content, "attachment")
        assert [analysis.id for analysis in record.analyses] == ["a", "b-2"]
        assert not [case for analysis in record.analyses for case in analysis.errors.models[0].mistakes]
