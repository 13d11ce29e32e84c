"""A web server that misbehaves on purpose: one path per fault, on loopback, counting its visitors.

Every path speaks raw bytes, so that broken protocol is possible; the names follow reliability.md 3.1.
"""

import gzip
import json
import re
import socket
import threading
import time
import zlib
from collections import Counter
from contextlib import contextmanager

import brotli

GOOD = json.dumps(
    {"totalResults": 0, "pageNumber": 1, "pageSize": 100, "warnings": [], "results": []}
).encode()
ETAG = '"state-7"'


def answer(body=b"", status="200 OK", content_type="application/json", **headers):
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", "Connection: close"]
    headers.setdefault("Content_Length", len(body))
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items() if value is not None]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(location, status="302 Found"):
    return answer(status=status, Location=location)


def gzip_bomb(megabytes):
    """Packed zeros, made while they are sent: the visitor should be gone long before the end."""
    packer = zlib.compressobj(wbits=31)
    for _ in range(megabytes):
        yield packer.compress(bytes(1_000_000))
    yield packer.flush()


class FaultServer:
    """Runs in a thread; `hits` counts requests by path, `requests` keeps their heads."""

    def __init__(self, other_port=0, ssl_context=None):
        self.hits, self.requests = Counter(), []
        self._other_port, self._ssl_context = other_port, ssl_context
        self._stopping = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def url(self, path, host="127.0.0.1"):
        scheme = "https" if self._ssl_context else "http"
        return f"{scheme}://{host}:{self.port}{path}"

    def stop(self):
        self._stopping.set()
        self._listener.close()
        self._thread.join(5)

    def _accept(self):
        self._listener.settimeout(0.1)
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        connection.settimeout(5)
        try:
            if self._ssl_context:
                connection = self._ssl_context.wrap_socket(connection, server_side=True)
            head = self._read_head(connection)
            path = head.split(" ")[1] if " " in head else ""
            self.hits[path] += 1
            self.requests.append(head)
            for piece in self._pieces(path, head):
                if self._stopping.is_set():
                    break
                connection.sendall(piece)
        except OSError:
            pass  # the client went away, which is what many faults are about
        finally:
            connection.close()

    @staticmethod
    def _read_head(connection):
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65_536)
            if not piece:
                break
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        announced = re.search(rb"(?i)content-length: (\d+)", head)
        while announced and len(body) < int(announced[1]):
            body += connection.recv(65_536) or b" " * int(announced[1])
        return head.decode("latin-1")

    def _pieces(self, path, head):
        name, _, argument = path.lstrip("/").partition("/")
        return getattr(self, f"fault_{name.replace('-', '_')}")(argument, head)

    def fault_good(self, argument, head):
        yield answer(GOOD)

    def fault_silence(self, argument, head):
        self._stopping.wait(20)
        yield b""

    def fault_drip(self, argument, head):
        yield answer(Content_Length=1_000)
        yield from self._slowly(b"{" + b" " * 999)

    def fault_drip_head(self, argument, head):
        yield from self._slowly(answer(GOOD))

    def _slowly(self, data):
        for byte in data:
            yield bytes([byte])
            time.sleep(0.2)

    def fault_status(self, argument, head):
        status, _, pause = argument.partition("/")
        wait = {"Retry_After": pause.replace("_", " ").replace(";", ",")} if pause else {}
        yield answer(b"sorry", status=f"{status} Fault", **wait)

    def fault_html(self, argument, head):
        yield answer(b"<html>Maintenance</html>", content_type=f"{argument or 'text'}/html")

    def fault_html_as_json(self, argument, head):
        yield answer(b"<html>Maintenance</html>")

    def fault_short(self, argument, head):
        yield answer(GOOD[:20], Content_Length=len(GOOD))

    def fault_chunk_cut(self, argument, head):
        yield answer(
            b"10\r\n0123456789abcdef\r\n10\r\n0123", Content_Length=None, Transfer_Encoding="chunked"
        )

    def fault_no_http(self, argument, head):
        yield b"\x00\x01\x02 this is not HTTP\r\n\r\n"

    def fault_endless_head(self, argument, head):
        yield b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 2_000_000

    def fault_gzip(self, argument, head):
        yield answer(gzip.compress(GOOD), Content_Encoding="gzip")

    def fault_fake_gzip(self, argument, head):
        yield answer(GOOD, Content_Encoding="gzip")

    def fault_gzip_cut(self, argument, head):
        yield answer(gzip.compress(GOOD * 50)[:-20], Content_Encoding="gzip")

    def fault_gzip_bomb(self, argument, head):
        yield answer(Content_Encoding="gzip", Content_Length=None)
        yield from gzip_bomb(int(argument))

    def fault_brotli_bomb(self, argument, head):
        yield answer(brotli.compress(bytes(1_000_000) * int(argument), quality=1), Content_Encoding="br")

    def fault_plain(self, argument, head):
        megabytes = int(argument)
        yield answer(Content_Length=None)
        for _ in range(megabytes):
            yield b"x" * 1_000_000

    def fault_announced(self, argument, head):
        yield answer(GOOD, Content_Length=int(argument))

    def fault_to_other_port(self, argument, head):
        yield redirect(f"http://127.0.0.1:{self._other_port}/good")

    def fault_to(self, argument, head):
        yield redirect(argument)

    def fault_hop(self, argument, head):
        left = int(argument)
        yield redirect(f"/hop/{left - 1}") if left else answer(GOOD)

    def fault_loop(self, argument, head):
        yield redirect("/loop")

    def fault_see_other(self, argument, head):
        yield redirect("/good", f"{argument} Moved")

    def fault_etag(self, argument, head):
        if f"if-none-match: {ETAG}" in head.lower():
            yield answer(status="304 Not Modified", ETag=ETAG, Content_Length=None)
        else:
            yield answer(GOOD, ETag=ETAG, Last_Modified="Fri, 20 Nov 2026 08:00:00 GMT")


@contextmanager
def running(**options):
    server = FaultServer(**options)
    try:
        yield server
    finally:
        server.stop()
