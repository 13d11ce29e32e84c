"""The faults F01 to F22 of the network: no answer may hang, fill the memory or come in part."""

import socket
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from funding.addresses import parse_allowed
from funding.feed_errors import FeedChanged, FeedRefused, FeedUnavailable
from funding.fetch import Limits, Question, fetch, retry_after
from funding.sedia.envelope import parse_search_answer
from tests.funding import fault_server
from tests.funding.asking import FAST, ask, cause_of


def test_good_answer_comes_with_its_facts(server):
    found = ask(server, "/good")

    assert (found.status, found.body, found.size) == (200, fault_server.GOOD, len(fault_server.GOOD))
    assert len(found.sha256) == 64
    assert parse_search_answer(found.body).total == 0


def test_f01_refused_connection_is_unavailable():
    """F01: nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(FeedUnavailable) as caught:
        fetch(Question(f"http://127.0.0.1:{port}/"), allowed=parse_allowed([f"127.0.0.1:{port}"]))

    assert caught.value.cause == "connect"


def test_f01_name_without_address_is_unavailable(monkeypatch):
    def unknown(*args, **options):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with pytest.raises(FeedUnavailable) as caught:
        fetch(Question("https://feed.example/"), allowed=parse_allowed(["feed.example"]))

    assert caught.value.cause == "dns"


def test_f02_silence_ends_with_the_read_timeout(server):
    limits = Limits(read=0.3, total=5)
    started = time.monotonic()

    assert cause_of(FeedUnavailable, server, "/silence", limits=limits) == "timeout"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("path", ["/drip", "/drip-head"])
def test_f03_drip_ends_with_the_total_deadline(server, path):
    """F03: every single byte comes in time, the whole does not."""
    started = time.monotonic()

    assert cause_of(FeedUnavailable, server, path, limits=Limits(read=1, total=1)) == "deadline"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("path", "cause", "pause"),
    [
        ("/status/500", "http-500", None),
        ("/status/502", "http-502", None),
        ("/status/503/7200", "http-503", 7200),
        ("/status/503/999999", "http-503", 24 * 3600),
        ("/status/503/soon", "http-503", None),
        ("/status/503/Fri;_20_Nov_2020_08:00:00_GMT", "http-503", 0),
        ("/status/429/3", "http-429", 3),
    ],
)
def test_f04_f05_overload_is_unavailable_for_as_long_as_told(server, path, cause, pause):
    with pytest.raises(FeedUnavailable) as caught:
        ask(server, path)

    assert (caught.value.cause, caught.value.retry_after) == (cause, pause)


def test_f05_one_fetch_is_one_request(server):
    server.hits.clear()

    cause_of(FeedUnavailable, server, "/status/429/3")

    assert server.hits == {"/status/429/3": 1}


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410])
def test_other_statuses_need_a_person(server, status):
    assert cause_of(FeedChanged, server, f"/status/{status}") == f"http-{status}"


def test_retry_after_as_http_date():
    now = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

    assert retry_after("Sun, 22 Nov 2026 08:05:00 GMT", now) == 300
    assert retry_after("Sun, 22 Nov 2026 07:05:00 GMT", now) == 0
    assert retry_after("Sun, 29 Nov 2026 08:05:00 GMT", now) == 24 * 3600
    assert [retry_after(value, now) for value in (None, "", "-5", "١", "nonsense")] == [None] * 5


def test_f06_html_instead_of_data(server):
    """F06: with the right content type it is refused at once, with the wrong one by the parser."""
    with pytest.raises(FeedChanged) as caught:
        ask(server, "/html", refuse_html=True)
    assert (caught.value.cause, caught.value.excerpt) == ("html", "<html>Maintenance</html>")

    with pytest.raises(FeedChanged) as caught:
        parse_search_answer(ask(server, "/html-as-json", refuse_html=True).body)
    assert caught.value.cause == "not-json"


@pytest.mark.parametrize("path", ["/short", "/chunk-cut", "/gzip-cut", "/no-http", "/endless-head"])
def test_f07_broken_answers_are_never_partial(server, path):
    assert cause_of(FeedUnavailable, server, path) == "truncated"


def test_f09_gzip_is_unpacked_and_fake_gzip_refused(server):
    assert ask(server, "/gzip").body == fault_server.GOOD
    assert cause_of(FeedChanged, server, "/fake-gzip") == "packing"


@pytest.mark.parametrize(
    ("path", "cause"),
    [
        ("/gzip-bomb/50", "too-large"),
        ("/brotli-bomb/50", "packing"),
        ("/plain/50", "too-large"),
        ("/announced/5000001", "too-large"),
    ],
)
def test_f10_large_answers_end_at_the_cap(server, path, cause):
    assert cause_of(FeedChanged, server, path, limits=Limits(max_bytes=5_000_000)) == cause


def test_f10_bomb_costs_little_memory(server):
    """F10: 1 MB that unpacks to 1 GB stays under the cap in time and memory."""
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from funding.addresses import parse_allowed\n"
        "from funding.feed_errors import FeedChanged\n"
        "from funding.fetch import Question, fetch\n"
        "url, port = sys.argv[1:]\n"
        "peak = lambda: int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
        "before = peak()\n"
        "try:\n"
        "    fetch(Question(url), allowed=parse_allowed([f'127.0.0.1:{port}']))\n"
        "except FeedChanged as error:\n"
        "    print(error.cause, peak() - before)\n"
    )
    command = [sys.executable, "-c", script, server.url("/gzip-bomb/1000"), str(server.port)]

    cause, kilobytes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()

    assert cause == "too-large"
    assert int(kilobytes) < 100_000


def test_f21_unchanged_answer_is_recognised(server):
    first = ask(server, "/etag")
    allowed = parse_allowed([f"127.0.0.1:{server.port}"])
    question = Question(server.url("/etag"), etag=first.etag, last_modified=first.last_modified)

    second = fetch(question, allowed=allowed)
    third = fetch(Question(server.url("/etag"), etag='"another"'), allowed=allowed)

    assert (second.status, second.is_unchanged, second.body) == (304, True, b"")
    assert "if-modified-since: fri, 20 nov 2026 08:00:00 gmt" in server.requests[-2].lower()
    assert (third.status, third.body) == (200, fault_server.GOOD)


def test_streams_to_a_file_that_exists_only_when_whole(server, tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"

    found = ask(server, "/gzip", to_path=whole)

    assert (found.body, found.path, whole.read_bytes()) == (b"", whole, fault_server.GOOD)
    assert found.sha256 == ask(server, "/good").sha256
    for path in ("/short", "/chunk-cut"):
        cause_of(FeedUnavailable, server, path, to_path=broken)
    cause_of(FeedChanged, server, "/plain/6", to_path=broken)
    assert [path.name for path in tmp_path.iterdir()] == ["whole"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Key and self-signed certificate for localhost."""
    folder = tmp_path_factory.mktemp("tls")
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=localhost")
    now = datetime.now(UTC)
    chain = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))
    (folder / "chain.pem").write_bytes(chain.public_bytes(pem))
    return folder / "key.pem", folder / "chain.pem"


@pytest.fixture(scope="module")
def tls(certificate):
    key, chain = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    with fault_server.running(ssl_context=context) as server:
        server.chain = chain
        yield server


def trusting(tls):
    return ssl.create_default_context(cafile=tls.chain)


def test_f22_certificate_nobody_signed_is_refused(tls):
    """F22: verification is never switched off."""
    tls.hits.clear()

    with pytest.raises(FeedUnavailable) as caught:
        fetch(
            Question(tls.url("/good", "localhost")),
            allowed=parse_allowed([f"localhost:{tls.port}"]),
            limits=FAST,
        )

    assert caught.value.cause == "tls"
    assert sum(tls.hits.values()) == 0


def test_f22_certificate_must_name_the_host_that_was_asked(tls):
    """F22: name and SNI stay those of the address, although we connect to a number."""
    trusted = {"limits": FAST, "ssl_context": trusting(tls)}

    found = fetch(
        Question(tls.url("/good", "localhost")), allowed=parse_allowed([f"localhost:{tls.port}"]), **trusted
    )
    with pytest.raises(FeedUnavailable) as caught:
        fetch(Question(tls.url("/good")), allowed=parse_allowed([f"127.0.0.1:{tls.port}"]), **trusted)

    assert found.status == 200
    assert f"host: localhost:{tls.port}" in tls.requests[-1].lower()
    assert caught.value.cause == "tls"


def test_r29_https_never_leads_down_to_http(tls, server):
    allowed = parse_allowed([f"localhost:{tls.port}", f"127.0.0.1:{server.port}"])
    question = Question(tls.url(f"/to/{server.url('/good')}", host="localhost"))
    server.hits.clear()

    with pytest.raises(FeedRefused) as caught:
        fetch(question, allowed=allowed, limits=FAST, ssl_context=trusting(tls))

    assert caught.value.cause == "downgrade"
    assert sum(server.hits.values()) == 0
