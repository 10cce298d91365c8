"""Attacks on every format: a few hundred seeded mutants, and proof that faults would be seen.

Thousands: ``python -m benchmarks.attacks``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from engross.model.notice import Refusal
from engross.model.reading import Reading
from engross.model.tree import Where
from engross.pipeline.build import Request, build
from tests.attacks import judge as judging
from tests.attacks.generate import ENDS, MUTATIONS, counts, ids, mutant, of_id, sources
from tests.attacks.judge import Outcome, judge
from tests.attacks.mutation import Mutant
from tests.attacks.run import run
from tests.cases import expect, folders, source_of

SEED = 16
PLAIN = b"symbol: A/RES/80/1\nlanguage: en\nbody:\n- plain: words\n"


def plain(whole: bool = False) -> Mutant:
    """Make a mutant without a fault."""
    return Mutant("yaml-0-0", Path("in.yaml"), (), b"in.resolution.yaml", PLAIN, whole)


@pytest.mark.parametrize("kind", MUTATIONS)
def test_an_id_is_the_same_bytes_and_another_id_others(kind: str) -> None:
    some = [mutant(kind, SEED, number) for number in range(20)]
    assert [of_id(one.id).data for one in some] == [one.data for one in some]
    assert len({one.data for one in some}) > 15
    assert any(one.data != one.origin.read_bytes() for one in some)


@pytest.mark.parametrize("kind", MUTATIONS)
def test_every_mutation_changes_some_source(kind: str) -> None:
    origins = [path.read_bytes() for path in sources().files[kind]]
    for name, change in MUTATIONS[kind].items():
        tries = ((Random(f"{name} {n}"), origins[n % len(origins)]) for n in range(40))
        assert any(change(random, data) != data for random, data in tries), name


def test_ids_are_of_each_format_by_its_share() -> None:
    kinds = Counter(name.partition("-")[0] for name in ids(1000, SEED))
    assert kinds == counts(1000)
    assert {*kinds} == {*ENDS, "names", "environment"}


def test_what_is_whole_is_no_fault(tmp_path: Path) -> None:
    assert judge(plain(), tmp_path / "room").outcome is Outcome.WHOLE
    assert judge(plain(whole=True), tmp_path / "room").outcome is Outcome.WHOLE
    refused = replace(plain(), data=b"symbol: A/RES/80/1\n")
    assert judge(refused, tmp_path / "room").outcome is Outcome.REFUSED


def _raise(error: Exception) -> object:
    def raising(*_: object) -> Reading:
        raise error

    return raising


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ZeroDivisionError("kestrel"), "ZeroDivisionError"),
        (Refusal("kestrel", "", Where("in.yaml")), "refused without hint"),
        (Refusal("kestrel", "do"), "refused without file"),
        (Refusal("engross failed here (stage x)", "report it", Where("in.yaml")), "engross failed here"),
    ],
)
def test_an_exception_and_a_refusal_without_advice_are_faults(
    error: Exception, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "understand_source", _raise(error))
    verdict = judge(plain(), tmp_path / "room")
    assert verdict.outcome is Outcome.FAULT
    assert said in verdict.said


def test_files_outside_and_damaged_files_are_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoiling(request: Request) -> object:
        result = build(request)
        (result.folder.parent.parent / "astray.pdf").write_bytes(b"%PDF-")
        (result.folder / f"{result.name}.epub").write_bytes(b"PK\x03\x04")
        return result

    monkeypatch.setattr(judging, "build", spoiling)
    verdict = judge(plain(whole=True), tmp_path / "room")
    assert verdict.outcome is Outcome.FAULT
    assert "'astray.pdf' is outside" in verdict.said
    assert ".epub' is damaged" in verdict.said


def test_too_much_time_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "SECONDS", -1.0)
    assert judge(plain(), tmp_path / "room").said.startswith("slow")


@pytest.mark.parametrize("folder", folders("found"), ids=lambda folder: folder.name)
def test_what_attacks_and_fuzzer_have_found_is_met(folder: Path, tmp_path: Path, accept: bool) -> None:
    """Each file once ended in a traceback or did not end; beside it stands its present outcome."""
    source = source_of(folder)
    verdict = judge(Mutant("found-0-0", source, (), source.name.encode(), source.read_bytes()), tmp_path / "room")
    assert verdict.outcome is not Outcome.FAULT
    assert verdict.seconds < 5
    expect(folder / "out.txt", f"{verdict.outcome.value}: {verdict.said}\n", accept)


@pytest.mark.process
def test_500_attacks_are_met() -> None:
    verdicts = list(run(ids(500, SEED), jobs=1))
    assert len(verdicts) >= 490
    assert [(one.id, one.said) for one in verdicts if one.outcome is Outcome.FAULT] == []
    assert {one.outcome for one in verdicts} == {Outcome.WHOLE, Outcome.AT_FAULT, Outcome.REFUSED}
