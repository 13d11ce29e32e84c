"""A small mail server on loopback that refuses what it is told to refuse."""

import email
import email.policy
import socketserver
import sys
import threading


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        server = self.server
        server.connections += 1
        if server.is_silent:
            server.done.wait(10)
            return
        self.say("220 fake")
        refused = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb in ("EHLO", "HELO"):
                self.say("250 fake")
            elif verb == "MAIL":
                self.say(server.answer_to_sender)
            elif verb == "RCPT":
                refused = next((text for address, text in server.refusals.items() if address in line), "")
                self.say(refused or "250 ok")
            elif verb == "DATA":
                self.pause("before")
                self.say("354 go on")
                self.take_mail()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take_mail(self):
        raw = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            raw += line[1:] if line.startswith(b"..") else line
        if not line or self.server.hangs_up_after_data:
            return
        self.server.mails.append(email.message_from_bytes(raw, policy=email.policy.default))
        self.pause("after")
        self.say("250 taken")

    def pause(self, moment):
        """Stop in front of the third mail, once, until the test has done what it wants."""
        server = self.server
        if server.stops == moment and len(server.mails) == {"before": 2, "after": 3}[moment]:
            server.stops = ""
            server.stopped.set()
            server.done.wait(10)


class SmtpServer(socketserver.ThreadingTCPServer):
    """Starts with `with`; `mails` are the mails it has taken."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails, self.refusals, self.connections = [], {}, 0
        self.answer_to_sender = "250 ok"
        self.is_silent = self.hangs_up_after_data = False
        self.stops, self.stopped, self.done = "", threading.Event(), threading.Event()

    @property
    def port(self):
        return self.server_address[1]

    def handle_error(self, request, client_address):
        """Clients that are killed in the middle of a sentence are what these tests are about."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *reason):
        self.done.set()
        self.shutdown()
        self.server_close()
