"""Numbers as a reader sees them in a figure: short, with a true minus sign."""

from __future__ import annotations

import math

__all__ = ["bounded", "choice", "listed", "lowered", "memory", "plain", "power", "scientific"]

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_BOUNDS = (1e-9, 1e-6, 1e-3, 1.0)
_FRACTIONS = {0.25: "¼", 0.5: "½", 0.75: "¾"}


def plain(value: float) -> str:
    """Write a number with three significant digits and no trailing zeros.

    Parameters
    ----------
    value : float
        The number.

    Returns
    -------
    str
        The number, with a true minus sign.

    Examples
    --------
    >>> plain(0.25), plain(-6.0), plain(0.00246651)
    ('0.25', '−6', '0.00247')
    """
    return f"{value:.3g}".replace("-", "−")


def choice(value: float) -> str:
    """Write a slope that was chosen: common fractions as one character.

    Parameters
    ----------
    value : float
        The slope.

    Returns
    -------
    str
        ``½`` for 0.5, otherwise as `plain` writes it.

    Examples
    --------
    >>> choice(0.5), choice(1.0), choice(0.3)
    ('½', '1', '0.3')
    """
    return _FRACTIONS.get(value, plain(value))


def scientific(value: float) -> str:
    """Write a small number as one digit and a power of ten.

    Parameters
    ----------
    value : float
        The number, not negative.

    Returns
    -------
    str
        ``0`` if it is exactly 0.

    Examples
    --------
    >>> scientific(6.4e-12), scientific(0.0)
    ('6 × 10⁻¹²', '0')
    """
    if value == 0:
        return "0"
    digit, power = f"{value:.0e}".split("e")
    return f"{digit} × 10{str(int(power)).translate(_RAISED)}"


def power(value: float) -> str:
    """Write the power of ten that is nearest to a number.

    Parameters
    ----------
    value : float
        The number, above 0.

    Returns
    -------
    str
        The power, on a logarithmic scale the nearest.

    Examples
    --------
    >>> power(4.5e-6), power(2e-8)
    ('10⁻⁵', '10⁻⁸')
    """
    return f"10{str(round(math.log10(value))).translate(_RAISED)}"


def bounded(gap: float) -> str:
    """Say how small a gap is in words that are the same on every machine.

    Parameters
    ----------
    gap : float
        The largest difference found, not negative. Its last digits depend on the machine.

    Returns
    -------
    str
        ``within`` a power of ten that it stays below.

    Examples
    --------
    >>> bounded(6.4e-12), bounded(0.7)
    ('within 1e-9', 'within 1')
    """
    for bound in _BOUNDS:
        if gap < bound:
            return f"within {bound:.0e}".replace("e-0", "e-").replace("1e+00", "1")
    return f"only within {gap:.0e}"


def memory(size: int) -> str:
    """Write a number of bytes in the unit that keeps it short.

    Parameters
    ----------
    size : int
        Bytes.

    Returns
    -------
    str
        Two significant digits, in powers of 1024.

    Examples
    --------
    >>> memory(8_000_000_000), memory(8_000_000), memory(640)
    ('7.5 GiB', '7.6 MiB', '640 B')
    """
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if size < 1024 or unit == "TiB":
            break
        size /= 1024
    return f"{size:.1f} {unit}" if size < 9.95 and unit != "B" else f"{size:,.0f} {unit}"


def listed(items) -> str:
    """Join names as a sentence does.

    Parameters
    ----------
    items : sequence of str
        One name or more.

    Returns
    -------
    str
        Commas, and ``and`` before the last.

    Examples
    --------
    >>> listed(["sigmoid", "ReLU", "tanh"]), listed(["tanh"])
    ('sigmoid, ReLU and tanh', 'tanh')
    """
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last


def lowered(*numbers: int) -> str:
    """Write indices.

    Parameters
    ----------
    *numbers : int
        From 1, as the notes count.

    Returns
    -------
    str
        Lowered digits, with a comma between where a number has two.

    Examples
    --------
    >>> "z" + lowered(2), "W" + lowered(2, 1), "W" + lowered(12, 1)
    ('z₂', 'W₂₁', 'W₁₂,₁')
    """
    joint = "" if max(numbers) < 10 else ","
    return joint.join(str(number).translate(_LOWERED) for number in numbers)
