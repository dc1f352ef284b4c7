"""Files of predictions as other programs leave them: a function for each layout."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from tests.external.prediction_sets import ALPHA, BETA, IDS, NUMBERS, RARE, PredictionSet

LABELS = ("accuracy", "f1", "f1_macro")


@dataclass(frozen=True)
class LayoutFile:
    """A file: its name, layout, the models in it by id ("" for the only one), and the figures it gives (None: all)."""

    name: str
    layout: str
    models: Mapping[str, PredictionSet]
    write: Callable[[Path], Any]
    figures: tuple[str, ...] | None = None


def _csv(columns: Mapping[str, Any]) -> Callable[[Path], Any]:
    return lambda path: pd.DataFrame(dict(columns)).to_csv(path, index=False)


def _parquet(columns: Mapping[str, Any]) -> Callable[[Path], Any]:
    return lambda path: pd.DataFrame(dict(columns)).to_parquet(path)


def _json(value: Any) -> Callable[[Path], Any]:
    return lambda path: path.write_text(json.dumps(value))


def _lines(rows: list[dict[str, Any]]) -> Callable[[Path], Any]:
    return lambda path: path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def _of(one: PredictionSet, pattern: str = "{}") -> dict[str, np.ndarray]:
    return {pattern.format(name): one.proba[:, place] for place, name in enumerate(one.classes)}


_WIDE = {"id": IDS, "truth": ALPHA.truth, "alpha": ALPHA.answers, "beta": BETA.answers}
_WIDE_SCORED = _WIDE | _of(ALPHA, "alpha.{}") | _of(BETA, "beta.{}")
_BOTH, _ONE, _TWO = {"alpha": ALPHA, "beta": BETA}, {"": ALPHA}, {"": RARE}


def _long() -> pd.DataFrame:
    parts = [
        pd.DataFrame({"id": IDS, "model": name, "truth": one.truth, "answer": one.answers} | _of(one))
        for name, one in _BOTH.items()
    ]
    return pd.concat(parts)


def _every_eval_ever() -> list[dict[str, Any]]:
    return [
        {
            "schema_version": "instance_level_eval_0.2.1",
            "evaluation_id": "pets/1",
            "model_id": "team/alpha",
            "sample_id": own,
            "input": {"raw": f"picture {own}", "reference": [truth], "choices": list(ALPHA.classes)},
            "output": {"raw": [f"A {answer}, I think."]},
            "answer_attribution": [{"turn_idx": 0, "extracted_value": answer, "is_terminal": True}],
            "evaluation": {"score": float(truth == answer), "is_correct": bool(truth == answer)},
        }
        for own, truth, answer in zip(IDS, ALPHA.truth, ALPHA.answers, strict=True)
    ]


def _lm_eval() -> list[dict[str, Any]]:
    return [
        {
            "doc_id": place,
            "target": truth,
            "filtered_resps": [answer],
            "filter": "none",
            "acc": float(truth == answer),
        }
        for place, (truth, answer) in enumerate(zip(ALPHA.truth, ALPHA.answers, strict=True))
    ]


def _promptfoo() -> dict[str, Any]:
    rows = [
        {"provider": {"id": "alpha"}, "vars": {"case": own}, "success": bool(right), "score": float(right)}
        for own, right in zip(IDS, ALPHA.truth == ALPHA.answers, strict=True)
    ]
    return {"results": {"version": 3, "results": rows}}


def _bigquery() -> list[list[dict[str, Any]]]:
    return [
        [{"label": name, "prob": float(p)} for name, p in zip(RARE.classes, row, strict=True)]
        for row in RARE.proba
    ]


FILES = (
    LayoutFile("wide.csv", "wide", _BOTH, _csv(_WIDE_SCORED)),
    LayoutFile("wide.parquet", "wide", _BOTH, _parquet(_WIDE_SCORED)),
    LayoutFile("answers.csv", "wide", _BOTH, _csv(_WIDE), LABELS),
    LayoutFile("long.csv", "long", _BOTH, lambda path: _long().to_csv(path, index=False)),
    LayoutFile(
        "arrays.npz",
        "arrays",
        _BOTH,
        lambda path: np.savez(
            path, y_true=ALPHA.codes, proba_alpha=ALPHA.proba, proba_beta=BETA.proba, classes=np.array(ALPHA.classes)
        ),
    ),
    LayoutFile(
        "openml.csv",
        "openml",
        _ONE,
        _csv(
            {"repeat": 0, "fold": np.arange(240) % 5, "row_id": np.arange(240)}
            | {"prediction": ALPHA.answers, "correct": ALPHA.truth}
            | _of(ALPHA, "confidence.{}")
        ),
    ),
    LayoutFile(
        "evidently.csv", "evidently", _ONE, _csv({"target": ALPHA.truth, "prediction": ALPHA.answers} | _of(ALPHA))
    ),
    LayoutFile("mlflow.csv", "mlflow", _ONE, _csv({"prediction": ALPHA.answers, "target": ALPHA.truth}), LABELS),
    LayoutFile(
        "evaluate.json",
        "huggingface_evaluate",
        _TWO,
        _json(
            {
                "predictions": RARE.answer_codes.tolist(),
                "references": RARE.codes.tolist(),
                "prediction_scores": RARE.proba[:, 1].tolist(),
            }
        ),
    ),
    LayoutFile(
        "run.table.json",
        "wandb",
        _ONE,
        _json(
            {
                "columns": ["id", "truth", "guess", *(f"score_{name}" for name in ALPHA.classes)],
                "data": [
                    [own, truth, answer, *row]
                    for own, truth, answer, row in zip(
                        IDS, ALPHA.truth, ALPHA.answers, ALPHA.proba.tolist(), strict=True
                    )
                ],
            }
        ),
    ),
    LayoutFile(
        "pycaret.csv",
        "pycaret",
        _TWO,
        _csv(
            {"customer": NUMBERS, "churned": RARE.truth, "prediction_label": RARE.answers}
            | {"prediction_score": RARE.proba.max(axis=1)}
        ),
    ),
    LayoutFile("autogluon.csv", "autogluon", _ONE, _csv({"label": ALPHA.truth} | _of(ALPHA))),
    LayoutFile(
        "h2o.csv",
        "h2o",
        _TWO,
        _csv({"actual": RARE.codes, "predict": RARE.answer_codes, "p0": RARE.proba[:, 0], "p1": RARE.proba[:, 1]}),
    ),
    LayoutFile(
        "yardstick.csv",
        "yardstick",
        _TWO,
        _csv({"truth": RARE.truth} | _of(RARE, ".pred_{}") | {".pred_class": RARE.answers}),
    ),
    LayoutFile(
        "caret.csv",
        "caret",
        _ONE,
        _csv(
            {"pred": ALPHA.answers, "obs": ALPHA.truth}
            | _of(ALPHA)
            | {"rowIndex": np.arange(240) + 1, "Resample": [f"Fold{1 + place % 4}" for place in range(240)]}
        ),
    ),
    LayoutFile("mljar.csv", "mljar", _TWO, _csv({"target": RARE.codes, "prediction": RARE.proba[:, 1]})),
    LayoutFile("spark.csv", "spark", _TWO, _csv(
        {
            "label": RARE.codes.astype(float),
            "probability": [f"[{no},{yes}]" for no, yes in RARE.proba],
            "prediction": RARE.answer_codes.astype(float),
        }
    )),
    LayoutFile(
        "bigquery.parquet",
        "bigquery",
        _TWO,
        _parquet({"outcome": RARE.truth, "predicted_outcome": RARE.answers, "predicted_outcome_probs": _bigquery()}),
    ),
    LayoutFile("samples.jsonl", "every_eval_ever", _ONE, _lines(_every_eval_ever()), LABELS),
    LayoutFile("samples_pets.jsonl", "lm_eval", _ONE, _lines(_lm_eval()), LABELS),
    LayoutFile("promptfoo.json", "promptfoo", _ONE, _json(_promptfoo()), ("accuracy",)),
)  # fmt: skip
