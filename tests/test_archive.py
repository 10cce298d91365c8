"""Packages: what is in them, the same bytes each time, valid by what others wrote, whole or not there at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree

import engross
from engross.batch.archive.audit import audit_place
from engross.batch.archive.ocfl import restore_object
from engross.batch.archive.package import Package
from engross.batch.archive.place import UNFINISHED, hold_place
from engross.batch.archive.program import pack_program
from engross.batch.archive.write import FORMS, OCFL, ArchiveOrder, ArchiveSummary, archive_documents
from engross.cli.program import run_command_line
from engross.editions.fonts import font_packages
from engross.model.notice import Refusal
from engross.verify.check import check_editions, column_names
from engross.verify.check.maven import read_sums
from engross.verify.check.packages import package_columns
from engross.verify.check.packages.programs import LOCK, POM, SUMS, VERSIONS
from tests.archive_sample import FORMS as SAMPLE_FORMS
from tests.archive_sample import IDENTIFIER, TEXTS, find_sample, make_sample, place_sample
from tests.cases import HERE
from tests.promises import TOOLS
from tests.test_audit import SCHEMAS
from tests.test_build import FONTS

PAIR = [HERE / "parallel" / "zh-en" / f"{name}.yaml" for name in ("first", "second")]
DAY = "2026-01-02"


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a document's builds in Chinese and in English."""
    folder = tmp_path_factory.mktemp("builds")
    for source in PAIR:
        assert engross.build(source, folder, fonts=FONTS).ok
    return folder


def archive(folder: Path, out: Path, form: str, **more: Any) -> ArchiveSummary:
    order = ArchiveOrder(folder, out, form, Path(FONTS), date=DAY, **more)
    return archive_documents(order, lambda *_: None)


def tree_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("form", FORMS)
def test_same_run_makes_the_same_bytes(form: str, builds: Path, tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        assert not archive(builds, tmp_path / name, form, is_tar=form != OCFL).left_out
        trees.append(tree_of(tmp_path / name))
    assert trees[0] == trees[1]
    again = archive(builds, tmp_path / "one", form, is_tar=form != OCFL)
    assert [placed.is_new for placed in again.placed] == [False]
    assert tree_of(tmp_path / "one") == trees[0]


def test_package_holds_everything(builds: Path, tmp_path: Path) -> None:
    (placed,) = archive(builds, tmp_path, "bag", has_program=True).placed
    tree = tree_of(placed.path)
    for source in PAIR:
        assert source.read_bytes() in tree.values()
    for folder in builds.iterdir():
        for name, data in tree_of(folder).items():
            assert tree[f"data/{folder.name.rpartition('.')[2]}/{name}"] == data
    assert tree[f"data/software/{pack_program().name}"] == pack_program().data
    assert {
        "data/licences/engross-AGPL.txt",
        "data/licences/NotoSerif-OFL.txt",
        "data/licences/NotoSerifSC-OFL.txt",
    } <= {*tree}
    info = json.loads(tree["data/provenance/BUILDINFO.json"])
    assert {*info["builds"]} == {"en", "zh"}
    assert all(library["wheels_sha256"] for library in info["libraries"])


def test_readme_is_in_the_documents_languages_and_in_english(builds: Path, tmp_path: Path) -> None:
    (placed,) = archive(builds, tmp_path, "bag").placed
    text = (placed.path / "README.txt").read_text("utf-8")
    assert text.index("存档包") < text.index("a package for archives")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.process
def test_readme_says_how_it_is_proved_without_engross(form: str, builds: Path, tmp_path: Path) -> None:
    """Its own commands, with nothing of engross: they pass, and fail when a file has changed."""
    (placed,) = archive(builds, tmp_path, form, has_program=True).placed
    (readme,) = placed.path.rglob("README.txt")
    commands = [line.strip() for line in readme.read_text("utf-8").splitlines() if line.startswith("    ")]
    checks = [line for line in commands if "sum -c" in line]
    assert commands[len(checks)].startswith("python3 -m venv ../")  # beside the package, in which nothing may be added
    assert commands[-1].endswith("/bin/engross verify .")
    named = [word for line in commands for word in line.split() if word.endswith((".lock", ".gz"))]
    assert len(named) == 2
    assert all((placed.path / name).is_file() for name in named)

    def passes() -> bool:
        runs = (subprocess.run(line, shell=True, cwd=placed.path, capture_output=True, check=False) for line in checks)
        return all(run.returncode == 0 for run in runs)

    assert passes()
    (pdf,) = placed.path.rglob("*.zh.pdf")
    pdf.write_bytes(pdf.read_bytes()[:-1] + b"x")
    assert not passes()


def ask_validators(package: Path) -> dict[str, int]:
    """How many findings each validator of packages has that looked at a package, or at those in it."""
    columns = package_columns(TOOLS)
    counts: Counter[str] = Counter()
    for row in check_editions([package], columns):
        counts.update({name: len(found) for name, found in row.found.items() if name in column_names(columns)[1:]})
    return dict(counts)


VALIDATORS = {"bag": ("bagit", "gov.loc:bagit"), "sip": ("commons-ip",), OCFL: ("ocfl-py", "ocfl-java")}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("package-validators")
def test_package_is_valid_by_what_others_wrote(form: str, builds: Path, tmp_path: Path) -> None:
    """And each of these finds a file that has changed."""
    (placed,) = archive(builds, tmp_path / "out", form).placed
    assert ask_validators(placed.path) == dict.fromkeys(VALIDATORS[form], 0)
    next(placed.path.rglob("*.pdf")).write_bytes(b"%PDF")
    assert all(ask_validators(placed.path)[name] for name in VALIDATORS[form])


@pytest.mark.parametrize("form", ["bag", "sip"])
@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("package-validators")
def test_packed_package_is_put_to_the_validators(form: str, builds: Path, tmp_path: Path) -> None:
    (placed,) = archive(builds, tmp_path, form, is_tar=True).placed
    assert ask_validators(placed.path) == dict.fromkeys(("archive", *VALIDATORS[form]), 0)
    data = placed.path.read_bytes()
    spoilt = data.index(b"%PDF") + 9  # in an edition, where no header of a member is
    placed.path.write_bytes(data[:spoilt] + b"!" + data[spoilt + 1 :])
    assert all(ask_validators(placed.path)[name] for name in VALIDATORS[form])
    placed.path.write_bytes(data[: len(data) // 2])
    assert ask_validators(placed.path) == {"archive": 1}


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("package-validators")
def test_bag_of_all_bags_is_put_to_the_validators_with_each_of_them(builds: Path, tmp_path: Path) -> None:
    (placed,) = archive(builds, tmp_path, "bag", is_together=True).placed
    assert ask_validators(placed.path) == {"bagit": 0, "gov.loc:bagit": 0, "archive": 0}
    (member,) = (placed.path / "data").glob("*.tar")
    (result,) = audit_place(member)
    assert result.is_whole
    assert not archive(builds, tmp_path, "bag", is_together=True).placed[0].is_new
    member.write_bytes(member.read_bytes()[:-20000])
    assert ask_validators(placed.path) == {"bagit": 1, "gov.loc:bagit": 1, "archive": 1}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("package-validators")
def test_thorough_check_names_who_looked_at_a_package(
    form: str, builds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the validators of editions, which have tests of their own."""
    monkeypatch.setattr("engross.cli.check_files._authority_columns", lambda *_: ())
    monkeypatch.setattr("engross.verify.check.CHECK_COLUMNS", ())
    (placed,) = archive(builds, tmp_path / "out", form).placed
    kept = tmp_path / "said.json"
    words = ["check", str(placed.path), "--thorough", "--jobs", "1", "--to", "json", "--out", str(kept), "-q"]
    assert run_command_line("engross", words) == 0
    report = json.loads(kept.read_bytes())
    named = {one["name"]: one["version"] for one in report["validators"]}
    assert {name: named[name] for name in VALIDATORS[form]} == {name: VERSIONS[name] for name in VALIDATORS[form]}
    next(placed.path.rglob("*.xml")).write_bytes(b"<damaged/>")  # no edition that a validator of its own looks at
    assert run_command_line("engross", words) == 1


def test_validators_are_pinned_in_the_versions_that_are_named() -> None:
    pinned = dict(line.split(" ")[0].split("==") for line in LOCK.read_text("ascii").splitlines() if "==" in line)
    pom = POM.read_text("utf-8")
    assert {name: pinned[name] for name in ("bagit", "ocfl-py")} == {n: VERSIONS[n] for n in ("bagit", "ocfl-py")}
    for name, artifact in {"gov.loc:bagit": "bagit", "ocfl-java": "ocfl-java-core"}.items():
        assert f"<artifactId>{artifact}</artifactId><version>{VERSIONS[name]}</version>" in pom
        assert f"{artifact}-{VERSIONS[name]}.jar" in read_sums(SUMS)


def test_sip_is_valid_by_the_schemas(builds: Path, tmp_path: Path) -> None:
    (placed,) = archive(builds, tmp_path, "sip").placed
    schema = etree.XMLSchema(file=str(SCHEMAS / "mets.xsd"))
    found = sorted(placed.path.rglob("METS.xml"))
    assert len(found) == 4
    for path in found:
        schema.assertValid(etree.parse(path))
    for path in placed.path.rglob("premis.xml"):
        etree.XMLSchema(file=str(SCHEMAS / "premis.xsd")).assertValid(etree.parse(path))


@pytest.mark.process
@pytest.mark.needs("package-validators")
def test_new_version_in_a_store_stores_what_changed(builds: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "builds", tmp_path / "out"
    shutil.copytree(builds, source)
    (first,) = archive(source, out, OCFL).placed
    assert engross.build(PAIR[1], source, fonts=FONTS, paper="a5").ok  # the English edition alone
    (second,) = archive(source, out, OCFL).placed
    assert second.is_new
    stored = {path.split("/", 2)[2] for path in tree_of(second.path) if path.startswith("v2/content/")}
    assert "en/A_RES_80_22.en.pdf" in stored
    assert not [path for path in stored if path.startswith(("zh/", "licences/", "software/"))]
    assert ask_validators(second.path) == dict.fromkeys(VALIDATORS[OCFL], 0)
    assert first.path == second.path


def test_document_without_a_date_needs_one(tmp_path: Path) -> None:
    for form in ("sip", "ocfl"):
        with pytest.raises(Refusal, match="no date"):
            place_sample(tmp_path / form, form, make_sample(date=""))
    assert audit_whole(place_sample(tmp_path / "bag", "bag", make_sample(date="")))


def audit_whole(path: Path) -> bool:
    (result,) = audit_place(path)
    return result.is_whole


def test_other_package_of_that_name_is_never_overwritten(tmp_path: Path) -> None:
    for form in ("bag", "tar", "sip"):
        package = place_sample(tmp_path / form, form)
        before = tree_of(tmp_path / form)
        with pytest.raises(Refusal, match="another package"):
            place_sample(tmp_path / form, form, make_sample({**TEXTS, "en/report.json": b"{ }"}))
        assert tree_of(tmp_path / form).keys() == before.keys()
        assert audit_whole(package) or form == "sip"


def spoil_edition(folder: Path) -> None:
    next(folder.rglob("*.epub")).write_bytes(b"PK")


def lose_edition(folder: Path) -> None:
    next(folder.rglob("*.symbols.csv")).unlink()


def lose_source(folder: Path) -> None:
    report = json.loads(next(folder.rglob("report.json")).read_bytes())
    report["files"] = [file for file in report["files"] if not file["name"].endswith(".pdf")]
    next(folder.rglob("report.json")).write_text(json.dumps(report))


def fail_build(folder: Path) -> None:
    report = json.loads(next(folder.rglob("report.json")).read_bytes())
    report["notices"].append({"severity": "error", "message": "notes are lost"})
    next(folder.rglob("report.json")).write_text(json.dumps(report))


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (spoil_edition, "not the file that was made"),
        (lose_edition, "cannot be read"),
        (lose_source, "no edition has the source"),
        (fail_build, "notes are lost"),
    ],
)
def test_document_that_is_not_whole_is_left_out_and_told(
    harm: Callable[[Path], None], reason: str, builds: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "builds"
    shutil.copytree(builds, source)
    harm(source / "A_RES_80_22.en")
    words = ["archive", str(source), "--out", str(tmp_path / "out"), "--to", "json", "--fonts", str(FONTS)]
    assert run_command_line("engross", words) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert reason in "".join(line["reason"] for line in lines)


@pytest.mark.parametrize(
    "words",
    [
        ["--date", "soon"],
        ["--date", "2026-02-31"],
        ["--form", "sip", "--together"],
        ["--form", "ocfl", "--tar"],
        ["--form", "zip"],
        ["-o", "{}/in"],
    ],
)
def test_misuse(words: list[str], tmp_path: Path) -> None:
    said = ["archive", str(tmp_path), "-o", str(tmp_path.parent / "out"), *(w.format(tmp_path) for w in words)]
    assert run_command_line("engross", said) == 2


def test_two_archives_do_not_work_in_one_folder(tmp_path: Path) -> None:
    with hold_place(tmp_path), pytest.raises(Refusal, match="another archive"):
        place_sample(tmp_path, "bag")


@pytest.mark.parametrize("form", SAMPLE_FORMS)
def test_full_disk_at_any_write_leaves_no_package(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writes = 0
    write_bytes, limit = Path.write_bytes, [10**9]

    def count(path: Path, data: bytes) -> int:
        nonlocal writes
        writes += 1
        if writes > limit[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write_bytes(path, data)

    monkeypatch.setattr(Path, "write_bytes", count)
    place_sample(tmp_path / "counted", form)
    for number in range(writes):
        writes, limit[0], out = 0, number, tmp_path / str(number)
        with pytest.raises(Refusal, match="No space left"):
            place_sample(out, form)
        assert not find_sample(out, form).exists()
        limit[0] = 10**9
        assert audit_whole(place_sample(out, form))


def run_and_kill(work: Callable[[], object], at: int) -> bool:
    """Do work in a process that is killed at its ``at``-th change of the disk; return whether it came to its end."""
    child = os.fork()
    if child == 0:  # pragma: no cover # its end tells
        changes = 0
        for name in ("mkdir", "rename", "replace", "unlink", "write_bytes"):
            done = getattr(Path, name)

            def change(path: Path, *words: Any, _done: Callable[..., Any] = done, **more: Any) -> Any:
                nonlocal changes
                changes += 1
                if changes > at:
                    os.kill(os.getpid(), signal.SIGKILL)
                return _done(path, *words, **more)

            setattr(Path, name, change)
        try:
            work()
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.process
@pytest.mark.parametrize("form", SAMPLE_FORMS)
def test_kill_at_any_time_leaves_a_whole_package_or_none(form: str, tmp_path: Path) -> None:
    for at in range(500):
        out = tmp_path / str(at)
        out.mkdir()
        is_done = run_and_kill(partial(place_sample, out, form), at)
        package = find_sample(out, form)
        assert not package.exists() or audit_whole(package)
        assert audit_whole(place_sample(out, form))  # the next makes it whole
        assert not [path for path in out.rglob(".*") if path.is_file() or path.name == UNFINISHED]
        if is_done:
            return
    pytest.fail("it never came to its end")


def test_only_what_is_ours_is_removed(tmp_path: Path) -> None:
    """A browser's half file, a folder of the user's; and what killed archives leave, in a folder and in a store."""
    theirs = [".film.mkv.part", ".notes.part/a", ".A_RES_99_7.part", ".film.77.part", "kept.sha256"]
    ours = [f"{UNFINISHED}/A_RES_99_7/data/en/x", ".A_RES_99_7.sha256.77.part", ".run.finding-aid.xml.77.part"]
    for name in (*theirs, *ours):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    placed = place_sample(tmp_path, "bag")
    assert [name for name in theirs if not (tmp_path / name).exists()] == []
    assert [name for name in (*ours, UNFINISHED) if (tmp_path / name).exists()] == []
    assert audit_whole(placed)


def test_finding_aid_leads_to_each_package(builds: Path, tmp_path: Path) -> None:
    for form, more in (("bag", {}), ("sip", {"is_tar": True}), (OCFL, {}), ("bag", {"is_together": True})):
        (placed,) = archive(builds, tmp_path / f"{form}{len(more)}", form, **more).placed
        (aid,) = (tmp_path / f"{form}{len(more)}").rglob("*.finding-aid.xml")
        (href,) = etree.parse(aid).xpath("//*[local-name()='dao']/@href")
        place = aid.parent / unquote(href)
        assert place == placed.path or place.parent.parent == placed.path
        assert place.exists()


@pytest.mark.parametrize("lost", ["licence of a font", "requirements.lock"])
def test_nothing_that_belongs_in_a_package_is_left_out_in_silence(
    lost: str, builds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts = tmp_path / "fonts"
    shutil.copytree(FONTS, fonts)
    if lost == "requirements.lock":
        monkeypatch.setattr("engross.batch.archive.program.LOCK_NAME", "absent.lock")
        with pytest.raises(Refusal, match=r"it came without its absent\.lock"):
            archive_documents(ArchiveOrder(builds, tmp_path / "out", "bag", fonts), lambda *_: None)
    else:
        (fonts / font_packages()[0].licence_as).unlink()
        summary = archive_documents(ArchiveOrder(builds, tmp_path / "out", "bag", fonts), lambda *_: None)
        assert not summary.placed
        assert font_packages()[0].licence_as in str(summary.left_out[0].reason)


@pytest.mark.process
def test_kill_while_a_version_is_added_is_told_and_mended(tmp_path: Path) -> None:
    later = make_sample({**TEXTS, "en/report.json": b"{ }", "en/new": b"new"})
    for at in range(500):
        out = tmp_path / str(at)
        place_sample(out, OCFL)
        is_done = run_and_kill(partial(place_sample, out, OCFL, later), at)
        package = find_sample(out, OCFL)
        if audit_whole(package):  # it is the first version, or the second, and all of it
            assert restore_object(package)["head"] == ("v2" if (package / "v2").exists() else "v1")
        place_sample(out, OCFL, later)
        assert audit_whole(package)
        assert restore_object(package)["head"] == "v2"
        if is_done:
            return
    pytest.fail("it never came to its end")


def test_name_that_is_encoded_stays_out_of_manifests(tmp_path: Path) -> None:
    """A percent sign is encoded once more in the manifests of a bag, which sha256sum would not understand."""
    assert engross.build(PAIR[0], tmp_path / "in", fonts=FONTS, name="a%0Ab:c").ok
    (placed,) = archive(tmp_path / "in", tmp_path / "out", "bag").placed
    assert not [path for path in tree_of(placed.path) if "%" in path]
    assert audit_whole(placed.path)


def test_identifier_is_a_uri(tmp_path: Path) -> None:
    package: Package = replace(make_sample(), identifier="info:un/A/RES/80/11%20A-B")
    path = place_sample(tmp_path, OCFL, package)
    assert path.name.startswith("info%3aun%2fA%2fRES")
    assert IDENTIFIER.startswith("info:un/")
