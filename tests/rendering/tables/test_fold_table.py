"""Tables fold by fold and seed by seed: which figures stand in them, and with how many decimals."""

import msgspec

from reportgen.bundle.headline_scores import FOLD_MEAN
from reportgen.bundle.schema import Score
from reportgen.bundle.score_index import ScoreIndex
from reportgen.bundle.store import Bundle
from reportgen.rendering.tables.fold_table import FoldsTable, fold_tables
from tests.bundles import MAKERS, changed, make_bundle


def tables(bundle: Bundle) -> tuple[FoldsTable, ...]:
    (analysis,) = bundle.record.analyses
    return fold_tables(ScoreIndex(analysis, bundle.record.metrics))


def score(metric: str, value: float, n: int, **fields: object) -> Score:
    return Score(model="rf", split="cv", metric=metric, value=value, n=n, **fields)  # type: ignore[arg-type]


def test_all_folds_have_the_decimals_of_the_largest_in_which_single_samples_can_be_told() -> None:
    """One of 1,000 samples is 0.1 points; a fold of 40 alone would do without decimals."""
    scores = [score("accuracy", right / n, n, fold=k) for k, (right, n) in enumerate([(39, 40), (990, 1000)])]
    bundle = changed(make_bundle(makers=MAKERS[1:2], n_test=0, folds=2), scores=scores, findings=[])
    (table,) = tables(bundle)
    assert table.rows[0].cells == ("97.5", "99.0")


def test_seeds_of_a_ranking_metric_are_compared_by_the_means_over_folds_and_by_nothing_else() -> None:
    bundle = make_bundle(("no", "yes"), MAKERS[1:2], n_test=0)
    (analysis,) = bundle.record.analyses
    means = [
        score("roc_auc", 0.9, 240, average=FOLD_MEAN),
        score("roc_auc", 0.8, 240, average=FOLD_MEAN, repeat=1),
    ]
    pooled = [score("roc_auc", 0.5, 240), score("roc_auc", 0.4, 240, repeat=1)]
    bundle = changed(
        bundle,
        main_metric="roc_auc",
        protocol=msgspec.structs.replace(analysis.protocol, repeats=2),
        scores=[*means, *pooled],
        findings=[],
    )
    (table,) = [table for table in tables(bundle) if table.corner == "Seed"]
    assert [cell.rstrip("0") for cell in table.rows[0].cells] == ["0.9", "0.8"]
