"""A small ClamAV service on loopback that knows one virus, the test file of EICAR."""

import contextlib
import socketserver
import struct
import threading

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        command = self.rfile.read(len(b"zINSTREAM\0"))
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.scanned.append((command, content))
        verdict = "Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else "OK"
        self.wfile.write(self.server.answer or f"stream: {verdict}\0".encode())


class OverTcp(socketserver.ThreadingTCPServer):
    daemon_threads = True


class OverSocket(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextlib.contextmanager
def clamd(at=("127.0.0.1", 0), answer=b""):
    """The running service: `address`, `scanned`; it says `answer` instead of its verdict if there is one."""
    with (OverSocket if isinstance(at, str) else OverTcp)(at, Conversation) as server:
        server.scanned, server.answer, server.address = [], answer, server.server_address
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()
