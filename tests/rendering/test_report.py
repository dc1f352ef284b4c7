"""The whole page: complete, self-contained, and nothing in it but what templates put there."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Never

import msgspec
import pytest

from reportgen.bundle.store import Bundle
from reportgen.rendering.plot_pictures import Medium
from reportgen.rendering.presentation import Presentation
from reportgen.rendering.report import render_report, report_title
from reportgen.rendering.section_spec import SECTIONS, SectionContext, SectionSpec
from reportgen.wording.numbers import DASH
from tests.bundles import HOSTILE, MAKERS, Maker, changed, make_bundle
from tests.drawn import drawn

pytestmark = pytest.mark.slow


class Page(HTMLParser):
    """Collects elements, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def page_of(bundle: Bundle, presentation: Presentation | None = None, medium: Medium = "screen") -> Page:
    return Page(render_report(bundle, drawn(bundle), presentation, medium))


VARIANTS = {
    "multiclass": make_bundle,
    "binary table": lambda: make_bundle(("no", "yes"), kind="table", rare=0.2),
    "hostile": lambda: make_bundle(
        HOSTILE,
        tuple(Maker(f"m{i}", text, 2.0 + i / 5) for i, text in enumerate(HOSTILE)) + MAKERS[-1:],
        title=HOSTILE[0],
        n_test=120,
    ),
    "thirty classes": lambda: make_bundle(tuple(f"class {i}" for i in range(30)), n_train=300, n_test=120),
    "150 classes": lambda: make_bundle(tuple(f"c{i}" for i in range(150)), n_train=450, n_test=300),
    "cross-validated only": lambda: make_bundle(n_test=0),
    "test only": lambda: make_bundle(folds=0),
    "all failed": lambda: make_bundle(makers=(Maker("bad", "Broken", 0, status="failed"), MAKERS[-1])),
    "twelve models": lambda: make_bundle(
        makers=tuple(Maker(f"m{i}", f"Model {i}", 1 + i / 4) for i in range(12))
    ),
}


@pytest.fixture(scope="module", params=VARIANTS, ids=list(VARIANTS))
def page(request: pytest.FixtureRequest) -> Page:
    return page_of(VARIANTS[request.param]())


def test_every_section_is_made(page: Page) -> None:
    assert "could not be made" not in page.text


def test_nothing_is_asked_for_from_outside(page: Page) -> None:
    for tag, attributes in page.tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "form"}
        for name, value in attributes.items():
            assert not name.startswith("on")
            if name in {"src", "href", "xlink:href", "action", "data", "poster", "srcset"}:
                assert (value or "").startswith(("data:", "#"))


def test_ids_are_unique_and_links_lead_somewhere(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for tag, a in page.tags if tag == "a" and "href" in a}
    assert targets <= set(ids)


def test_pictures_have_alternative_texts_and_tables_heads(page: Page) -> None:
    for tag, attributes in page.tags:
        if tag == "img":
            assert attributes.get("alt")
        if tag == "svg":
            assert attributes.get("aria-label") or attributes.get("aria-hidden") == "true"
        if tag == "th":
            assert attributes.get("scope") in {"col", "row"}


def test_the_policy_forbids_everything_but_what_is_inside(page: Page) -> None:
    policy = next(
        a["content"] for t, a in page.tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy


@pytest.mark.parametrize("name", HOSTILE)
def test_names_from_data_are_text_whatever_they_hold(name: str) -> None:
    bundle = make_bundle(HOSTILE, (Maker("m", name, 3.0), MAKERS[-1]), title=name)
    html = render_report(bundle, drawn(bundle))
    assert "<script" not in html
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", html)
    page = Page(html)
    assert not [tag for tag, _ in page.tags if tag in {"script", "b<", "bdo"}]
    if name.isascii() and name.isprintable():
        assert name in page.text


def test_user_s_title_author_and_logo_are_shown(tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    how = Presentation(title="A <title>", author="Ada & Co", logo=str(logo))
    page = page_of(make_bundle(), how)
    assert "A <title>" in page.text
    assert ("meta", {"name": "author", "content": "Ada & Co"}) in page.tags
    # In an img element no script of an SVG runs.
    assert any(t == "img" and a["src"].startswith("data:image/svg+xml;base64,") for t, a in page.tags)


def test_titles_are_made_from_what_was_compared() -> None:
    assert report_title(make_bundle(title="digits")) == "Three classifiers compared on digits"
    assert (
        report_title(make_bundle(makers=(MAKERS[0], MAKERS[-1]), title="digits"))
        == "One classifier judged on digits"
    )
    assert report_title(make_bundle(), "Mine") == "Mine"


def test_without_samples_no_picture_of_one_is_left() -> None:
    shown, hidden = (page_of(make_bundle(), Presentation(samples=samples)) for samples in (True, False))
    assert any("Sample images" in (a.get("alt") or "") for _, a in shown.tags)
    assert not any("Sample images" in (a.get("alt") or "") for _, a in hidden.tags)


def test_a_limit_is_said_below_the_title() -> None:
    bundle = make_bundle(n_train=90)
    limited = msgspec.structs.replace(bundle.record.analyses[0].protocol, limited_from=60_000)
    said = "Trained on a part of the data only: 90 of 60,000 training images."
    assert said in page_of(changed(bundle, protocol=limited)).text
    assert "a part of the data only" not in page_of(bundle).text


@pytest.fixture
def extra_section(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Presentation]:
    def register(view: Any, applies: Any = lambda _: True) -> Presentation:
        SECTIONS.register(SectionSpec("extra", "Extra", view, applies, templates=tmp_path, order=35))
        request.addfinalizer(lambda: SECTIONS._things.pop("extra"))
        (tmp_path / "sections").mkdir()
        (tmp_path / "sections" / "extra.html.j2").write_text(
            '<section id="{{ anchor }}">{{ view }}</section>'
        )
        return Presentation()

    return register


def test_a_section_that_fails_says_why_and_the_others_are_there(extra_section: Any) -> None:
    def fail(_context: SectionContext) -> Never:
        raise LookupError("no such row")

    page = page_of(make_bundle(), extra_section(fail))
    assert "This section could not be made: LookupError: no such row" in page.text
    assert "How this was made" in page.text


def test_a_section_is_added_in_its_place_and_left_out_where_it_does_not_apply(extra_section: Any) -> None:
    how = extra_section(
        lambda context: "<b>from a view</b>", lambda context: context.analysis.task == "binary"
    )
    binary, other = page_of(make_bundle(("no", "yes")), how), page_of(make_bundle(), how)
    assert "<b>from a view</b>" in binary.text
    assert binary.text.index("<b>from a view</b>") > binary.text.index("Precision against recall")
    assert "from a view" not in other.text


def test_failed_models_are_rows_with_their_reason() -> None:
    page = page_of(make_bundle(makers=(*MAKERS, Maker("bad", "Broken", 0, status="failed"))))
    assert "Failed: ValueError: it cannot take negative values" in page.text


def test_undefined_is_a_dash_with_its_reason() -> None:
    page = page_of(make_bundle())
    assert f"{DASH} stands where nothing can be measured" in page.text


def test_what_is_not_in_the_bundle_is_not_missed() -> None:
    bundle = make_bundle()
    without = changed(bundle, curves=[], confusions=[], findings=[])
    page = page_of(Bundle(without.record, {}))
    assert "could not be made" not in page.text
    assert "Leaderboard" in page.text
