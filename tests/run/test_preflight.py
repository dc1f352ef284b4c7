"""The output folder is looked at before the work: what cannot be written there is said then."""

from pathlib import Path

import pytest

from reportgen.errors import InputError
from reportgen.run.preflight import check_output


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("dangling", "`dangling` is a link that leads nowhere"),
        ("dangling/below", "`dangling` is a link that leads nowhere"),
        ("loop", "`loop` is a link that leads nowhere"),
        ("file", "`file` is a file, not a folder"),
        ("file/below", "`file` is a file, not a folder"),
        ("with-report", "`with-report/report.html` is a folder, and a report would be"),
        ("with-bundle", "`with-bundle/bundle` is no folder, and the bundle would be"),
        ("with-link", "`with-link/bundle` is no folder, and the bundle would be"),
    ],
)
def test_what_is_in_the_way_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dangling").symlink_to("nowhere")
    Path("loop").symlink_to("pool")
    Path("pool").symlink_to("loop")
    Path("file").touch()
    Path("with-report/report.html").mkdir(parents=True)
    Path("with-bundle").mkdir()
    Path("with-bundle/bundle").touch()
    Path("with-link").mkdir()
    Path("with-link/bundle").symlink_to("nowhere")
    with pytest.raises(InputError) as raised:
        check_output(Path(output), ("html", "json"))
    assert str(raised.value).startswith(f"--output {output}: {said}.")


def test_what_is_there_already_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir()
    (tmp_path / "report.html").touch()
    (tmp_path / "report.json").mkdir()  # of a format that is not asked for
    check_output(tmp_path, ("html",))
    linked = tmp_path.parent / f"{tmp_path.name}-link"
    linked.symlink_to(tmp_path)
    check_output(linked / "new", ("html",))
    assert {path.name for path in tmp_path.iterdir()} == {"bundle", "report.html", "report.json"}
