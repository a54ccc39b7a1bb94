"""Open the running product on a real phone: HTTPS on the local network under a local authority, or adb.

Camera, location and service worker need a secure origin. So this makes a certificate authority of its own
(kept in {var}/phone-ca, its key never leaves this machine) and a certificate for this machine's addresses,
serves the same application over TLS, and shows two QR codes: to install the authority, and to open the page.
"""

import functools
import http.server
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tools import wait_for

Key = ec.EllipticCurvePrivateKey
AUTHORITY_DAYS, SERVER_DAYS = 3650, 397


def local_addresses() -> list[str]:
    """Return this machine's IPv4 addresses on its networks, the one of the default route first."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(
                ("192.0.2.1", 9)
            )  # a documentation address; a datagram socket sends nothing by connecting
            found.append(str(probe.getsockname()[0]))
        except OSError:
            pass
    names = socket.gethostbyname_ex(socket.gethostname())[2]
    found += [name for name in names if not name.startswith("127.") and name not in found]
    return found


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def certificate(subject: str, key: Key, days: int) -> x509.CertificateBuilder:
    """Start a certificate that is valid from yesterday (phones' clocks differ) for so many days."""
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
    )


def save_key(key: Key, path: Path) -> None:
    """Write the key unencrypted, readable by its owner alone."""
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def load_authority(folder: Path) -> tuple[x509.Certificate, Key]:
    """Return the authority's certificate and key."""
    key = serialization.load_pem_private_key((folder / "ca.key").read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{folder / 'ca.key'} is not the key this program wrote; remove the folder")
    return x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes()), key


def make_authority(folder: Path) -> tuple[x509.Certificate, Key]:
    """Make the authority once; later runs use the same, so that a phone installs it once."""
    if (folder / "ca.crt").exists():
        return load_authority(folder)
    folder.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = f"Xunge test phones ({socket.gethostname()})"
    usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    made = (
        certificate(name, key, AUTHORITY_DAYS)
        .issuer_name(named(name))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    save_key(key, folder / "ca.key")
    (folder / "ca.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return made, key


def make_server_certificate(folder: Path, addresses: list[str]) -> None:
    """Write server.crt and server.key for these addresses, signed by the authority."""
    authority, authority_key = make_authority(folder)
    key = ec.generate_private_key(ec.SECP256R1())
    names: list[x509.GeneralName] = [x509.IPAddress(ipaddress.ip_address(each)) for each in addresses]
    made = (
        certificate(addresses[0], key, SERVER_DAYS)
        .issuer_name(authority.subject)
        .add_extension(x509.SubjectAlternativeName([*names, x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    save_key(key, folder / "server.key")
    (folder / "server.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))


class AuthorityDownload(http.server.BaseHTTPRequestHandler):
    """Hands out the authority's certificate and nothing else."""

    def __init__(self, authority: bytes, *rest: object) -> None:
        self.authority = authority
        super().__init__(*rest)  # type: ignore[arg-type]  # the three socketserver passes on

    def do_GET(self) -> None:
        if self.path != "/xunge-ca.crt":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-x509-ca-cert")
        self.send_header("Content-Length", str(len(self.authority)))
        self.end_headers()
        self.wfile.write(self.authority)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is showing QR codes."""


def serve_authority(folder: Path, port: int) -> None:
    """Hand out the certificate from a thread that ends with the program."""
    handler = functools.partial(AuthorityDownload, (folder / "ca.crt").read_bytes())
    server = http.server.ThreadingHTTPServer(("0.0.0.0", port), handler)  # noqa: S104  phones are outside
    threading.Thread(target=server.serve_forever, daemon=True).start()


def show(addresses: list[str], tls_port: int, ca_port: int, port: int) -> None:
    """Print what to do on the phone."""
    install, product = f"http://{addresses[0]}:{ca_port}/xunge-ca.crt", f"https://{addresses[0]}:{tls_port}/"
    print(f"\n1. Once on each phone: install the certificate authority from {install}")
    print("   (Android: Settings, Security, Encryption & credentials, Install a certificate, CA certificate)")
    segno.make(install).terminal(compact=True)
    print(f"2. Open {product}")
    segno.make(product).terminal(compact=True)
    print("Or by cable, without certificates (localhost is a secure origin):")
    print(f"   adb reverse tcp:{port} tcp:{port}, then http://localhost:{port} on the phone\n", flush=True)


def serve_product(folder: Path, port: int) -> int:
    """Serve the application over TLS until it or this program is told to stop; return its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    tls = ["--certfile", str(folder / "server.crt"), "--keyfile", str(folder / "server.key")]
    how = ["--config", "server/gunicorn.conf.py", "--bind", f"0.0.0.0:{port}", *tls]
    server = subprocess.Popen(["gunicorn", *how, "server.app:create_app()"])
    try:
        return server.wait()
    finally:
        server.terminate()


def main() -> None:
    """Wait for the product, then serve it over TLS until stopped."""
    port = int(os.environ.get("PORT", "8000"))
    tls_port = int(os.environ.get("PHONE_PORT", "8443"))
    ca_port = int(os.environ.get("PHONE_CA_PORT", "8081"))
    folder = Path(os.environ.get("XUNGE_VAR", "var")) / "phone-ca"
    addresses = local_addresses()
    if not addresses:
        sys.exit(f"phone: no network address here; use a cable: adb reverse tcp:{port} tcp:{port}")
    wait_for.wait(f"http://127.0.0.1:{port}/api/health", seconds=120)
    make_server_certificate(folder, addresses)
    serve_authority(folder, ca_port)
    show(addresses, tls_port, ca_port, port)
    sys.exit(serve_product(folder, tls_port))


if __name__ == "__main__":
    main()
