"""Seals: each is made, checked by the program of others that knows its kind, and spoilt in every part."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import rfc3161_client
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID

from engross.batch.archive.seal.check_pdf import check_signed_pdf, cut_unsigned_edition
from engross.batch.archive.seal.check_seals import check_seals
from engross.batch.archive.seal.sealed_file import CheckedSeal, TrustedKeys, find_sealed_files, find_signed_copies
from engross.batch.archive.seal.signer import parse_token_uri
from engross.batch.archive.seal.time_stamp import check_stamp
from engross.batch.archive.seal.trust import load_roots
from engross.cli.program import run_command_line
from engross.model.notice import Refusal
from engross.verify.check.verapdf import JAR_NAME, run_verapdf
from tests.archive_sample import FORMS, place_sample
from tests.authority import PASSWORD, UNUSED, Authority, open_authority
from tests.dss import ask_dss
from tests.promises import TOOLS, VERAPDF, find_softhsm
from tests.test_build import FONTS, SAMPLE

LEVELS = ("b", "t", "lt", "lta")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with open_authority(tmp_path_factory.mktemp("authority")) as opened:
        yield opened


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF as it is built."""
    folder = tmp_path_factory.mktemp("built")
    words = ["build", str(SAMPLE), "-o", str(folder), "--fonts", str(FONTS), "-e", "pdf", "-q"]
    assert run_command_line("engross", words) == 0
    return next(folder.rglob("*.pdf"))


@pytest.fixture
def bag(tmp_path: Path, edition: Path) -> Path:
    """A bag with the PDF; a list of checksums as tag manifest."""
    folder = tmp_path / "A_RES_77_213"
    (folder / "data").mkdir(parents=True)
    shutil.copy(edition, folder / "data")
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    payload = hashlib.sha512(edition.read_bytes()).hexdigest()
    (folder / "manifest-sha512.txt").write_text(f"{payload}  data/{edition.name}\n")
    tags = ("bagit.txt", "manifest-sha512.txt")
    lines = (f"{hashlib.sha512((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in tags)
    (folder / "tagmanifest-sha512.txt").write_text("".join(lines))
    return folder


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a key pair of minisign's own, with a password."""
    folder = tmp_path_factory.mktemp("keys")
    words = ("minisign", "-G", "-p", folder / "minisign.pub", "-s", folder / "minisign.key")
    subprocess.run(words, input=f"{PASSWORD}\n{PASSWORD}\n", text=True, check=True, capture_output=True)
    (folder / "password").write_text(f"{PASSWORD}\n")
    return folder


def seal(place: Path, *words: object) -> int:
    return run_command_line("engross", ["seal", str(place), *map(str, words)])


def sign_words(authority: Authority, level: str = "lta") -> tuple[object, ...]:
    certificate = ("--certificate", authority.signer, "--certificate-password", authority.password)
    return (*certificate, "--timestamp", authority.tsa, "--trust", authority.root, "--level", level)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def check(place: Path, *trust: Path, public_key: Path | None = None) -> dict[str, CheckedSeal]:
    return {one.kind: one for one in check_seals(place, TrustedKeys(public_key, trust))}


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("minisign")
@pytest.mark.needs("openssl")
def test_package_stays_and_its_seals_are_those_of_others_programs(bag: Path, keys: Path, authority: Authority) -> None:
    before = snapshot(bag)
    words = ("--key", keys / "minisign.key", "--key-password", keys / "password", "--timestamp", authority.tsa)
    assert seal(bag, *words, *sign_words(authority)) == 0
    manifest = bag / "tagmanifest-sha512.txt"
    added = {f"{manifest.name}{ending}" for ending in (".minisig", ".pub", ".tsr")}
    after = snapshot(bag)
    assert {name: data for name, data in after.items() if name not in added} == before
    assert added <= set(after)
    for public_key in (keys / "minisign.pub", bag / f"{manifest.name}.pub"):
        subprocess.run(("minisign", "-Vm", manifest, "-p", public_key), check=True, capture_output=True)
    stamp = bag / f"{manifest.name}.tsr"
    verify = ("openssl", "ts", "-verify", "-in", stamp, "-data", manifest, "-CAfile", authority.root)
    subprocess.run(verify, check=True, capture_output=True)
    checked = check(bag, authority.root, public_key=keys / "minisign.pub")
    assert set(checked) == {"minisign", "time stamp", "PAdES"}
    assert all(one.is_trusted and not one.fault for one in checked.values())
    assert not any(one.is_trusted or one.fault for one in check(bag).values())  # whole, and of nobody who is known
    assert seal(bag, *words, *sign_words(authority)) == 0
    assert snapshot(bag) == after  # what is sealed stays as it is


@pytest.mark.process
@pytest.mark.needs("openssl")
def test_stamp_is_verified_by_another_library(tmp_path: Path, authority: Authority) -> None:
    packed = tmp_path / "package.zip"
    packed.write_bytes(b"packed")
    assert seal(packed, "--timestamp", authority.tsa) == 0
    response = rfc3161_client.decode_timestamp_response((tmp_path / "package.zip.tsr").read_bytes())
    root = x509.load_pem_x509_certificate(authority.root.read_bytes())
    verifier = rfc3161_client.VerifierBuilder().add_root_certificate(root).build()
    assert verifier.verify_message(response, b"packed")
    with pytest.raises(rfc3161_client.VerificationError):
        verifier.verify_message(response, b"packet")


@pytest.mark.process
@pytest.mark.needs("minisign")
def test_same_key_and_bytes_give_the_same_signature(bag: Path, keys: Path) -> None:
    words = ("--key", keys / "minisign.key", "--key-password", keys / "password")
    signature = bag / "tagmanifest-sha512.txt.minisig"
    assert seal(bag, *words) == 0
    first = signature.read_bytes()
    signature.unlink()
    assert seal(bag, *words) == 0
    assert signature.read_bytes() == first


@pytest.mark.process
@pytest.mark.parametrize(
    "words",
    [
        ("--key", "k", "--level", "lta"),
        ("--key", "k", "--trust", "root.pem"),
        ("--timestamp", "http://localhost", "--key-password", "p"),
    ],
)
def test_option_that_would_change_nothing_is_misuse(words: tuple[str, ...], bag: Path) -> None:
    assert seal(bag, *words) == 2


@pytest.mark.process
@pytest.mark.parametrize("option", ["--key", "--certificate"])
def test_key_that_is_not_there_is_named(option: str, bag: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert seal(bag, option, bag / "nowhere.key") == 1
    assert "nowhere.key: it cannot be read: No such file or directory" in capsys.readouterr().err


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("openssl")
@pytest.mark.needs("pdfinfo")
@pytest.mark.needs("verapdf")
def test_every_level_is_valid_archival_and_has_the_edition_in_it(
    edition: Path, authority: Authority, tmp_path: Path
) -> None:
    copies = {level: tmp_path / f"{level}.pdf" for level in LEVELS}
    unsigned = edition.read_bytes()
    for level, copy in copies.items():
        assert seal(edition, *sign_words(authority, level), "--out", copy) == 0
        signed = copy.read_bytes()
        assert signed.startswith(unsigned)
        assert cut_unsigned_edition(signed) == unsigned
        status = check_signed_pdf(signed, load_roots([authority.root]))
        assert (status.level, status.fault, status.is_trusted) == (level, "", True)
        assert not check_signed_pdf(signed, ()).is_trusted
        said = subprocess.run(("pdfsig", "-nocert", copy), capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid." in said
        assert ("Not total document signed" in said) == (level in ("lt", "lta"))  # evidence and time stamp follow
        assert ("Total document signed" in said) == (level != "lt")
        with pikepdf.open(copy) as pdf:
            (field, *_) = pdf.Root.AcroForm.Fields
            assert [int(edge) for edge in field.Rect] == [0, 0, 0, 0]
            assert "权威" in str(field.V.Reason) or "正式" in str(field.V.Reason)
    found = run_verapdf(VERAPDF / JAR_NAME, list(copies.values()), lambda *_: None)
    assert {copy: sorted(columns) for copy, columns in found.items()} == {
        copy: ["veraPDF A-3a", "veraPDF UA-1"] for copy in copies.values()
    }
    assert not any(findings for columns in found.values() for findings in columns.values())
    assert edition.read_bytes() == unsigned
    assert list(edition.parent.glob("*signed*")) == []


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("openssl")
@pytest.mark.needs("dss")
def test_levels_are_what_the_validator_of_the_union_says(edition: Path, authority: Authority, tmp_path: Path) -> None:
    """Without evidence that the certificates were not revoked, nothing is certain: so it must be for B-B and B-T."""
    copies = [tmp_path / f"{level}.pdf" for level in LEVELS]
    for level, copy in zip(LEVELS, copies, strict=True):
        assert seal(edition, *sign_words(authority, level), "--out", copy) == 0
    spoilt = bytearray(copies[-1].read_bytes())
    spoilt[1000] ^= 1
    copies.append(tmp_path / "spoilt.pdf")
    copies[-1].write_bytes(spoilt)
    (tmp_path / "classes").mkdir()
    assert ask_dss(TOOLS, tmp_path / "classes", authority.root, copies) == [
        "PAdES-BASELINE-B INDETERMINATE CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "PAdES-BASELINE-T INDETERMINATE CERTIFICATE_CHAIN_GENERAL_FAILURE",
        "PAdES-BASELINE-LT TOTAL_PASSED null",
        "PAdES-BASELINE-LTA TOTAL_PASSED null",
        "PAdES-BASELINE-LTA TOTAL_FAILED HASH_FAILURE",
    ]


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("openssl")
@pytest.mark.parametrize("level", ["b", "t", "lta"])  # of B-LT the evidence is not signed
def test_each_changed_byte_of_a_signed_copy_is_found(
    level: str, edition: Path, authority: Authority, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.pdf"
    assert seal(edition, *sign_words(authority, level), "--out", copy) == 0
    signed = copy.read_bytes()
    end = len(edition.read_bytes())
    contents = [  # what is in them is the signature, padded with zeros, which sign nothing
        range(match, signed.index(b">", match)) for match in _starts(signed, b"/Contents <", end)
    ]
    for place in (*range(0, end, end // 8), *range(end, len(signed), (len(signed) - end) // 60)):
        if any(place in span for span in contents):
            continue
        spoilt = bytearray(signed)
        spoilt[place] ^= 1
        assert check_signed_pdf(bytes(spoilt), load_roots([authority.root])).fault, place
    assert sum(map(len, contents)) < (len(signed) - end) * 0.95
    for length in range(1, len(signed), len(signed) // 20):
        assert check_signed_pdf(signed[:length], ()).fault, length
    assert check_signed_pdf(signed + b"\n1 0 obj\n<<>>\nendobj\n", ()).fault


def _starts(data: bytes, words: bytes, place: int) -> Iterator[int]:
    while (place := data.find(words, place) + 1) > 0:
        yield place - 1


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("minisign")
@pytest.mark.needs("openssl")
def test_each_spoilt_seal_is_a_fault(bag: Path, keys: Path, authority: Authority) -> None:
    words = ("--key", keys / "minisign.key", "--key-password", keys / "password", *sign_words(authority, "t"))
    assert seal(bag, *words) == 0
    manifest = bag / "tagmanifest-sha512.txt"
    whole = manifest.read_bytes()
    manifest.write_bytes(whole.replace(b"0", b"1", 1))
    faults = {kind: one.fault for kind, one in check(bag, authority.root).items()}
    assert faults["minisign"] == "signature verification failed"
    assert faults["time stamp"] == "it is of other bytes"
    assert faults["PAdES"] == ""
    manifest.write_bytes(whole)
    pdf = next(bag.rglob("*.pdf"))
    pdf.write_bytes(pdf.read_bytes() + b"%")
    assert check(bag, authority.root)["PAdES"].fault == "it is not a copy of the edition in the package"
    stamp, signature = (bag / f"{manifest.name}.{ending}" for ending in ("tsr", "minisig"))
    for seal_file, kind in ((stamp, "time stamp"), (signature, "minisign")):
        good = seal_file.read_bytes()
        for spoilt in (b"", b"\x00\xff" * 40, good[:-30], good[: len(good) // 2]):
            seal_file.write_bytes(spoilt)
            assert check(bag, authority.root)[kind].fault, (kind, spoilt[:9])
        seal_file.write_bytes(good)
    other = keys.parent / "other.pub"
    subprocess.run(("minisign", "-G", "-f", "-W", "-p", other, "-s", f"{other}.key"), check=True, capture_output=True)
    assert check(bag, public_key=other)["minisign"].fault == "incompatible key identifiers"


def test_what_is_sealed_of_each_form(tmp_path: Path) -> None:
    sip, root = tmp_path / "sip", tmp_path / "root"
    sip.mkdir()
    (sip / "METS.xml").write_text("<mets/>")
    (mets,) = find_sealed_files(sip)
    assert (mets.path, mets.seal_path(".tsr")) == (sip / "METS.xml", tmp_path / "sip.METS.xml.tsr")
    home = root / "a" / "b"
    (home / "v2").mkdir(parents=True)
    (root / "0=ocfl_1.1").write_text("ocfl_1.1\n")
    (home / "0=ocfl_object_1.1").write_text("ocfl_object_1.1\n")
    for place in (home, home / "v2"):
        (place / "inventory.json").write_text(json.dumps({"head": "v2"}))
    (file,) = find_sealed_files(root)
    assert file.path == home / "v2" / "inventory.json"
    assert file.seal_path(".minisig") == home / "logs" / "v2-inventory.json.minisig"
    (home / "inventory.json").write_text('{"head": "../v2"}')
    with pytest.raises(Refusal, match="its newest version is called"):
        find_sealed_files(root)
    assert find_sealed_files(tmp_path) == ()


@pytest.mark.process
@pytest.mark.needs("minisign")
def test_secrets_are_never_shown(
    bag: Path, keys: Path, authority: Authority, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("wrong horse")
    assert seal(bag, "--key", keys / "minisign.key", "--key-password", wrong) == 1
    assert seal(bag, "--certificate", authority.signer, "--certificate-password", wrong) == 1
    uri = f"pkcs11:token=x;object=y?module-path={tmp_path}/none.so&pin-value={PASSWORD.split()[0]}"
    assert seal(bag, "--certificate", uri) == 1
    assert seal(bag, "--timestamp", f"http://me:{PASSWORD.split()[0]}@127.0.0.1:1/tsa") == 1
    said = "".join(capfd.readouterr())
    assert "wrong password" in said
    assert "PIN stands in the address" in said
    assert "horse" not in said.replace("wrong password", "")
    assert "correct" not in said.replace("correct its", "")
    assert sorted(path.name for path in bag.iterdir()) == [
        "bagit.txt",
        "data",
        "manifest-sha512.txt",
        "tagmanifest-sha512.txt",
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "say by what it is sealed"),
        (("--certificate", "x.p12", "--level", "t"), 2, "needs a time stamp"),
        (("--certificate", "x.p12", "--level", "lta", "--timestamp", "http://a.example"), 2, "needs the roots"),
        (("--key", "none.key"), 1, "no such file"),
        (("--timestamp", "ftp://a.example/"), 1, "is no address of an authority"),
        (("--timestamp", "http://127.0.0.1:1/tsa"), 1, "does not answer"),
    ],
)
def test_what_cannot_be_sealed_is_said(
    words: tuple[str, ...], code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = tmp_path / "package.zip"
    packed.write_bytes(b"packed")
    assert seal(packed, *words) == code
    assert said in capsys.readouterr().err.lower()
    assert [path.name for path in tmp_path.iterdir()] == ["package.zip"]


@pytest.mark.process
@pytest.mark.needs("minisign")
def test_place_beside_a_package_that_cannot_be_written_is_said(
    tmp_path: Path, keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No option names another: that of --out is for signed PDFs."""
    packed = tmp_path / "package.zip"
    packed.write_bytes(b"packed")
    packed.with_name("package.zip.pub").mkdir()
    assert seal(packed, "--key", keys / "minisign.key", "--key-password", keys / "password") == 1
    said = capsys.readouterr().err
    assert "a seal stands beside its package" in said
    assert "--out" not in said
    assert not packed.with_name("package.zip.minisig").exists()


def test_folder_that_is_no_package_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "key").write_text("x")
    assert seal(tmp_path, "--key", tmp_path / "key") == 1
    assert "it has no list of checksums" in capsys.readouterr().err
    assert seal(tmp_path / "none", "--key", tmp_path / "key") == 1


@pytest.mark.process
@pytest.mark.needs("openssl")
def test_authority_that_answers_something_else_is_refused(
    tmp_path: Path, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = tmp_path / "package.zip"
    packed.write_bytes(b"packed")
    (authority.folder / "answer").write_bytes(b"<html>busy</html>")
    assert seal(packed, "--timestamp", f"{authority.address}/other") == 1
    assert "what it answers is no time stamp" in capsys.readouterr().err


@pytest.mark.process
@pytest.mark.needs("openssl")
def test_stamp_of_another_file_is_refused(tmp_path: Path, authority: Authority) -> None:
    """An authority that answers with an old stamp is found out, by nonce and by hash."""
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    first.write_bytes(b"1")
    second.write_bytes(b"2")
    assert seal(first, "--timestamp", authority.tsa) == 0
    (authority.folder / "answer").write_bytes((tmp_path / "1.zip.tsr").read_bytes())
    assert seal(second, "--timestamp", f"{authority.address}/other") == 1
    assert not (tmp_path / "2.zip.tsr").exists()
    assert check_stamp(second, tmp_path / "1.zip.tsr", load_roots([authority.root])).fault == "it is of other bytes"


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("openssl")
@pytest.mark.needs("softhsm")
def test_key_on_a_token_signs(
    edition: Path, authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SoftHSM is a token in software: the key is imported, and used there."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    pin = tmp_path / "pin"
    pin.write_text("4321\n")
    module = find_softhsm()
    make = ("softhsm2-util", "--init-token", "--free", "--label", "Seals", "--so-pin", "1234", "--pin", "4321")
    subprocess.run(make, check=True, capture_output=True)
    bring_key(str(module), authority)
    uri = f"pkcs11:token=Seals;object=signer?module-path={module}&pin-source=file:{pin}"
    copy = tmp_path / "copy.pdf"
    assert seal(edition, "--certificate", uri, "--out", copy) == 0
    status = check_signed_pdf(copy.read_bytes(), load_roots([authority.root]))
    assert (status.signer, status.fault, status.is_trusted) == ("Common Name: Test signer", "", True)


def bring_key(module: str, authority: Authority) -> None:
    """Put the signer's key and certificate on the token."""
    import pkcs11
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    key = subprocess.run(
        ("openssl", "rsa", "-in", authority.folder / "signer.key", "-outform", "DER", "-traditional"),
        check=True,
        capture_output=True,
    ).stdout
    certificate = x509.load_pem_x509_certificate((authority.folder / "signer.pem").read_bytes())
    token = pkcs11.lib(module).get_token(token_label="Seals")
    with token.open(rw=True, user_pin="4321") as session:
        session.create_object(
            {
                **decode_rsa_private_key(key),
                pkcs11.Attribute.LABEL: "signer",
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.ID: b"1",
            }
        )
        session.create_object(
            {
                **decode_x509_certificate(certificate.public_bytes(Encoding.DER)),
                pkcs11.Attribute.LABEL: "signer",
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.ID: b"1",
            }
        )


def test_address_of_a_key_on_a_token() -> None:
    key = parse_token_uri("pkcs11:token=My%20token;id=%01%02?module-path=/usr/lib/x.so&pin-source=file:/run/pin")
    assert (key.token, key.id, key.module, key.pin_source) == ("My token", b"\x01\x02", "/usr/lib/x.so", "/run/pin")
    for uri in ("pkcs11:object=a", "pkcs11:token=a?module-path=/x.so", "pkcs11:object=a?module-path=/x&pin-value=1"):
        with pytest.raises(Refusal):
            parse_token_uri(uri)


@pytest.fixture(scope="module")
def unlocked_key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The secret key of a pair without a password; the public one stands beside it, minisign.pub."""
    folder = tmp_path_factory.mktemp("unlocked")
    words = ("minisign", "-G", "-W", "-p", folder / "minisign.pub", "-s", folder / "minisign.key")
    subprocess.run(words, check=True, capture_output=True)
    return folder / "minisign.key"


def audit(place: Path, *words: object) -> int:
    return run_command_line("engross", ["audit", str(place), *map(str, words)])


@pytest.mark.process
@pytest.mark.needs("minisign")
@pytest.mark.needs("openssl")
@pytest.mark.parametrize("form", FORMS)
def test_audit_takes_seals_and_checks_them(
    form: str, tmp_path: Path, authority: Authority, unlocked_key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A sealed package of each form is whole; a spoilt seal, or one of another, is told, with exit code 1."""
    store = tmp_path / "store"
    package = place_sample(store, form)
    before = snapshot(store)
    sealed = store if form == "ocfl" else package
    assert seal(sealed, "--key", unlocked_key, "--timestamp", authority.tsa) == 0
    added = {name for name in snapshot(store) if name not in before}
    assert {Path(name).suffix for name in added} == {".minisig", ".pub", ".tsr"}
    assert audit(store) == 0
    trust = ("--public-key", unlocked_key.with_name("minisign.pub"), "--trust", authority.root)
    capsys.readouterr()
    assert audit(store, *trust, "--to", "json") == 0
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert [(one["kind"], one["trusted"], one["fault"]) for one in line["seals"]] == [
        ("minisign", True, ""),
        ("time stamp", True, ""),
    ]
    assert audit(store, "--trust", authority.folder / "tsa.other.pem") == 1
    assert "do not lead to the roots that are trusted" in capsys.readouterr().out
    for name in sorted(added):
        if not name.endswith(".pub"):
            whole = (store / name).read_bytes()
            (store / name).write_bytes(whole[:-40] + b"A" * 40)
            assert audit(store, *trust) == 1, name
            (store / name).unlink()
            assert audit(store, *trust) == 1, f"{name} taken away"
            (store / name).write_bytes(whole)
    assert audit(store, *trust) == 0
    for name in added:
        (store / name).unlink()
    assert audit(store) == 0
    capsys.readouterr()
    assert audit(store, *trust) == 1
    assert "nothing is signed" in capsys.readouterr().out


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("openssl")
def test_audit_checks_signed_copies(bag: Path, authority: Authority) -> None:
    words = ("--certificate", authority.signer, "--certificate-password", authority.password)
    assert seal(bag, *words) == 0
    assert audit(bag.parent) == 0
    assert audit(bag, "--trust", authority.root) == 0
    home = bag.with_name(f"{bag.name}.signed")
    (copy,) = home.rglob("*.pdf")
    whole = copy.read_bytes()
    copy.write_bytes(whole.replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    assert audit(bag.parent) == 1
    copy.write_bytes(whole)
    home.rename(bag.with_name("lost.signed"))
    assert audit(bag.parent) == 1  # copies of nothing are not passed over


def test_damaged_package_is_not_sealed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = place_sample(tmp_path, "bag")
    (package / "data" / "en" / "report.json").write_bytes(b"[]\n")
    (tmp_path / "key").write_text("x")
    assert seal(package, "--key", tmp_path / "key") == 1
    assert "it is not whole, and is not sealed" in capsys.readouterr().err


def test_copies_of_an_object_stand_beside_its_storage_root(tmp_path: Path) -> None:
    root = tmp_path / "store"
    package = place_sample(root, "ocfl")
    (pdf, copy), *_ = find_signed_copies(package)
    assert copy == tmp_path / "store.signed" / pdf.relative_to(root)
    assert list(find_signed_copies(root)) == list(find_signed_copies(package))


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("openssl")
def test_revoked_certificate_makes_no_seal_that_lasts_and_is_trusted_by_none(
    edition: Path, authority: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = authority.folder / "crl.der"
    good = listed.read_bytes()
    listed.write_bytes((authority.folder / "revoked.der").read_bytes())
    try:
        assert seal(edition, *sign_words(authority, "lta"), "--out", tmp_path / "copy.pdf") == 1
    finally:
        listed.write_bytes(good)
    assert "revoked" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("openssl")
def test_what_is_signed_or_no_pdf_is_not_signed(
    edition: Path, authority: Authority, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy, words = tmp_path / "copy.pdf", sign_words(authority, "b")
    assert seal(edition, *words, "--out", copy) == 0
    assert seal(copy, *words, "--out", tmp_path / "again.pdf") == 1
    assert "it has a signature already" in capsys.readouterr().err
    for name, data in (("a.pdf", b"%PDF-1.7\nnothing"), ("b.pdf", b""), ("c.pdf", edition.read_bytes()[:-400])):
        (tmp_path / name).write_bytes(data)
        assert seal(tmp_path / name, *words) == 1, name
        assert "it cannot be signed" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.signed.pdf"))


@pytest.mark.process
@pytest.mark.slow
@pytest.mark.needs("verapdf")
@pytest.mark.parametrize(
    "make_key", [lambda: ec.generate_private_key(ec.SECP384R1()), lambda: rsa.generate_private_key(65537, 4096)]
)
def test_larger_keys_raise_no_version(make_key: Any, edition: Path, tmp_path: Path) -> None:
    """PDF/A-3 is PDF 1.7: a signature with SHA-512 would make it 2.0."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Large")])
    key, now = make_key(), datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, **dict.fromkeys((*UNUSED, "key_cert_sign", "crl_sign"), False)
    )
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, now - timedelta(1), now + timedelta(1))
    certificate = builder.add_extension(usage, critical=True).sign(key, hashes.SHA256())
    encryption = serialization.BestAvailableEncryption(b"x")
    bundle = pkcs12.serialize_key_and_certificates(b"k", key, certificate, None, encryption)
    (tmp_path / "k.p12").write_bytes(bundle)
    (tmp_path / "password").write_text("x")
    copy = tmp_path / "copy.pdf"
    words = ("--certificate", tmp_path / "k.p12", "--certificate-password", tmp_path / "password", "--out", copy)
    assert seal(edition, *words) == 0
    status = check_signed_pdf(copy.read_bytes(), ())
    assert (status.fault, status.level) == ("", "b")
    with pikepdf.open(copy) as pdf:
        assert "/Version" not in pdf.Root
        assert pdf.pdf_version == "1.7"
    found = run_verapdf(VERAPDF / JAR_NAME, [copy], lambda *_: None)
    assert found == {copy: {"veraPDF A-3a": (), "veraPDF UA-1": ()}}


@pytest.mark.process
@pytest.mark.needs("minisign")
def test_many_packages_are_sealed_at_once(
    tmp_path: Path, unlocked_key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packages = [place_sample(tmp_path / form, form) for form in ("bag", "tar")]
    assert seal(packages[0], packages[1], "--key", unlocked_key) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert all(check(package)["minisign"].fault == "" for package in packages)
    assert seal(packages[0], packages[1], "--key", unlocked_key, "--out", tmp_path / "x") == 2
