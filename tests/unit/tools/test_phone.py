"""`make phone`: the certificates are such as phones accept, and the authority's key stays where it is."""

import ssl
import stat
from pathlib import Path

import pytest
from cryptography import x509

from tools import phone


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    phone.make_server_certificate(tmp_path / "ca", ["192.0.2.7"])
    return tmp_path / "ca"


def test_the_server_is_trusted_under_the_authority_and_for_its_address_only(folder: Path) -> None:
    authority = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    server = x509.load_pem_x509_certificate((folder / "server.crt").read_bytes())
    server.verify_directly_issued_by(authority)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["192.0.2.7"]
    assert not server.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_tls_accepts_the_pair(folder: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.crt", folder / "server.key")


def test_phones_install_the_authority_once(folder: Path) -> None:
    before = (folder / "ca.crt").read_bytes()
    phone.make_server_certificate(folder, ["192.0.2.8"])
    assert (folder / "ca.crt").read_bytes() == before


@pytest.mark.parametrize("name", ["ca.key", "server.key"])
def test_keys_are_their_owners_alone(folder: Path, name: str) -> None:
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
