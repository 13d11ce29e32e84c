"""R29 and the faults F01 to F22 of the network: no answer may hang, fill the memory or lead us astray."""

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

from funding.addresses import is_public, parse_allowed
from funding.feed_errors import FeedChanged, FeedRefused, FeedUnavailable
from funding.fetch import Limits, Question, fetch, retry_after
from funding.sedia.envelope import parse_search_answer
from tests.funding import fault_server

FAST = Limits(connect=1, read=1, total=1.5, max_bytes=5_000_000)


@pytest.fixture(scope="module")
def other():
    with fault_server.running() as server:
        yield server


@pytest.fixture(scope="module")
def server(other):
    with fault_server.running(other_port=other.port) as server:
        yield server


def ask(server, path, *, limits=FAST, **options):
    allowed = parse_allowed([f"127.0.0.1:{server.port}"])
    return fetch(Question(server.url(path)), allowed=allowed, limits=limits, **options)


def cause_of(error, server, path, **options):
    with pytest.raises(error) as caught:
        ask(server, path, **options)
    return caught.value.cause


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
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("path", ["/drip", "/drip-head"])
def test_f03_drip_ends_with_the_total_deadline(server, path):
    """F03: every single byte comes in time, the whole does not."""
    started = time.monotonic()

    assert cause_of(FeedUnavailable, server, path, limits=Limits(read=1, total=1)) == "deadline"
    assert time.monotonic() - started < 2


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


FOREIGN = [
    "http://169.254.169.254/latest/meta-data/",
    "http://[::ffff:127.0.0.1]/",
    "http://127.0.0.1:1/",
    "http://localhost/",
    "https://example.org/",
    "file:///etc/passwd",
    "ftp://127.0.0.1/",
    "//evil.example/",
    "gopher://127.0.0.1/",
]


@pytest.mark.parametrize("location", FOREIGN)
def test_r29_f12_redirects_off_the_list_are_refused(server, location):
    """R29, F12."""
    with pytest.raises(FeedRefused):
        ask(server, f"/to/{location}")


def test_r29_f12_second_server_is_never_visited(server, other):
    other.hits.clear()

    assert cause_of(FeedRefused, server, "/to-other-port") == "not-allowed"
    assert sum(other.hits.values()) == 0


def test_r29_listed_address_on_this_machine_is_meant(server, other):
    allowed = parse_allowed([f"127.0.0.1:{server.port}", f"127.0.0.1:{other.port}"])

    found = fetch(Question(server.url("/to-other-port")), allowed=allowed)

    assert (found.status, found.url) == (200, other.url("/good"))


def test_f13_two_hops_are_followed_and_three_are_not(server):
    server.hits.clear()

    assert ask(server, "/hop/2").status == 200
    assert cause_of(FeedRefused, server, "/hop/30") == "redirects"
    assert cause_of(FeedRefused, server, "/loop") == "redirects"
    assert (server.hits["/loop"], server.hits["/hop/27"]) == (3, 0)


@pytest.mark.parametrize(("status", "method"), [(307, "POST"), (308, "POST"), (302, "GET"), (303, "GET")])
def test_f13_post_keeps_its_body_only_where_the_protocol_says_so(server, status, method):
    allowed = parse_allowed([f"127.0.0.1:{server.port}"])
    question = Question(server.url(f"/see-other/{status}"), "POST", b"secret", {"Content-Type": "x/y"})

    fetch(question, allowed=allowed)

    assert server.requests[-1].startswith(f"{method} /good ")
    assert ("x/y" in server.requests[-1]) is (method == "POST")


def addresses(*found):
    """A resolver that gives one list of addresses after the other, and the last one for ever."""
    waiting = list(found)

    def getaddrinfo(host, port, *args, **options):
        now = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in now]

    return getaddrinfo


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::1"], ["64:ff9b::7f00:1"], []]
)
def test_r29_f14_one_wrong_address_refuses_all(monkeypatch, server, found):
    """R29, F14: a listed name that leads inside is refused, a mixed answer too."""
    server.hits.clear()
    monkeypatch.setattr(socket, "getaddrinfo", addresses(found))

    with pytest.raises(FeedRefused) as caught:
        fetch(
            Question(server.url("/good", host="feed.example")),
            allowed=parse_allowed([f"http://feed.example:{server.port}"]),
            limits=FAST,
        )

    assert caught.value.cause == "address"
    assert sum(server.hits.values()) == 0


def test_r29_f14_rebinding_connects_to_the_checked_address_or_not_at_all(monkeypatch, server):
    """R29, F14: first a public address, afterwards loopback; the name is asked once."""
    server.hits.clear()
    asked = []
    resolver = addresses(["198.41.0.4"], ["127.0.0.1"])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: asked.append(a[0]) or resolver(*a, **k))

    with pytest.raises(FeedUnavailable):
        fetch(
            Question(server.url("/good", host="feed.example")),
            allowed=parse_allowed([f"http://feed.example:{server.port}"]),
            limits=Limits(connect=0.3, total=1),
        )

    assert asked == ["feed.example"]
    assert sum(server.hits.values()) == 0


@pytest.mark.parametrize(
    "host",
    [
        "0177.0.0.1",
        "2130706433",
        "127.1",
        "0x7f.1",
        "①②⑦.0.0.1",
        "user@127.0.0.1",
        "127.0.0.1.",
        "127.0.0.1%00",
    ]
    + [
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:0:0:1]",
        "feed.example.",
        "127。0。0。1",
        "feed_x.example",
        "a..b",
        "",
    ],
)
def test_r29_f15_odd_notations_of_hosts_are_refused(server, host):
    """R29, F15."""
    allowed = parse_allowed([f"127.0.0.1:{server.port}", f"feed.example:{server.port}"])

    with pytest.raises(FeedRefused):
        fetch(Question(f"http://{host}:{server.port}/good"), allowed=allowed, limits=FAST)


@pytest.mark.parametrize(
    "url",
    [
        "http://feed.example/",
        "https://feed.example:8443/",
        "https://feed.example.org/",
        "HTTPS://feed.example\\@x/",
    ]
    + ["https://feed.example\r\nX: y/", "https://feed.example:99999999/", "feed.example", "", "https:///x"],
)
def test_r29_only_the_listed_host_port_and_scheme(url):
    with pytest.raises(FeedRefused):
        fetch(Question(url), allowed=parse_allowed(["feed.example"]), limits=FAST)


def test_r29_https_never_leads_down_to_http(tls, server):
    allowed = parse_allowed([f"localhost:{tls.port}", f"127.0.0.1:{server.port}"])
    question = Question(tls.url(f"/to/{server.url('/good')}", host="localhost"))
    server.hits.clear()

    with pytest.raises(FeedRefused) as caught:
        fetch(question, allowed=allowed, limits=FAST, ssl_context=trusting(tls))

    assert caught.value.cause == "downgrade"
    assert sum(server.hits.values()) == 0


def test_r29_proxies_of_the_environment_are_ignored(monkeypatch, server, other):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, other.url("/"))
    other.hits.clear()

    assert ask(server, "/good").status == 200
    assert sum(other.hits.values()) == 0


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.255.255.255",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
    ]
    + ["192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.9"]
    + ["224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:8.8.8.8"]
    + ["64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:2::1", "2001:db8::1", "2002:7f00:1::"]
    + ["3fff::1", "5f00::1", "fc00::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "0177.0.0.1", "x"],
)
def test_r29_special_ranges_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1"]
    + ["172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "223.255.255.255", "147.67.34.45"]
    + ["2001:200::1", "2a01:7080:24:100::1", "2003::1", "2606:4700::1"],
)
def test_r29_just_outside_the_ranges_is_public(address):
    assert is_public(address)


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
