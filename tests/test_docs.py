"""The pages of docs/: the site builds, their commands mean something, the users' pages can be walked when installed."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from engross.cli.commands import make_program
from engross.model.request import Request
from engross.pipeline.read import understand_request, write_word
from tests.cases import source_of
from tests.test_build import FONTS, ROOT, SAMPLE
from tests.test_concord import source as write_version
from tests.test_wheel import installed, run, wheel

__all__ = ["installed", "wheel"]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
GENERATED = ("commands.md", "notices.md")
PAGES = [page for page in PAGES if page.name not in GENERATED]
PAGES += sorted((ROOT / "docs" / "users").glob("*.md"))
USER_PAGES = [ROOT / "docs" / "first-handout.md", *sorted((ROOT / "docs" / "users").glob("*.md"))]
FENCED = re.compile(r"^```(sh|text|)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`((?:\./press|engross) [^`]+)`")
REDLINE_CASE = ROOT / "tests" / "cases" / "redline" / "en-three-versions"
PARALLEL_CASES = ROOT / "tests" / "cases" / "parallel"
WORD_DRAFT = ROOT / "tests" / "cases" / "structure" / "docx-en-draft"
LINES_END = re.compile(r"\s+[#>|<].*$|\s+…$")  # a remark, or a redirection, behind a command


def commands_of(page: Path, *, only_shell: bool = False) -> Iterator[list[str]]:
    """Yield the commands of engross that a page shows, as the words behind the program's name."""
    text = page.read_text("utf-8")
    blocks = [body for kind, body in FENCED.findall(text) if kind == "sh" or not only_shell]
    lines = [line for body in blocks for line in body.splitlines()]
    for line in (*lines, *([] if only_shell else INLINE.findall(FENCED.sub("", text)))):
        matched = re.match(r"(?:\./press|engross) (.+)", line)
        if matched:
            yield shlex.split(LINES_END.sub("", matched[1]))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_a_page_shows_mean_something(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command and option is one that there is, with a value that it takes."""
    monkeypatch.chdir(tmp_path)
    program = make_program(in_checkout=True)
    for words in commands_of(page):
        if words[0].startswith("-") or words[0].isupper():  # ./press --help; ./press COMMAND
            continue
        name, *rest = words
        if not rest:  # the command is spoken of
            assert name in program.commands
            continue
        try:
            program.commands[name].make_context(name, [word for word in rest if word != "--help"])
        except click.UsageError as error:
            pytest.fail(f"{page.name}: {shlex.join(words)}: {error.format_message()}")


def test_pages_show_commands() -> None:
    assert len(list(commands_of(ROOT / "README.md"))) > 10
    assert all(list(commands_of(page, only_shell=True)) for page in USER_PAGES)


@pytest.fixture
def desk(tmp_path: Path, installed: Path) -> Path:
    """The folder of someone who has the files that the pages speak of."""
    folder = tmp_path / "desk"
    (folder / "session").mkdir(parents=True)
    made = run(installed, folder, "read", str(SAMPLE), "--to", "akn")
    (folder / "A_RES_77_213.xml").write_text(made.stdout, "utf-8")
    shutil.copy(source_of(WORD_DRAFT), folder / "draft.docx")
    for case, name in (("zh-en/first", "zh"), ("zh-en/second", "en"), ("en-ar/second", "ar")):
        request = Request(PARALLEL_CASES / f"{case}.yaml", None, FONTS)
        (folder / f"draft.{name}.docx").write_bytes(write_word(understand_request(request).resolution))
    for case, name in (("1", "L.5"), ("2", "L.5_Rev.1"), ("3", "A_RES_99_7")):
        request = Request(REDLINE_CASE / f"{case}.yaml", None, FONTS)
        (folder / f"{name}.docx").write_bytes(write_word(understand_request(request).resolution))
    (folder / "drafts").mkdir()
    for name in ("draft.zh", "draft.en", "L.5", "L.5_Rev.1"):
        shutil.copy(folder / f"{name}.docx", folder / "drafts")
    shutil.copy(SAMPLE, folder / "session" / SAMPLE.name)
    for code in ("eng", "zho"):
        write_version(folder / "session", code)
    return folder


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.parametrize("page", USER_PAGES, ids=lambda page: page.stem)
def test_page_can_be_walked_with_an_installed_engross(page: Path, desk: Path, installed: Path) -> None:
    """Each command of the page in its order, as it stands there; fonts are where the user's data are."""
    fonts = desk / ".local" / "share" / "engross" / "fonts"
    fonts.parent.mkdir(parents=True)
    fonts.symlink_to(FONTS.absolute())
    for words in commands_of(page, only_shell=True):
        done = run(installed, desk, *words)
        assert done.returncode == 0, f"{shlex.join(words)}\n{done.stderr}{done.stdout}"
        assert done.stdout


@pytest.mark.process
@pytest.mark.slow
def test_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = (
        sys.executable,
        "-m",
        "sphinx",
        "--fail-on-warning",
        "-q",
        "-d",
        tmp_path / "trees",
        "docs",
        tmp_path / "site",
    )
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    commands = (tmp_path / "site" / "commands.html").read_text("utf-8")
    assert all(f'id="{name}"' in commands for name in make_program(in_checkout=False).commands)
