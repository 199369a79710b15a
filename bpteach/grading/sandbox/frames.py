"""Messages on a stream socket: a length, then so many bytes."""

from __future__ import annotations

import socket
import struct
import time

from bpteach.grading.sandbox.wire import WireError

__all__ = ["Stream"]

_LENGTH = struct.Struct("<I")
_PIECE = 1 << 16


class Stream:
    """A socket with what was received of it and not read yet.

    Parameters
    ----------
    socket : socket
        A connected stream.

    Examples
    --------
    >>> one, two = map(Stream, socket.socketpair())
    >>> one.send(b"hello", b"again")
    >>> two.receive(100), two.receive(100)
    (b'hello', b'again')
    >>> one.close()
    >>> two.receive(100)
    Traceback (most recent call last):
        ...
    EOFError: the other side is gone
    >>> two.close()
    """

    def __init__(self, socket: socket.socket):
        self._socket, self._there, self._waits = socket, bytearray(), socket.gettimeout()

    def send(self, *messages: bytes, within: float | None = None) -> None:
        """Send messages.

        Parameters
        ----------
        *messages : bytes
            In order.
        within : float, optional
            Seconds that it may take; as long as it takes by default.
        """
        self._wait(within)
        self._socket.sendall(b"".join(_LENGTH.pack(len(one)) + one for one in messages))

    def receive(self, longest: int, until: float | None = None) -> bytes:
        """Receive a message.

        Parameters
        ----------
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
        length = _LENGTH.unpack(self._take(_LENGTH.size, until))[0]
        if length > longest:
            raise WireError("a message is too long")
        return self._take(length, until)

    @property
    def has_message(self) -> bool:
        """Whether a whole message is here already."""
        there = self._there
        return len(there) >= 4 and len(there) - 4 >= _LENGTH.unpack_from(there)[0]

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _take(self, count, until) -> bytes:
        while len(self._there) < count:
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                raise TimeoutError("no answer in time")
            self._wait(left)
            piece = self._socket.recv(_PIECE)
            if not piece:
                raise EOFError("the other side is gone")
            self._there += piece
        taken = bytes(self._there[:count])
        del self._there[:count]
        return taken

    def _wait(self, seconds):
        """Wait no longer than this; where nothing was ever said of it, no system call is made."""
        if seconds != self._waits:
            self._waits = seconds
            self._socket.settimeout(seconds)
