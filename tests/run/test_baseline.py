"""A run and its baseline in the story of a run: what is said beside the report, and what stays in it."""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reportgen import compare, evaluate, render
from reportgen.baseline.changed_pictures import with_pictures_kept
from reportgen.bundle.redacted_bundle import redacted
from reportgen.bundle.store import Bundle, write_bundle
from reportgen.deliver.attachment import summary
from reportgen.errors import InputError
from reportgen.figures.draw import draw_all
from reportgen.findings.since_baseline import row_of
from reportgen.rendering.presentation import Presentation
from reportgen.rendering.report import render_report
from reportgen.run.baseline import compared as compared_or_told
from reportgen.run.baseline import read_baseline, since, unpaired_in_words, with_change_findings
from tests.bundles import make_bundle
from tests.rendering.make_golden_since import makers

THEN = make_bundle(makers=makers(4.2, 1.5), n_train=30, n_test=60, folds=2)
NOW = make_bundle(makers=makers(1.5, 1.4), n_train=30, n_test=60, folds=2)


def change_in(bundle: Bundle) -> str:
    (text,) = [found.text for found in bundle.record.analyses[0].findings if found.id == "change"]
    return text


def compared(then: Bundle) -> Bundle:
    return with_change_findings(with_pictures_kept(NOW, then, compare(then, NOW)))


def test_what_sees_less_is_said_with_what_helps() -> None:
    assert unpaired_in_words(NOW) == unpaired_in_words(compared(THEN)) == ""
    said = unpaired_in_words(compared(Bundle(summary(THEN.record), {})))
    assert said.startswith("Compared unpaired, which sees less: the baseline carries its figures alone")
    assert "--attach full" in said


def test_of_a_run_without_samples_is_said_what_would_keep_them() -> None:
    changes = compared(redacted(THEN)).record.changes
    assert changes is not None
    assert changes.baseline.results_digest == THEN.record.run.results_digest
    assert changes.baseline.redacted_digest not in (None, THEN.record.run.results_digest)
    assert changes.candidate.redacted_digest is None
    said = unpaired_in_words(compared(redacted(THEN)))
    assert "the baseline was made with --no-samples, of which --keep-samples would keep them" in said


def test_a_run_and_itself_without_samples_are_the_same() -> None:
    (analysis,) = compare(redacted(NOW), NOW).analyses
    assert {row.difference for row in analysis.scores if row.candidate is not None} == {0.0}
    assert {row.method for row in analysis.scores if row.low is not None} == {"identity"}


def test_the_sentence_stands_first_and_once_also_where_findings_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")
    bundle = with_change_findings(compared(THEN))
    ids = [finding.id for finding in bundle.record.analyses[0].findings]
    assert ids.count("change") == 1
    assert ids.index("change") == sum(name == "evidence" for name in ids)
    (page,) = render(bundle, output=tmp_path, reproducible=True)
    assert page.read_text(encoding="utf-8").count("Worse than the baseline run of") == 1


def damaged(folder: Path, where: str) -> Path:
    """Store a bundle and change one byte of an array."""
    write_bundle(THEN, folder / "bundle")
    file = folder / "bundle" / "arrays.npz"
    with zipfile.ZipFile(file) as archive:
        offset = archive.getinfo(f"{where}.npy").header_offset
        size = archive.getinfo(f"{where}.npy").file_size
    content = bytearray(file.read_bytes())
    content[offset + 30 + len(where) + 4 + size - 1] ^= 0xFF
    file.write_bytes(content)
    return folder


@pytest.mark.parametrize("where", ["main/predictions/rf/test", "main/sample_ids"])
def test_a_damaged_baseline_is_found_when_it_is_read(tmp_path: Path, where: str) -> None:
    folder = damaged(tmp_path, where)
    with pytest.raises(InputError, match=rf"The baseline `.*` cannot be used\. `{where}` .* is damaged"):
        read_baseline(str(folder))


def test_answers_that_are_no_classes_are_found_when_the_baseline_is_read(tmp_path: Path) -> None:
    key = "main/predictions/rf/test"
    wrong = {**dict(THEN.arrays), key: np.full_like(THEN.arrays[key], 99)}
    write_bundle(Bundle(THEN.record, wrong), tmp_path)
    with pytest.raises(InputError, match=r"predictions of `rf` .* are none of the classes"):
        read_baseline(str(tmp_path))


def test_a_comparison_that_fails_leaves_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    truth = (THEN.arrays["main/truth/test"] + 1) % 2
    then = Bundle(THEN.record, {**dict(THEN.arrays), "main/truth/test": truth})
    found = since(then, NOW, (), "then")
    (analysis,) = found.record.changes.analyses if found.record.changes else ()
    assert analysis.status == "refused"
    assert "the true classes of the same samples differ" in str(analysis.reason)
    assert unpaired_in_words(found).startswith("Not compared with the baseline: the comparison failed")
    (page,) = render(found, output=tmp_path)
    assert "the comparison failed" in page.read_text(encoding="utf-8")

    def broken(*_: object, **__: object) -> None:
        raise ValueError("a\nbug")

    monkeypatch.setattr("reportgen.baseline.compare_bundles.compare_bundles", broken)
    assert (
        compared_or_told(then, NOW, "then").analyses[0].reason == "the comparison failed (ValueError: a bug)"
    )


def test_recipes_are_compared_where_both_were_fitted_with_several_seeds(tmp_path: Path) -> None:
    common: dict[str, Any] = {
        "models": ("tree",),
        "limit": "150",
        "cv": 0,
        "repeats": 2,
        "cache_dir": str(tmp_path),
    }
    then, now = evaluate(**common), evaluate(**common, params={"tree": {"max_depth": 2}})
    (found,) = compare(then, now).analyses
    row = row_of(found, "tree", "accuracy", "test")
    assert row is not None and row.averaged == "means over 2 seeds"
    means = [
        np.mean(
            [
                score.value
                for score in bundle.record.analyses[0].scores
                if (score.model, score.metric, score.label, score.average) == ("tree", "accuracy", None, None)
            ]
        )
        for bundle in (then, now)
    ]
    assert (row.baseline, row.candidate) == pytest.approx(means)
    assert row.low is not None and row.high is not None and row.high < 0
    shown = with_change_findings(with_pictures_kept(now, then, compare(then, now)))
    page, said = render_report(shown, draw_all(shown), Presentation()), change_in(shown)
    assert said.startswith("Worse than the baseline run of") and "means over 2 seeds" in said
    assert "With the first seeds" in said
    once = evaluate(**{**common, "repeats": 1})
    uneven = with_change_findings(with_pictures_kept(now, once, compare(once, now)))
    page_uneven = render_report(uneven, draw_all(uneven), Presentation())
    assert "is compared by the first fit of each" in page_uneven and "are means over them" not in page_uneven
    assert "The differences speak of recipes, trained with other seeds." in page
    assert (
        "samples newly wrong and newly right, like the figures of page one, are those of the first seed"
        in page
    )
    assert "as fitted in the two runs" not in page and "As recipes" not in page
