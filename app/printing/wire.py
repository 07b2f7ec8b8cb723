"""How the press and its worker talk, both ways over one socket: length (4 bytes, big endian), then a JSON head on one
line, then the content.

The worker says {"ok"} when it is ready. Questions: {"grow": bool} + HTML; {"template": true, "part": bool} + a
ward's template and its values (ward_filling); {"sheets": [lengths], "titled": bool} + HTML documents one behind the
other, for a part; {"bind": [lengths], "order": [pages] or null} + parts one behind the other; {"half": {…}, "parts":
[lengths]} + HTML and rows of a list, to two workers at once, each of which says {"ok", "exchange"} + a message for the
other before it answers (halves). Answers: {"ok"} at once (it has the sheet), then {"ok", "cpu_us", "rss_kb"} + the PDF,
for sheets with {"pages": [of each]}, or + what went wrong as text, with {"template", "line"} where a ward's template is
to blame.
"""

import json
import socket


def receive(connection: socket.socket) -> tuple[dict, bytes] | None:
    """The next message, or None when the other side is gone."""
    length = _exactly(connection, 4)
    message = length and _exactly(connection, int.from_bytes(length, "big"))
    if not message:
        return None
    head, _, content = message.partition(b"\n")
    return json.loads(head), content


def send(connection: socket.socket, head: dict, content: bytes) -> None:
    message = json.dumps(head).encode() + b"\n" + content
    connection.sendall(len(message).to_bytes(4, "big") + message)


def _exactly(connection, size):
    parts = []
    while size:
        part = connection.recv(min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
