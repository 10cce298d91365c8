"""The program: help that is complete, misuse in one sentence, exit codes, what a person reads at the end."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import click
import pytest
from rich.cells import cell_len
from rich.console import Console

from engross.cli import screen
from engross.cli.commands import make_program
from engross.cli.program import run_command_line
from engross.cli.run_progress import make_progress_bar
from engross.grammars.edition_name import make_edition_name, spell_name
from engross.grammars.terminal import STEERING_CHARACTER, spell_controls
from engross.model.notice import Code, Notice
from engross.model.tree import NOWHERE, Where
from tests.test_build import FONTS, ROOT, SAMPLE

PROGRAM = make_program(in_checkout=True)
COMMANDS = tuple(PROGRAM.commands)

BODIES = "trusteeship, chr, unea, cop, cmp, cma, wha, ece, escap, escwa, eca, eclac, secretariat, treaty, other"
ORGANS = f"--organ is one of ga, sc, ecosoc, hrc, {BODIES}, not “foo”"
SHORT = ROOT / "tests" / "cases" / "structure" / "raw-en-title-note" / "in.txt"


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, what it printed, what it complained of."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in this process: words in, its end out."""

    def run(*words: object) -> Ended:
        code = run_command_line("engross", list(map(str, words)))
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return run


@pytest.mark.parametrize("columns", ["50", "80", "200"])
def test_help_lists_every_command_with_a_sentence(columns: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    ended = run("--help")
    assert ended.code == 0
    listed = re.findall(r"^  ([a-z]+)   *([A-Z].*)", ended.out, re.MULTILINE)
    assert tuple(name for name, _ in listed) == COMMANDS
    assert max(map(len, ended.out.splitlines())) <= min(100, int(columns))
    assert run().out == run("help").out == ended.out


@pytest.mark.parametrize(
    "address", ["foo bar", "tcp://10.0.0.1:99999", "gopher://10.0.0.1:70", "10.0.0.1", "tcp://:8786", "8786", "a:0"]
)
@pytest.mark.parametrize("task", ["corpus", "volume"])
def test_what_can_be_no_scheduler_is_misuse_at_once(task: str, address: str, run: Run) -> None:
    ended = run(task, "a.txt", "--scheduler", address)
    assert ended.code == 2
    assert f"--scheduler is an address like tcp://10.0.0.1:8786, not “{address}”" in ended.err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("columns", [50, 80])
def test_help_fits_the_terminal(command: str, columns: int, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a command that is to be copied may be longer than a line; what is said of it stands below it."""
    monkeypatch.setenv("COLUMNS", str(columns))
    long = [line for line in run(command, "--help").out.splitlines() if cell_len(line) > columns]
    assert [line for line in long if not line.startswith("  engross ") or "   " in line.strip()] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_describes_each_option(command: str, run: Run) -> None:
    first, second = run(command, "--help"), run("help", command)
    assert (first.code, first.err, second.code) == (0, "", 0)
    assert first.out.partition("\n")[2] == second.out.partition("\n")[2]
    for parameter in PROGRAM.commands[command].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.opts
            assert parameter.help[-1] == ".", f"{parameter.help} is no sentence"
            assert all(name in first.out for name in parameter.opts)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (
            "build",
            ["engross build A_RES_77_213.xml", "--symbol A/RES/80/1", "second", "default: build", "exit code is 1"],
        ),
        ("serve", ["--port 9000", "1 to 65535", "127.0.0.1"]),
        ("desk", ["engross desk drafts", "127.0.0.1", "Ctrl+C", "not made for the Internet"]),
        ("check", ["engross check build/", "Without a name, build is checked"]),
        ("fonts", ["70 MB", "SHA-256", ".engross/fonts"]),
        ("test", ["--durations=5", "fonts and not fetch"]),
        ("read", ["engross read FILE", "--to yaml > bad.resolution.yaml", "ru, zh", "A/RES/77/213"]),
    ],
)
def test_help_has_units_and_examples(command: str, words: list[str], run: Run) -> None:
    text = " ".join(run(command, "--help").out.split())
    assert [each for each in words if each not in text] == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["print"], "there is no command “print”"),
        (["help", "print"], "there is no command “print”"),
        (["biuld", "x"], "there is no command “biuld”: is build meant?"),
        (["one.xml"], "there is no command “one.xml”: is engross build one.xml meant?"),
        (["--colour"], "there is no option --colour here"),
        (["build", "--colour", "red"], "there is no option --colour here"),
        (["build", "--papr", "a5"], "there is no option --papr here: is --paper meant?"),
        (["build", "--version"], "there is no option --version here"),
        (["build", "--dry"], "there is no option --dry here"),
        (["build", "--symbol"], "--symbol needs a value"),
        (["build", "--quiet=yes"], "--quiet takes no value"),
        (["build", "--language", "xx"], "--language is one of ar, de, en, es, fr, ru, zh, not “xx”"),
        (["build", "--font-size", "big"], "--font-size is a number from 7 to 28 points, not “big”"),
        (["build", "--font-size", "30"], "--font-size is a number from 7 to 28 points, not “30”"),
        (["build", "--paper", "a6"], "--paper is one of a4, a5, letter, not “a6”"),
        (["build", "--profile", "nook"], "--profile is one of reader, archive, kindle, not “nook”"),
        (["build", "a.txt", "b.txt", "--symbol", "A/RES/1/1"], "--symbol is of one document: give one source with it"),
        (["build", "a.txt", "b.txt", "--name", "x"], "--name is of one document: give one source with it"),
        (["serve", "--port", "0"], "--port is a whole number from 1 to 65535, not “0”"),
        (["serve", "--port", "abc"], "--port is a whole number from 1 to 65535, not “abc”"),
        (["serve", "--port=1.5"], "--port is a whole number from 1 to 65535, not “1.5”"),
        (["read", "--to", "html"], "--to is one of text, yaml, json, akn, akn-guideline, docx, not “html”"),
        (["read", "a.txt", "b.txt", "--to", "yaml"], "--to yaml makes one file: give one source"),
        (["build", "--timeout", "0"], "--timeout is a number more than 0 and at most 86400 seconds, not “0”"),
        (["read", "--timeout", "nan"], "--timeout is a number more than 0 and at most 86400 seconds, not “nan”"),
        (["corpus", "a.txt", "--memory", "0"], "--memory is a whole number from 1 to 1000000 MB, not “0”"),
        (["corpus", "a.txt", "--organ", "foo"], ORGANS),
        (["corpus", "a.txt", "-e", "pdf,word"], "--editions is one of pdf, epub, html, print, index, akn, not “word”"),
        (["corpus"], "corpus needs source ..."),
        (["check", "--jobs", "-3"], "--jobs is a whole number from 0 to 1024, not “-3”"),
        (["compare", "a.txt"], "compare holds two sources against each other, not 1"),
        (["compare", "a.txt", "b.txt", "--to", "yaml"], "--to is one of text, json, not “yaml”"),
        (["serve", "a.txt", "b.txt", "--symbol", "A/RES/1/1"], "--symbol is of one document: give one source with it"),
        (["find"], "find needs words ..."),
        (["find", " "], "find needs words to look for"),
        (
            ["build", "https://x.org/1"],
            "“https://x.org/1” is an address: only corpus and volume take those; fetch the document, and name its file",
        ),
        (
            ["read", "a.txt", "A/RES/77/213"],
            "“A/RES/77/213” is a symbol, and there is no file of that name: fetch the document, and name its file",
        ),
        (["pdf", "a.txt", "--debug", "--out", "-"], "--debug makes a second file: give a folder with --out"),
        (
            ["build", "--out", "-"],
            "--out - prints one edition of one document: give one file, and one name with --editions",
        ),
    ],
    ids=" ".join,
)
def test_misuse_is_one_sentence(words: list[str], sentence: str, run: Run) -> None:
    ended = run(*words)
    command = f"engross {words[0]}" if words[0] in COMMANDS else "engross"
    said, usage, more = ended.err.splitlines()
    assert said == f"engross: {sentence}"
    assert usage.startswith(f"  usage: {command} ")
    assert more == f"  see {command} --help"
    assert (ended.code, ended.out) == (2, "")


@pytest.mark.process
def test_read_prints_the_structure(run: Run) -> None:
    ended = run("read", SAMPLE)
    assert ended.code == 0
    assert ended.out.startswith("A/RES/77/213  (ga, zh)\n")
    assert "op-17        17. *决定*在大会第七十八届会议上继续审议这个问题。\n" in ended.out
    assert ended.err == ""
    assert run("read", SAMPLE, "--verbose").err == "A_RES_77_213.zh.txt (1 of 1) …\n"


@pytest.mark.process
def test_read_writes_yaml_that_is_read_again(run: Run, tmp_path: Path) -> None:
    """The file names a schema beside it, not one at a place of this machine."""
    ended = run("read", SAMPLE, "--to", "yaml")
    assert ended.out.startswith("# yaml-language-server: $schema=resolution.schema.json\n")
    (tmp_path / "again.resolution.yaml").write_text(ended.out, "utf-8")
    again = run("read", tmp_path / "again.resolution.yaml", "--to", "yaml")
    assert (ended.code, again.code, again.out) == (0, 0, ended.out)


@pytest.mark.process
def test_read_says_beside_a_form_what_must_be_looked_at(run: Run, tmp_path: Path) -> None:
    text = Path(SAMPLE).read_text("utf-8")
    (tmp_path / "in.txt").write_text(text.replace("  3. 重申", "  5. 重申", 1), "utf-8")
    structure, form = run("read", tmp_path / "in.txt"), run("read", tmp_path / "in.txt", "--to", "json")
    assert "number-order" in structure.out
    assert "warning: in.txt:" in form.err
    assert json.loads(form.out)["symbol"] == "A/RES/77/213"


@pytest.mark.process
def test_compare_shows_figures_and_differences(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(
        Path(SAMPLE).read_text("utf-8").replace("尊重文化多样性", "尊重文化多元性", 1), "utf-8"
    )
    ended, same = run("compare", SAMPLE, tmp_path / "b.txt"), run("compare", SAMPLE, SAMPLE)
    assert (ended.code, same.code) == (1, 0)
    assert "of them exact                         36 of 37 (97.30 %)\n" in ended.out
    assert "多元性" in ended.out
    found = json.loads(run("compare", SAMPLE, tmp_path / "b.txt", "--to", "json").out)
    assert found["exact"] == {"of": 37, "found": 36}
    assert [one["kind"] for one in found["differences"]] == ["text"]


@pytest.mark.process
def test_read_goes_on_after_a_refusal(tmp_path: Path, run: Run) -> None:
    ended = run("read", tmp_path / "none.txt", SAMPLE)
    assert ended.code == 1
    assert ended.out.startswith("A/RES/77/213")
    assert ended.err.endswith("2 documents: 1 done, 1 refused\n")


@pytest.mark.process
def test_build_goes_on_after_a_refusal_and_sums_up(tmp_path: Path, run: Run) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    shutil.copy(SAMPLE, tmp_path / "in put.txt")
    ended = run("build", tmp_path / "empty.txt", tmp_path / "in put.txt", "--out", tmp_path / "out", "--fonts", FONTS)
    assert ended.code == 1
    assert "refused: empty.txt: the file is empty\n" in ended.err
    assert ended.err.endswith("2 documents: 1 done, 1 refused\n")
    names = re.findall(r"^  .*/(A_RES_77_213\.zh/\S.*?)  \d+ kB$", ended.out, re.MULTILINE)
    assert names == [
        f"A_RES_77_213.zh/A_RES_77_213.zh{end}"
        for end in (".pdf", ".print.html", ".epub", ".symbols.json", ".symbols.csv", ".xml", ".html")
    ] + ["A_RES_77_213.zh/report.json"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["A_RES_77_213.zh"]


@pytest.mark.process
@pytest.mark.parametrize("given", [("1.txt", "2.xml"), ("2.xml", "1.txt")], ids=" ".join)
def test_two_sources_of_one_document_are_told_apart(given: tuple[str, str], tmp_path: Path, run: Run) -> None:
    """In whatever order they are given, the first by its name has the document's own; the other says so."""
    shutil.copy(SHORT, tmp_path / "1.txt")
    (tmp_path / "2.xml").write_text(run("read", SHORT, "--to", "akn").out, "utf-8")
    ended = run("akn", *(tmp_path / name for name in given), "--out", tmp_path / "out")
    assert ended.code == 0, ended.err
    reports = {path.parent.name: json.loads(path.read_text("utf-8")) for path in tmp_path.glob("out/*/report.json")}
    sources = {name: report["source"]["name"] for name, report in reports.items()}
    assert sources == {"A_RES_80_34.en": "1.txt", "A_RES_80_34.en-2": "2.xml"}
    told = {
        name: [notice["message"] for notice in report["notices"] if notice["code"] == "same-document"]
        for name, report in reports.items()
    }
    message = "A/RES/80/34 in language en was made from 1.txt as well"
    assert told == {"A_RES_80_34.en": [], "A_RES_80_34.en-2": [message]}


@pytest.mark.process
def test_a_better_source_replaces_the_editions(tmp_path: Path, run: Run) -> None:
    for name, words in (("bad.txt", "barrles"), ("A.txt", "barrels")):
        text = SHORT.read_text("utf-8").replace("no more oil", f"no more {words} of oil")
        (tmp_path / name).write_text(text, "utf-8")
        assert run("akn", tmp_path / name, "--out", tmp_path / "out").code == 0
    (folder,) = (tmp_path / "out").iterdir()
    text = (folder / "A_RES_80_34.en.xml").read_text("utf-8")
    assert ("barrels" in text, "barrles" in text) == (True, False)


@pytest.mark.process
def test_editions_have_the_name_that_is_asked_for(tmp_path: Path, run: Run) -> None:
    assert run("akn", SHORT, "--name", "our draft", "--out", tmp_path / "out").code == 0
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.glob("out/*/*"))
    assert names == ["out/our draft/our draft.xml", "out/our draft/report.json"]


@pytest.mark.process
def test_summary_tells_counts_files_and_notices(tmp_path: Path, run: Run) -> None:
    """A warning is told with its place and what to do; what is only worth knowing is counted."""
    source = tmp_path / "in.txt"
    source.write_text(SAMPLE.read_text("utf-8").replace("\n 17. 决定", "\n 18. 决定"), "utf-8")
    ended = run("index", source, "--out", tmp_path / "out", "--fonts", FONTS)
    assert ended.code == 0
    head, *rest = ended.out.splitlines()
    assert head.startswith("A/RES/77/213 (zh): 16 preambular, 17 operative, 6 notes")
    assert rest[0].endswith("/A_RES_77_213.zh.symbols.json  3 kB")
    told = ended.out[ended.out.index("  warning:") :].splitlines()
    assert re.fullmatch(r"  warning: in\.txt:\d+: paragraph 18 follows 16", told[0])
    assert told[1] == "    the numbers were kept as printed: compare with the printed document"
    assert re.fullmatch(r"  \d smaller remarks?: see report.json", told[2])


def run_changed(change: str, *words: object, folder: Path) -> Ended:
    """Run a command in a process of its own, after the statements of ``change``; temporary files are in ``folder``.

    What is changed here reaches the processes that make editions only by a fork, and beside a Java machine, which
    another test may have started, they are spawned.
    """
    run = "import sys\nfrom engross.cli.program import run_command_line as run\nsys.exit(run('engross', sys.argv[1:]))"
    done = subprocess.run(
        (sys.executable, "-c", f"{change}\n{run}", *map(str, words)),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env=os.environ | {"TMPDIR": str(folder)},
    )
    return Ended(done.returncode, done.stdout, done.stderr)


NOTHING_READ_BACK = """
from engross.model.text import TextStreams
from engross.pipeline import make_editions
make_editions.read_pdf_back = lambda *_: TextStreams((), "", ())
"""
FIRST_FAILS = """
from engross import passes
run_passes = passes.run_passes
def fail(reading):
    if reading.resolution.where.file == "a.txt":
        raise KeyError("a")
    return run_passes(reading)
passes.run_passes = fail
"""


@pytest.mark.process
def test_fault_of_an_edition_ends_with_1(tmp_path: Path) -> None:
    ended = run_changed(NOTHING_READ_BACK, "pdf", SAMPLE, "--out", tmp_path, "--fonts", FONTS, folder=tmp_path)
    assert ended.code == 1
    assert "  error: " in ended.err
    assert "an edition at fault is not put out" in ended.err


@pytest.mark.process
@pytest.mark.parametrize("task", ["build", "html", "pdf", "epub", "index", "akn", "read"])
def test_failure_of_one_document_is_its_own(task: str, tmp_path: Path) -> None:
    """What nobody foresaw: no traceback, the trace in a file, the next document is done."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(SHORT.read_bytes())
    words = [] if task == "read" else ["--out", tmp_path / "out", "--fonts", FONTS]
    ended = run_changed(FIRST_FAILS, task, tmp_path / "a.txt", tmp_path / "b.txt", *words, folder=tmp_path)
    assert ended.code == 1
    assert "Traceback" not in ended.err
    assert "refused: a.txt: engross failed here (KeyError at pipeline/read.py:" in ended.err
    assert ended.err.endswith("2 documents: 1 done, 1 refused\n")
    (trace,) = tmp_path.glob("engross-trace-*.txt")
    assert str(trace) in ended.err
    assert "KeyError: 'a'" in trace.read_text("utf-8")


@pytest.mark.process
@pytest.mark.parametrize(
    ("bound", "said"),
    [(["--timeout", "0.01"], "it takes longer than 0.01 seconds"), (["--memory", "1"], "it needs more memory")],
    ids=("time", "memory"),
)
def test_document_beyond_its_bounds_leaves_nothing(bound: list[str], said: str, tmp_path: Path) -> None:
    """In a process of its own, for here the press is loaded already."""
    command = (sys.executable, "-m", "engross", "build", str(SHORT), "--out", str(tmp_path / "out"), *bound)
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 2, "what is wrong, what to do"
    assert not [*tmp_path.iterdir()]


def test_check_of_nothing_is_refused(tmp_path: Path, run: Run) -> None:
    ended = run("check", tmp_path)
    assert ended.code == 1
    assert ended.err.splitlines()[-2].startswith("engross: ")


@pytest.mark.parametrize(
    ("words", "sentence"), [(["test"], "there is no command “test”"), (["build"], "no file is given")]
)
def test_installed_program_has_no_checkout(
    words: list[str], sentence: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No commands that need it, and no sample in the place of a name that was forgotten."""
    monkeypatch.setattr("engross.editions.assets.PACKAGE_FOLDER", Path("/somewhere/site-packages/engross"))
    ended = run(*words)
    assert ended.code == 2
    assert sentence in ended.err
    assert "test" not in run("--help").out.split()


@pytest.mark.process
@pytest.mark.parametrize("words", [["--help"], ["build", "--help"], ["man"], ["read", str(SAMPLE)]], ids=" ".join)
def test_reader_that_goes_away_leaves_no_traceback(words: list[str]) -> None:
    """The pipe is closed before the program writes: what `| head -1` may come to."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        command = (sys.executable, "-m", "engross", *words)
        done = subprocess.run(command, stdout=pipe, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert done.returncode == 1


@dataclass(frozen=True)
class Stream:
    """How a standard stream is given to the program, in the words of a shell, and what is expected then."""

    words: str
    given: str
    code: int
    said: str


LOST = "the output cannot be written: No space left on device"


@pytest.mark.process
@pytest.mark.parametrize(
    "stream",
    [
        Stream("--help", ">&-", 1, "standard output is closed: send it to a file, or to /dev/null"),
        Stream("--help", ">/dev/full", 1, LOST),
        Stream("read {}", ">/dev/full", 1, LOST),
        Stream("read {} --to yaml", ">/dev/full", 1, LOST),
        Stream("read {} --verbose", ">/dev/null 2>/dev/full", 1, ""),
        Stream("read {}", ">/dev/null 2>&-", 0, ""),
        Stream("read {} --verbose", "<&- >/dev/null", 0, "in.txt (1 of 1) …"),
        Stream("read {}", "<&- >&- 2>&-", 1, ""),
        Stream("read none.txt", ">/dev/full 2>&1", 1, ""),
    ],
    ids=lambda stream: f"{stream.words} {stream.given}",
)
def test_stream_that_is_closed_or_full_is_told_in_a_line(stream: Stream) -> None:
    program = shlex.join((sys.executable, "-m", "engross"))
    words = stream.words.format(shlex.quote(str(SHORT)))
    command = f"{program} {words} {stream.given}"
    done = subprocess.run(("sh", "-c", command), stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert done.returncode == stream.code
    last = done.stderr.splitlines()[-1:] or [""]
    assert last[0].removeprefix("./press: ") == stream.said
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.process
def test_words_behind_two_dashes_are_files(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever they look like: an option, a command, several short options in one."""
    monkeypatch.chdir(tmp_path)
    for name in ("-z.txt", "--out", "build"):
        Path(name).write_bytes(SHORT.read_bytes())
    ended = run("read", "--", "-z.txt", "--out", "build")
    assert (ended.code, ended.out.count("A/RES/80/34  (ga, en)")) == (0, 3)
    ended = run("index", "--out", "made", "--", "-z.txt")
    assert (ended.code, [path.name for path in Path("made").iterdir()]) == (0, ["A_RES_80_34.en"])


def test_words_behind_two_dashes_are_pytest_s(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def note(words: tuple[str, ...], **_: object) -> subprocess.CompletedProcess[bytes]:
        asked.append(words)
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr("engross.cli.commands.checkout.subprocess.run", note)
    assert run("test", "tests/test_walk.py", "--", "--durations=5", "-x").code == 0
    assert asked[0][1:] == ("-m", "pytest", "-n", "auto", "tests/test_walk.py", "--durations=5", "-x")


@pytest.mark.parametrize("words", [["fonts", "--", "x"], ["lint", "x"]], ids=" ".join)
def test_words_that_no_command_takes_are_not_dropped(words: list[str], run: Run) -> None:
    ended = run(*words)
    assert ended.code == 2
    assert "“x” is one word too many here" in ended.err


def test_failure_of_the_program_itself_is_told_without_a_traceback(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("engross.editions.fonts.fetch.download_fonts", fail)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = run("fonts", "--to", tmp_path)
    assert ended.code == 1
    assert re.match(r"engross: engross failed here \(KeyError at cli/console\.py:\d+\)\n  please report it", ended.err)
    assert "the others go on" not in ended.err


NAMES = ("caf\udce9\u202e.txt", "x\x1b[31m\n.txt", "...txt", "[/b] [red]\\.txt")


@pytest.mark.process
def test_any_name_of_a_source_makes_valid_editions(tmp_path: Path, run: Run) -> None:
    """Names that are no UTF-8, steer terminals, are steps or markup: nothing outside --out, nothing raw printed."""
    sources = [tmp_path / name for name in NAMES]
    for source in sources:
        source.parent.mkdir(exist_ok=True)
        source.write_bytes(SHORT.read_bytes())
    before = set(tmp_path.iterdir())
    ended = run("build", *sources, "--out", tmp_path / "out", "--fonts", FONTS)
    assert ended.code == 0, ended.err
    assert set(tmp_path.iterdir()) - before == {tmp_path / "out"}
    assert run("epub", *sources, "--profile", "archive", "--out", tmp_path / "books", "--fonts", FONTS).code == 0
    names = {spell_name(source.name) for source in sources}
    folders = {path.name for path in (tmp_path / "out").iterdir()}
    others = sorted(source.stem for source in sources)[1:]
    assert folders == {"A_RES_80_34.en", *(make_edition_name(f"A_RES_80_34.en-{stem}") for stem in others)}
    assert not STEERING_CHARACTER.search(ended.out + ended.err)
    for folder in (tmp_path / "out").iterdir():
        assert {path.name for path in folder.iterdir() if path.suffix == ".pdf"} == {f"{folder.name}.pdf"}
        assert json.loads((folder / "report.json").read_text("utf-8"))["source"]["name"] in names
    checked = run("check", tmp_path / "out", tmp_path / "books", "--jobs", "1")
    assert checked.code == 0, checked.out
    assert not STEERING_CHARACTER.search(checked.out + checked.err)


@pytest.mark.process
def test_text_steers_no_terminal(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """U+009B begins a sequence as ESC [ does; XML may have it. A file that is asked for is whole, but at a terminal."""
    first = run("read", SHORT, "--to", "akn")
    assert (first.code, first.err) == (0, "")
    made = first.out
    (tmp_path / "in.xml").write_text(made.replace("keepers;", "kee\x9b31mpers\u202e;"), "utf-8")
    assert "\x9b" in (tmp_path / "in.xml").read_text("utf-8")
    ended = run("read", tmp_path / "in.xml")
    assert "kee\\x9b31mpers\\u202e" in ended.out
    assert not STEERING_CHARACTER.search(ended.out + ended.err)
    assert "kee\x9b31mpers\u202e" in run("read", tmp_path / "in.xml", "--to", "akn").out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert not STEERING_CHARACTER.search(run("read", tmp_path / "in.xml", "--to", "akn").out)


@pytest.mark.parametrize("cell", ["[/b].epub", "[red]x", "\x1b[31mx", ":warning:"])
def test_cell_of_a_table_is_text(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    screen.print_table([cell], [[cell]])
    assert capsys.readouterr().out.split() == [spell_controls(cell)] * 2


@pytest.mark.parametrize(("words", "is_told"), [('"rights"', True), ("rights AND peace", True), ("Anders", False)])
def test_words_that_are_not_found_are_not_silently_a_query(
    words: str, is_told: bool, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engross.batch.search.sqlite_index.find_places", lambda *_: ())
    ended = run("find", words)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.splitlines()[0] == "0 places in 0 documents"
    assert ("the words are looked for as they are typed" in ended.err) is is_told


@pytest.mark.parametrize("where", [Where("a.xml", 3), NOWHERE], ids=str)
def test_notice_without_a_place_has_none(where: Where, capsys: pytest.CaptureFixture[str]) -> None:
    screen.print_notice(Notice(Code.FURNITURE, "m", "h", where), screen.standard_output())
    (first, _) = capsys.readouterr().out.splitlines()
    assert first == ("  info: a.xml:3: m" if where.file else "  info: m")


HEADS = ("edition", "file identity", "PDF/A, PDF/UA", "text identity", "lines of 总是 characters", "n")
ROWS = (
    ("build/A_RES_77_213.zh/A_RES_77_213.zh.pdf", "clean", "2 errors, 1 warning", "clean (3 noted)", "1 error", "7"),
    ("b/决议.epub", "clean", "–", "clean", "", "–"),
    ("c.xml", "clean", "–", "–", "–", "–"),
    ("d.xml", "", "–", "–", "–", "11"),
)
FOOT = ("4 files, 3 clean", "4 clean", "1 of 1 at fault", "2 clean (3 noted)", "1 of 1 at fault", "18")


def print_at(width: int, monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool = True) -> list[str]:
    """Return the lines of a table as a console of that width prints it, checked to end in no blanks."""
    printed = StringIO()
    console = Console(file=printed, width=width, force_terminal=is_terminal, color_system=None, soft_wrap=True)
    monkeypatch.setattr(screen, "standard_output", lambda: console)
    screen.print_table(HEADS, ROWS, FOOT)
    lines = printed.getvalue().splitlines()
    assert [line for line in lines if line != line.rstrip()] == []
    return lines


@pytest.mark.parametrize("width", [20, 50, 80, 120])
def test_table_that_is_wider_than_the_terminal_is_whole(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of a row leads; each cell that tells something stands below it with its head, wrapped between cells."""
    lines = print_at(width, monkeypatch)
    assert [line for line in lines if not line.startswith(" ")] == [
        ROWS[0][0], "b/决议.epub: clean", "c.xml: clean", "d.xml", FOOT[0]
    ]  # fmt: skip
    cells = [f"{head}: {cell}" for head, cell in zip(HEADS[1:], ROWS[0][1:], strict=True)]
    assert " ".join(line.strip() for line in lines[1 : lines.index("b/决议.epub: clean")]) == "; ".join(cells)
    too_long = [line for line in lines if cell_len(line) > width]
    assert [line for line in too_long if "; " in line.strip()] == []
    assert lines[lines.index("d.xml") + 1] == "  n: 11"


@pytest.mark.parametrize(("width", "is_terminal"), [(200, True), (50, False)])
def test_table_with_room_has_columns(width: int, is_terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or a pipe has room; Han characters take two columns; numbers stand at the right of theirs."""
    lines = print_at(width, monkeypatch, is_terminal=is_terminal)
    assert len(lines) == len(ROWS) + 2
    starts = [cell_len(line[: line.index(cell)]) for line, cell in zip(lines, ("file", *(["clean"] * 3)), strict=False)]
    assert len(set(starts)) == 1
    assert all(cell in line for line, row in zip(lines, (HEADS, *ROWS, FOOT), strict=True) for cell in row)


@pytest.mark.parametrize("width", [40, 50, 69, 80])
def test_progress_shows_numbers_and_time_at_any_width(width: int) -> None:
    printed = StringIO()
    console = Console(file=printed, width=width, force_terminal=True, color_system=None)
    bar = make_progress_bar(console)
    bar.add_task("22 pages, 1.0 documents a second, 0 not done", total=1000, completed=7)
    console.print(bar.get_renderable())
    (line,) = printed.getvalue().splitlines()
    assert re.match(r" *7/1000 -:--:-- ", line)
    assert "22 pages" in line
    assert len(line) <= width


@pytest.mark.process
def test_terminal_that_knows_no_chinese_gets_it_spelt_out() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = (sys.executable, "-m", "engross", "read", str(SAMPLE))
    done = subprocess.run(command, env=env, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0
    assert r"\u5927\u4f1a" in done.stdout


LOADED = """
import {}, sys
print([name for name in 'asyncio email lxml rich engross_weasyprint'.split() if name in sys.modules])
"""


@pytest.mark.process
def test_help_loads_nothing_that_it_does_not_need() -> None:
    assert says(LOADED.format("engross.cli.program")) == "[]"


def says(script: str) -> str:
    """What a script prints in a process of its own."""
    done = subprocess.run((sys.executable, "-c", script), cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip()
