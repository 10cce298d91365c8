"""The wheel: it has what is handed out, and it runs where it is installed, without a checkout."""

from __future__ import annotations

import configparser
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_build import FONTS, ROOT, SAMPLE


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = folder.glob("engross-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked into a folder of its own, which is what installing it amounts to."""
    folder = tmp_path_factory.mktemp("a place elsewhere")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def handed_out() -> Iterator[str]:
    """Yield the files that a wheel must have, by their names in it."""
    for path in (ROOT / "engross").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix()
    yield "engross/requirements.lock"  # by which BUILDINFO tells the libraries' hashes
    for name in ("templates", "styles", "samples"):
        for path in (ROOT / name).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                yield f"engross/{path.relative_to(ROOT).as_posix()}"


@pytest.mark.process
def test_holds_what_is_handed_out_and_nothing_else(wheel: Path) -> None:
    """Files that Git ignores stay out."""
    listed = subprocess.run(
        ("git", "status", "--ignored", "--porcelain", "-z"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    ignored = [line[3:] for line in listed.stdout.split("\0") if line.startswith("!! ")]
    expected = {name for name in handed_out() if not name.removeprefix("engross/").startswith(tuple(ignored or "\0"))}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == expected
    for needed in (
        "engross/templates/resolution.html",
        "engross/templates/desk/desk.html",
        "engross/styles/page.css",
        "engross/styles/fonts.conf",
        "engross/samples/A_RES_77_213.zh.txt",
        "engross/grammars/words/zh.toml",
        "engross/grammars/words/en.toml",
        "engross/editions/fonts/fonts.toml",
        "engross/editions/fonts/npm.lock",
        "engross/py.typed",
    ):
        assert needed in held, needed


@pytest.mark.process
def test_names_its_program_and_its_licence(installed: Path) -> None:
    (info,) = installed.glob("engross-*.dist-info")
    points = configparser.ConfigParser()
    points.read(info / "entry_points.txt")
    assert dict(points["console_scripts"]) == {"engross": "engross.cli.program:main"}
    assert (info / "licenses" / "LICENSE").is_file()


def run(installed: Path, here: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run engross in ``here`` with the unpacked wheel and the libraries, without the checkout."""
    script = (
        "import sys; sys.path[:0] = sys.argv[1:3]; sys.argv = ['engross', *sys.argv[3:]]; "
        "from engross.cli.program import main; main()"
    )
    libraries = sysconfig.get_path("purelib")
    environment = {"PATH": os.environ["PATH"], "HOME": str(here), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
    command = (sys.executable, "-S", "-c", script, str(installed), libraries, *words)
    return subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.process
def test_reads_the_sample(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "read", str(SAMPLE))
    assert (done.returncode, done.stdout[:24]) == (0, "A/RES/77/213  (ga, zh)\n "), done.stderr


@pytest.mark.process
def test_makes_editions(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "build", str(SAMPLE), "--fonts", str(FONTS.absolute()))
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "build" / "A_RES_77_213.zh"
    report = json.loads((folder / "report.json").read_text("utf-8"))
    assert [report["counts"][name] for name in ("preambular", "operative", "notes")] == [16, 17, 6]
    assert {file["name"] for file in report["files"]} <= {path.name for path in folder.iterdir()}


@pytest.mark.process
def test_looks_for_fonts_with_the_user_s_data(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "build", str(SAMPLE))
    assert done.returncode == 1
    assert str(tmp_path) in done.stderr
    assert "engross/fonts/" in done.stderr.replace("Application Support/", "")
    assert "engross fonts" in done.stderr


@pytest.mark.process
def test_knows_no_checkout_and_no_sample(installed: Path, tmp_path: Path) -> None:
    """Commands that need one are not there, and a forgotten file name is no build."""
    listed = run(installed, tmp_path, "--help").stdout
    assert "Usage: engross" in listed
    assert "  lint" not in listed
    done = run(installed, tmp_path, "build")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no file is given" in done.stderr
    assert not list(tmp_path.iterdir())
