"""R29: out only to listed hosts, by checked addresses, whatever redirects, names and proxies say."""

import socket

import pytest

from funding.addresses import is_public, parse_allowed
from funding.feed_errors import FeedRefused, FeedUnavailable
from funding.fetch import Limits, Question, fetch
from tests.funding.asking import FAST, ask, cause_of

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
