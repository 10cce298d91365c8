"""A server of OpenSearch for tests: one node of its released modules, started on a free port, gone with the test."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).parent
MODULES = "opensearch"  # folder of the modules among the tools
PARTS = (
    "opensearch-2.*.jar",
    "analysis-common-*.jar",
    "transport-netty4-client-*.jar",
    "log4j-core-*.jar",
    "ecj-*.jar",
)
MEMORY = "-Xmx512m"


def has_server(tools: Path) -> bool:
    """Return whether the modules are there."""
    return all(any((tools / MODULES).glob(part)) for part in PARTS)


def fetch_server(folder: Path) -> None:
    """Bring the modules that pom.xml names, by Maven, which verifies their sums. Raises CalledProcessError."""
    pom = str((FOLDER / "pom.xml").resolve())
    goal = ("dependency:copy-dependencies", f"-DoutputDirectory={folder.resolve()}")
    subprocess.run(("mvn", "-q", "-B", "-C", "-f", pom, *goal), check=True)


@contextmanager
def run_server(tools: Path, room: Path) -> Iterator[str]:
    """Provide the address of a server; ``room``: an empty folder for its data."""
    jars = str(tools / MODULES / "*")
    classes, home = room / "classes", room / "home"
    (home / "config").mkdir(parents=True)
    compiler = ("org.eclipse.jdt.internal.compiler.batch.Main", "-17", "-nowarn", "-proc:none")
    classpath = ":".join(map(str, sorted((tools / MODULES).glob("*.jar"))))
    compile_server = ("java", "-cp", jars, *compiler, "-cp", classpath, "-d", str(classes), str(FOLDER / "Server.java"))
    subprocess.run(compile_server, check=True, capture_output=True)
    command = ("java", MEMORY, "-cp", f"{jars}:{classes}", "Server", str(home))
    with (room / "log.txt").open("wb") as log:
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        words = server.stdout.readline().split()
        assert words[:1] == ["port"], (room / "log.txt").read_text("utf-8", "replace")[-2000:]
        yield f"http://127.0.0.1:{words[1]}"
    finally:
        server.stdin.close()  # it ends then
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:  # where the machine has no time for it
            server.kill()
            server.wait()
        server.stdout.close()
