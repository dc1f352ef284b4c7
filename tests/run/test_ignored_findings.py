"""Findings that page one is not to show: from flag and file to bundle, page and message, and back again."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reportgen.baseline.compare_bundles import compare_bundles
from reportgen.bundle.schema import Finding
from reportgen.bundle.store import Bundle, load_bundle, write_bundle
from reportgen.cli import main
from reportgen.config.run_config import NO_REASON, RunConfig
from reportgen.deliver.markdown_summary import summarise
from reportgen.errors import IgnoredFindingError
from reportgen.findings.key_findings import MOST
from reportgen.findings.objections import objections_of
from reportgen.mail import message_view
from reportgen.progress import Silent
from reportgen.rendering.presentation import Presentation
from reportgen.rendering.report import render_report
from reportgen.run.baseline import with_change_findings
from reportgen.run.build import build
from reportgen.run.ignored_findings import refuse_unknown_findings, without_ignored
from reportgen.run.render import render_to
from tests.bundles import changed, make_bundle
from tests.contract import assert_kept, needs_checker
from tests.findings.registering import register
from tests.rendering.make_golden_since import makers
from tests.studies import make_study

WHY = "a pilot <study>"


def built(folder: Path, **options: Any) -> Bundle:
    given = {
        "dataset": "iris",
        "models": ("nb", "rf"),
        "cv": 2,
        "format": ("html", "md", "json"),
        "reproducible": True,
    }
    config = RunConfig(
        **{**given, "output": str(folder / "out"), "cache_dir": str(folder / "cache"), **options}
    )
    build(config)
    return load_bundle(folder / "out")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return built(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("muted")
    built(place, ignore_findings={"few_samples": WHY})
    return place / "out"


@pytest.fixture
def muted(folder: Path) -> Bundle:
    return load_bundle(folder)


def findings_of(bundle: Bundle, place: int = 0) -> dict[str, Finding]:
    return {finding.id: finding for finding in bundle.record.analyses[place].findings}


def test_the_bundle_keeps_it_with_the_reason(muted: Bundle, plain: Bundle) -> None:
    before, after = findings_of(plain), findings_of(muted)
    assert after["few_samples"] == msgspec.structs.replace(before["few_samples"], muted=WHY)
    assert list(after)[-1] == "few_samples"
    assert {name: each for name, each in before.items() if name != "few_samples"}.items() <= after.items()
    assert muted.record.run.results_digest == plain.record.run.results_digest
    assert muted.record.run.config["ignore_findings"] == {"few_samples": WHY}


@pytest.mark.process
@needs_checker
def test_the_contract_holds(folder: Path) -> None:
    assert_kept(folder / "bundle")


def test_page_one_does_not_show_it_and_the_end_says_why(folder: Path, muted: Bundle) -> None:
    html = (folder / "report.html").read_text(encoding="utf-8")
    text = findings_of(muted)["few_samples"].text
    assert html.count(text) == 1
    verdict, _, rest = html.partition('<section id="main-method"')
    assert text not in verdict
    made = rest.partition("</section>")[0]
    assert re.search(
        rf"<h3>Ignored findings</h3>.*<dt>few_samples</dt><dd>{re.escape(text)}", made, re.DOTALL
    )
    assert "Reason: a pilot &lt;study&gt;" in made
    assert ">ignore_findings<" not in made
    assert "few_samples" not in (folder / "report.md").read_text(encoding="utf-8")
    assert text not in (folder / "report.md").read_text(encoding="utf-8")


def test_without_any_the_end_says_nothing(plain: Bundle) -> None:
    assert "Ignored findings" not in render_report(plain, ())


def test_it_takes_no_place_among_those_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "further", level="note")
    crowded = changed(make_bundle(tuple("abcdef"), n_test=60))
    shown = [name for name in findings_of(crowded) if name != "evidence"]
    assert len(shown) == MOST
    fewer = findings_of(without_ignored(crowded, RunConfig(ignore_findings={shown[0]: WHY})))
    now = [name for name, each in fewer.items() if each.muted is None][1:]
    assert len(now) == MOST
    assert set(now) - set(shown)
    assert now[-1] == "not_tested"


def test_mail_and_markdown_do_not_show_it() -> None:
    bundle = make_bundle(n_test=60)
    ignored = without_ignored(bundle, RunConfig(ignore_findings={"few_samples": WHY}))
    text = findings_of(bundle)["few_samples"].text
    for made, there in ((bundle, True), (ignored, False)):
        notes = [note.text for note in message_view.summarise(made, Presentation(), 9).notes]
        assert (text in notes, text in summarise(made.record)) == (there, there)


def test_rendered_again_it_stays_muted(folder: Path, muted: Bundle, tmp_path: Path) -> None:
    for name, reproducible in (("plain", False), ("timeless", True)):
        config = RunConfig(format=("json", "html"), reproducible=reproducible)
        render_to(str(folder), config, Silent(), tmp_path / name)
        (analysis,) = json.loads((tmp_path / name / "report.json").read_bytes())["analyses"]
        found = {each["id"]: each for each in analysis["findings"]}
        assert found["few_samples"]["muted"] == WHY
        assert list(found) == list(findings_of(muted))
        assert "Reason: a pilot" in (tmp_path / name / "report.html").read_text(encoding="utf-8")


def test_render_mutes_in_the_report_alone(plain: Bundle, tmp_path: Path) -> None:
    kept = write_bundle(plain, tmp_path / "bundle")
    before = (kept / "bundle.json").read_bytes()
    config = RunConfig(format=("json",), ignore_findings={"not_tested": NO_REASON})
    render_to(str(kept), config, Silent(), tmp_path)
    (analysis,) = json.loads((tmp_path / "report.json").read_bytes())["analyses"]
    assert {each["id"]: each["muted"] for each in analysis["findings"] if each["muted"]} == {
        "not_tested": NO_REASON
    }
    assert (kept / "bundle.json").read_bytes() == before


def test_a_reason_given_later_counts_and_none_given_does_not(muted: Bundle) -> None:
    later = without_ignored(muted, RunConfig(ignore_findings={"few_samples": "decided since"}))
    assert findings_of(later)["few_samples"].muted == "decided since"
    bare = without_ignored(muted, RunConfig(ignore_findings={"few_samples": NO_REASON}))
    assert findings_of(bare)["few_samples"].muted == WHY
    assert bare.record == muted.record


def test_what_is_not_said_anyway_changes_nothing(plain: Bundle) -> None:
    silent = without_ignored(plain, RunConfig(ignore_findings={"known_test": WHY}))
    assert silent.record == plain.record


def test_a_stored_bundle_of_before_is_taken_as_it_is(plain: Bundle, tmp_path: Path) -> None:
    folder = write_bundle(plain, tmp_path / "bundle")
    record = json.loads((folder / "bundle.json").read_bytes())
    for analysis in record["analyses"]:
        for finding in analysis["findings"]:
            del finding["muted"]
    del record["run"]["config"]["ignore_findings"]
    (folder / "bundle.json").write_text(json.dumps(record), encoding="utf-8")
    assert findings_of(load_bundle(folder)) == findings_of(plain)
    assert "Ignored findings" not in render_report(load_bundle(folder), ())


def test_each_analysis_of_a_study_has_its_own() -> None:
    study = make_study({"a": make_bundle(n_test=60), "b": make_bundle(n_test=60)})
    parts = (RunConfig(id="a", ignore_findings={"few_samples": WHY}), RunConfig(id="b"))
    ignored = without_ignored(study, RunConfig(analysis=parts))
    assert [findings_of(ignored, place)["few_samples"].muted for place in (0, 1)] == [WHY, None]
    html = render_report(ignored, ())
    made = html.partition('<h2 class="lesser">Ignored findings</h2>')[2]
    assert re.search(r"<dt>few_samples<span[^>]*>Chapter 1</span></dt>", made)
    assert made.partition("</dl>")[0].count("<dt>") == 1
    everywhere = without_ignored(study, RunConfig(ignore_findings={"few_samples": WHY}))
    assert [findings_of(everywhere, place)["few_samples"].muted for place in (0, 1)] == [WHY, WHY]


def since(then: Bundle, now: Bundle) -> Bundle:
    changes = compare_bundles(then, now)
    return with_change_findings(Bundle(msgspec.structs.replace(now.record, changes=changes), now.arrays))


def test_a_change_that_is_ignored_is_no_objection_either() -> None:
    then, worse = (
        make_bundle(makers=makers(*skill), n_train=40, n_test=80, folds=2)
        for skill in ((4.2, 1.5), (1.5, 1.4))
    )
    bundle = since(then, worse)
    assert list(findings_of(bundle))[1] == "change"
    assert objections_of(bundle.record, bundle.record.analyses[0])
    ignored = without_ignored(bundle, RunConfig(ignore_findings={"change": "other data on purpose"}))
    assert list(findings_of(ignored))[-1] == "change"
    assert objections_of(ignored.record, ignored.record.analyses[0]) == ()
    again = since(then, ignored)
    assert findings_of(again) == findings_of(ignored)


def test_of_a_study_the_overview_is_silent_on_an_ignored_change() -> None:
    then, worse = (
        make_bundle(makers=makers(*skill), n_train=40, n_test=80, folds=2)
        for skill in ((4.2, 1.5), (1.5, 1.4))
    )
    study = since(make_study({"a": then, "b": then}), make_study({"a": then, "b": worse}))
    ignored = without_ignored(study, RunConfig(ignore_findings={"change": "other data on purpose"}))
    for bundle, there in ((study, True), (ignored, False)):
        html = render_report(bundle, ())
        overview = html[html.index('<section id="overview"') :].partition("</section>")[0]
        assert ("orse than" in overview) == there


def test_compare_and_check_take_it_too(folder: Path, tmp_path: Path) -> None:
    for words in (
        ["compare", str(folder), str(folder), "--ignore-finding", "change", "-f", "json"],
        ["check", str(folder), "--gate", "accuracy >= 0.1", "--ignore-finding", "not_tested", "-f", "json"],
    ):
        with pytest.raises(SystemExit) as stopped:
            main([*words, "--output", str(tmp_path), "--quiet"])
        assert stopped.value.code == 0
        (analysis,) = json.loads((tmp_path / "report.json").read_bytes())["analyses"]
        reasons = {each["id"]: each["muted"] for each in analysis["findings"] if each["muted"]}
        asked = words[words.index("--ignore-finding") + 1]
        assert reasons == {"few_samples": WHY, asked: NO_REASON}


def test_a_run_remembers_what_it_ignores_where_there_was_nothing_to_say_yet(tmp_path: Path) -> None:
    bundle = built(tmp_path, ignore_findings={"change": WHY}, format=("json",))
    assert "change" not in findings_of(bundle)
    assert findings_of(since(bundle, bundle))["change"].muted == WHY


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("few_sample", "there is no finding `few_sample`. Did you mean `few_samples`?"),
        ("qqq", "there is no finding `qqq`. `reportgen list findings` shows all."),
        ("evidence", "`evidence` stands with the headline, which every report has: it cannot be ignored."),
    ],
)
def test_what_cannot_be_ignored_is_refused(asked: str, part: str) -> None:
    for config in (
        RunConfig(ignore_findings={asked: WHY}),
        RunConfig(analysis=(RunConfig(ignore_findings={asked: WHY}),)),
    ):
        with pytest.raises(IgnoredFindingError) as refused:
            refuse_unknown_findings(config)
        assert part in str(refused.value)


def said_by(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    return stopped.value.code, capsys.readouterr().err


@pytest.mark.parametrize("command", ["build", "evaluate", "render", "check", "compare"])
def test_every_command_refuses_before_any_work(
    command: str,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    given = {
        "render": [str(folder)],
        "check": [str(folder), "--gate", "accuracy > 0"],
        "compare": [str(folder)] * 2,
    }
    words = [command, *given.get(command, []), "--output", "out", "--ignore-finding", "foldz"]
    code, said = said_by(words, capsys)
    assert code == 2
    assert said == (
        "Error: --ignore-finding: there is no finding `foldz`. Did you mean `folds`? "
        "`reportgen list findings` shows all.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('dataset = "iris"\n\n[ignore-findings]\nfolds = "x"\nfoldz = "y"\n', 5),
        ('dataset = "iris"\n[[analysis]]\n[[analysis]]\n[analysis.ignore-findings]\nfoldz = "y"\n', 5),
    ],
    ids=["of the run", "of an analysis"],
)
def test_in_a_file_its_line_is_named(
    text: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("reportgen.toml").write_text(text, encoding="utf-8")
    code, said = said_by(["build"], capsys)
    assert code == 2
    assert f"Error: reportgen.toml, line {line}: there is no finding `foldz`." in said
    # Where a flag names it too, the flag is what was typed last.
    assert "Error: --ignore-finding: " in said_by(["build", "--ignore-finding", "foldz"], capsys)[1]


def test_render_reads_what_the_file_says_of_an_analysis(tmp_path: Path) -> None:
    study = make_study({"a": make_bundle(n_test=60), "b": make_bundle(n_test=60)})
    write_bundle(study, tmp_path / "bundle")
    text = 'cv = 5\n[[analysis]]\nid = "a"\n[[analysis]]\nid = "b"\nmodels = ["rf"]\n[analysis.ignore-findings]\n'
    (tmp_path / "study.toml").write_text(f'{text}few_samples = "x"\n', encoding="utf-8")
    words = ["render", str(tmp_path), "-f", "json", "-q", "--config", str(tmp_path / "study.toml")]
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 0
    analyses = json.loads((tmp_path / "report.json").read_bytes())["analyses"]
    muted = [[each["id"] for each in one["findings"] if each["muted"]] for one in analyses]
    assert muted == [[], ["few_samples"]]
