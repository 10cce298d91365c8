"""An audit finds all that can happen to a package, and lets nothing pass that proves nothing."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tarfile
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engross.batch.archive.audit import AuditPart, AuditResult, audit_place, manifests, spell_events
from engross.batch.archive.audit.fixity import FixityFault, FixityFinding
from engross.batch.archive.audit.stores import FolderStore, TarStore
from engross.batch.archive.ocfl import find_object_path
from engross.cli.program import run_command_line
from engross.model.notice import Refusal
from tests.archive_sample import FORMS, IDENTIFIER, TEXTS, make_sample, place_sample
from tests.test_build import ROOT

FOLDER_FORMS = tuple(form for form in FORMS if form != "tar")
LISTS = {
    "bag": ("manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"),
    "sip": ("METS.xml", "representations/data/METS.xml", "representations/print/METS.xml"),
    "ocfl": ("inventory.json", "inventory.json.sha512", "v1/inventory.json"),
}
SCHEMAS = ROOT / "engross" / "batch" / "archive" / "schemas"


def audit(path: Path) -> AuditResult:
    (result,) = audit_place(path)
    return result


def told(path: Path) -> list[tuple[str, str]]:
    """What an audit finds: fault and path; ("refused", why) if the lists prove nothing."""
    result = audit(path)
    if result.refusal:
        return [("refused", result.refusal.what)]
    assert result.report
    return [(found.fault.value, found.path) for found in result.report.findings]


def files_of(package: Path) -> list[Path]:
    return sorted(path for path in package.rglob("*") if path.is_file())


def test_a_hard_link_in_an_archive_is_the_file_before_it_and_nothing_else_is_a_file(tmp_path: Path) -> None:
    """GNU tar writes the second name of a file as a hard link."""
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        member = tarfile.TarInfo("top/first")
        member.size = 5
        archive.addfile(member, BytesIO(b"lamps"))
        for name, kind, target in (
            ("second", tarfile.LNKTYPE, "top/first"),
            ("lost", tarfile.LNKTYPE, "top/none"),
            ("symbolic", tarfile.SYMTYPE, "first"),
            ("pipe", tarfile.FIFOTYPE, ""),
        ):
            member = tarfile.TarInfo(f"top/{name}")
            member.type, member.linkname = kind, target
            archive.addfile(member)
    store = TarStore(tmp_path / "a.tar")
    assert store.open("second").read() == b"lamps"
    for name, why in (("lost", "link to nothing"), ("symbolic", "it is a link"), ("pipe", "neither"), ("x", "no such")):
        with pytest.raises(OSError, match=why):
            store.open(name)


@pytest.mark.needs("linux")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="neither a file"):
        FolderStore(tmp_path).open("pipe")


@pytest.mark.parametrize("form", FORMS)
def test_whole_package_passes(form: str, tmp_path: Path) -> None:
    result = audit(place_sample(tmp_path / "out", form))
    assert result.is_whole
    assert result.report
    assert result.report.files > len(TEXTS)


@pytest.mark.parametrize("form", FOLDER_FORMS)
def test_every_file_whose_bytes_change_is_found(form: str, tmp_path: Path) -> None:
    """The first byte, one in the middle, the last; one more, one less; none at all: of each file."""
    package = place_sample(tmp_path / "out", form)
    for path in files_of(package):
        whole = path.read_bytes()
        middle = len(whole) // 2
        for damaged in (
            bytes([whole[0] ^ 1]) + whole[1:],
            whole[:middle] + bytes([whole[middle] ^ 128]) + whole[middle + 1 :],
            whole[:-1] + bytes([whole[-1] ^ 1]),
            whole + b"\0",
            whole[:-1],
            b"",
        ):
            if path.name == "inventory.json.sha512" and damaged == whole.rstrip():
                continue  # it says the same without its line break
            path.write_bytes(damaged)
            assert not audit(package).is_whole, (path, damaged[:20])
        path.write_bytes(whole)
    assert audit(package).is_whole


def rename(path: Path) -> None:
    path.rename(path.with_name(f"{path.name}x"))


def capitalise(path: Path) -> None:
    path.rename(path.with_name(path.name.upper()))


def replace_by_link(path: Path) -> None:
    path.rename(path.parent / "elsewhere")
    path.symlink_to(path.parent / "elsewhere")


def replace_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def add_beside(path: Path) -> None:
    path.with_name("new").write_bytes(b"")


HARM: dict[str, tuple[Callable[[Path], None], set[FixityFault]]] = {
    "deleted": (lambda path: path.unlink(), {FixityFault.MISSING}),
    "renamed": (rename, {FixityFault.MISSING, FixityFault.EXTRA}),
    "in other capitals": (capitalise, {FixityFault.MISSING, FixityFault.EXTRA}),
    "a link": (replace_by_link, {FixityFault.UNREADABLE, FixityFault.EXTRA}),
    "a folder": (replace_by_folder, {FixityFault.MISSING}),
    "beside another": (add_beside, {FixityFault.EXTRA}),
}


@pytest.mark.parametrize("form", FOLDER_FORMS)
@pytest.mark.parametrize("harm", HARM)
def test_harm_to_a_file_is_told_as_what_it_is(form: str, harm: str, tmp_path: Path) -> None:
    package = place_sample(tmp_path / "out", form)
    (path,) = package.rglob("A_RES_99_7.en.pdf")
    do, faults = HARM[harm]
    do(path)
    assert {fault for fault, _ in told(package)} == {fault.value for fault in faults}
    if harm == "in other capitals":
        report = audit(package).report
        assert report
        assert "other capitals" in "".join(found.why for found in report.findings)


def spoil_lines(text: str) -> Iterator[tuple[str, str]]:
    """Yield a list of checksums with each of its lines spoilt in turn, and how."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        rest = lines[:number], lines[number + 1 :]
        figure = next((at for at, character in enumerate(line) if character in "0123456789abcdef"), None)
        changes = {"gone": "", "twice": line * 2, "cut": line[: len(line) // 2]}
        if figure is not None:
            changes["other"] = f"{line[:figure]}{'0' if line[figure] != '0' else '1'}{line[figure + 1 :]}"
        for how, changed in changes.items():
            yield f"line {number + 1} {how}", "".join((*rest[0], changed, *rest[1]))


@pytest.mark.parametrize("form", FOLDER_FORMS)
def test_every_line_of_every_list_counts(form: str, tmp_path: Path) -> None:
    package = place_sample(tmp_path / "out", form)
    for name in LISTS[form]:
        path = package / name
        text = path.read_text("utf-8")
        for how, spoilt in spoil_lines(text):
            path.write_text(spoilt, "utf-8")
            assert spoilt == text or not audit(package).is_whole, (name, how)
        path.write_text(text, "utf-8")


@pytest.mark.parametrize("form", FOLDER_FORMS)
@pytest.mark.parametrize("content", [None, b"", b"\n", b"\xff\xfe", b"nothing of the kind\n", b"{}", b"<mets/>"])
def test_list_that_proves_nothing_is_refused(form: str, content: bytes | None, tmp_path: Path) -> None:
    for number, name in enumerate(LISTS[form]):
        package = place_sample(tmp_path / str(number), form)
        if content is None:
            (package / name).unlink()
        else:
            (package / name).write_bytes(content)
        assert not audit(package).is_whole, name


@pytest.mark.parametrize(
    "line",
    ["../outside", "/etc/passwd", "data/../../outside", "data/a\0b", ""],
)
def test_list_that_leads_out_of_the_package_is_refused(line: str, tmp_path: Path) -> None:
    package = place_sample(tmp_path / "out", "bag")
    path = package / "manifest-sha256.txt"
    path.write_text(f"{path.read_text('utf-8')}{'0' * 64}  {line}\n", "utf-8")
    assert told(package)[0][0] == "refused"


def test_bag_without_its_payload_manifest_or_tag_manifest_is_refused(tmp_path: Path) -> None:
    for pattern in ("manifest-*", "tagmanifest-*"):
        package = place_sample(tmp_path / pattern.partition("-")[0], "bag")
        for path in package.glob(pattern):
            path.unlink()
        assert told(package)[0][0] == "refused"


def test_bags_of_others_without_tag_manifests_are_audited_one_after_the_other(tmp_path: Path) -> None:
    """RFC 8493 § 2.2.1: a tag manifest is optional. There is nothing that a seal of such a bag could stand for."""
    for name in ("a", "b"):
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "data" / "lamps").write_bytes(b"lit")
        (tmp_path / name / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        line = f"{hashlib.sha512(b'lit').hexdigest()}  data/lamps\n"
        (tmp_path / name / "manifest-sha512.txt").write_text(line)
    assert [(result.path.name, result.is_whole) for result in audit_place(tmp_path)] == [("a", True), ("b", True)]


def test_package_that_lost_all_that_names_it_is_told(tmp_path: Path) -> None:
    """Among others it is not passed over, as a folder that is no package."""
    out = tmp_path / "out"
    lost = place_sample(out, "bag")
    other = out / "other"
    shutil.copytree(lost, other)
    for path in lost.iterdir():
        if path.is_file():
            path.unlink()
    results = {result.path: result for result in audit_place(out)}
    assert results[other].is_whole
    assert [path for path, result in results.items() if result.refusal and lost in (path, *path.parents)]


def test_tar_that_is_cut_short_anywhere_is_found(tmp_path: Path) -> None:
    """After every block and in the middle of each; the blocks of zeros at its end are no part of it."""
    package = place_sample(tmp_path / "out", "tar")
    whole = package.read_bytes()
    with tarfile.open(package) as archive:
        end = archive.getmembers()[-1]
        used = end.offset_data + end.size
    for length in range(0, used, 256):
        package.write_bytes(whole[:length])
        assert not audit(package).is_whole, length
    package.write_bytes(whole)
    assert audit(package).is_whole


def member_of(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    """The header of a member as it stands in an archive, with a size that tarfile itself would not write."""
    header = bytearray(tarfile.TarInfo(name).tobuf(tarfile.GNU_FORMAT))
    header[124:136] = size.to_bytes(12, "big", signed=True) if size < 0 else b"%011o\0" % size
    header[156:157] = kind
    header[148:156] = b"%06o\0 " % (sum(header[:148]) + 8 * ord(" ") + sum(header[156:512]))
    return bytes(header)


HARMFUL = {
    "leads back": (member_of("b/a", 0) + member_of("b/b", -512), "a member of -512 bytes"),
    "long name": (member_of("b/a", 20 << 30, tarfile.GNUTYPE_LONGNAME), "a name of 21474836480 bytes"),
    "long header": (member_of("b/a", 20 << 30, tarfile.XHDTYPE), "a name of 21474836480 bytes"),
    "holes": (member_of("b/data/a", 0, tarfile.GNUTYPE_SPARSE), "members with holes"),
    "twice": (member_of("b/bagit.txt", 0) * 2, "bagit.txt twice"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_archive_that_would_fill_memory_or_deceive_is_refused(name: str, tmp_path: Path) -> None:
    data, why = HARMFUL[name]
    (tmp_path / "a.tar").write_bytes(data + bytes(10240))
    ((kind, said),) = told(tmp_path / "a.tar")
    assert kind == "refused"
    assert why in said


@pytest.mark.parametrize("head", [["v1"], {}, 1, None])
def test_inventory_whose_newest_version_has_no_name_is_refused(head: object, tmp_path: Path) -> None:
    package = place_sample(tmp_path, "ocfl")
    text = json.dumps(json.loads((package / "inventory.json").read_bytes()) | {"head": head})
    (package / "inventory.json").write_text(text)
    (result,) = audit_place(package)
    assert "no inventory" in str(result.refusal)


def test_tar_with_changed_bytes_is_found(tmp_path: Path) -> None:
    package = place_sample(tmp_path / "out", "tar")
    whole = package.read_bytes()
    with tarfile.open(package) as archive:
        members = archive.getmembers()
    for member in members:
        at = member.offset_data + member.size // 2
        package.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert not audit(package).is_whole, member.name


def test_file_that_the_disk_does_not_give_is_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = place_sample(tmp_path / "out", "bag")
    opens = FolderStore.open

    def fail(store: FolderStore, path: str) -> object:
        if path.endswith(".pdf"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return opens(store, path)

    monkeypatch.setattr(FolderStore, "open", fail)
    assert told(package) == [("unreadable", "data/en/A_RES_99_7.en.pdf")]


def test_parts_together_are_all_files_each_once(tmp_path: Path) -> None:
    package = place_sample(tmp_path / "out", "bag", make_sample({f"en/{n}": b"%d" % n for n in range(300)}))
    whole = audit(package).report
    assert whole
    counts = []
    for number in range(1, 31):
        (result,) = audit_place(package, AuditPart(number, 30))
        assert result.report
        counts.append(result.report.files)
    assert sum(counts) == whole.files
    assert max(counts) < whole.files / 10


def test_two_audits_at_once_find_the_same(tmp_path: Path) -> None:
    package = place_sample(tmp_path / "out", "bag")
    (package / "data" / "en" / "report.json").unlink()
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(told, [package] * 8)) == [[("missing", "data/en/report.json")]] * 8


def test_many_files(tmp_path: Path) -> None:
    package = place_sample(tmp_path / "out", "bag", make_sample({f"en/{n:05}": b"x" for n in range(2000)}))
    (package / "data" / "en" / "01234").write_bytes(b"y")
    assert told(package) == [("changed", "data/en/01234")]


def test_list_that_would_fill_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = place_sample(tmp_path, "bag")
    monkeypatch.setattr(manifests, "LARGEST_MANIFEST", 50)
    assert "more than" in told(package)[0][1]


def spoil_name(bag: Path, name: str) -> tuple[FixityFinding, ...]:
    """Rename a file of a bag, and return what is said of it."""
    made = place_sample(bag, "bag", make_sample({"en/Ælfrīc": b"a"}))
    (made / "data/en/Ælfrīc").rename(made / "data/en" / name)
    report = audit(made).report
    assert report
    return report.findings


@pytest.mark.needs("linux")
@pytest.mark.parametrize(
    ("name", "why"),
    [
        (unicodedata.normalize("NFD", "Ælfrīc"), "a file of this name is there, its letters composed otherwise"),
        ("ælfrīc", "there is data/en/ælfrīc, in other capitals"),
        ("Alfric", ""),
    ],
)
def test_name_that_is_spelled_otherwise_is_told_from_one_that_is_gone(name: str, why: str, tmp_path: Path) -> None:
    findings = spoil_name(tmp_path, name)
    assert [found.why[: len(why)] for found in findings if found.fault is FixityFault.MISSING] == [why]
    assert {found.fault for found in findings} == {FixityFault.MISSING, FixityFault.EXTRA}


def make_bag_with_holes(folder: Path, lines: str) -> Path:
    """A bag of others, from which a file was left out (RFC 8493, 2.2.3)."""
    folder.mkdir()
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (folder / "manifest-sha256.txt").write_text(f"{'0' * 64}  data/a%0Db\n")
    (folder / "fetch.txt").write_text(lines)
    return folder


def test_file_that_is_to_be_fetched_is_missing_and_why_is_told(tmp_path: Path) -> None:
    bag = make_bag_with_holes(tmp_path / "bag", "http://example.org/a - data/a%0Db\n")
    report = audit(bag).report
    assert report
    (found,) = report.findings
    assert found.fault is FixityFault.MISSING
    assert "fetch.txt says that it is to be fetched from http://example.org/a" in found.why


@pytest.mark.parametrize("line", ["data/a", "http://example.org/a data/a", "http://example.org/a - ../a"])
def test_list_of_what_is_to_be_fetched_that_is_none_is_refused(line: str, tmp_path: Path) -> None:
    assert told(make_bag_with_holes(tmp_path / "bag", f"{line}\n"))[0][0] == "refused"


def refusals_below(path: Path) -> dict[str, str]:
    """What is refused below a path, by its name; the others there are whole."""
    results = list(audit_place(path))
    assert all(result.is_whole for result in results if not result.refusal)
    return {result.path.name: result.refusal.what for result in results if result.refusal}


def lose(package: Path) -> None:
    shutil.rmtree(package)


def empty(package: Path) -> None:
    shutil.rmtree(package)
    package.mkdir()


def move_behind_link(package: Path) -> None:
    elsewhere = package.parents[1] / "elsewhere"
    package.rename(elsewhere)
    package.symlink_to(elsewhere)


def link_to_nothing(package: Path) -> None:
    shutil.rmtree(package)
    package.symlink_to(package)


LOSSES = {
    "lost": (lose, "it is missing: run.finding-aid.xml lists it"),
    "emptied": (empty, "it is no package that is known here"),
    "behind a link": (move_behind_link, "it is a link, which is not followed"),
    "a circle": (link_to_nothing, "it is a link, which is not followed"),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_package_that_is_gone_is_told_among_others(loss: str, tmp_path: Path) -> None:
    lost = place_sample(tmp_path / "out", "bag")
    shutil.copytree(lost, tmp_path / "out" / "other")
    (tmp_path / "out" / "last").symlink_to("other")  # audited by its own name
    write_aid(tmp_path / "out", lost.name)
    assert refusals_below(tmp_path / "out") == {}
    do, why = LOSSES[loss]
    do(lost)
    assert refusals_below(tmp_path / "out") == {lost.name: why}


def write_aid(folder: Path, *places: str) -> None:
    listed = "".join(f'<dao href="{place}"/>' for place in (*places, "https://example.org/x", "../x", "/x"))
    (folder / "run.finding-aid.xml").write_text(f'<ead xmlns="http://ead3.archivists.org/schema/">{listed}</ead>')


@pytest.mark.parametrize("loss", ["emptied", "behind a link"])
def test_object_that_is_gone_from_a_store_is_told(loss: str, tmp_path: Path) -> None:
    root = tmp_path / "out"
    lost = place_sample(root, "ocfl")
    shutil.copytree(lost, lost.parents[1] / "999" / "other")
    assert refusals_below(root) == {}
    do, why = LOSSES[loss]
    do(lost)
    assert refusals_below(root) == {lost.name: why}
    lost.rmdir() if loss == "emptied" else lost.unlink()
    write_aid(root, find_object_path(IDENTIFIER).replace("%", "%25"))
    told_there = refusals_below(root)
    assert told_there.pop(lost.name) == "it is missing: run.finding-aid.xml lists it"
    assert set(told_there) == {lost.parent.name}  # the empty folder


def test_damaged_finding_aid_is_told(tmp_path: Path) -> None:
    place_sample(tmp_path, "bag")
    (tmp_path / "run.finding-aid.xml").write_text("<ead>")
    ((name, why),) = refusals_below(tmp_path).items()
    assert name == "run.finding-aid.xml"
    assert "does not say which packages" in why


@pytest.mark.parametrize("form", FORMS)
def test_what_may_not_be_read_is_told_among_others(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name, and the others are audited. Who runs this may be allowed to read everything."""
    package = place_sample(tmp_path / "out", form)
    other = package.with_name(f"other{package.suffix}")
    shutil.copytree(package, other) if package.is_dir() else shutil.copy(package, other)

    def forbid(name: str, do: Callable[..., Any]) -> None:
        def ask(path: Any, *words: Any, **more: Any) -> Any:
            if Path(path) == package:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            return do(path, *words, **more)

        monkeypatch.setattr(name, ask)

    forbid("os.scandir", os.scandir)
    forbid("os.listdir", os.listdir)
    if package.is_file():
        forbid("pathlib.Path.open", Path.open)
    assert refusals_below(tmp_path / "out") == {package.name: "it cannot be read: Permission denied"}


def test_screen_shows_a_hundred_findings_and_counts_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = place_sample(tmp_path / "out", "bag", make_sample({f"en/{n}": b"x" for n in range(120)}))
    shutil.rmtree(package / "data")
    assert run_command_line("engross", ["audit", str(package)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 102
    assert "20 more findings" in lines[100]
    run_command_line("engross", ["audit", str(package), "--to", "json"])
    assert len(json.loads(capsys.readouterr().out)["findings"]) == 120


def test_nothing_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent"):
        with pytest.raises(Refusal):
            list(audit_place(path))


def test_events_are_premis_outside_of_the_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = place_sample(tmp_path / "out", "sip")
    (path,) = package.rglob("lamps.xml")
    path.write_bytes(b"<a>lamp</a>")
    events = tmp_path / "audits" / "today.xml"
    assert run_command_line("engross", ["audit", str(package), "--events", str(events)]) == 1
    root = etree.parse(events)
    etree.XMLSchema(file=str(SCHEMAS / "premis.xsd")).assertValid(root)
    spelled = "".join(root.getroot().itertext())
    assert "fail" in spelled
    assert "changed: representations/data/data/en/source/lamps.xml" in spelled
    assert run_command_line("engross", ["audit", str(package), "--events", str(package / "e.xml")]) == 2
    assert not (package / "e.xml").exists()
    capsys.readouterr()


def test_the_same_audit_has_the_same_events(tmp_path: Path) -> None:
    results = [audit(place_sample(tmp_path / "out", "bag"))]
    assert spell_events(results, "2026-01-02T03:04:05Z", AuditPart()) == spell_events(
        results, "2026-01-02T03:04:05Z", AuditPart()
    )


@pytest.mark.parametrize("said", ["0/3", "4/3", "1/0", "a", "1", "1/3/5"])
def test_part_that_is_none_is_misuse(said: str, tmp_path: Path) -> None:
    assert run_command_line("engross", ["audit", str(tmp_path), "--part", said]) == 2


@pytest.mark.parametrize("form", FORMS)
def test_exit_code_and_line(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = place_sample(tmp_path / "out", form)
    assert run_command_line("engross", ["audit", str(package), "--to", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["whole"] is True
    if package.is_dir():
        next(package.rglob("*.pdf")).unlink()
    else:
        package.write_bytes(package.read_bytes()[:2000])
    assert run_command_line("engross", ["audit", str(package), "--to", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["whole"] is False
