"""Ask one validator about packages, in a process of its own: a path comes in on each line, a list of findings goes out.

It runs in the environment of the validators, which has no engross. Java libraries are called through JPype: a process
can start one Java machine only, and EPUBCheck has that of engross itself. The words are the validator's name and, for
a library of Java, the library of its machine, the folder of its jars and options of the machine; each line is JSON, and
each finding its severity, its code and a message.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TextIO

Answer = list[tuple[str, str, str]]  # severity, code, message
ERROR, WARNING = "error", "warning"
SIP_VERSION = "2.2.0"
JAVA_OPTIONS = ("-XX:+UseSerialGC", "-Xmx1g", "-Djava.awt.headless=true", "-Duser.language=en")


def open_bagit() -> Callable[[str], Answer]:
    """Return what asks bagit, of the Library of Congress, about a bag."""
    import bagit

    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("bagit")
    logger.handlers, logger.propagate = [handler], False

    def ask(path: str) -> Answer:
        told.clear()
        try:
            bagit.Bag(path).validate(processes=1)
        except bagit.BagError as error:
            return [(ERROR, "bagit", str(error))]
        return [(WARNING, "bagit", line) for line in told]

    return ask


def open_ocfl_py() -> Callable[[str], Answer]:
    """Return what asks ocfl-py about an OCFL object."""
    from ocfl.validator import Validator

    def ask(path: str) -> Answer:
        validator = Validator(log_warnings=True)
        is_valid = validator.validate_object(path)
        found = [(ERROR if "[E" in line else WARNING, "ocfl-py", line) for line in validator.log.messages]
        return found if found or is_valid else [(ERROR, "ocfl-py", "it is not valid")]

    return ask


def open_bagit_java(jpype: Any) -> Callable[[str], Answer]:
    """Return what asks gov.loc:bagit, of the Library of Congress, about a bag."""
    reader = jpype.JClass("gov.loc.repository.bagit.reader.BagReader")()
    verifier = jpype.JClass("gov.loc.repository.bagit.verify.BagVerifier")()
    make_path = jpype.JClass("java.nio.file.Path").of

    def ask(path: str) -> Answer:
        try:
            verifier.isValid(reader.read(make_path(path)), False)  # noqa: FBT003 # names with a dot in front count
        except jpype.JException as error:
            return [(ERROR, str(error.getClass().getSimpleName()), str(error.getMessage()))]
        return []

    return ask


def open_ocfl_java(jpype: Any) -> Callable[[str], Answer]:
    """Return what asks ocfl-java about an OCFL object."""
    validator = jpype.JClass("io.ocfl.core.validation.Validator")
    make_path = jpype.JClass("java.nio.file.Path").of

    def ask(path: str) -> Answer:
        said = validator.validateObject(make_path(path), True)  # noqa: FBT003 # with checksums
        kinds = ((ERROR, said.getErrors()), (WARNING, said.getWarnings()))
        return [(kind, str(issue.getCode()), str(issue.getMessage())) for kind, issues in kinds for issue in issues]

    return ask


def open_commons_ip(jpype: Any) -> Callable[[str], Answer]:
    """Return what asks commons-ip about a SIP."""
    home = "org.roda_project.commons_ip2.validator"
    make_report = jpype.JClass(f"{home}.reporter.ValidationReportOutputJson")
    make_validator = jpype.JClass(f"{home}.EARKSIPValidator")
    make_stream = jpype.JClass("java.io.ByteArrayOutputStream")
    make_path = jpype.JClass("java.nio.file.Path").of

    def ask(path: str) -> Answer:
        stream = make_stream()
        validator = make_validator(make_report(make_path(path), stream), SIP_VERSION)
        validator.validate(SIP_VERSION)
        report = json.loads(str(stream.toString("UTF-8")))
        found = [failure for requirement in report["validation"] for failure in list_failures(requirement)]
        is_valid = report["summary"]["result"] == "VALID"
        return found if found or is_valid else [(ERROR, "commons-ip", "it is INVALID")]

    return ask


def list_failures(requirement: dict[str, Any]) -> Answer:
    """Return the finding of a requirement that a SIP does not meet; nothing for one that it does."""
    testing = requirement.get("testing", {})
    if testing.get("outcome") != "FAILED":
        return []
    severity = ERROR if testing.get("issues") else WARNING
    texts = testing.get("issues") or testing.get("warnings") or ["it is not met"]
    return [(severity, str(requirement.get("id")), "; ".join(map(str, texts)))]


PYTHON_VALIDATORS = {"bagit": open_bagit, "ocfl-py": open_ocfl_py}
JAVA_VALIDATORS = {"gov.loc:bagit": open_bagit_java, "ocfl-java": open_ocfl_java, "commons-ip": open_commons_ip}


def open_validator(name: str, library: str = "", jars: str = "", *options: str) -> Callable[[str], Answer]:
    """Return what asks a validator, after starting the Java machine of one that is a library of Java."""
    if name in PYTHON_VALIDATORS:
        return PYTHON_VALIDATORS[name]()
    import jpype

    classpath = [str(path) for path in sorted(Path(jars).glob("*.jar"))]
    jpype.startJVM(library, *JAVA_OPTIONS, *options, classpath=classpath)
    return JAVA_VALIDATORS[name](jpype)


def ask_safely(ask: Callable[[str], Answer], path: str) -> Answer:
    """Return what is found; a validator that fails over a package has that as its finding."""
    try:
        return ask(path)
    except Exception as error:  # noqa: BLE001 # a package may have anything in it
        return [(ERROR, "failed", f"the validator fails: {type(error).__name__}: {error}")]


def main(answers: TextIO, words: list[str]) -> None:
    """Answer each line of the standard input with one of ``answers``."""
    ask = partial(ask_safely, open_validator(*words))
    for line in sys.stdin:
        print(json.dumps(ask(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a validator prints is no answer
    main(own, sys.argv[1:])
    os._exit(0)  # without waiting for threads that a library keeps for a minute
