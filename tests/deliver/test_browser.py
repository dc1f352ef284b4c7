"""The page in a real browser: quiet, asking for nothing, never wider than the window."""

from typing import TYPE_CHECKING

import pytest

from reportgen.deliver.format_spec import Delivery
from reportgen.deliver.html import write
from tests.bundles import HOSTILE, MAKERS, Maker, make_bundle
from tests.drawn import drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BUNDLES = {
    "digits": lambda: make_bundle(tuple("0123456789"), n_test=120),
    "hostile": lambda: make_bundle(
        HOSTILE,
        tuple(Maker(f"m{i}", text, 2.0 + i / 5) for i, text in enumerate(HOSTILE)) + MAKERS[-1:],
        title=HOSTILE[7],
        n_test=120,
    ),
    "table": lambda: make_bundle(("no", "yes"), kind="table", n_test=120),
    "thirty classes": lambda: make_bundle(tuple(f"class {i}" for i in range(30)), n_train=300, n_test=120),
    "twenty classes": lambda: make_bundle(tuple(f"class {i}" for i in range(20)), n_train=300, n_test=120),
}


@pytest.fixture(scope="module", params=BUNDLES, ids=list(BUNDLES))
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    bundle = BUNDLES[request.param]()
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(write(Delivery(bundle, drawn(bundle))))
    return path.as_uri()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_quiet_and_fits(browser: "Browser", address: str, width: int, scheme: str) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=True
    )
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert wide <= width
    assert (ground == "rgb(255, 255, 255)") == (scheme == "light")


def test_print_is_light_whatever_the_screen(browser: "Browser", address: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    page.close()


def test_fonts_of_the_page_are_used(browser: "Browser", address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Inter'))")
    page.close()
