"""Two writers of one folder: the second says so and waits; what killed ones left is swept, and nothing else."""

import os
import time
from pathlib import Path

from reportgen.bundle.held_folder import held


def test_the_second_waits_until_the_first_is_done(tmp_path: Path) -> None:
    ready, order = tmp_path / "ready", tmp_path / "order"
    folder = tmp_path / "out"
    child = os.fork()
    if child == 0:
        with held(folder, print):
            ready.touch()
            time.sleep(0.3)
            order.write_text("first ")
        os._exit(0)
    while not ready.exists():
        time.sleep(0.01)
    said: list[str] = []
    with held(folder, said.append):
        order.write_text(order.read_text() + "second")
    os.waitpid(child, 0)
    assert order.read_text() == "first second"
    assert said == [f"Another reportgen is writing into `{folder}`: waiting until it is done."]


def test_who_holds_a_folder_may_ask_for_it_again(tmp_path: Path) -> None:
    said: list[str] = []
    with held(tmp_path, said.append), held(tmp_path / "..", said.append), held(tmp_path, said.append):
        pass
    assert said == []


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    child = os.fork()
    if child == 0:
        with held(tmp_path, print):
            os._exit(9)
    os.waitpid(child, 0)
    said: list[str] = []
    with held(tmp_path, said.append):
        pass
    assert said == []


def test_leftovers_are_swept_and_nothing_else(tmp_path: Path) -> None:
    for name in (".bundle.0a1b2c3d.new", ".bundle.0a1b2c3d.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "arrays.npz").touch()
    (tmp_path / "bundle").mkdir()
    gone = [".report.html.0a1b2c3d", ".scores.csv.deadbeef", "bundle/.bundle.json.0a1b2c3d.new"]
    kept = [".report.html", ".git", ".bundle.json.notes", "report.html", "bundle/.hidden"]
    for name in (*gone, *kept):
        (tmp_path / name).touch()
    with held(tmp_path, print):
        pass
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")}
    assert left == {"bundle", *kept}
