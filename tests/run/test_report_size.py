"""A report that is larger than `verify` lets pass says so when it is written."""

from pathlib import Path

import pytest

from reportgen.progress import Silent
from reportgen.run.render import render
from reportgen.verification import verify as verification
from tests.bundles import make_bundle


class Heard(Silent):
    """Keeps what is said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def message(self, text: str) -> None:
        self.said.append(text)


def test_a_large_report_names_the_size_that_verify_is_to_be_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, heard = make_bundle(n_train=60, n_test=30), Heard()
    (page, _) = render(bundle, progress=heard, output=tmp_path, format=("html", "json"))
    assert not any("--max-size" in line for line in heard.said)
    monkeypatch.setattr(verification, "BYTES_AN_ANALYSIS", 50_000)
    render(bundle, progress=heard, output=tmp_path, format=("html", "json"))
    (said,) = [line for line in heard.said if "--max-size" in line]
    size = page.stat().st_size
    assert said.startswith(
        f"report.html has {size:,} bytes, over the 50,000 that `reportgen verify` lets pass"
    )
    most = round(float(said.removesuffix("MB.").rpartition(" ")[2]) * 1e6)
    assert size <= most < size + 100_000
    assert verification.verify(page, max_bytes=most).ok
