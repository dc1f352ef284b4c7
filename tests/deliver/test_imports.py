"""Rendering a saved bundle loads nothing that computes."""

import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.bundle.store import write_bundle
from tests.bundles import make_bundle

pytestmark = pytest.mark.process

SCRIPT = """
import sys
from reportgen.bundle.store import load_bundle
from reportgen.deliver.format_spec import FORMATS, Delivery
from reportgen.figures.draw import draw_all

bundle = load_bundle(sys.argv[1])
delivery = Delivery(bundle, draw_all(bundle))
for form in FORMATS:
    assert form.write(delivery)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.pdf
def test_no_scikit_learn_scipy_or_pandas(tmp_path: Path) -> None:
    write_bundle(make_bundle(n_train=60, n_test=30), tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)], capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert {"matplotlib", "jinja2", "weasyprint"} <= loaded
    assert not loaded & {"sklearn", "scipy", "pandas", "skrub", "joblib"}
    assert run.stderr == ""


def test_looking_up_formats_loads_no_heavy_library() -> None:
    script = (
        "import sys; from reportgen.deliver.format_spec import FORMATS; FORMATS.ids(); print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"matplotlib", "jinja2", "weasyprint", "PIL"} & set(run.stdout.split())
