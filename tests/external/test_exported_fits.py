"""The same fits, reported by fitting them and through their exported predictions, have the same figures."""

from typing import Any

import msgspec
import numpy as np
import pandas as pd
import pytest

from reportgen.bundle.schema import Analysis
from reportgen.bundle.store import Bundle
from reportgen.run.evaluate import evaluate


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bundle, Bundle]:
    folder = tmp_path_factory.mktemp("exported")
    random = np.random.default_rng(2)
    truth = random.choice(["ant", "bee", "cow"], 600)
    data = pd.DataFrame(random.normal(size=(600, 4)) + 1.3 * np.eye(4)[pd.factorize(truth)[0]])
    data.columns = [f"x{place}" for place in range(4)]
    data.assign(species=truth).to_csv(folder / "data.csv", index=False)
    fitted = evaluate(
        dataset=str(folder / "data.csv"),
        target=("species",),
        models=("logreg", "tree"),
        cv=0,
        test_size=0.5,
        cache_dir=str(folder / "cache"),
    )
    exported(fitted).to_parquet(folder / "predictions.parquet")
    return fitted, evaluate(predictions=(str(folder / "predictions.parquet"),))


def exported(bundle: Bundle) -> pd.DataFrame:
    """Return the predictions of a bundle as a user would write them."""
    (analysis,) = bundle.record.analyses
    classes, arrays = np.array(analysis.dataset.classes), bundle.arrays
    table: dict[str, Any] = {
        "row": arrays["main/sample_ids"][arrays["main/rows/test"]],
        "truth": classes[arrays["main/truth/test"]],
    }
    for model in ("logreg", "tree"):
        table[f"pred_{model}"] = classes[arrays[f"main/predictions/{model}/test"]]
        scores = arrays[f"main/scores/{model}/test"]
        table |= {f"{model}.{name}": scores[:, place] for place, name in enumerate(classes)}
    return pd.DataFrame(table)


def rows(analysis: Analysis, field: str) -> list[dict[str, Any]]:
    """Return the records of the two models as plain values, those of the baseline left out."""
    found = [msgspec.to_builtins(row) for row in getattr(analysis, field)]
    return [row for row in found if "dummy" not in (row.get("model"), row.get("a"), row.get("b"))]


@pytest.mark.parametrize("field", ["scores", "confusions", "calibrations", "curves"])
def test_figures_are_equal(both: tuple[Bundle, Bundle], field: str) -> None:
    one, other = (rows(bundle.record.analyses[0], field) for bundle in both)
    assert one
    assert other == one


def test_curves_have_equal_coordinates(both: tuple[Bundle, Bundle]) -> None:
    fitted, recorded = both
    keys = [key for key in fitted.arrays if key.startswith("main/curves/") and "dummy" not in key]
    assert keys
    for key in keys:
        np.testing.assert_array_equal(recorded.arrays[key], fitted.arrays[key])


def test_models_compare_equally(both: tuple[Bundle, Bundle]) -> None:
    one, other = (rows(bundle.record.analyses[0], "comparisons") for bundle in both)
    assert len(one) == 1
    # Adjusted for pairs, of which the baselines are alike in number.
    assert other == one
    assert [bundle.record.analyses[0].chosen for bundle in both] == [both[0].record.analyses[0].chosen] * 2
