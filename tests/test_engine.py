"""The patched copies of WeasyPrint and pydyf: made whole or not at all, and beside the user's own."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest

from engross.cli import engine_series
from engross.cli.misuse import Misuse
from engross.editions.engine import hooks, make_copies, private_copies, release, series
from engross.editions.engine.make_copies import OLDEST_SECONDS, rename_imports, write_copies
from engross.editions.engine.private_copies import PACKAGES, SERIES_FOLDER, find_or_make_copies, name_copies
from engross.editions.engine.release import load_releases, read_files
from engross.editions.engine.series import apply_series, fit_series, load_series
from engross.editions.engine.unified_diff import FileDiff, fit_diff, parse_patch
from engross.editions.pdf.render_context import FONTS_VARIABLE
from engross.model.notice import Refusal
from tests.test_build import FONTS, ROOT, SAMPLE

PATCHES = sorted(path.relative_to(SERIES_FOLDER).as_posix() for path in SERIES_FOLDER.glob("*/*.patch"))
HEADER = re.compile(r"\S.{10,80}\n\n(?s:.*)^Upstream: \S.+\n(?: .+\n)*Test: \S.+\n(?: .+\n)*\n\Z", re.MULTILINE)
COPY = """--- a/lines.txt
+++ b/lines.txt
@@ -2,3 +2,3 @@ heading
 two
-three
+THREE
 four
"""
NUMBERS = "one\ntwo\nthree\nfour\nfive\n"


@pytest.fixture
def other_series(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the folder of the series that is used instead of it."""
    folder = tmp_path / "series"
    shutil.copytree(SERIES_FOLDER, folder)
    for module in (private_copies, release, series, engine_series):
        monkeypatch.setattr(module, "SERIES_FOLDER", folder)
    return folder


def diff(text: str) -> FileDiff:
    (found,) = parse_patch("a.patch", text).diffs
    return found


def test_a_hunk_fits_where_all_its_lines_stand() -> None:
    assert fit_diff(diff(COPY), NUMBERS) == (NUMBERS.replace("three", "THREE"), (0,))
    assert fit_diff(diff(COPY), f"zero\n{NUMBERS}") == (f"zero\n{NUMBERS.replace('three', 'THREE')}", (1,))
    for other in (
        "",
        NUMBERS.replace("two", "2"),
        NUMBERS.replace("four\n", "4\n"),
        NUMBERS.replace("two\n", "two \n"),
    ):
        assert fit_diff(diff(COPY), other) == (other, (None,))


def test_a_new_file_is_written_and_never_over_another() -> None:
    new = diff("--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1,2 @@\n+one\n+two\n")
    assert fit_diff(new, "") == ("one\ntwo\n", (0,))
    assert fit_diff(new, "other\n") == ("other\n", (None,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("only words\n", "has no diff"),
        (COPY.replace("b/lines", "lines"), "has no path"),
        (COPY.replace(" four\n", ""), "has other lines than it says"),
        (COPY + "more\n", "is no hunk"),
    ],
)
def test_what_is_no_patch_is_said(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_patch("a.patch", text)


@pytest.mark.parametrize("name", PATCHES)
def test_each_patch_says_what_why_for_whom_and_how_it_is_tested(name: str) -> None:
    patch = parse_patch(name, (SERIES_FOLDER / name).read_text("utf-8"))
    assert HEADER.match(patch.header), patch.header
    here = re.findall(r"\btests/[\w/]+\.py", patch.header.partition("Test: ")[2])
    brought = {diff.path for diff in patch.diffs if diff.path.startswith("tests/")}
    assert [path for path in here if path not in brought and not (ROOT / path).is_file()] == []


def test_patches_are_numbered_without_gaps() -> None:
    for package in PACKAGES:
        numbers = [int(Path(name).name.partition("-")[0]) for name in PATCHES if name.startswith(f"{package}/")]
        assert numbers == [*range(1, len(numbers) + 1)]


def test_the_series_fits_the_installed_releases_whole() -> None:
    for installed in load_releases():
        before = read_files(installed)
        assert apply_series(installed, before) != before


def test_a_patch_that_does_not_fit_is_a_refusal_that_names_it(other_series: Path) -> None:
    path = other_series / "pydyf" / "0001-objects-once.patch"
    path.write_text(path.read_text("utf-8").replace("free == 'f'", "free == 'g'"), "utf-8")
    with pytest.raises(
        Refusal, match=r"0001-objects-once\.patch does not fit pydyf 0\.13\.0: hunk 1 for pydyf/__init__"
    ):
        write_copies([])


def test_a_patch_that_fits_elsewhere_is_a_refusal_too(other_series: Path) -> None:
    path = other_series / "pydyf" / "0002-deflate.patch"
    path.write_text(re.sub(r"(?m)^@@ -(\d+)", lambda n: f"@@ -{int(n[1]) + 1}", path.read_text("utf-8")), "utf-8")
    with pytest.raises(Refusal, match=r"0002-deflate\.patch does not fit"):
        write_copies([])


def test_a_file_that_is_no_patch_is_a_refusal(other_series: Path) -> None:
    (other_series / "pydyf" / "0004-other.patch").write_text("not a patch\n", "utf-8")
    with pytest.raises(Refusal, match=r"0004-other\.patch has no diff"):
        write_copies([])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"0.13.0"', '"0.14.0"', "pydyf 0.13.0 is installed, engross needs pydyf 0.14.0"),
        ('distribution = "pydyf"', 'distribution = "pydyf-of-nobody"', "pydyf-of-nobody 0.13.0 is not installed"),
        ('files = "9fd5', 'files = "0000', "is not the release of this version"),
    ],
)
def test_another_release_is_a_refusal(other_series: Path, old: str, new: str, message: str) -> None:
    table = other_series / "releases.toml"
    table.write_text(table.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(Refusal, match=re.escape(message)):
        write_copies([])


def test_a_file_that_was_changed_after_its_installation_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "_hash_file", lambda data: str(len(data)))
    with pytest.raises(Refusal, match=r"pydyf/__init__\.py of pydyf 0\.13\.0 was changed after it was installed"):
        write_copies([])


def test_copies_import_the_copies() -> None:
    assert rename_imports("import pydyf\n") == "import engross_pydyf as pydyf\n"
    assert rename_imports("    from weasyprint.css import a\n") == "    from engross_weasyprint.css import a\n"
    assert rename_imports("import pydyfs\nfrom pydyfs import b\n") == "import pydyfs\nfrom pydyfs import b\n"
    for path in find_or_make_copies().rglob("*.py"):
        assert not {*PACKAGES} & {name.partition(".")[0] for name in _imported(path)}, path


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def test_each_hook_is_called_and_each_call_has_its_hook() -> None:
    called = set[tuple[str, str]]()
    for path in find_or_make_copies().rglob("*.py"):
        called |= {*re.findall(r"\bhooks\.(\w+)\.(\w+)", path.read_text("utf-8"))}
    assert {name for name, _ in called} == {*hooks.MODULES}
    for name, function in called:
        assert hasattr(import_module(hooks.MODULES[name]), function), (name, function)
    with pytest.raises(AttributeError, match="no attribute nothing"):
        hooks.__getattr__("nothing")


def test_where_the_environment_cannot_be_written_another_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    beside = tmp_path / "cache" / "engine"
    assert write_copies([tmp_path / "file" / "engine", beside]) == beside
    assert (beside / "engross_weasyprint" / "__init__.py").is_file()
    assert [path.name for path in beside.parent.iterdir()] == ["engine"]


def test_two_that_make_the_copies_at_once_make_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as threads:
        assert {*threads.map(lambda _: write_copies([tmp_path / "engine"]), range(3))} == {tmp_path / "engine"}
    assert [path.name for path in tmp_path.iterdir()] == ["engine"]


def test_what_an_interrupted_making_left_is_removed_in_time(tmp_path: Path) -> None:
    for name, age in (("old", OLDEST_SECONDS + 60), (".part", OLDEST_SECONDS + 60), ("young", 60)):
        (tmp_path / name).mkdir()
        past = time.time() - age
        os.utime(tmp_path / name, (past, past))
    write_copies([tmp_path / "engine"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["engine", "young"]


def test_making_that_fails_midway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, _: bytes) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(make_copies, "_write_file", fail)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(OSError, match="No space left"):
        write_copies([tmp_path / "a" / "engine"])
    assert [path.name for path in tmp_path.rglob("*") if not path.name.startswith("engross-engine-")] == ["a"]


def test_another_series_has_another_folder(other_series: Path) -> None:
    before = name_copies()
    assert before == name_copies()
    (other_series / "weasyprint" / "0001-private-loggers.patch").write_text("other", "utf-8")
    assert name_copies() != before


def test_copies_are_compiled() -> None:
    folder = find_or_make_copies()
    compiled = {path.name.partition(".")[0] for path in (folder / "engross_weasyprint" / "layout").rglob("*.pyc")}
    assert {path.stem for path in (folder / "engross_weasyprint" / "layout").glob("*.py")} <= compiled


# Prints whether the user's own WeasyPrint has any function of ours after a build, and what was loaded for that.
BESIDE = """
import sys
import engross.editions.pdf
from engross_weasyprint.text import ffi
print(*(name in sys.modules for name in ("weasyprint", "pydyf", "pycparser", "fontTools.subset")), hasattr(ffi, "cdef"))
import weasyprint, pydyf
files = {name: vars(module) for name, module in sys.modules.items() if name.startswith(("weasyprint", "pydyf"))}
own = {function.__code__.co_filename for names in files.values() for function in names.values()
       if hasattr(function, "__code__")}
print(any("engross" in file.rpartition("site-packages")[2] for file in own))
from engross.pipeline.build import Request, build
from pathlib import Path
before = {(module, name): id(value) for module, names in files.items() for name, value in names.items()}
build(Request(Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[1]), frozenset({"pdf"})))
print(all(id(files[module][name]) == value for (module, name), value in before.items()))
print(weasyprint.HTML(string="<p>own").write_pdf()[:5])
"""


# A font map is given back after Pango was closed, as at the end of a process, where modules are emptied first.
CLOSED = """
import engross.editions.pdf
from engross_weasyprint.text import ffi as libraries
font_map = libraries.ffi.gc(libraries.pangoft2.pango_ft2_font_map_new(), libraries.gobject.g_object_unref)
libraries.ffi.dlclose(libraries.pangoft2)
del font_map
print("given back")
"""


@pytest.mark.process
def test_what_a_library_made_is_given_back_after_it_was_closed() -> None:
    """It was a segmentation fault at the end of a process, after all was done: exit code 139 in place of 0."""
    done = subprocess.run((sys.executable, "-c", CLOSED), capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stdout) == (0, "given back\n")


@pytest.mark.process
def test_the_users_own_weasyprint_stays_as_it_came(tmp_path: Path) -> None:
    """engross loads neither it, nor a parser of C, nor fontTools' subsetter; if it is there, nothing in it changes."""
    command = (sys.executable, "-c", BESIDE, str(FONTS), str(SAMPLE), str(tmp_path))
    environment = {name: value for name, value in os.environ.items() if name != FONTS_VARIABLE}  # the machine's fonts
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    assert done.stdout.splitlines() == ["False False False False False", "False", "True", "b'%PDF-'"]


@pytest.mark.process
def test_git_edits_the_series_and_gives_it_back(tmp_path: Path, other_series: Path) -> None:
    for installed in load_releases():
        engine_series.write_repository(tmp_path / installed.package, installed)
        engine_series.save_repository(tmp_path / installed.package, installed.package)
    for name in PATCHES:
        assert (other_series / name).read_text("utf-8") == (SERIES_FOLDER / name).read_text("utf-8")


@pytest.mark.process
@pytest.mark.usefixtures("other_series")
def test_a_rebased_series_is_saved_from_its_new_release(tmp_path: Path) -> None:
    installed = engine_series.find_release("pydyf")
    following = {path: b"# a line more\n" + data for path, data in read_files(installed).items()}
    folder = tmp_path / "repository"
    engine_series.write_repository(folder, installed, following)
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@localhost")
    subprocess.run((*git, "rebase", "-q", "--onto", "next", "release", "series"), cwd=folder, check=True)
    engine_series.save_repository(folder, "pydyf")
    patched, fits = fit_series(load_series("pydyf"), "pydyf", following)
    assert {fit.offset for fit in fits} == {0}
    assert patched["pydyf/__init__.py"] == b"# a line more\n" + apply_before(installed)


def apply_before(installed: release.Release) -> bytes:
    """Return pydyf as the series of the package patches it."""
    patches = [parse_patch(name, (SERIES_FOLDER / name).read_text("utf-8")) for name in PATCHES if "pydyf/" in name]
    return fit_series(patches, "pydyf", read_files(installed))[0]["pydyf/__init__.py"]


def test_a_wrong_package_and_a_folder_that_is_there_are_misuse(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="is not patched; these are: pydyf, weasyprint"):
        engine_series.find_release("pango")
    (tmp_path / "there").mkdir()
    with pytest.raises(Misuse, match="exists"):
        engine_series.write_repository(tmp_path / "there", engine_series.find_release("pydyf"))


def test_another_release_is_told_hunk_by_hunk(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = read_files(engine_series.find_release("pydyf"))["pydyf/__init__.py"]
    other = b"\n\n" + source.replace(b"zlib.compressobj(level=9)", b"zlib.compressobj(level=8)")
    monkeypatch.setattr(engine_series, "fetch_release", lambda *_: {"pydyf/__init__.py": other})
    engine_series.print_rebase("pydyf", "0.14.0", "")
    printed = capsys.readouterr().out
    assert re.search(r"0002-deflate\.patch, hunk 2, pydyf/__init__\.py:\d+: does not fit\n", printed)
    assert re.search(r"0001-objects-once\.patch, hunk 1, pydyf/__init__\.py:\d+: stands 2 lines lower\n", printed)
    assert re.search(r"pydyf 0\.14\.0 +4 +14 +0 +13 +1\n", printed)
    assert f'files = "{release.hash_files({"pydyf/__init__.py": other})}"' in printed


def test_the_status_of_the_series_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    engine_series.print_status()
    printed = capsys.readouterr().out
    assert re.search(r"weasyprint \S+ +\d+ +(\d+) +\1 +0 +0\n", printed)
    assert f"patched copies: {find_or_make_copies()}" in printed
