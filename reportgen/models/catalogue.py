"""From the keys and parameters that a user asks for to the models of a run."""

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from reportgen.errors import InputError, nearest
from reportgen.models.model_spec import BASELINE, MODELS, Estimator, ModelSpec
from reportgen.models.search_grid import SearchGrid, SearchMethod

#: What a key ends in when a scaler is to come in front.
SCALED = "_scaled"

Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Model:
    """A model as asked for: a spec with parameters, and whether a scaler comes in front.

    `pipeline_steps.prepare` makes the estimator of it that is fitted.

    Attributes
    ----------
    id : str
        The key that was asked for: `sgd`, `sgd_scaled`.
    title : str
        Name for readers.
    spec : ModelSpec
    params : mapping of str to value
        Parameters that differ from the estimator's defaults.
    scaled : bool
    grid : SearchGrid, optional
        Parameters that are searched inside each fit.
    """

    id: str
    title: str
    spec: ModelSpec
    params: Parameters = field(default_factory=dict)
    scaled: bool = False
    grid: SearchGrid | None = None

    @property
    def description(self) -> str:
        """One sentence or two for a reader who knows no scikit-learn."""
        scaling = " Each feature is first brought to mean 0 and standard deviation 1." if self.scaled else ""
        return self.spec.description + scaling

    def slow_note(self, rows: int) -> str | None:
        """Return why a fit on so many training rows takes hours, and what to do; None where it does not."""
        most = self.spec.hour_rows
        if most is None or rows <= most:
            return None
        others = " or ".join(f"`{key}`" for key in self.spec.cheaper)
        return (
            f"A fit of `{self.id}` on {rows:,} rows takes hours: about one for {most:,}, and at least four times as "
            f"long for twice as many. Ask for {others} instead, or train on fewer rows, as with `--limit 20000`."
        )

    def with_params(self, found: Parameters) -> "Model":
        """Return the model with parameters that a search found, and none left to search."""
        return replace(self, params={**self.params, **found}, grid=None)

    def build(self, seed: int) -> Estimator:
        """Return the unfitted estimator alone, with its parameters, without what comes in front."""
        estimator = self.spec.build(seed)
        return with_parameters(self.spec, estimator, self.params) if self.params else estimator


def with_parameters(spec: ModelSpec, estimator: Estimator, params: Parameters) -> Estimator:
    """Return the estimator with parameters set, those of an inner model by their plain names."""
    prefix = "" if spec.inner is None else f"{spec.inner}__"
    return estimator.set_params(**{f"{prefix}{name}": value for name, value in params.items()})


def _itself(spec: ModelSpec) -> ModelSpec:
    return spec


def resolve(
    keys: Iterable[str],
    params: Mapping[str, Parameters] | None = None,
    grids: Mapping[str, Mapping[str, tuple[Any, ...]]] | None = None,
    method: SearchMethod = "grid",
    variant: Callable[[ModelSpec], ModelSpec] = _itself,
) -> list[Model]:
    """Return the models asked for, in that order, each once, and the naive baseline last.

    Parameters
    ----------
    keys : iterable of str
        Model keys, with `_scaled` behind any of them for a scaler in front. The baseline is always added.
    params : mapping of model key to {parameter name: value}, optional
        For the estimator itself, also of a scaled variant. A value given as text that reads as a tuple or list
        becomes one: `mlp.hidden_layer_sizes=(100, 50)`.
    grids : mapping of model key to {parameter name: values}, optional
        What is searched inside each fit, by `method`.
    variant : callable, optional
        Returns what takes the place of a spec for the task at hand; parameters are those of its estimator.

    Raises
    ------
    InputError
        For an unknown key or parameter (with the nearest), a value that the estimator refuses, and parameters
        of a model that was not asked for.
    """
    params, grids = params or {}, grids or {}
    asked = [key.strip() for key in keys if key.strip()]
    ordered = [key for key in dict.fromkeys(asked) if key != BASELINE] + [BASELINE]
    specs = {key: variant(_spec(key)) for key in ordered}
    for option, given in (("Parameters are", params), ("A search is", grids)):
        for key in given:
            if key not in specs:
                raise _not_asked_for(key, ordered, option)
    found = [_model(key, spec, params.get(key, {})) for key, spec in specs.items()]
    return [_searched(model, grids[model.id], method) if grids.get(model.id) else model for model in found]


def known_keys() -> list[str]:
    """Return every key that can be asked for, scaled variants behind the bare ones."""
    ids = MODELS.ids()
    return ids + [key + SCALED for key in ids if key + SCALED not in ids]


def _spec(key: str) -> ModelSpec:
    """Return the spec behind a key; one that names nothing is an InputError with the nearest."""
    for candidate in (key, key.removesuffix(SCALED)):
        if candidate in MODELS:
            return MODELS.get(candidate)
    listed = ", ".join(MODELS.ids())
    raise InputError(
        f"Unknown model `{key}`.{_suggestion(key)} Known: {listed}; with `{SCALED}` behind it, scaled first."
    )


def _suggestion(key: str) -> str:
    """Return the nearest key; titles are known too, so that `random_forest` leads to `rf`."""
    titles = {re.sub(r"\W+", "_", spec.title.lower()): spec.id for spec in MODELS}
    close = get_close_matches(key.lower(), list(titles), n=1, cutoff=0.8)
    return nearest(titles[close[0]] if close else key, known_keys())


def _not_asked_for(key: str, asked: list[str], given: str) -> InputError:
    try:
        _spec(key)
    except InputError as error:
        return error
    what = "its parameters" if given.startswith("Parameters") else "the search"
    return InputError(
        f"{given} given for `{key}`, which is not among the models asked for: {', '.join(asked)}."
        f"{nearest(key, asked)} Add it to --models or remove {what}."
    )


def _model(key: str, spec: ModelSpec, given: Parameters) -> Model:
    params = {name: _as_sequence(value) for name, value in given.items()}
    if params:
        _check_names(key, spec, params)
        _check_values(key, spec, params)
    scaled = key != spec.id
    title = spec.title_for(params) if spec.title_for is not None else spec.title
    return Model(key, f"{title}, scaled" if scaled else title, spec, params, scaled)


def _searched(model: Model, values: Mapping[str, tuple[Any, ...]], method: SearchMethod) -> Model:
    """Return the model with parameters to search; each value is checked as if it were given with --param."""
    _check_names(model.id, model.spec, values)
    tried = {name: tuple(dict.fromkeys(map(_as_sequence, given))) for name, given in values.items()}
    for name, given in tried.items():
        if not given:
            raise InputError(
                f"--search {model.id}.{name} has no values: give some, as in {model.id}.{name}=V1,V2."
            )
        if name in model.params:
            raise InputError(
                f"`{model.id}.{name}` is both given with --param and searched. Leave one of them out."
            )
        for value in given:
            _check_values(model.id, model.spec, {name: value})
    open_ended = {
        **model.params,
        **{name: given[0] if len(given) == 1 else None for name, given in tried.items()},
    }
    title = model.spec.title_for(open_ended) if model.spec.title_for is not None else model.spec.title
    return replace(
        model,
        title=f"{title}{', scaled' if model.scaled else ''}, searched",
        grid=SearchGrid(tried, method),
    )


def _as_sequence(value: Any) -> Any:
    if not (isinstance(value, str) and value.startswith(("(", "["))):
        return value
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return value


def _check_names(key: str, spec: ModelSpec, params: Parameters) -> None:
    names = sorted(_proper(spec, spec.build(0)).get_params())
    for name in params:
        if name == "n_jobs" and name in names:
            raise InputError(
                f"Parameter `{key}.n_jobs` is decided by --jobs, which counts all cores of a run."
            )
        if name not in names:
            raise InputError(
                f"`{key}` has no parameter `{name}`.{nearest(name, names)} It has: {', '.join(names)}."
            )


def _check_values(key: str, spec: ModelSpec, params: Parameters) -> None:
    """Refuse values that the estimator would refuse when fitted, where scikit-learn can tell before."""
    for name, value in params.items():
        estimator = spec.build(0)
        try:
            with_parameters(spec, estimator, {name: value})
            getattr(_proper(spec, estimator), "_validate_params", lambda: None)()
        except (ValueError, TypeError) as error:
            text = " ".join(str(error).split())
            allowed = re.search(r"must be (.+)\. Got ", text)
            reason = f"it must be {_in_order(allowed[1])}" if allowed else text.rstrip(".")
            raise InputError(f"Parameter `{key}.{name}` cannot be {value!r}: {reason}.") from error


def _proper(spec: ModelSpec, estimator: Estimator) -> Estimator:
    """Return the model whose parameters can be set: the inner one where there is one."""
    return estimator if spec.inner is None else getattr(estimator, spec.inner)


def _in_order(allowed: str) -> str:
    """Sort the words within braces: scikit-learn prints a set, in another order in every run."""
    return re.sub(r"\{(.*?)\}", lambda words: "{" + ", ".join(sorted(words[1].split(", "))) + "}", allowed)
