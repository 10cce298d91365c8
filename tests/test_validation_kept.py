"""check --to json --out FILE: who found what in which bytes, and when."""

from __future__ import annotations

import hashlib
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from engross.batch.archive.package import FileRole, pack_bytes
from engross.batch.archive.validation import choose_validation, read_validation
from engross.cli.program import run_command_line
from engross.verify.check.epubcheck import name_epubcheck, start_java
from engross.verify.check.npm import name_packages
from engross.verify.check.pdf import name_page_validation
from engross.verify.check.verapdf import JAR_NAME, VERSION, find_java_program
from tests.promises import TOOLS, VERAPDF
from tests.test_build import FONTS, SAMPLE
from tests.test_schemas import read_schema


def check(*words: object) -> int:
    return run_command_line("engross", ["check", *map(str, words), "-j", "1"])


@pytest.mark.process
@pytest.mark.slow
def test_report_names_validators_versions_day_and_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line("engross", ["build", str(SAMPLE), "-o", str(tmp_path / "b"), "--fonts", str(FONTS)]) == 0
    (folder,) = (tmp_path / "b").iterdir()
    began = datetime.now(UTC).replace(microsecond=0)
    assert check(folder, "--to", "json", "--out", tmp_path / "kept" / "validation.json") == 0
    report = json.loads((tmp_path / "kept" / "validation.json").read_text("utf-8"))
    assert began <= datetime.fromisoformat(report["checked"]) <= datetime.now(UTC)
    named = {one["name"]: (one["version"], one["checks"]) for one in report["validators"]}
    assert named["EPUBCheck"] == (name_epubcheck()[0].version, ["EPUBCheck"])
    assert named["page-validation"] == (name_page_validation()[0].version, ["PDF/A, PDF/UA"])
    assert named["engross"][0] == report["engross"]
    said = {check for file in report["files"] for check in file["checks"]}
    assert said == {check for one in report["validators"] for check in one["checks"]}
    assert report["clean"] is True
    for file in report["files"]:
        data = (folder / file["file"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert " clean" in capsys.readouterr().out.splitlines()[-1]  # a person sees the table


def test_what_is_missing_is_told_without_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "A.zh"
    folder.mkdir()
    files = [{"name": "A.zh.pdf", "bytes": 3, "sha256": "0" * 64}]
    (folder / "report.json").write_text(json.dumps({"files": files, "notices": []}), "utf-8")
    assert check(folder, "--to", "json", "--out", tmp_path / "v.json") == 1
    report = json.loads((tmp_path / "v.json").read_text("utf-8"))
    (lost,) = (file for file in report["files"] if file["file"] == "A.zh.pdf")
    assert (lost["bytes"], lost["sha256"], report["clean"]) == (None, None, False)
    assert [finding["code"] for finding in lost["checks"]["file identity"]] == ["file-missing"]
    assert [one["name"] for one in report["validators"]] == ["engross"]


def test_file_for_findings_takes_json_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, "--out", tmp_path / "v.json") == 2
    assert "--to json --out FILE" in capsys.readouterr().err


@pytest.mark.slow
def test_version_of_epubcheck_is_what_it_says_itself() -> None:
    import jpype

    start_java()
    assert str(jpype.JClass("com.adobe.epubcheck.api.EpubCheck").version()) == name_epubcheck()[0].version


@pytest.mark.process
@pytest.mark.needs("verapdf")
def test_version_of_verapdf_is_what_it_says_itself() -> None:
    command = (find_java_program(), "-jar", VERAPDF / JAR_NAME, "--version")
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split()[:2] == ["veraPDF", VERSION]


@pytest.mark.needs("ace", "reader")
def test_packages_are_installed_in_the_versions_that_are_named() -> None:
    for name in ("ace", "reader"):
        for package in name_packages(name):
            manifest = TOOLS / name / "node_modules" / package.name / "package.json"
            assert json.loads(manifest.read_text("utf-8"))["version"] == package.version


@pytest.mark.process
@pytest.mark.slow
def test_validation_goes_into_the_package_and_is_told_by_premis(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, kept, bags = tmp_path / "run", tmp_path / "validation.json", tmp_path / "bags"
    assert run_command_line("engross", ["build", str(SAMPLE), "-o", str(run), "--fonts", str(FONTS)]) == 0
    check(run, "--to", "json", "--out", kept)
    words = ["archive", str(run), "--out", str(bags), "--validation", str(kept), "--fonts", str(FONTS)]
    assert run_command_line("engross", words) == 0
    (package,) = (folder for folder in bags.iterdir() if folder.is_dir())
    report = json.loads((package / "data" / "validation" / "validation.json").read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(read_schema("validation")).iter_errors(report)] == []
    for file in report["files"]:
        assert file["sha256"] == hashlib.sha256((package / "data" / file["file"]).read_bytes()).hexdigest()
    premis = (package / "data" / "descriptions" / "premis.xml").read_text("utf-8")
    assert premis.count(">validation</premis:eventType>") >= len(report["files"])
    assert premis.count("<premis:agentName>EPUBCheck</premis:agentName>") == 1
    assert f"<premis:eventDateTime>{report['checked']}</premis:eventDateTime>" in premis
    assert (bags / "run.finding-aid.xml").read_text("utf-8").count("<c02 ") == 1
    assert run_command_line("engross", ["audit", str(bags)]) == 0

    other = json.loads(kept.read_text("utf-8"))
    other["files"] = [file for file in other["files"] if not file["file"].endswith(".pdf")]
    kept.write_text(json.dumps(other), "utf-8")
    capsys.readouterr()
    assert run_command_line("engross", [*words, "--out", str(tmp_path / "others")]) == 1
    assert "the validation says nothing of this edition" in capsys.readouterr().err
    kept.write_text("{}", "utf-8")
    assert run_command_line("engross", [*words, "--out", str(tmp_path / "others")]) == 1
    assert "it is no report of a check" in capsys.readouterr().err


def test_outcome_is_the_worst_that_a_validator_says(tmp_path: Path) -> None:
    """A validator's checks of a file are one verdict; a remark is no fault."""
    file = pack_bytes("en/a.pdf", FileRole.EDITION, b"%PDF", "application/pdf")
    finding = {"code": "c", "message": "m", "place": "", "hint": "", "times": 1}
    checks = {
        "first": [finding | {"severity": "info"}],
        "second": [finding | {"severity": "warning"}],
        "third": [finding | {"severity": "error"}, finding | {"severity": "warning"}],
    }
    validators = [
        {"name": "A", "version": "1", "checks": ["first"]},
        {"name": "B", "version": "2", "checks": ["first", "second"]},
        {"name": "C", "version": "3", "checks": ["second", "third"]},
    ]
    entry = {"file": "x/a.pdf", "bytes": 4, "sha256": file.sha256, "clean": False, "checks": checks}
    stranger = entry | {"sha256": "0" * 64}
    report = {"checked": "2026-01-02T03:04:05Z", "clean": False, "validators": validators, "files": [entry, stranger]}
    (tmp_path / "v.json").write_text(json.dumps(report), "utf-8")
    packed, said = choose_validation(read_validation(tmp_path / "v.json"), [file])
    assert [(one.validator, one.version, one.outcome, len(one.findings)) for one in said] == [
        ("A", "1", "pass", 1),
        ("B", "2", "warning", 2),
        ("C", "3", "fail", 3),
    ]
    assert [one["file"] for one in json.loads(packed.content)["files"]] == ["en/a.pdf"]
