"""Registries: discovery, duplicates, suggestions, and what an installed package adds."""

import subprocess
import sys
from pathlib import Path

import pytest

from reportgen import registry
from reportgen.errors import InputError
from reportgen.models.model_spec import MODELS, ModelSpec
from reportgen.registry import Registry
from tests.cli.process import environment


def test_a_second_thing_with_the_same_id_is_an_error() -> None:
    registry: Registry[ModelSpec] = Registry("models", "reportgen.models")
    spec = ModelSpec(id="x", title="X", description="X.", build=lambda seed: seed)
    registry.register(spec)
    with pytest.raises(InputError, match="models: the id `x` is registered twice"):
        registry.register(spec)


@pytest.mark.process
@pytest.mark.parametrize(
    "words", [("list", "models"), ("build", "-d", "iris", "-m", "rf")], ids=lambda words: words[0]
)
def test_of_an_id_that_a_package_adds_again_both_modules_are_named(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "their_forest.py").write_text(
        "from reportgen.models.model_spec import MODELS, ModelSpec\n"
        'MODELS.register(ModelSpec(id="rf", title="Forest", description="A forest.", build=lambda seed: None))\n'
    )
    info = tmp_path / "their_forest-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-forest\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[reportgen.models]\nrf = their_forest\n")
    program = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
from reportgen.cli import main
main({words!r})
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "Error: models: the id `rf` is registered twice, by reportgen.models.rf and by their_forest. "
        "Rename one of them, or uninstall the package that adds it.\n"
    )


def test_an_unknown_id_gets_the_nearest_suggested() -> None:
    with pytest.raises(InputError, match=r"Unknown model `scv`. Did you mean `svc`\?"):
        MODELS.get("scv")


@pytest.mark.process
def test_an_installed_package_adds_a_model(tmp_path: Path) -> None:
    """A distribution with an entry point is enough: its model is listed, fitted and shown."""
    (tmp_path / "packaged_model.py").write_text(
        """
from sklearn.neighbors import NearestCentroid
from reportgen.models.model_spec import MODELS, ModelSpec

MODELS.register(ModelSpec(
    id="packaged_model",
    title="Nearest mean",
    description="Predicts the class whose mean is nearest.",
    build=lambda seed: NearestCentroid(),
    score=None,
))
"""
    )
    info = tmp_path / "packaged_model-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: nearest-mean\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[reportgen.models]\npackaged_model = packaged_model\n")
    program = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
import reportgen
bundle = reportgen.evaluate(dataset="iris", models=("packaged_model",), cache_dir={str(tmp_path / "cache")!r})
analysis = bundle.record.analyses[0]
print(analysis.models[0].title, analysis.models[0].status, analysis.chosen)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "Nearest mean ok packaged_model", done.stderr


class Entry:
    """What an installed package announces, and what becomes of its import."""

    def __init__(self, value: str, error: BaseException | None) -> None:
        self.value = value
        self._error = error

    def load(self) -> None:
        """Import it."""
        if self._error is not None:
            raise self._error


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ImportError("no module named their_library"), "ImportError: no module named their_library"),
        (SystemExit(3), "SystemExit: 3"),
        (SyntaxError("invalid syntax"), "SyntaxError: invalid syntax"),
    ],
)
def test_what_cannot_be_loaded_is_named_and_costs_nothing_else(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, why: str
) -> None:
    entries = [Entry("their_package:models", error), Entry("good_package", None)]
    monkeypatch.setattr(registry, "entry_points", lambda group: entries)
    monkeypatch.setattr(registry, "NOT_LOADED", {})
    own: Registry[ModelSpec] = Registry("models", "tests.config")  # whose modules add no model
    own.register(ModelSpec(id="x", title="X", description="X.", build=lambda seed: seed))
    assert own.ids() == ["x"]
    said = registry.NOT_LOADED["their_package:models"]
    assert said == f"`their_package:models`, which adds models, could not be loaded ({why})."
    with pytest.raises(InputError) as unknown:
        own.get("theirs")
    assert said in str(unknown.value)


def test_being_interrupted_is_no_fault_of_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "entry_points", lambda group: [Entry("x", KeyboardInterrupt())])
    own: Registry[ModelSpec] = Registry("models", "tests.config")
    with pytest.raises(KeyboardInterrupt):
        own.ids()
