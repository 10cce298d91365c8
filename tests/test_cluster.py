"""A Dask cluster of processes: the same bytes as on one machine, workers that die, sources and results at URLs."""

from __future__ import annotations

import http.server
import os
import pickle
import shutil
import signal
import socket
import threading
import zipfile
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import distributed
import pytest

from benchmarks import resilience
from engross.batch.corpus import Item, RunOptions, RunResources, RunSummary, find_items, run_corpus
from engross.batch.corpus.batches import BATCH_DOCUMENTS, take_batch
from engross.batch.corpus.job import Job
from engross.batch.corpus.journal import JournalLine, hash_bytes
from engross.batch.corpus.pool import LARGE_BYTES
from engross.batch.corpus.remote_storage import RemoteStorage
from engross.model.book import FinishedFile
from engross.model.notice import Refusal
from engross.pipeline.bounded import Bounds
from tests.test_build import CASES, FONTS
from tests.test_corpus import Deadly, contents, quietly, whose

pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's threads warn of resources that they leave open
EDITIONS = frozenset({"pdf", "epub", "html", "index"})


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Start two workers, each a process with one thread, as `dask worker` does."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, memory_limit=0
    ) as started:
        yield started


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Make a folder of ten documents, two of them in English, and a bad one."""
    folder = tmp_path / "sources"
    (folder / "en").mkdir(parents=True)
    for n in range(4):
        for case in ("raw-zh-tight", "akn-points"):
            file = next((CASES / case).glob("in.*"))
            shutil.copy(file, folder / f"{case}-{n}{file.suffix}")
    for n in range(2):
        file = next((CASES / "raw-en-masthead").glob("in.*"))
        shutil.copy(file, folder / "en" / f"{n}{file.suffix}")
    (folder / "bad.txt").write_text("no resolution", "utf-8")
    return folder


def order(out: Path, url: str = "") -> RunOptions:
    """Make the options of a run with all editions."""
    return RunOptions(out, FONTS, EDITIONS, url=url)


def run(sources: str, asked: RunOptions, scheduler: str = "") -> RunSummary:
    """Run on a cluster, or on this machine if ``scheduler`` is ""."""
    return run_corpus((sources,), asked, RunResources(2, 300.0, scheduler=scheduler), quietly)


@pytest.fixture
def here(sources: Path, tmp_path: Path) -> dict[str, bytes]:
    """Return the files that this machine makes of the sources."""
    run(str(sources), order(tmp_path / "here"))
    return contents(tmp_path / "here")


@pytest.mark.process
def test_a_cluster_makes_the_same_bytes_and_a_second_run_nothing(
    cluster: Any, sources: Path, tmp_path: Path, here: dict[str, bytes]
) -> None:
    summary = run(str(sources), order(tmp_path / "there"), cluster.scheduler_address)
    assert {line.name: line.state for line in summary.lines if line.state != "done"} == {"bad": "refused"}
    assert contents(tmp_path / "there") == here
    assert run(str(sources), order(tmp_path / "there"), cluster.scheduler_address).made == 0
    assert run(str(sources), order(tmp_path / "here"), cluster.scheduler_address).made == 0


@pytest.mark.process
def test_a_worker_killed_in_mid_run_loses_nothing(
    cluster: Any, sources: Path, tmp_path: Path, here: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engross.batch.corpus.batches.BATCHES_LEFT", 1)  # else ten documents are as many batches
    victims = [worker.pid for worker in cluster.workers.values()][:1]

    def kill(done: int, _: int, line: JournalLine | None) -> None:
        if line and done == 2 and victims:
            os.kill(victims.pop(), signal.SIGKILL)

    asked = order(tmp_path / "there")
    summary = run_corpus((str(sources),), asked, RunResources(2, 300.0, scheduler=cluster.scheduler_address), kill)
    assert not victims
    assert summary.made == 10  # one source is refused
    assert contents(tmp_path / "there") == here


@pytest.mark.slow
@pytest.mark.process
def test_a_scheduler_that_is_started_again_gets_what_was_not_done(tmp_path: Path) -> None:
    """A worker is killed, one stopped, then all is killed and comes back; the run was started once, or once more."""
    resilience.write_sources(tmp_path / "sources", 30)
    assert resilience.run(tmp_path / "sources", tmp_path / "here").made == 30
    with resilience.open_broken_cluster(tmp_path) as broken:
        assert resilience.run_through_failures(broken, tmp_path / "sources", tmp_path / "there", (2.0, 1.0)) in (1, 2)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")


@pytest.mark.process
def test_a_very_large_text_has_a_process_of_its_own_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from engross.batch.corpus.worker_plugin import ClusterTask, WorkerOutfit

    monkeypatch.setattr("engross.batch.corpus.worker_plugin.make_document", whose)
    worker: Any = SimpleNamespace(local_directory=tmp_path, address="here", state=SimpleNamespace(nthreads=1))
    outfit = WorkerOutfit(order(tmp_path / "out"), Bounds(300.0))
    outfit.setup(worker)
    item = Item("a", tmp_path / "a.xml")
    sizes = (10, LARGE_BYTES, LARGE_BYTES - 1, LARGE_BYTES)
    tasks = [ClusterTask(item, "1", "", "", only_identifies=False, size=size) for size in sizes]
    first, large, second, other = [outfit.make_line(task).message for task in tasks]
    outfit.teardown(worker)
    assert first == second
    assert len({first, large, other, str(os.getpid())}) == 4


@pytest.mark.slow
def test_a_document_that_kills_its_process_is_not_tried_again(cluster: Any, sources: Path, tmp_path: Path) -> None:
    from engross.batch.corpus.cluster import open_cluster as opened

    asked = order(tmp_path / "out")
    good = Item("good", sources / "akn-points-0.xml")
    jobs = (Job(Deadly(), "1", asked), Job(good, "2", asked))  # type: ignore[arg-type]
    with opened(cluster.scheduler_address, asked, Bounds(300.0)) as hands:
        before = {worker.pid for worker in cluster.workers.values()}
        lines = {line.name: line for line in hands.work(jobs)}
        assert {worker.pid for worker in cluster.workers.values()} == before
    assert (lines["deadly"].state, lines["good"].state) == ("failed", "done")
    assert "died" in lines["deadly"].message


@pytest.fixture
def server(sources: Path) -> Iterator[str]:
    """Serve the sources over HTTP."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(sources))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serving.server_address[1]}"
        serving.shutdown()


@pytest.mark.process
def test_sources_are_read_and_editions_written_by_urls(
    cluster: Any, server: str, tmp_path: Path, here: dict[str, bytes]
) -> None:
    url = (tmp_path / "there").as_uri()
    summary = run(f"{server}/", order(Path(), url), cluster.scheduler_address)
    assert summary.made == 10  # one source is refused
    there = contents(tmp_path / "there")
    editions = {name: data for name, data in here.items() if "journal" not in name and "gathered" not in name}
    report = "corpus-report.json"  # a refusal names the place of the source
    assert {name for name in there if name not in editions} == {".engross/journal.jsonl", ".engross/gathered"}
    assert [name for name in editions if name != report and there[name] != editions[name]] == []
    assert run(f"{server}/", order(Path(), url), cluster.scheduler_address).made == 0


@pytest.mark.slow
def test_what_is_out_of_reach_is_tried_again_and_said(cluster: Any, server: str, tmp_path: Path) -> None:
    from engross.batch.corpus.cluster import open_cluster as opened

    asked = order(tmp_path / "out")
    item = Item("gone", Path("gone.xml"), url=f"{server}/gone.xml")
    with opened(cluster.scheduler_address, asked, Bounds(300.0)) as hands:
        (line,) = hands.work((Job(item, "1", asked),))
    assert line.state == "out of reach"
    assert "gone.xml" in line.message


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "tls://127.0.0.1:9", "ucx://127.0.0.1:9"])
def test_no_scheduler_is_refused(address: str, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engross.batch.corpus.cluster.TIMEOUT_SECONDS", 1)
    with pytest.raises(Refusal, match="no scheduler answers"):
        run(str(sources), order(tmp_path / "out"), address)


@pytest.mark.slow
def test_what_listens_and_is_no_scheduler_is_refused(
    server: str, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server of another kind, and one that accepts and never answers, for which Dask alone would wait for ever."""
    monkeypatch.setattr("engross.batch.corpus.cluster.TIMEOUT_SECONDS", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for port in (server.rpartition(":")[2], silent.getsockname()[1]):
            with pytest.raises(Refusal, match="no scheduler answers"):
                run(str(sources), order(tmp_path / "out"), f"tcp://127.0.0.1:{port}")


@pytest.mark.process
def test_a_scheduler_that_goes_before_its_workers_are_set_up_is_refused(
    cluster: Any, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise distributed.comm.core.CommClosedError("ConnectionPool closing.")

    monkeypatch.setattr(distributed.Client, "wait_for_workers", fail)
    with pytest.raises(Refusal, match="the scheduler has gone"):
        run(str(sources), order(tmp_path / "out"), cluster.scheduler_address)


def test_messages_are_small(tmp_path: Path) -> None:
    from engross.batch.corpus.worker_plugin import ClusterTask, make_there

    item = Item("77/A_RES_77_1", tmp_path / "A_RES_77_1.xml")
    tasks = tuple(
        ClusterTask(item, f"{n:064}", f"A_RES_77_{n}.zh", "", only_identifies=False, size=60_000)
        for n in range(BATCH_DOCUMENTS)
    )
    assert len(pickle.dumps((make_there, "engross-0123456789abcdef", tasks))) < 300 * BATCH_DOCUMENTS


def test_batches_grow_with_what_waits_and_leave_the_large_alone(tmp_path: Path) -> None:
    def take(sizes: list[int], workers: int) -> list[int]:
        waiting = deque(Job(Item("a", tmp_path / "a.xml"), "1", order(tmp_path), size=size) for size in sizes)
        taken = []
        while waiting:
            taken.append(len(take_batch(waiting, workers)))
        return taken

    assert take([1000] * 30, 4) == [1] * 30
    many = take([1000] * 5000, 4)
    assert (many[0], max(many), sum(many)) == (BATCH_DOCUMENTS, BATCH_DOCUMENTS, 5000)
    assert many == sorted(many, reverse=True)
    assert set(many[-16:]) == {1}
    assert take([400_000] * 100, 1)[:3] == [2, 2, 2]
    assert take([1000] * 3 + [2_000_000] * 40, 1)[:4] == [3, 1, 1, 1]


def test_sources_by_url_have_the_names_of_files(sources: Path, tmp_path: Path) -> None:
    names = [item.name for item in find_items((str(sources),))]
    assert [item.name for item in find_items((sources.as_uri(),))] == names
    assert [item.name for item in find_items((f"{sources.as_uri()}/**/*.txt",))] == [
        item.name for item in find_items((f"{sources}/**/*.txt",))
    ]
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.write(sources / "bad.txt", "a/bad.txt")
    (one,) = find_items(((tmp_path / "z.zip").as_uri(),))
    assert (one.name, one.file) == ("a/bad", "bad.txt")


def test_segments_of_a_long_journal_grow() -> None:
    place = RemoteStorage("memory://long-journal")
    for n in range(12_000):
        place.append("run/journal", f"{n}\n")
    reopened = RemoteStorage("memory://long-journal")
    segments = reopened.names("run")
    assert len(segments) < 130
    read = [int(line) for line in reopened.lines("run/journal")]
    assert read == list(range(len(read)))
    assert len(read) > 12_000 * 0.98
    reopened.append("run/journal", "one\n")
    assert reopened.names("run") == segments, "the next is as long as if nothing had been closed"


def test_a_journal_elsewhere_grows_in_pieces_and_is_settled(tmp_path: Path) -> None:
    place = RemoteStorage(tmp_path.as_uri())
    lines = [f"{n}\n" for n in range(120)]
    for line in lines:
        place.append("run/journal", line)
    reopened = RemoteStorage(tmp_path.as_uri())
    assert [f"{line}\n" for line in reopened.lines("run/journal")] == lines[:100]
    whole = "".join(lines).encode()
    place.settle("run/journal", [whole], hash_bytes(whole))
    assert reopened.names("run") == ["journal"]
    assert [f"{line}\n" for line in reopened.lines("run/journal")] == lines
    reopened.write("a", (FinishedFile("b", b"12345"),))
    assert (RemoteStorage(tmp_path.as_uri()).size("a/b"), reopened.read("a/b")) == (5, b"12345")
