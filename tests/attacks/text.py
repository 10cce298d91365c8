"""Mutations of extracted text: of its lines, and of its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from random import Random

from tests.attacks.bytewise import TEXT_BYTES
from tests.attacks.hostile import NUMBERS, pick_text
from tests.attacks.mutation import Mutation, pick_span

Change = Callable[[Random, list[str]], list[str]]  # the lines of a text to other lines

STRAY = (
    "1.", "999.", "1000. Decides", "(a)", "(i)", "*", "12", "I. General", "A/RES/77/213", "Annex", "B", "\f", "~ ~ ~",
    "| a | b |", "Agenda item 5", "77/213. Title", "4 See A/77/53.", "大会，", "The General Assembly,",
    "A   12   345   6",
    "Recalling", "1. Requests the Secretary-General", "31 February 1999", "-" * 80, "United Nations", "22-28954 (E)",
)  # fmt: skip


def drop_lines(random: Random, lines: list[str]) -> list[str]:
    start, end = pick_span(random, len(lines), 8)
    return lines[:start] + lines[end:]


def repeat_lines(random: Random, lines: list[str]) -> list[str]:
    start, end = pick_span(random, len(lines), 8)
    return lines[:end] + lines[start:end] * random.choice((1, 2, 40)) + lines[end:]


def move_lines(random: Random, lines: list[str]) -> list[str]:
    start, end = pick_span(random, len(lines), 8)
    rest = lines[:start] + lines[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + lines[start:end] + rest[at:]


def shuffle_lines(random: Random, lines: list[str]) -> list[str]:
    start, end = pick_span(random, len(lines), 20)
    return lines[:start] + random.sample(lines[start:end], end - start) + lines[end:]


def join_lines(random: Random, lines: list[str]) -> list[str]:
    """Let some lines be one; now and then the whole text."""
    start, end = pick_span(random, len(lines), random.choice((2, 10, len(lines) + 1)))
    return [*lines[:start], random.choice(("", " ")).join(lines[start:end]), *lines[end:]]


def split_line(random: Random, lines: list[str]) -> list[str]:
    at, _ = pick_span(random, len(lines), 1)
    line = lines[at] if lines else ""
    cut = random.randint(0, len(line))
    return [*lines[:at], line[:cut], line[cut:], *lines[at + 1 :]]


def indent(random: Random, lines: list[str]) -> list[str]:
    start, end = pick_span(random, len(lines), 8)
    before = random.choice((" " * 4, " " * 40, "\t", "\u3000\u3000", "> ", " " * 2000))
    return lines[:start] + [before + line for line in lines[start:end]] + lines[end:]


def space_out(random: Random, lines: list[str]) -> list[str]:
    """Set the words of some lines apart, as columns are, or every letter of them."""
    start, end = pick_span(random, len(lines), 8)
    gap, between = random.choice(((" ", "      "), ("", " "), (" ", "\t")))
    spaced = [between.join(line.split(gap) if gap else list(line)) for line in lines[start:end]]
    return lines[:start] + spaced + lines[end:]


def put_in_line(random: Random, lines: list[str]) -> list[str]:
    at = random.randint(0, len(lines))
    return [*lines[:at], random.choice(STRAY), *lines[at:]]


def put_in_text(random: Random, lines: list[str]) -> list[str]:
    at, _ = pick_span(random, len(lines), 1)
    line = lines[at] if lines else ""
    cut = random.randint(0, len(line))
    return [*lines[:at], line[:cut] + pick_text(random) + line[cut:], *lines[at + 1 :]]


def change_figures(random: Random, lines: list[str]) -> list[str]:
    """Put another number where one stands."""
    places = [n for n, line in enumerate(lines) if re.search(r"\d", line)]
    if not places:
        return lines
    at = random.choice(places)
    return [*lines[:at], re.sub(r"\d+", random.choice(NUMBERS), lines[at], count=1), *lines[at + 1 :]]


def drop_blank_lines(random: Random, lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip() or random.random() < 0.05]


def blank_between(random: Random, lines: list[str]) -> list[str]:
    return [each for line in lines for each in (line, *([""] * random.randint(0, 2)))]


def change_case(random: Random, lines: list[str]) -> list[str]:
    start, end = pick_span(random, len(lines), 30)
    change = random.choice((str.upper, str.lower, str.swapcase, str.title))
    return lines[:start] + [change(line) for line in lines[start:end]] + lines[end:]


def turn_lines(random: Random, lines: list[str]) -> list[str]:
    start, end = pick_span(random, len(lines), 8)
    return lines[:start] + [line[::-1] for line in lines[start:end]] + lines[end:]


def repeat_text(random: Random, lines: list[str]) -> list[str]:
    return lines * random.choice((2, 3))


LINES: dict[str, Change] = {
    "drop lines": drop_lines, "repeat lines": repeat_lines, "move lines": move_lines, "shuffle lines": shuffle_lines,
    "join lines": join_lines, "split line": split_line, "indent": indent, "space out": space_out,
    "put in line": put_in_line, "put in text": put_in_text, "change figures": change_figures,
    "drop blank lines": drop_blank_lines, "blank between": blank_between, "change case": change_case,
    "turn lines": turn_lines, "repeat text": repeat_text,
}  # fmt: skip


def change_lines(random: Random, data: bytes, change: Change, end: str = "\n") -> bytes:
    """Change the lines of a file; ``end``: what the lines of the result end with."""
    text = data.decode("utf-8", "replace")
    return end.join(change(random, text.split("\n"))).encode("utf-8", "replace")


def change_line_ends(random: Random, data: bytes) -> bytes:
    return data.replace(b"\n", random.choice((b"\r", b"\r\n", b"\n\n", b"\xe2\x80\xa8", b" ", b"\x0b")))


TEXT: dict[str, Mutation] = {
    **{name: partial(change_lines, change=change) for name, change in LINES.items()},
    **{f"{name} ": partial(change_lines, change=change) for name, change in LINES.items()},  # twice as often
    "change line ends": change_line_ends,
    **TEXT_BYTES,
}
