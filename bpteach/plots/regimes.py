"""What limits a difference at one step, in words."""

from __future__ import annotations

from bpteach.plots.step_scan import Scan
from bpteach.plots.words import plain, power, scientific

__all__ = [
    "LIMITS",
    "NAMES",
    "hides",
    "raised",
    "regime_of",
    "scheme_words",
    "sentence_of",
    "share_words",
    "step_of",
    "title_of",
    "verdict_of",
]

LIMITS = ((1e-7, "right"), (1e-5, "probably right"), (1e-3, "look closely"))
WRONG = "wrong"
NAMES = {"forward": "forward", "central": "central", "complex": "complex step"}

_CLOSE = 10.0  # times the least error: near the bottom
_PLAIN = 0.005  # smaller shares are written with a power of ten


def step_of(exponent: int) -> float:
    """Give the step of an exponent, the float nearest to the power of ten.

    Parameters
    ----------
    exponent : int
        Of ten.

    Returns
    -------
    float
        The step.
    """
    return float(f"1e{exponent}")


def raised(exponent: int) -> str:
    """Write a step.

    Parameters
    ----------
    exponent : int
        Of ten.

    Returns
    -------
    str
        The power of ten.

    Examples
    --------
    >>> raised(-14)
    '10⁻¹⁴'
    """
    return power(step_of(exponent))


def share_words(share: float) -> str:
    """Write an error.

    Parameters
    ----------
    share : float
        Not negative.

    Returns
    -------
    str
        One digit and a power of ten, or two digits where it is large.

    Examples
    --------
    >>> share_words(6.4e-12), share_words(0.034), share_words(5461.0)
    ('6 × 10⁻¹²', '0.034', '5,500')
    """
    if share < _PLAIN:
        return scientific(share)
    short = float(f"{share:.1e}")
    return plain(short) if short < 1000 else f"{short:,.0f}"


def scheme_words(scheme: str) -> str:
    """Name what a scheme gives.

    Parameters
    ----------
    scheme : str
        A key of `SCHEMES`.

    Returns
    -------
    str
        To stand after "a" or "the".
    """
    return "complex step" if scheme == "complex" else f"{scheme} difference"


def verdict_of(error: float) -> str:
    """Say what a relative error means, by the usual thresholds.

    Parameters
    ----------
    error : float
        Not negative.

    Returns
    -------
    str
        ``right``, ``probably right``, ``look closely`` or ``wrong``.

    Examples
    --------
    >>> verdict_of(1e-9), verdict_of(2e-5), verdict_of(0.5)
    ('right', 'look closely', 'wrong')
    """
    return next((words for limit, words in LIMITS if error < limit), WRONG)


def hides(scan: Scan, bug: str) -> bool:
    """Say whether a broken formula gives the right number here.

    Parameters
    ----------
    scan : Scan
        Where we look.
    bug : str
        A key of `BUGS`.

    Returns
    -------
    bool
        False where nothing is broken.
    """
    return bug != "none" and scan.bug_size(bug) == 0


def regime_of(scan: Scan, scheme: str, exponent: int, bug: str = "none") -> str:
    """Say what limits a difference.

    Parameters
    ----------
    scan : Scan
        Where we look.
    scheme : str
        A key of `SCHEMES`.
    exponent : int
        Of ten: the step.
    bug : str
        A key of `BUGS`.

    Returns
    -------
    str
        ``wrong formula``, ``kink``, ``lost`` (the difference is 0), ``near the bottom``,
        ``truncation`` or ``rounding``: the first that holds.

    Examples
    --------
    >>> from bpteach.plots.step_scan import scan_steps
    >>> scan = scan_steps("sigmoid", 0.7)
    >>> [regime_of(scan, "central", exponent) for exponent in (-14, -5, -2)]
    ['rounding', 'near the bottom', 'truncation']
    """
    h = step_of(exponent)
    if scan.bug_size(bug):
        return "wrong formula"
    if scan.crosses(scheme, h):
        return "kink"
    if scan.slope and scan.difference(scheme, h) == 0:
        return "lost"
    least = scan.foretold(scheme, scan.best(scheme))
    if scan.foretold(scheme, h) <= _CLOSE * least:
        return "near the bottom"
    return "truncation" if scan.left_out(scheme, h) > scan.rounding(scheme, h) else "rounding"


def title_of(scan: Scan, scheme: str, bug: str = "none") -> str:
    """Say the finding in one line.

    Parameters
    ----------
    scan : Scan
        Where we look.
    scheme : str
        A key of `SCHEMES`.
    bug : str
        A key of `BUGS`.

    Returns
    -------
    str
        A title.
    """
    if scan.bug_size(bug):
        return "A bug does not go away with h: the error of a wrong formula is a flat line"
    if scan.scanned.kink is not None:
        return "Across a kink a difference mixes two slopes, and a right formula looks wrong"
    if scheme == "complex":
        return "A complex step subtracts nothing, so it has no rounding branch"
    if scan.order(scheme) is None:
        return "Where nothing is left out, only rounding is left: less for larger steps"
    return "The best step is not the smallest one: too small a step drowns in rounding"


def sentence_of(scan: Scan, scheme: str, exponent: int, bug: str = "none") -> str:
    """Say what limits a difference, and where its best step is.

    Parameters
    ----------
    scan : Scan
        Where we look.
    scheme : str
        A key of `SCHEMES`.
    exponent : int
        Of ten: the step.
    bug : str
        A key of `BUGS`.

    Returns
    -------
    str
        The same on every machine: where rounding scatters, the numbers are those foretold.

    Examples
    --------
    >>> from bpteach.plots.step_scan import scan_steps
    >>> sentence_of(scan_steps("sigmoid", 0.7), "central", -2)
    'Truncation: at h = 10⁻² a central difference leaves out 6 × 10⁻⁶ of the slope. A step 10
    times smaller leaves out 100 times less. The best h is near 10⁻⁵.'
    """
    told = {
        "wrong formula": _wrong,
        "kink": _kink,
        "lost": _lost,
        "near the bottom": _bottom,
        "truncation": _truncation,
        "rounding": _rounding,
    }[regime_of(scan, scheme, exponent, bug)]
    hidden = f"{_hidden(scan, bug)} " if hides(scan, bug) else ""
    return hidden + told(scan, scheme, exponent, bug)


def _wrong(scan: Scan, scheme, exponent, bug) -> str:
    size = _amount(scan, scan.bug_size(bug))
    return (
        f"Wrong formula: {_broken(scan, bug)}. The error stays near {size}, for every h that is of "
        "use. A bug does not go away with h."
    )


def _broken(scan: Scan, bug: str) -> str:
    return {
        "factor": "it gives 2 f′(z)",
        "sign": "it gives −f′(z)",
        "term": f"it says {scan.scanned.words}",
    }[bug]


def _hidden(scan: Scan, bug: str) -> str:
    return (
        f"The formula is wrong ({_broken(scan, bug)}), but at this z it gives the right number, "
        "so no check here can see it: try another z."
    )


def _kink(scan: Scan, scheme, exponent, bug) -> str:
    found = plain(scan.difference(scheme, step_of(exponent)))
    cure = "No step helps: z is the kink itself."
    if scan.best(scheme):
        cure = f"A step smaller than |z| helps: the best h is near {power(scan.best(scheme))}."
    return (
        f"Kink: between {_between(scheme)} ReLU turns from slope 0 to slope 1. The {scheme} "
        f"difference mixes them and gives {found}; the formula says {plain(scan.slope)}. {cure}"
    )


def _between(scheme: str) -> str:
    return "z and z + h" if scheme == "forward" else "z − h and z + h"


def _lost(scan: Scan, scheme, exponent, bug) -> str:
    kind, step = scan.precision, raised(exponent)
    if scan.is_lost(scheme, step_of(exponent)):
        why = (
            f"h = {step} is less than half of the distance from z to the next {kind}, so z + h is z"
        )
    else:
        why = f"at h = {step} f has the same {kind} value at both points"
    return f"Rounding: {why}. The difference is 0, all of the slope is lost.{_best(scan, scheme)}"


def _truncation(scan: Scan, scheme, exponent, bug) -> str:
    h, order = step_of(exponent), scan.order(scheme)
    return (
        f"Truncation: at h = {raised(exponent)} a {scheme_words(scheme)} leaves out "
        f"{_amount(scan, scan.left_out(scheme, h))}. A step 10 times smaller leaves out "
        f"{10**order:,} times less.{_best(scan, scheme)}"
    )


def _rounding(scan: Scan, scheme, exponent, bug) -> str:
    share = scan.rounding(scheme, step_of(exponent))
    wrong = "more than the whole slope" if scan.slope and share > 1 else _amount(scan, share)
    return (
        f"Rounding: at h = {raised(exponent)} the two values of f agree in nearly all their "
        f"digits; only noise is left, and it is divided by h. That can cost {wrong}."
        f"{_best(scan, scheme)}"
    )


def _bottom(scan: Scan, scheme, exponent, bug) -> str:
    step, name = raised(exponent), scheme_words(scheme)
    error = _amount(scan, scan.foretold(scheme, step_of(exponent)))
    if scan.z == scan.scanned.kink:
        where = "leaves the real line" if scheme == "complex" else "looks to the right only"
        return (
            f"On the kink: a {name} {where}, and finds the slope 1 that the formula takes at 0. A "
            "central difference finds 0.5."
        )
    if scheme == "complex":
        return (
            f"No subtraction, so nothing cancels: at h = {step} the complex step is right to the "
            f"last digits of a {scan.precision}. It has no rounding branch."
        )
    if scan.slope == scan.difference(scheme, step_of(exponent)) == 0:
        return f"Exact: f has the same value at both points, so the {name} is 0, as the slope is."
    if scan.order(scheme) is None:
        return (
            f"Only rounding: f is so simple here that a {name} leaves nothing out. At h = {step} "
            f"rounding costs at most {error}, and a larger h costs less."
        )
    return (
        f"Near the bottom: at h = {step} truncation and rounding together cost about {error}. No "
        f"step of a {name} does much better.{_best(scan, scheme)}"
    )


def _best(scan: Scan, scheme: str) -> str:
    best = scan.best(scheme)
    if best is None:
        return ""
    if scheme == "complex":
        return f" From h = {power(best)} down it is right to the last digits."
    return f" The best h is near {power(best)}."


def _amount(scan: Scan, share: float) -> str:
    if not scan.slope:
        return share_words(share)
    return f"{share_words(share)} {'of' if share < 1 else 'times'} the slope"
