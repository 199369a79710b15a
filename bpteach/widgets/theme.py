"""The house palette as CSS variables, so that panels and static figures share one source."""

from __future__ import annotations

from functools import cache

from bpteach.plots.color import cell_colors
from bpteach.plots.style import DARK, LIGHT, Theme
from bpteach.widgets.parts import HEAT_STEPS

__all__ = ["palette"]

_ROLES = ("value", "gradient", "match", "alarm", "aux", "ink")


@cache
def palette() -> str:
    """Write both themes as CSS.

    Returns
    -------
    str
        Variables ``--bpt-value`` and so on, and the ground and ink of each step of heat. A
        page that JupyterLab themes says which theme holds; elsewhere the reader's system does.

    Examples
    --------
    >>> "--bpt-value:#0043FA" in palette()
    True
    """
    light, dark = _variables(LIGHT), _variables(DARK)
    nobody = "body:not([data-jp-theme-light]) .bpt"
    return (
        f".bpt{{{light}}}\n"
        f'[data-jp-theme-light="false"] .bpt{{{dark}}}\n'
        f"@media (prefers-color-scheme: dark){{{nobody}{{{dark}}}}}\n"
        + "".join(
            f'.bpt [data-heat="{step}"]{{background:var(--bpt-g{step});'
            f"color:var(--bpt-i{step});fill:var(--bpt-g{step})}}\n"
            for step in range(-HEAT_STEPS, HEAT_STEPS + 1)
        )
    )


def _variables(theme: Theme) -> str:
    named = {role: getattr(theme, role).color for role in _ROLES}
    named |= {name: getattr(theme, name) for name in ("muted", "rule", "grid", "card")}
    named["ground"] = theme.ground
    for step in range(-HEAT_STEPS, HEAT_STEPS + 1):
        ground, ink = cell_colors(step / HEAT_STEPS, 1.0, theme)
        named |= {f"g{step}": ground, f"i{step}": ink}
    return ";".join(f"--bpt-{name}:{value}" for name, value in named.items())
