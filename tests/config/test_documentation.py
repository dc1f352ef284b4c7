"""The study that the documentation shows is one."""

import re
from pathlib import Path

from reportgen.config import configure, read_config

DOCS = Path(__file__).parents[2] / "docs"


def test_the_study_shown_loads(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", (DOCS / "studies.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    path = tmp_path / "study.toml"
    path.write_text(found[1], encoding="utf-8")
    first, second = configure({}, read_config(path)).analyses
    assert (first.positive, first.models, second.models) == ("5", ("sgd", "rf"), ("knn",))
    assert second.params == {"knn": {"n_neighbors": 4}}
