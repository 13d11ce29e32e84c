"""An httpx transport that resolves once, connects to what it checked, and never outlives its deadline."""

import socket
import ssl
import time

import httpcore
import httpx

from funding.addresses import resolve
from funding.feed_errors import FeedUnavailable


class Deadline:
    """The moment by which everything must be over; every wait is cut to what is left of it."""

    def __init__(self, seconds):
        self._end = time.monotonic() + seconds

    def cut(self, seconds=None):
        left = self._end - time.monotonic()
        if left <= 0:
            raise FeedUnavailable("The answer took longer than allowed in all.", cause="deadline")
        return left if seconds is None else min(left, seconds)


class GuardedStream(httpcore.NetworkStream):
    """A socket whose every single wait is bounded by the deadline of the whole fetch."""

    def __init__(self, sock, deadline):
        self._sock, self._deadline = sock, deadline

    def read(self, max_bytes, timeout=None):
        self._sock.settimeout(self._deadline.cut(timeout))
        try:
            return self._sock.recv(max_bytes)
        except TimeoutError as error:
            self._deadline.cut()
            raise FeedUnavailable("The source stopped answering.", cause="timeout") from error
        except OSError as error:
            raise FeedUnavailable("The connection broke.", cause="connection") from error

    def write(self, buffer, timeout=None):
        self._sock.settimeout(self._deadline.cut(timeout))
        try:
            self._sock.sendall(buffer)
        except OSError as error:
            # httpcore then still reads what the source may have answered early
            raise httpcore.WriteError("The request could not be sent.") from error

    def close(self):
        self._sock.close()

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        self._sock.settimeout(self._deadline.cut(timeout))
        try:
            wrapped = ssl_context.wrap_socket(self._sock, server_hostname=server_hostname)
        except ssl.SSLError as error:
            self.close()
            raise FeedUnavailable(f"TLS: {error.reason or error}", cause="tls") from error
        except OSError as error:
            self.close()
            raise FeedUnavailable("The connection broke.", cause="connection") from error
        return GuardedStream(wrapped, self._deadline)

    def get_extra_info(self, info):
        return self._sock if info == "ssl_object" and isinstance(self._sock, ssl.SSLSocket) else None


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to the addresses that were resolved and checked for this target, and to no other."""

    def __init__(self, target, deadline):
        self._target, self._deadline = target, deadline

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        if (host, port) != (self._target.host, self._target.port):
            raise ValueError(f"{host}:{port} is not the checked target")
        failure = None
        for address in resolve(self._target):
            try:
                return GuardedStream(self._connected(address, timeout), self._deadline)
            except OSError as error:
                failure = error
        cause = "connect-timeout" if isinstance(failure, TimeoutError) else "connect"
        raise FeedUnavailable(f"{host} cannot be reached.", cause=cause) from failure

    def _connected(self, address, timeout):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.settimeout(self._deadline.cut(timeout))
            sock.connect((address, self._target.port))
        except BaseException:
            sock.close()
            raise
        return sock


class GuardedTransport(httpx.BaseTransport):
    """One target, one deadline; built anew for every hop."""

    def __init__(self, target, deadline, ssl_context):
        backend = GuardedBackend(target, deadline)
        self._pool = httpcore.ConnectionPool(ssl_context=ssl_context, network_backend=backend, http1=True)

    def handle_request(self, request):
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self):
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, stream):
        self._stream = stream

    def __iter__(self):
        yield from self._stream

    def close(self):
        self._stream.close()
