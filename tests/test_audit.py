"""An audit finds all that can happen to a package, and lets nothing pass that proves nothing."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

from engross.batch.archive.audit import AuditPart, AuditResult, audit_place, spell_events
from engross.batch.archive.audit.fixity import FixityFault
from engross.batch.archive.audit.stores import FolderStore, TarStore
from engross.cli.program import run_command_line
from engross.model.notice import Refusal
from tests.archive_sample import FORMS, TEXTS, make_sample, place_sample
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
    logs = package / "logs"  # told by the audit of the lists that it is made of
    for path in files_of(package):
        if logs in path.parents:
            continue
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
