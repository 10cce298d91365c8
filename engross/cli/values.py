"""Values of options: what is allowed is checked, named in the message, and completed by the shell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click
from click.shell_completion import CompletionItem

from engross.cli.misuse import suggest


class OneOf(click.ParamType[Any]):
    """A word of a closed set, in capitals or not. ``words`` may be a function, which is called when it is needed."""

    name = "word"

    def __init__(self, words: Iterable[str] | Callable[[], Iterable[str]]) -> None:
        self._words = words

    def words(self) -> tuple[str, ...]:
        """Return the words that are allowed."""
        return tuple(self._words() if callable(self._words) else self._words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word as the set spells it; "" where nothing is said. Raises UsageError for any other."""
        for word in self.words():
            if str(value).lower() == word.lower():
                return word
        if value == "":
            return ""
        words = ", ".join(self.words())
        raise click.UsageError(f"{_name(param)} is one of {words}, not “{value}”{suggest(value, self.words())}", ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """Return the words that begin as what is typed does."""
        return [CompletionItem(word) for word in self.words() if word.lower().startswith(incomplete.lower())]


class SomeOf(OneOf):
    """Words of a closed set with commas between them, or a list of them in a settings file; a tuple comes out."""

    name = "words"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:  # type: ignore[override]
        """Return the words, each once. Raises UsageError for one that is not in the set."""
        words = value.split(",") if isinstance(value, str) else value
        chosen = (str(word).strip() for word in words)
        return tuple(dict.fromkeys(super(SomeOf, self).convert(word, param, ctx) for word in chosen if word))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Complete the word behind the last comma."""
        before, comma, last = incomplete.rpartition(",")
        return [CompletionItem(before + comma + str(item.value)) for item in super().shell_complete(ctx, param, last)]


class Number(click.ParamType[float]):
    """A number within bounds, or the option's default, which stands for "not said"; messages name its ``unit``.

    ``low`` itself is allowed unless ``above``. ``is_whole``: a number with a fraction is refused.
    """

    name = "number"
    is_whole = False

    def __init__(self, low: float, high: float, unit: str = "", *, above: bool = False) -> None:
        self.low, self.high, self.unit, self.above = low, high, unit, above

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number. Raises UsageError for what is none, or is out of bounds."""
        try:
            number = int(str(value)) if self.is_whole else float(value)
        except (TypeError, ValueError):
            raise click.UsageError(f"{_name(param)} is {self._allowed()}, not “{value}”", ctx) from None
        default = getattr(param, "default", None)
        is_allowed = (self.low < number if self.above else self.low <= number) and number <= self.high
        if not is_allowed and number != default:
            raise click.UsageError(f"{_name(param)} is {self._allowed()}, not “{value}”", ctx)
        return number

    def _allowed(self) -> str:
        kind = "a whole number" if self.is_whole else "a number"
        lowest = f"more than {self.low:g}" if self.above else f"from {self.low:g}"
        ending = "and at most" if self.above else "to"
        return f"{kind} {lowest} {ending} {self.high:.12g}{self.unit and f' {self.unit}'}"


class WholeNumber(Number):
    """A whole number within bounds."""

    is_whole = True


def _name(parameter: click.Parameter | None) -> str:
    """Return the long name of an option, as a message calls it."""
    return max(parameter.opts, key=len) if parameter else "the value"
