"""A package's editions are made again, and each way in which they can be others is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import engross
from engross.batch.archive import verify as module
from engross.batch.archive.assemble import ArchiveInputs, assemble_package, read_program
from engross.batch.archive.bag import make_bag
from engross.batch.archive.documents import find_documents
from engross.batch.archive.package import Package, PackagedFile, pack_bytes
from engross.batch.archive.place import place_folder
from engross.batch.archive.verify import VerifiedPackage, verify_package
from engross.batch.archive.write import FORMS, ArchiveOrder, archive_documents
from engross.editions.fonts import font_packages
from engross.model.notice import Refusal
from engross.pipeline.bounded import Bounds
from engross.pipeline.made_with import describe_program
from tests.test_build import FONTS
from tests.test_record import RECORD
from tests.test_record import SOURCE as VOTED

pytestmark = [pytest.mark.process, pytest.mark.slow]
INFO = "provenance/BUILDINFO.json"
SOURCE_PATH = f"en/source/{VOTED.name}"


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build with votes on record, in a form of its own, which must be known to make it again."""
    folder = tmp_path_factory.mktemp("builds")
    data = folder / "votes" / "data.json"
    data.parent.mkdir()
    data.write_text(f"\n\n{RECORD}", "utf-8")
    options: dict[str, Any] = {"paper": "a5", "font_size": 9, "with_record": True, "profile": "archive"}
    assert engross.build(VOTED, folder / "b", records=data, fonts=FONTS, **options).ok
    return folder / "b"


@pytest.fixture
def package(builds: Path) -> Package:
    found = find_documents(builds)
    inputs = ArchiveInputs(found.folder, Path(FONTS), read_program(is_held=False))
    return assemble_package(inputs, found.catalogue.documents[0])


def verify(path: Path) -> VerifiedPackage:
    return verify_package(path, Path(FONTS), Bounds())


def place_changed(package: Package, out: Path, change: Callable[[PackagedFile], bytes | None]) -> Path:
    """Place a bag of a package in which files are others, or gone (None), and its manifests say so."""
    files = []
    for file in package.files:
        data = change(file)
        if data is not None:
            files.append(pack_bytes(file.path, file.role, data, file.media_type))
    return place_folder(out / "changed", make_bag(replace(package, files=tuple(files)))).path


def differences(verified: VerifiedPackage) -> dict[str, str]:
    return {edition.path: edition.difference for edition in verified.editions if edition.difference}


@pytest.mark.parametrize("form", FORMS)
def test_every_file_is_made_again_byte_for_byte(form: str, builds: Path, tmp_path: Path) -> None:
    order = ArchiveOrder(builds, tmp_path, form, Path(FONTS), date="2026-01-02")
    (placed,) = archive_documents(order, lambda *_: None).placed
    verified = verify(placed.path)
    assert verified.is_same
    assert verified.changes == ()
    made = {edition.path for edition in verified.editions}
    (folder,) = builds.iterdir()
    assert made == {f"en/{path.name}" for path in folder.iterdir()}


@pytest.mark.parametrize("ending", [".pdf", ".epub", ".xml", ".html", "report.json"])
def test_edition_that_was_swapped_is_named(ending: str, package: Package, tmp_path: Path) -> None:
    """Its manifests agree with it: an audit sees nothing."""
    swapped = [file.path for file in package.files if file.path.startswith("en/A_") and file.path.endswith(ending)]
    swapped = swapped or [f"en/{ending}"]

    def change(file: PackagedFile) -> bytes:
        data = file.content
        return data[:100] + bytes([data[100] ^ 1]) + data[101:] if file.path in swapped else data

    verified = verify(place_changed(package, tmp_path, change))
    assert verified.findings == ()
    assert not verified.is_same
    assert {*differences(verified)} == {*swapped}
    assert all(text.startswith("byte 100 is the first") for text in differences(verified).values())


def test_source_that_is_another_makes_nothing(package: Package, tmp_path: Path) -> None:
    def change(file: PackagedFile) -> bytes:
        return file.content.replace(b"Council", b"council") if file.path == SOURCE_PATH else file.content

    verified = verify(place_changed(package, tmp_path, change))
    assert "not the one that they were made of" in differences(verified)["en"]


def test_source_or_edition_that_is_gone_is_told(package: Package, tmp_path: Path) -> None:
    without_source = place_changed(package, tmp_path / "s", lambda f: None if f.path == SOURCE_PATH else f.content)
    assert "missing" in differences(verify(without_source))["en"]
    without_pdf = place_changed(package, tmp_path / "p", lambda f: None if f.path.endswith(".pdf") else f.content)
    (told,) = differences(verify(without_pdf)).values()
    assert told == "it is not in the package"


@pytest.mark.parametrize(
    ("option", "value", "changed"),
    [("paper", "a4", {".pdf"}), ("with_record", False, {".pdf"}), ("profile", "reader", {".epub"})],
)
def test_other_option_makes_another_edition(
    option: str, value: object, changed: set[str], package: Package, tmp_path: Path
) -> None:
    def change(file: PackagedFile) -> bytes:
        if file.path != INFO:
            return file.content
        info = json.loads(file.content)
        info["builds"]["en"]["options"][option] = value
        return json.dumps(info).encode()

    verified = verify(place_changed(package, tmp_path, change))
    assert {ending for ending in changed for path in differences(verified) if path.endswith(ending)} == changed


def test_what_is_of_another_version_here_is_named(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place_changed(package, tmp_path, lambda file: file.content)
    program = describe_program()
    other = {"python": "3.99.0", "libraries": program["libraries"] | {"pydyf": "9.9"}}
    first, *rest = font_packages()
    pin = replace(first.pins[0], sha256="0" * 64)
    fonts = (replace(first, pins=(pin, *first.pins[1:])), *rest)
    monkeypatch.setattr(module, "describe_program", lambda: other)
    monkeypatch.setattr(module, "__version__", "9.9.9")
    monkeypatch.setattr(module, "font_packages", lambda: fonts)
    changes = verify(path).changes
    assert f"engross {engross.__version__} there, 9.9.9 here" in changes
    assert f"Python {program['python']} there, 3.99.0 here" in changes
    assert f"pydyf {program['libraries']['pydyf']} there, 9.9 here" in changes
    assert f"the font {pin.name} is another" in changes
    assert len(changes) == 4


@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"builds": {}}', b'{"builds": {"en": 1}, "fonts": []}'])
def test_package_that_does_not_say_how_is_refused(content: bytes | None, package: Package, tmp_path: Path) -> None:
    def change(file: PackagedFile) -> bytes | None:
        return content if file.path == INFO else file.content

    with pytest.raises(Refusal):
        verify(place_changed(package, tmp_path, change))


def test_damage_is_told_before_anything_is_made(package: Package, tmp_path: Path) -> None:
    path = place_changed(package, tmp_path, lambda file: file.content)
    (path / "data" / "en" / "extra").write_bytes(b"")
    verified = verify(path)
    assert [found.path for found in verified.findings] == ["data/en/extra"]
    assert not verified.is_same
    assert differences(verified) == {}
