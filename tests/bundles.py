"""Bundles made up for tests of what presents them: numbers drawn at random, structure as evaluation leaves it."""

import io
import pickle
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
import numpy as np

from reportgen.bundle.base_record import Split
from reportgen.bundle.error_records import Errors
from reportgen.bundle.schema import Analysis, BundleRecord, ModelInfo, Timings
from reportgen.bundle.store import Bundle
from reportgen.findings.finding_rule import FINDINGS
from reportgen.findings.key_findings import key_findings
from reportgen.metrics.metric_spec import METRICS
from reportgen.predictions.class_predictions import ClassPredictions
from reportgen.predictions.packing import Arrays, pack
from reportgen.predictions.scores import Scores
from reportgen.scoring.calibrations import calibrations_of
from reportgen.scoring.errors.model_on_split import ModelOnSplit
from reportgen.scoring.packed_curves import pack_confusion, pack_curves
from reportgen.scoring.score_rows import SplitScoring
from reportgen.tasks import MANY_CLASSES, Task
from tests.error_records import made_up_errors
from tests.records import made_up_dataset, made_up_protocol, made_up_run, sealed

#: Names that have broken reports: markup, templates, mathematics, scripts of the world, and sheer length.
HOSTILE = (
    "<script>alert('x')</script>",
    "{{ 7 * 7 }}{% raw %}",
    "$x^2$ and _under_score_",
    "\"quotes\" & 'apostrophes' <b>",
    "שלום עולם \u202eevil\u202c",
    "手書きの数字 分類",
    "😀 emoji 👩‍🔬",
    "long " + "name_without_breaks_" * 15,
    "control \x00\x07\x1b[31m\x7f characters\n\tand lines",
    "]]> <!-- --> &amp; %s {0} \\n",
)


@dataclass(frozen=True)
class Maker:
    """A model to make up: `skill` is the lead of the true class's score over the noise."""

    id: str
    title: str
    skill: float
    kind: str = "probability"
    baseline: bool = False
    status: str = "ok"


MAKERS = (
    Maker("sgd", "SGD, linear", 2.6, "decision"),
    Maker("rf", "Random forest", 3.6),
    Maker("svc", "Support vectors", 4.2, "decision"),
    Maker("dummy", "Naive baseline", 0.0, baseline=True),
)


def make_bundle(
    classes: Sequence[str] = ("0", "1", "2", "3"),
    makers: Sequence[Maker] = MAKERS,
    *,
    n_train: int = 240,
    n_test: int = 80,
    folds: int = 3,
    kind: str = "image",
    rare: float | None = None,
    noun: str | None = None,
    title: str = "Made-up digits",
    seed: int = 0,
) -> Bundle:
    """Return a bundle with as many classes as names are given; two make it binary.

    `rare` is the share of the second of two classes; 0 `folds` or 0 `n_test` leave that split out. The same is made up
    once, however many tests ask for it; each gets a copy of its own.
    """
    given = (n_train, n_test, folds, kind, rare, noun, title, seed)
    known = (*METRICS, *FINDINGS)
    return pickle.loads(_pickled(tuple(classes), tuple(makers), *given, known=known))


@cache
def _pickled(*given: Any, known: tuple[Any, ...]) -> bytes:  # noqa: ARG001 - a metric or finding of a test's own counts
    return pickle.dumps(_made_up(*given))


def _made_up(
    classes: tuple[str, ...],
    makers: tuple[Maker, ...],
    n_train: int,
    n_test: int,
    folds: int,
    kind: str,
    rare: float | None,
    noun: str | None,
    title: str,
    seed: int,
) -> Bundle:
    random = np.random.default_rng(seed)
    truth = {
        "train": _truth(random, len(classes), n_train, rare),
        "test": _truth(random, len(classes), n_test, rare),
    }
    arrays: Arrays = {}
    made = [_Model(maker, tuple(classes), truth, folds, random) for maker in makers]
    task = Task.BINARY if len(classes) == 2 else Task.MULTICLASS
    measured = _measured(made, task, arrays)
    _pack_samples(arrays, truth, n_train, n_test, folds, kind, random)
    analysis = Analysis(
        id="main",
        errors=_errors(made, _best(makers), n_train, classes, kind, arrays),
        title=title,
        task=task,
        positive=None,
        dataset=made_up_dataset(
            classes, {part: truth[part] for part in truth if len(truth[part])}, kind, noun
        ),
        protocol=made_up_protocol(folds, n_test, seed),
        models=[model.info for model in made],
        **measured,
        main_metric="accuracy",
        main_metric_reason="no class is so rare that accuracy would be misleading",
        chosen=_best(makers),
        chosen_on="cv" if folds else "test",
    )
    shown = {row.metric for row in analysis.scores} | {analysis.main_metric}
    metrics = {metric.id: metric.info for metric in METRICS if metric.id in shown}
    analysis = msgspec.structs.replace(analysis, findings=key_findings(analysis, metrics))
    record = BundleRecord(schema_version=1, run=made_up_run(), metrics=metrics, analyses=[analysis])
    return sealed(Bundle(record, arrays))


def _measured(made: Sequence["_Model"], task: Task, arrays: Arrays) -> dict[str, list[Any]]:
    """Return scores, confusions and curves of all models, and pack what they refer to."""
    found: dict[str, list[Any]] = {"scores": [], "confusions": [], "curves": [], "calibrations": []}
    for model in made:
        for split, outcome in model.pooled.items():
            in_folds = model.folds if split == "cv" else []
            found["scores"] += SplitScoring(model.maker.id, split, outcome, in_folds, None).rows(task)
            found["confusions"].append(pack_confusion("main", model.maker.id, split, outcome, arrays))
            found["curves"] += pack_curves("main", model.maker.id, split, outcome, arrays)
            found["calibrations"] += calibrations_of(model.maker.id, split, outcome, None)
            pack("main", model.maker.id, split, outcome, arrays)
    return found


def changed(bundle: Bundle, **fields: Any) -> Bundle:
    """Return the bundle with fields of its only analysis replaced, and findings made anew."""
    analysis = msgspec.structs.replace(bundle.record.analyses[0], **fields)
    if "findings" not in fields:
        analysis = msgspec.structs.replace(analysis, findings=key_findings(analysis, bundle.record.metrics))
    return sealed(Bundle(msgspec.structs.replace(bundle.record, analyses=[analysis]), bundle.arrays))


def _errors(
    made: "Sequence[_Model]",
    chosen: str | None,
    n_train: int,
    classes: Sequence[str],
    kind: str,
    arrays: Arrays,
) -> Errors:
    ranked = sorted(
        (model for model in made if model.pooled and not model.maker.baseline),
        key=lambda model: model.maker.id != chosen,
    )
    judged: dict[Split, list[ModelOnSplit]] = {"cv": [], "test": []}
    for model in ranked:
        for split, outcome in model.pooled.items():
            ids = np.arange(outcome.n_samples) + (n_train if split == "test" else 0)
            judged[split].append(ModelOnSplit(model.maker.id, split, outcome, ids, 0))
    return made_up_errors(judged["cv"], judged["test"], classes, kind, arrays)


def _best(makers: Sequence[Maker]) -> str | None:
    usable = [maker for maker in makers if maker.status == "ok" and not maker.baseline]
    return max(usable, key=lambda maker: maker.skill).id if usable else None


def _truth(random: np.random.Generator, k: int, n: int, rare: float | None) -> np.ndarray:
    if rare is None:
        return random.permutation(np.arange(n) % k)
    return random.permutation((np.arange(n) < round(rare * n)).astype(int))


class _Model:
    def __init__(
        self, maker: Maker, classes: tuple[str, ...], truth: dict, folds: int, random: np.random.Generator
    ) -> None:
        self.maker, self.pooled, self.folds = maker, {}, []
        answered = maker.status == "ok"
        if folds and answered:
            parts = [self._outcome(classes, part, random) for part in np.array_split(truth["train"], folds)]
            self.folds = parts
            self.pooled["cv"] = ClassPredictions.join(parts)
        if len(truth["test"]) and answered:
            self.pooled["test"] = self._outcome(classes, truth["test"], random)

    def _outcome(self, classes: tuple[str, ...], truth: Any, random: np.random.Generator) -> ClassPredictions:
        n, k = len(truth), len(classes)
        if self.maker.baseline:
            scores = np.zeros((n, k))
            scores[:, 0] = 1.0
        else:
            scores = random.normal(size=(n, k))
            scores[np.arange(n), truth] += self.maker.skill
            scores[np.arange(n), (truth + 1) % k] += 0.5
        if self.maker.kind == "probability" and not self.maker.baseline:
            weights = np.exp(1.5 * scores)
            scores = weights / weights.sum(axis=1, keepdims=True)
        answers = scores.argmax(axis=1)
        kept: Any = scores
        if k == 2:
            kept = scores[:, 1] if self.maker.kind == "probability" else scores[:, 1] - scores[:, 0]
        elif k > MANY_CLASSES:
            best = np.argsort(-scores, axis=1)[:, :5]
            kept = Scores(
                np.take_along_axis(scores, best, 1), best, scores[np.arange(n), truth], (scores**2).sum(1)
            )
        given = kept if isinstance(kept, Scores) else Scores(kept)
        return ClassPredictions(classes, truth.astype(np.int64), answers, given, self.maker.kind)  # type: ignore[arg-type]

    @property
    def info(self) -> ModelInfo:
        failed = self.maker.status != "ok"
        seconds = 0.4 + len(self.maker.id)
        return ModelInfo(
            id=self.maker.id,
            title=self.maker.title,
            estimator=f"Estimator_{self.maker.id}(random_state=42)",
            parameters={"random_state": 42, "alpha": 0.0001},
            baseline=self.maker.baseline,
            status=self.maker.status,  # type: ignore[arg-type]
            reason="ValueError: it cannot take negative values" if failed else None,
            timings=None
            if failed
            else Timings(
                fit_seconds=seconds,
                predict_seconds=seconds / 100,
                predict_microseconds_per_sample=10.0 ** (1 + len(self.maker.id) % 3),
                cores=2,
            ),
            size_bytes=None if failed else 83_000 * len(self.maker.id),
            score_kind=None if failed else self.maker.kind,  # type: ignore[arg-type]
            description=f"What {self.maker.title} is, in one sentence.",
        )


def _pack_samples(
    arrays: Arrays, truth: dict, n_train: int, n_test: int, folds: int, kind: str, random: np.random.Generator
) -> None:
    arrays["main/sample_ids"] = np.arange(n_train + n_test)
    if folds:
        arrays["main/rows/cv"], arrays["main/truth/cv"] = np.arange(n_train), truth["train"].astype(np.int32)
        sizes = [len(part) for part in np.array_split(truth["train"], folds)]
        arrays["main/folds"] = np.repeat(np.arange(folds), sizes)
    if n_test:
        rows = np.arange(n_train, n_train + n_test)
        arrays["main/rows/test"], arrays["main/truth/test"] = rows, truth["test"].astype(np.int32)
    if kind != "image":
        return
    codes = np.unique(truth["train"])[:20]
    ids = np.concatenate([np.flatnonzero(truth["train"] == code)[:4] for code in codes])
    strokes = random.integers(0, 256, size=(len(ids), 8, 8), dtype=np.uint8)
    arrays["main/pixels/ids"], arrays["main/pixels/values"] = ids, strokes
    arrays["main/pixels/truth"] = truth["train"][ids].astype(np.int32)


def overstated(arrays: bytes) -> bytes:
    """Return a file of arrays each of which says that it has more numbers than any machine has room for."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(arrays)) as before, zipfile.ZipFile(buffer, "w") as after:
        for name in before.namelist():
            header = io.BytesIO()
            told = {"descr": "<f8", "fortran_order": False, "shape": (10**14,)}
            np.lib.format.write_array_header_1_0(header, told)
            after.writestr(name, header.getvalue() + bytes(80))
    return buffer.getvalue()
