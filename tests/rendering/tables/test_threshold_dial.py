"""The dial: few kilobytes, a script that the page allows by its hash, and nothing of it in print."""

import base64
import hashlib
import json
import re

import pytest

from reportgen.bundle.store import Bundle
from reportgen.rendering.plot_pictures import Medium
from reportgen.rendering.report import render_report
from reportgen.rendering.tables.threshold_dial import inline_script
from tests.bundles import HOSTILE, make_bundle
from tests.detectors import make_detector
from tests.drawn import drawn


def html_of(bundle: Bundle, medium: Medium = "screen") -> str:
    return render_report(bundle, drawn(bundle), medium=medium)


@pytest.fixture(scope="module")
def page() -> str:
    return html_of(make_detector(HOSTILE[:2], operating_points=("recall >= 0.99",)))


def test_the_one_script_is_allowed_by_its_hash_alone(page: str) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert f"; script-src 'sha256-{digest}'" in policy[1]
    assert "default-src 'none'" in policy[1]
    assert "unsafe-inline" not in policy[1].replace("style-src 'unsafe-inline'", "")
    assert script == inline_script()[0]


def test_each_dial_is_hidden_until_the_script_runs_and_small(page: str) -> None:
    dials = re.findall(r'<div class="figure full dial" data-stops="([^"]*)"[^>]* hidden>', page)
    assert len(dials) == 3
    for stops in dials:
        assert len(stops) < 6_000
        rows = json.loads(stops)
        assert rows == sorted(rows)
        assert rows[0][1:] == [120, 480]
        assert rows[-1][1:] == [0, 0]


def test_print_and_what_is_no_detector_have_neither() -> None:
    for html in (html_of(make_detector(), "print"), html_of(make_bundle())):
        assert "<script" not in html
        assert "script-src" not in html
        assert 'class="figure full dial"' not in html
    assert "Where to set the threshold" in html_of(make_detector(), "print")


def test_every_part_has_its_label(page: str) -> None:
    for found in re.findall(r'<input id="([^"]*)"', page):
        assert f'<label for="{found}"' in page
    assert page.count('<button type="button" data-stop=') == 3 * 4
