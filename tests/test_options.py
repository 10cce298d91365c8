"""Every option of every command, in every form in which it can be said: made from the commands themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from engross.cli.commands import make_program
from engross.cli.misuse import Misuse
from engross.cli.settings import check_settings, is_settable, load_settings, settings_for
from engross.cli.values import Number, OneOf, SomeOf
from tests.test_build import ROOT

PROGRAM = make_program(in_checkout=True)


def options() -> Iterator[tuple[str, click.Option]]:
    for name, command in PROGRAM.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name != "config":
                yield name, parameter


OPTIONS = [pytest.param(name, option, id=f"{name} {option.opts[-1]}") for name, option in options()]

TAKES_SETTINGS = {name for name, command in PROGRAM.commands.items() if "config" in {p.name for p in command.params}}
SETTABLE = [
    pytest.param(name, option, id=f"{name} {option.opts[-1]}")
    for name, option in options()
    if name in TAKES_SETTINGS and is_settable(name, option.opts[-1][2:])
]


def example(option: click.Option) -> tuple[str, Any]:
    """A value as it is said, and as the command gets it; none is the option's default."""
    if isinstance(option.type, SomeOf):
        words = option.type.words()
        return ",".join(words[1:]), words[1:]
    if isinstance(option.type, OneOf):
        word = option.type.words()[-1]
        return word.upper(), word
    if isinstance(option.type, Number):
        low, high = option.type.low, option.type.high
        number = low + 7 if low + 7 <= high else (low + high) / 2
        return f"{number:g}", number
    return "some thing", "some thing"


def words_for(command: str) -> list[str]:
    """Words that a command cannot do without."""
    first = {"completion": "bash", "engine": "status"}.get(command, "a.txt")
    return [first] if PROGRAM.commands[command].params[0].required else []


def parsed(command: str, words: list[str]) -> dict[str, Any]:
    context = PROGRAM.commands[command].make_context(command, words)
    return dict(context.params)


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_option_means_the_same_in_every_form(
    command: str, option: click.Option, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its value behind a space, behind "=" and, where it is short, at once; before and behind files."""
    monkeypatch.chdir(tmp_path)
    name = str(option.name)
    needed = words_for(command)
    if option.is_flag:
        for form in option.opts:
            assert parsed(command, [*needed, form])[name] is True
            assert parsed(command, [form, *needed])[name] is True
        return
    said, value = example(option)
    for form in option.opts:
        joined = [[f"{form}={said}"]] if form.startswith("--") else [[f"{form}{said}"], [f"{form}={said}"]]
        for words in ([form, said], *joined):
            first, last = parsed(command, [*words, *needed]), parsed(command, [*needed, *words])
            assert first == last
            assert first[name] == value
            others = [other for key, other in first.items() if key != name]
            assert all(said not in (other if isinstance(other, tuple) else (str(other),)) for other in others)


@pytest.mark.parametrize(("command", "option"), SETTABLE)
def test_option_can_be_set_in_a_file(
    command: str, option: click.Option, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For all commands and for one; what the command line says goes first."""
    monkeypatch.chdir(tmp_path)
    said, value = (True, True) if option.is_flag else example(option)
    long = option.opts[-1][2:]
    line = f"{long} = {'true' if said is True else repr(said)}\n"
    if long in ("out", "fonts", "allow", "records"):
        value = str(tmp_path / str(value))
    for text in (line, f"[{command}]\n{line}"):
        (tmp_path / "engross.toml").write_text(text, "utf-8")
        assert parsed(command, words_for(command))[str(option.name)] == value
    if not option.is_flag:
        again = parsed(command, [*words_for(command), f"--{long}", str(example(option)[0])])
        assert again[str(option.name)] == example(option)[1]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("papper = 'a5'", "no command has an option “papper”: is paper meant?"),
        ("[biuld]\npaper = 'a5'", "there is no command “biuld”: is build meant?"),
        ("[build]\njobs = 4", "build has no option “jobs”"),
        ("paper = ", "is no TOML"),
    ],
)
def test_fault_of_a_settings_file_is_told(text: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(text, "utf-8")
    with pytest.raises(Misuse, match=f"x.toml.*{sentence}".replace("?", r"\?")):
        check_settings(PROGRAM, load_settings(str(tmp_path / "x.toml")))


@pytest.mark.parametrize("text", ["papper = 'a5'", "[biuld]\npaper = 'a5'"])
def test_name_that_no_command_has_ends_every_command(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a person meant to set is not left out in silence."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "engross.toml").write_text(text, "utf-8")
    for command in sorted(TAKES_SETTINGS):
        ended = CliRunner().invoke(PROGRAM, [command, *words_for(command)])
        assert (ended.exit_code, "meant?" in ended.output) == (2, True), command


def test_value_of_a_settings_file_is_checked_like_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "engross.toml").write_text("paper = 'a7'\n", "utf-8")
    with pytest.raises(click.UsageError, match="--paper is one of a4, a5, letter, not “a7”"):
        parsed("build", ["a.txt"])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("paper = [1]", "paper is a text in quotation marks, not [1]"),
        ("language = true", "language is a text in quotation marks, not true"),
        ("fonts = 1979-01-01", 'fonts is a text in quotation marks, not "1979-01-01"'),
        ("editions = 3", "editions is a list of words in quotation marks, not 3"),
        ("editions = [1]", "editions is a list of words in quotation marks, not [1]"),
        ("timeout = true", "timeout is a number, not true"),
        ("font-size = [9]", "font-size is a number, not [9]"),
        ("quiet = 'yes'", 'quiet is true or false, not "yes"'),
        ("[build]\nwith-record = 1", "with-record is true or false, not 1"),
    ],
)
def test_value_of_another_kind_is_told(
    text: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "engross.toml").write_text(text, "utf-8")
    with pytest.raises(click.UsageError) as misuse:
        parsed("build", ["a.txt"])
    assert misuse.value.message.endswith(f"engross.toml: {sentence}")


def test_number_of_a_settings_file_may_be_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "engross.toml").write_text("session = 77\nout = 5\njobs = 2\n", "utf-8")
    values = parsed("corpus", ["a.txt"])
    assert (values["session"], values["out"], values["jobs"]) == ("77", str(tmp_path / "5"), 2)


def test_settings_file_stands_in_the_folder_or_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "engross.toml").write_text("out = 'editions'\nprofile = 'kindle'\n", "utf-8")
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    values = parsed("build", ["a.txt"])
    assert (values["out"], values["profile"]) == (str(tmp_path / "editions"), "kindle")
    assert settings_for(PROGRAM.commands["check"], load_settings()) == {}
    rows = CliRunner().invoke(PROGRAM, ["config", "build"]).output
    assert [line.split() for line in rows.splitlines() if "--profile" in line] == [
        ["--profile", "kindle", str(tmp_path / "engross.toml")]
    ]


@pytest.mark.process
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["build", "--pap"], "--paper"),
        (["build", "--paper", ""], "letter"),
        (["build", "--language", "z"], "zh"),
        (["corpus", "--editions", "pdf,e"], "pdf,epub"),
        (["comp"], "compare"),
    ],
)
def test_shells_complete_commands_options_and_values(words: list[str], expected: str) -> None:
    asked = {
        "_ENGROSS_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["engross", *words]),
        "COMP_CWORD": str(len(words)),
    }
    command = (sys.executable, "-m", "engross")
    done = subprocess.run(command, env={**os.environ, **asked}, capture_output=True, text=True, cwd=ROOT, check=False)
    assert f"plain,{expected}\n" in done.stdout


@pytest.mark.process
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script_serves_engross_and_press(shell: str) -> None:
    done = subprocess.run(
        (sys.executable, "-m", "engross", "completion", shell), capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert "_ENGROSS_COMPLETE" in done.stdout
    assert "press" in done.stdout.splitlines()[-1]


def test_manual_page_has_every_command_and_option() -> None:
    page = CliRunner().invoke(PROGRAM, ["man"]).output
    for name, option in options():
        assert f".SS {name}\n" in page
        assert option.opts[-1].replace("-", "\\-") in page
