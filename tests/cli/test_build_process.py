"""`reportgen build` for real, as a process: what it writes, says and returns, and what it does with bad input."""

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.cli.process import PROGRAM, environment, reportgen

pytestmark = pytest.mark.process

QUICK = ("--cv", "0", "--models", "nb")


def outcome(folder: Path, *arguments: str) -> tuple[int, str, str]:
    done = reportgen("build", *QUICK, *arguments, cwd=folder)
    return done.returncode, done.stdout, done.stderr


def test_paths_on_standard_output_progress_on_standard_error(tmp_path: Path) -> None:
    code, out, err = outcome(tmp_path, "-d", "iris", "-f", "html,json", "-o", "out")
    assert (code, out) == (0, "out/report.html\nout/report.json\nout/bundle\n")
    assert all((tmp_path / line).exists() for line in out.splitlines())
    assert "nb test: done in" in err
    assert "(2/2)" in err


def test_the_bundle_holds_the_command_that_makes_it_again(tmp_path: Path) -> None:
    outcome(tmp_path, "-d", "iris", "--title", "it's iris", "-q")
    record = json.loads((tmp_path / "output/bundle/bundle.json").read_text(encoding="utf-8"))
    command = """reportgen build --cv 0 --models nb -d iris --title 'it'"'"'s iris' -q"""
    assert record["run"]["command"] == command
    assert record["run"]["config"]["title"] == "it's iris"
    again = tmp_path / "again"
    again.mkdir()
    shell = command.replace("reportgen", f"{PROGRAM[0]} -m reportgen", 1)
    subprocess.run(shell, shell=True, cwd=again, env=environment(), check=True, capture_output=True)
    repeated = json.loads((again / "output/bundle/bundle.json").read_text(encoding="utf-8"))
    assert repeated["run"]["results_digest"] == record["run"]["results_digest"]


def test_quiet_says_nothing(tmp_path: Path) -> None:
    assert outcome(tmp_path, "-d", "iris", "--quiet") == (0, "output/report.html\noutput/bundle\n", "")


def test_finished_fits_are_taken_up_and_fresh_takes_none(tmp_path: Path) -> None:
    evaluate = ("evaluate", *QUICK, "-d", "iris")
    assert "kept from" not in reportgen(*evaluate, cwd=tmp_path).stderr
    assert "nb test: kept from an earlier run" in reportgen(*evaluate, cwd=tmp_path).stderr
    assert "kept from" not in reportgen(*evaluate, "--fresh", cwd=tmp_path).stderr


def test_evaluate_and_render_are_build_in_two_steps(tmp_path: Path) -> None:
    done = reportgen("evaluate", *QUICK, "-d", "iris", "-o", "results", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "results/bundle\n")
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["bundle"]
    for place in ("results", "results/bundle"):
        done = reportgen("render", place, "-f", "json", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (0, "results/report.json\n")
    done = reportgen("render", "results", "-f", "json", "-o", "elsewhere", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "elsewhere/report.json\n")


def test_the_configuration_file_is_read(tmp_path: Path) -> None:
    text = 'dataset = "iris"\nmodels = "knn"\ncv = 0\noutput = "there"\n[params.knn]\nn_neighbors = 3'
    (tmp_path / "reportgen.toml").write_text(text, encoding="utf-8")
    done = reportgen("evaluate", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "there/bundle\n")
    record = json.loads((tmp_path / "there/bundle/bundle.json").read_text(encoding="utf-8"))
    knn = next(model for model in record["analyses"][0]["models"] if model["id"] == "knn")
    assert knn["parameters"]["n_neighbors"] == 3


def test_where_one_model_fails_the_others_go_on(tmp_path: Path) -> None:
    arguments = ("-d", "iris", "-m", "svc,nb", "--param", "svc.kernel=precomputed")
    code, _, err = outcome(tmp_path, *arguments)
    assert code == 0
    assert "svc test: failed" in err


def test_where_every_model_fails_the_report_is_written_all_the_same(tmp_path: Path) -> None:
    done = reportgen(
        *("build", "-d", "iris", "--cv", "0", "-m", "svc", "--param", "svc.kernel=precomputed"), cwd=tmp_path
    )
    assert (done.returncode, done.stdout) == (3, "output/report.html\noutput/bundle\n")
    assert done.stderr.splitlines()[-1].startswith("Error: Every model failed. svc: ")
    assert "Precomputed" in (tmp_path / "output/report.html").read_text(encoding="utf-8")


def test_interruption_keeps_what_is_finished(tmp_path: Path) -> None:
    slow = (
        "mlp",
        "--param",
        "mlp.max_iter=1000000",
        "--param",
        "mlp.tol=0",
        "--param",
        "mlp.n_iter_no_change=1000000",
    )
    command = [*PROGRAM, "build", "-d", "digits", "--cv", "0", "-m", *slow]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        while "dummy test: done" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 130
    assert said == "Interrupted. Finished fits are kept; the same command takes them up.\n"
    assert not (tmp_path / "output/bundle/bundle.json").exists()
    again = reportgen("evaluate", *QUICK, "-d", "digits", cwd=tmp_path)
    assert "dummy test: kept from an earlier run" in again.stderr


ROWS = "\n".join(f"{i},{i % 7},{'ab'[i % 2]}" for i in range(60))
TABLE = f"x,y,label\n{ROWS}\n"


def write(content: str | bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content.encode() if isinstance(content, str) else content) and None


def save(**arrays: object) -> Callable[[Path], None]:
    return lambda path: np.savez(path, **{key: np.asarray(value) for key, value in arrays.items()})


PRICES = "x,price\n" + "\n".join(f"{i % 7},{i * 1.37}" for i in range(3000))

BAD_FILES: dict[str, tuple[Callable[[Path], None], tuple[str, ...], list[str]]] = {
    "empty.csv": (write(""), ("--target", "label"), ["empty.csv", "is empty"]),
    "header.csv": (write("x,y,label\n"), ("--target", "label"), ["header.csv", "no rows"]),
    "binary.csv": (
        write(b"\x00\x01\x02" * 99),
        ("--target", "label"),
        ["binary.csv", "not what its name says"],
    ),
    "twice.csv": (
        write(TABLE.replace("x,y", "x,x")),
        ("--target", "label"),
        ["twice.csv", "`x`", "name of its own"],
    ),
    "ragged.csv": (write(TABLE + "1,2,3,4,5\n"), ("--target", "label"), ["ragged.csv", "line 62"]),
    "typo.csv": (write(TABLE), ("--target", "lable"), ["`lable`", "Did you mean `label`?", "`x`, `y`"]),
    "none.csv": (write(TABLE), (), ["--target", "`x`, `y` and `label`"]),
    "one.csv": (write(TABLE.replace(",b", ",a")), ("--target", "label"), ["`label`", "two classes"]),
    "prices.csv": (write(PRICES), ("--target", "price"), ["`price`", "regression", "--task"]),
    "cut.npz": (write(b"PK\x03\x04 cut short"), (), ["cut.npz", "not what its name says"]),
    "half.npz": (save(X=np.ones((5, 2))), (), ["half.npz", "no array `y`", "`X`"]),
    "sizes.npz": (
        save(X=np.ones((9, 8, 8)), y=[0, 1, 2] * 3, X_test=np.ones((3, 7, 7)), y_test=[0, 1, 2]),
        (),
        ["sizes.npz", "(8, 8)", "(7, 7)"],
    ),
    "cut.parquet": (write(b"PAR1 cut short"), ("--target", "label"), ["cut.parquet", "cut short"]),
    "cut.jsonl": (write('{"x": 1}\n{"x": 2'), ("--target", "label"), ["cut.jsonl", "line 2", "cut short"]),
    "sheet.xlsx": (write(b"PK"), ("--target", "label"), ["sheet.xlsx", "not an Excel file"]),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files_are_one_message_and_nothing_written(tmp_path: Path, name: str) -> None:
    make, arguments, parts = BAD_FILES[name]
    make(tmp_path / name)
    check_refusal(tmp_path, ("-d", name, *arguments), parts)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (("-d", "irs"), ["`irs`", "Did you mean `iris`?"]),
        (("-d", "none.csv", "--target", "y"), ["none.csv"]),
        (("-d", "iris", "-m", "rff"), ["`rff`", "Did you mean `rf`?"]),
        (("-d", "iris", "--metric", "acuracy"), ["`acuracy`", "Did you mean `accuracy`?"]),
        (("-d", "iris", "-f", "pfd"), ["`pfd`", "Did you mean `pdf`?"]),
        (("-d", "iris", "--target", "y"), ["--target"]),
        (
            ("-d", "iris", "--param", "rf.n_estimatrs=3", "-m", "rf"),
            ["n_estimatrs", "Did you mean `n_estimators`?"],
        ),
        (("-d", "iris", "--param", "knn.n_neighbors=few", "-m", "knn"), ["knn.n_neighbors", "few"]),
        (("-d", "iris", "--param", "tree.max_depth=3"), ["`tree`", "nb"]),
        (("-d", "iris", "--logo", "none.png"), ["none.png"]),
    ],
)
def test_bad_names_are_one_message_and_nothing_written(
    tmp_path: Path, arguments: tuple[str, ...], parts: list[str]
) -> None:
    check_refusal(tmp_path, arguments, parts)


def names(folder: Path) -> list[str]:
    """Return what is in a folder, but for the cache of finished fits."""
    return sorted(path.name for path in folder.iterdir() if path.name != ".reportgen_cache")


def check_refusal(folder: Path, arguments: tuple[str, ...], parts: list[str]) -> None:
    before = names(folder)
    code, out, err = outcome(folder, *arguments)
    assert (code, out) == (2, "")
    assert [part for part in parts if part not in err] == [], err
    assert [line for line in err.splitlines() if line.startswith(("Traceback", "  File"))] == []
    assert sum(line.startswith("Error: ") for line in err.splitlines()) == 1
    assert names(folder) == before


@pytest.mark.parametrize("output", ["file", "file/below"])
def test_an_output_that_cannot_be_written_to_is_found_before_any_fit(tmp_path: Path, output: str) -> None:
    (tmp_path / "file").touch()
    code, out, err = outcome(tmp_path, "-d", "iris", "-o", output)
    assert (code, out) == (2, "")
    assert err == f"Error: --output {output}: `file` is a file, not a folder.\n"
    assert names(tmp_path) == ["file"]


def test_a_class_rarer_than_the_folds_is_said(tmp_path: Path) -> None:
    (tmp_path / "rare.csv").write_text(TABLE + "61,3,c\n62,4,c\n63,5,c\n", encoding="utf-8")
    done = reportgen(
        *("evaluate", "-d", "rare.csv", "--target", "label", "--cv", "5", "-m", "nb"), cwd=tmp_path
    )
    assert done.returncode == 0
    record = json.loads((tmp_path / "output/bundle/bundle.json").read_text(encoding="utf-8"))
    assert any("fold" in note for note in record["analyses"][0]["protocol"]["notes"])


def test_names_from_data_cannot_control_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x,\x1b[31mred,label\n" + ROWS, encoding="utf-8")
    code, _, err = outcome(tmp_path, "-d", "t.csv", "--target", "lable")
    assert code == 2
    assert "\x1b" not in err
    assert "\\x1b[31mred" in err


def test_names_that_are_not_utf_8_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "caf\udce9.csv").write_text(f"a,b,y\n{ROWS}\n")
    arguments = (
        "-d",
        "caf\udce9.csv",
        "--target",
        "y",
        "--title",
        "Gr\udcf6\udcdfe",
        "-f",
        "html,json,md",
        "-q",
    )
    assert outcome(tmp_path, *arguments)[0] == 0
    assert "Gr\ufffd\ufffde" in (tmp_path / "output/report.html").read_text(encoding="utf-8")
    assert reportgen("render", "output", "-q", cwd=tmp_path).returncode == 0, (
        "its digest is that of its results"
    )
