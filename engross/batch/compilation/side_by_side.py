"""Do the same work on many values by workers side by side, each value within bounds on time and memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Protocol, TypeVar

from pebble import ProcessExpired

from engross.batch.corpus import RunResources
from engross.batch.corpus.pool import open_pool
from engross.model.notice import Refusal
from engross.model.tree import Where


class Named(Protocol):
    """Work that is told by its name where it fails."""

    @property
    def name(self) -> str:
        """The name of what is worked on."""


Value = TypeVar("Value", bound=Named)
Result = TypeVar("Result")


def work_side_by_side(
    work: Callable[[Value], Result], values: Sequence[Value], run: RunResources, *, tasks: int = 0
) -> Iterator[Result]:
    """Yield the result of each value, in their order.

    ``tasks``: how many values a worker has before another takes its place, which gives its memory back; 0: all.
    Raises Refusal for what takes longer or more memory than ``run`` allows, and what ``work`` raises.
    """
    with open_pool(max(1, min(run.jobs, len(values))), tasks, run.memory) as pool:
        futures = [pool.schedule(work, args=[value], timeout=run.timeout) for value in values]
        try:
            for value, future in zip(values, futures, strict=True):
                yield take_result(value.name, future, run)
        except BaseException:  # what is under way is given up; workers that are done end by themselves
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def take_result(name: str, future: Future[Result], run: RunResources) -> Result:
    """Return what came of a value. Raises Refusal that names it."""
    try:
        return future.result()
    except TimeoutError:
        raise Refusal(
            f"it takes longer than {run.timeout:g} seconds", "allow more with --timeout", Where(name)
        ) from None
    except ProcessExpired as error:
        what = f"a worker died (exit code {error.exitcode})"
        hint = f"it may need more than {run.memory} MB: allow more with --memory"
        raise Refusal(what, hint, Where(name)) from None
