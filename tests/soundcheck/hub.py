"""A model hub of a test's own: one repository, served in pieces."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

COMMIT = "0123456789abcdef0123456789abcdef01234567"
_PIECE = 64 * 1024
_HELD_SECONDS = 30.0


class Hub(ThreadingHTTPServer):
    """Serves the files of one repository; ``gate`` holds the second half of its model back until it is set."""

    daemon_threads = True

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.files = files
        self.gate = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """For ``HF_ENDPOINT``."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.gate.set()
        self.shutdown()
        self.server_close()


class _Answers(BaseHTTPRequestHandler):
    """What the hub says."""

    protocol_version = "HTTP/1.1"
    server: Hub

    def log_message(self, *_: object) -> None:
        """Nothing."""

    def do_HEAD(self) -> None:
        """About a file."""
        self._answer(body=False)

    def do_GET(self) -> None:
        """A file, or about the repository."""
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        path = self.path.split("?")[0]
        name = path.rsplit("/", 1)[1]
        if path.startswith("/api/models/"):
            self._tell(_listing(path, self.server.files))
        elif "/resolve/" in path and name in self.server.files:
            self._give(name, self.server.files[name], body=body)
        else:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def _tell(self, listing: object) -> None:
        said = json.dumps(listing).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _give(self, name: str, content: bytes, *, body: bool) -> None:
        began = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").split("-")[0])
        self.send_response(206 if began else 200)
        if began:
            self.send_header("Content-Range", f"bytes {began}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - began))
        self.send_header("ETag", f'"{_digest(content)}"')
        self.send_header("X-Repo-Commit", COMMIT)
        self.end_headers()
        for start in range(began, len(content) if body else began, _PIECE):
            if name == "model.bin" and start >= len(content) // 2:
                self.wfile.flush()
                self.server.gate.wait(_HELD_SECONDS)
            try:
                self.wfile.write(content[start : start + _PIECE])
            except OSError:  # whoever fetched it was killed
                return


def _listing(path: str, files: dict[str, bytes]) -> object:
    """What the hub says about the repository, or the tree of its files."""
    if "/tree/" in path:
        return [
            {"type": "file", "path": name, "size": len(content), "oid": _digest(content)}
            for name, content in files.items()
        ]
    return {"id": "x/y", "sha": COMMIT, "siblings": [{"rfilename": name} for name in files]}


def _digest(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
