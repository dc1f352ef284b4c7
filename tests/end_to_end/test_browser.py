"""The HTML in a real browser: at desk and phone width, light and dark, with nothing to complain about."""

from itertools import product
from pathlib import Path

import pytest

from tests.end_to_end.hostile import CLASSES


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["digits", "two_classes", "detector", "hostile"])
def test_no_complaint_no_request_no_sideways_scroll(
    browser: object, reports: dict[str, Path], name: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    file = (reports[name] / "report.html").resolve().as_uri()
    page.on(
        "request",
        lambda request: (
            request.url == file
            or request.url.startswith("data:")
            or complaints.append(f"request: {request.url}")
        ),
    )
    page.goto(file)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_names_from_data_are_text(browser: object, reports: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto((reports["hostile"] / "report.html").resolve().as_uri())
    text = page.evaluate("document.body.textContent")
    assert page.title() != "taken"
    assert page.evaluate("document.querySelectorAll('script, img[onerror], b b').length") == 0
    for name in CLASSES[:7]:
        assert name in text
    assert page.evaluate("getComputedStyle(document.body).display") != "none"
    page.close()


def test_text_has_contrast_in_both_schemes(browser: object, reports: dict[str, Path]) -> None:
    """Every text node against the nearest ground behind it: 4.5 to 1 by WCAG's formula."""
    for name, scheme in product(("digits", "detector"), ("light", "dark")):
        page = browser.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 1000})
        page.goto((reports[name] / "report.html").resolve().as_uri())
        weak = page.evaluate(CONTRAST)
        assert weak == [], (name, scheme, weak)
        page.close()


CONTRAST = """() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const linear = v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length && (c.length < 4 || c[3] > 0.99)) return c;
    }
    return [255, 255, 255];
  };
  const weak = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || e.closest('svg, style, title, script')) continue;
    const style = getComputedStyle(e);
    if (style.visibility === 'hidden' || !e.getClientRects().length) continue;
    const [a, b] = [light(parse(style.color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const place = `${e.tagName}.${e.className}: ${ratio.toFixed(2)}`;
    if (ratio < 4.5) weak.add(`${place} "${e.textContent.trim().slice(0, 30)}"`);
  }
  return [...weak].slice(0, 20);
}"""
