"""Every command that the README and the pages under docs/ show runs, on data of the kind it speaks of."""

import contextlib
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reportgen.cli import main
from reportgen.deliver import pdf
from reportgen.deliver.format_spec import FORMATS, Delivery

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {page.stem: page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md"))}
#: Its commands need a metric that a reader adds: tests/test_first_hour.py does all of it.
del PAGES["first-hour"]
DETECTORS = PAGES["detectors"]
#: Indented lines that begin with the program's name; a comment or an explanation after spaces is none of the command.
SHOWN = re.findall(r"(?m)^    (reportgen [^|\n]+?)(?: {2,}.*)?$", "\n".join([README, *PAGES.values()]))
COMMANDS = list(dict.fromkeys(command for command in SHOWN if not re.fullmatch(r"reportgen \w+", command)))
#: The study takes most of a minute: tests/test_examples.py runs it, on digits as here.
for options in ("", " --dataset digits --limit 300"):
    COMMANDS.remove(f"reportgen build --config examples/mnist-study.toml{options}")
PYTHON = "\n".join(re.findall(r"(?m)^    (import reportgen|bundle = .*|reportgen\.render.*)$", README))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples and the tables that the README names."""
    place = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "examples", place / "examples")
    random = np.random.default_rng(0)
    n = 120
    table = pd.DataFrame({"age": random.integers(1, 80, n), "sex": random.choice(["male", "female"], n)})
    table["survived"] = (table["age"] + 30 * (table["sex"] == "female") > 50).astype(int)
    table.to_csv(place / "titanic.csv", index=False)
    table["diagnosis"] = table["returned"] = table["outcome"] = table.pop("survived")
    table["patient"] = np.arange(n) // 4
    table["ordered_at"] = pd.date_range("2026-01-01", periods=n)
    table["part"] = np.where(np.arange(n) % 4 == 0, "test", "train")
    for name, target in (("scans", "diagnosis"), ("sales", "returned"), ("trial", "outcome")):
        others = {"diagnosis", "returned", "outcome"} - {target}
        table.drop(columns=list(others)).to_csv(place / f"{name}.csv", index=False)
    (place / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    (place / "data").mkdir()
    table[["age", "sex", "diagnosis"]].to_csv(place / "data" / "patients.csv", index=False)
    table["smoker"], table["diabetes"] = np.arange(n) % 2, np.arange(n) % 3 == 0
    table[["age", "sex", "smoker", "diabetes"]].to_csv(place / "people.csv", index=False)
    write_predictions(place)
    return place


def write_predictions(place: Path) -> None:
    """Write the files of predictions that the pages name."""
    random = np.random.default_rng(1)
    truth = random.choice(["ham", "spam"], 120)
    right = random.random((120, 2)) < (0.9, 0.8)
    other = np.where(truth == "ham", "spam", "ham")
    table = pd.DataFrame({"case_id": np.arange(120), "label": truth, "patient": np.arange(120) // 3})
    table["site"] = np.where(np.arange(120) % 2, "north", "south")
    (place / "runs").mkdir()
    for name, own in zip("ab", right.T, strict=True):
        table[f"pred_{name}"] = np.where(own, truth, other)
        table[["case_id", "label", "patient", f"pred_{name}"]].to_parquet(place / "runs" / f"{name}.parquet")
    table.to_csv(place / "predictions.csv", index=False)
    proba = np.where(right[:, 0] == (truth == "spam"), 0.8, 0.2)
    np.savez(
        place / "torch.npz",
        y_true=(truth == "spam").astype(int),
        proba_net=np.column_stack([1 - proba, proba]),
    )
    scored = {"xgb.ham": 1 - proba, "xgb.spam": proba, "age": random.integers(1, 80, 120)}
    pd.DataFrame({"case_id": np.arange(120), "truth": truth} | scored).to_parquet(place / "xgboost.parquet")
    verdicts = {
        "sample_id": np.arange(120) // 2,
        "epoch": 1 + np.arange(120) % 2,
        "score": np.where(right[:, 0], "C", "I"),
    }
    pd.DataFrame(verdicts).to_json(place / "judge.jsonl", orient="records", lines=True)


def test_the_readme_shows_commands() -> None:
    assert len(COMMANDS) >= 12
    assert "make report" in README
    assert "make test" in README


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    # What is sent has a PDF attached, which is made where there is none.
    [
        pytest.param(each, marks=pytest.mark.pdf if re.search("pdf|^reportgen send", each) else ())
        for each in COMMANDS
    ],
)
def test_commands_run(command: str, folder: Path) -> None:
    # MNIST is downloaded or lies in a folder; the digits stand in for it.
    if "--config examples/" in command and "--dataset" not in command:
        command = f"{command} --dataset digits --limit 300"
    words = shlex.split(re.sub("(-d|--dataset) mnist", r"\1 digits", command.replace(" --open", "")))[1:]
    # Whatever the command before left, or none.
    files = [word for word in words[1:] if re.search(r"report\.(html|pdf)$", word)]
    if files and not all((folder / file).exists() for file in files):
        formats = ",".join(sorted({Path(file).suffix[1:] for file in files}))
        test_commands_run(
            f"reportgen build -d iris -m nb,sgd -f {formats} -o {Path(files[0]).parent}", folder
        )
    if words[0] == "send" and not {"--eml", "--dry-run"} & set(words):
        words.append("--dry-run")  # example.org takes no mail
    given = words[1:2] if words[0] in ("render", "explain", "check", "send") and not files else []
    given += words[1:3] if words[0] == "compare" else []
    given += [words[words.index("--baseline") + 1]] if "--baseline" in words else []
    # A build that names no data is of digits; so is what the commands before left.
    of_digits = words[0] in ("check", "compare") or ("--baseline" in words and "-d" not in words)
    data = "digits" if of_digits else "iris"
    for place in (each.removesuffix(".zip") for each in given):
        shutil.rmtree(folder / place, ignore_errors=True)
        shutil.copytree(finished(data, folder, with_pdf=words[0] == "send"), folder / place)
        shutil.make_archive(str(folder / place), "zip", folder / place)
    quiet = ["--quiet"] if words[0] in ("build", "evaluate", "render", "check", "compare") else []
    # In this process, where all is imported: as processes, all these commands would take minutes.
    with contextlib.chdir(folder), pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPORTGEN_SMTP_HOST", "mail.example.org")
        patch.setenv("REPORTGEN_SMTP_FROM", "ada@example.org")
        patch.setitem(FORMATS._things, "pdf", replace(FORMATS.get("pdf"), write=written_once))
        with pytest.raises(SystemExit) as stopped:
            main([*words, *quiet])
    assert stopped.value.code == 0
    (folder / "reportgen.toml").unlink(missing_ok=True)  # what init wrote would speak in the next command


#: What PDF there is instead of all others: that the commands run is what is tested here, and layout takes long.
WRITTEN: list[bytes] = []


def written_once(delivery: Delivery) -> bytes:
    """Return a PDF of the first report that was asked for as one."""
    if not WRITTEN:
        WRITTEN.append(pdf.write(delivery))
    return WRITTEN[0]


def finished(data: str, folder: Path, *, with_pdf: bool) -> Path:
    """Return a folder with a run of some data, made when it is first needed; what is sent has its PDF."""
    place = Path(f"finished-{data}{'-pdf' if with_pdf else ''}")
    if not (folder / place).exists():
        verb = "build -f pdf" if with_pdf else "evaluate"
        test_commands_run(f"reportgen {verb} --dataset {data} --models nb,sgd,rf -o {place}", folder)
    return folder / place


@pytest.mark.process
def test_python_runs(folder: Path) -> None:
    assert "reportgen.render(" in PYTHON
    done = subprocess.run(
        [sys.executable, "-c", PYTHON], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "wine" / "report.html").stat().st_size > 10_000


@pytest.mark.process
def test_python_on_detectors_runs(folder: Path) -> None:
    (code,) = re.findall(r"(?ms)^    import reportgen$.*?(?=^\S|\Z)", DETECTORS)
    if not (folder / "output" / "bundle").exists():
        test_commands_run("reportgen evaluate --dataset iris --models nb,sgd", folder)
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 1


def test_nobody_is_sent_to_the_other_reportgen() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        assert "pip install reportgen" not in page.read_text(encoding="utf-8"), page


def test_links_lead_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
