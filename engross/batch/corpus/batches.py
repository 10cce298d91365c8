"""Take batches of documents, each a task of a cluster: its scheduler needs a millisecond for a task, however small."""

from __future__ import annotations

from collections import deque

from engross.batch.corpus.job import Job
from engross.batch.corpus.pool import is_large

BATCH_DOCUMENTS = 16  # documents of a batch at most: what is lost with a worker, and comes back at once
BATCH_BYTES = 1_000_000  # bytes of their sources at most
BATCHES_LEFT = 8  # batches that shall be left for each worker, so that all end at about the same time


def take_batch(waiting: deque[Job], workers: int) -> tuple[Job, ...]:
    """Take the next documents off ``waiting``: one at least; a very large one alone; the fewer wait, the fewer."""
    most = min(BATCH_DOCUMENTS, len(waiting) // (BATCHES_LEFT * workers))
    batch = [waiting.popleft()]
    size = batch[0].size
    while len(batch) < most and not is_large(batch[0]) and not is_large(waiting[0]):
        size += waiting[0].size
        if size > BATCH_BYTES:
            break
        batch.append(waiting.popleft())
    return tuple(batch)
