"""Messages on a stream socket: a length, then so many bytes."""

from __future__ import annotations

import socket
import struct
import time

from bpteach.grading.sandbox.wire import WireError

__all__ = ["received", "sent"]

_LENGTH = struct.Struct("<I")


def sent(to: socket.socket, data: bytes) -> None:
    """Send a message.

    Parameters
    ----------
    to : socket
        A stream.
    data : bytes
        The message.

    Examples
    --------
    >>> one, two = socket.socketpair()
    >>> sent(one, b"hello")
    >>> received(two, 100)
    b'hello'
    >>> one.close(), two.close()
    (None, None)
    """
    to.sendall(_LENGTH.pack(len(data)) + data)


def received(of: socket.socket, longest: int, until: float | None = None) -> bytes:
    """Receive a message.

    Parameters
    ----------
    of : socket
        A stream.
    longest : int
        Bytes; a message that says it is longer is refused before it is read.
    until : float, optional
        On the monotonic clock: a message must be whole by then.

    Returns
    -------
    bytes
        The message.

    Raises
    ------
    EOFError
        If the other side is gone.
    TimeoutError
        If it takes too long.
    WireError
        If it is too long.
    """
    length = _LENGTH.unpack(_exactly(of, _LENGTH.size, until))[0]
    if length > longest:
        raise WireError("a message is too long")
    return _exactly(of, length, until)


def _exactly(of, count, until):
    pieces = []
    while count:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError("no answer in time")
            of.settimeout(left)
        piece = of.recv(min(count, 1 << 16))
        if not piece:
            raise EOFError("the other side is gone")
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)
