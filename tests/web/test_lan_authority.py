"""The authority of a lobby's network can speak for that network and for nothing else; what cannot work says so."""

import ssl
import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from app.config import SettingsError
from app.lan import caddyfile, front
from app.lan_authority import authority, check_host


@pytest.fixture
def own(tmp_path):
    return authority(tmp_path / "lan", "192.168.1.10")


def leaf(own, name: x509.GeneralName):
    """A server's certificate that a thief of the key would make."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.load_pem_x509_certificate(own.certificate.read_bytes())
    signer = serialization.load_pem_private_key(own.key.read_bytes(), None)
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .add_extension(x509.BasicConstraints(False, None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )


def is_trusted(own, name: x509.GeneralName) -> bool:
    """By the verifier of `cryptography`, which keeps to RFC 5280 as browsers do."""
    store = Store([x509.load_pem_x509_certificate(own.certificate.read_bytes())])
    verifier = PolicyBuilder().store(store).build_server_verifier(name)
    try:
        verifier.verify(leaf(own, name), [])
    except VerificationError:
        return False
    return True


def test_it_speaks_for_the_local_network_and_for_no_site_of_the_world(own):
    assert is_trusted(own, x509.DNSName("gandan.lan"))
    for name in ("vietcombank.com.vn", "dichvucong.gov.vn", "gandan.lan.example.com"):
        assert not is_trusted(own, x509.DNSName(name)), name
    text = x509.load_pem_x509_certificate(own.certificate.read_bytes())
    bounds = text.extensions.get_extension_for_class(x509.NameConstraints)
    assert bounds.critical
    assert not any(str(each.value) == "0.0.0.0/0" for each in bounds.value.permitted_subtrees)


def test_its_key_is_the_servers_alone_and_it_is_made_once(own, tmp_path):
    assert stat.S_IMODE(own.key.stat().st_mode) == 0o600
    before = own.certificate.read_bytes()
    assert authority(tmp_path / "lan", "10.0.0.7").certificate.read_bytes() == before
    ssl.PEM_cert_to_DER_cert(before.decode())


def test_it_is_made_anew_before_it_ends(tmp_path):
    now = datetime.now(UTC)
    first = authority(tmp_path, "192.168.1.10", now - timedelta(days=365 * 5 - 20)).certificate.read_bytes()
    assert authority(tmp_path, "192.168.1.10", now).certificate.read_bytes() != first


@pytest.mark.parametrize("host", ["8.8.8.8", "gandan.vn", "2001:db8::1", "lan.example.com", ""])
def test_an_address_of_the_world_is_refused_with_what_to_do(host):
    with pytest.raises(SettingsError, match="GD_TLS_NAME"):
        check_host(host)


@pytest.mark.parametrize("host", ["192.168.1.10", "10.1.2.3", "172.20.0.1", "127.0.0.1", "fd00::1", "gandan.lan"])
def test_an_address_of_a_lobby_is_taken(host):
    check_host(host)


def test_one_setting_gives_a_real_name_and_its_certificate(tmp_path):
    before = front("", 8443, 8080, {"GD_TLS_NAME": "gandan.hadong.example.vn", "GD_ACME_EMAIL": "ai@hadong.example.vn"})
    assert (before.url, before.plain_url) == ("https://gandan.hadong.example.vn", "")
    text = caddyfile(before, 8000, tmp_path, None)
    assert "tls internal" not in text
    assert "email ai@hadong.example.vn" in text
    for wrong in ("https://gandan.vn", "gandan.vn:443", "gandan"):
        with pytest.raises(SettingsError, match="chỉ ghi tên miền"):
            front("", 8443, 8080, {"GD_TLS_NAME": wrong})


def test_the_usual_ports_are_not_said():
    assert front("192.168.1.10", 443, 80, {}).url == "https://192.168.1.10"
    assert front("192.168.1.10", 8443, 8080, {}).plain_url == "http://192.168.1.10:8080"
    assert front("fd00::1", 8443, 80, {}).url == "https://[fd00::1]:8443"


def test_a_folder_that_caddy_cannot_read_is_named(own, tmp_path):
    with pytest.raises(SettingsError, match="--data"):
        caddyfile(front("192.168.1.10", 1, 2, {}), 8000, tmp_path / 'a"b', own)
