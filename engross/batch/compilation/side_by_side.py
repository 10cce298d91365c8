"""Do the same work on many values by workers side by side, each value within bounds on time and memory."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from engross.batch.corpus import RunResources
from engross.batch.corpus.pool import begin_worker
from engross.model.notice import Refusal

Value = TypeVar("Value")
Result = TypeVar("Result")


def work_side_by_side(
    work: Callable[[Value], Result], values: Sequence[Value], run: RunResources, *, tasks: int = 0
) -> Iterator[Result]:
    """Yield the result of each value, in their order.

    ``tasks``: how many values a worker has before another takes its place, which gives its memory back; 0: all.
    Raises Refusal for what takes longer or more memory than ``run`` allows, and what ``work`` raises.
    """
    context = multiprocessing.get_context("spawn")
    with (
        TemporaryDirectory(prefix="engross-run-") as folder,
        ProcessPool(max(1, min(run.jobs, len(values))), tasks, begin_worker, [folder, run.memory], context) as pool,
    ):
        futures: list[Any] = [pool.schedule(work, args=[value], timeout=run.timeout) for value in values]
        try:
            for future in futures:
                yield future.result()
        except TimeoutError:
            raise Refusal(f"it takes longer than {run.timeout:g} seconds", "allow more with --timeout") from None
        except ProcessExpired as error:
            what = f"a worker died (exit code {error.exitcode})"
            raise Refusal(what, f"it may need more than {run.memory} MB: allow more with --memory") from None
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
