"""Templates escape everything, miss nothing, and can be overridden."""

from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from reportgen.rendering.template_environment import environment, own_templates


def rendered(source: str, **values: Any) -> str:
    return environment().from_string(source).render(**values)


def test_values_are_escaped_whatever_the_template_is_called() -> None:
    assert rendered("{{ x }}", x="<b>&") == "&lt;b&gt;&amp;"
    assert rendered("{{ x }}", x="{{ 7 * 7 }}") == "{{ 7 * 7 }}"
    assert rendered('<i title="{{ x }}">', x='"onload="') == '<i title="&#34;onload=&#34;">'


def test_what_html_cannot_hold_is_replaced() -> None:
    assert rendered("{{ x }}", x="a\x00b\x1bc") == "a\ufffdb\ufffdc"


def test_missing_values_are_errors_not_gaps() -> None:
    with pytest.raises(UndefinedError):
        rendered("{{ missing }}")
    with pytest.raises(TypeError, match="None"):
        rendered("{{ x }}", x=None)


def test_user_templates_come_first_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "failed.html.j2").write_text("mine: {{ reason }}")
    jinja = environment((tmp_path,))
    assert jinja.get_template("failed.html.j2").render(reason="r") == "mine: r"
    assert jinja.get_template("macros.html.j2").filename.startswith(str(own_templates()))


def test_the_folder_of_templates_is_complete() -> None:
    names = {
        path.relative_to(own_templates()).as_posix() for path in own_templates().rglob("*") if path.is_file()
    }
    assert {
        "report.html.j2",
        "macros.html.j2",
        "css/report.css",
        "fonts/inter-latin-400-normal.woff2",
    } <= names
