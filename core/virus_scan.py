"""Asking ClamAV's service about a file: its INSTREAM command over TCP or a socket file."""

import contextlib
import socket
import struct

CHUNK = 64 * 1024
LONGEST_ANSWER_SECONDS = 20
MOST_OF_ANSWER = 4096


class ScannerAway(Exception):
    """Nobody has said whether the file is harmless."""


def is_infected(content, address):
    """What the scanner at `address`, (host, port) or the path of a socket, says of these bytes."""
    try:
        answer = _ask(content, address)
    except OSError as reason:
        raise ScannerAway(type(reason).__name__) from reason
    if answer.endswith(" FOUND"):
        return True
    if answer != "stream: OK":
        raise ScannerAway(answer)
    return False


def _ask(content, address):
    with _connection(address) as connection:
        # A scanner that refuses in the middle has answered already
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                part = content[start : start + CHUNK]
                connection.sendall(struct.pack("!I", len(part)) + part)
            connection.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MOST_OF_ANSWER:
            if not (part := connection.recv(MOST_OF_ANSWER)):
                break
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connection(address):
    if not isinstance(address, str):
        return socket.create_connection(address, LONGEST_ANSWER_SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(LONGEST_ANSWER_SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection
