"""The palette keeps its promises: contrast, distance in four visions, and readable cells."""

from itertools import combinations

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from bpteach.display.heat import STOPS
from bpteach.plots.color import cell_colors, contrast
from bpteach.plots.style import DARK, LIGHT, NOTE, TEXT, TITLE, theme_named

THEMES = [LIGHT, DARK]
ROLES = ["value", "gradient", "match", "alarm", "aux", "ink"]

# Machado, Oliveira and Fernandes (2009), severity 1, for linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
SRGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def lab(color, vision="normal"):
    rgb = np.array(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(VISIONS[vision]) @ linear, 0, 1)
    xyz = SRGB_TO_XYZ @ seen / SRGB_TO_XYZ.sum(axis=1)
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one, other):
    """Colour difference of two Lab colours (Sharma, Wu and Dalal 2005)."""
    (L1, a1, b1), (L2, a2, b2) = one, other
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    g = 0.5 * (1 - np.sqrt(mean**7 / (mean**7 + 25.0**7)))
    C1, C2 = np.hypot((1 + g) * a1, b1), np.hypot((1 + g) * a2, b2)
    h1, h2 = (np.arctan2(b, (1 + g) * a) % (2 * np.pi) for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + np.pi) % (2 * np.pi) - np.pi if C1 * C2 else 0.0
    dL, dC, dH = L2 - L1, C2 - C1, 2 * np.sqrt(C1 * C2) * np.sin(turn / 2)
    L, C, h = (L1 + L2) / 2, (C1 + C2) / 2, h1 + turn / 2 if C1 * C2 else h1 + h2
    waves = ((-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63))
    T = 1 + sum(weight * np.cos(k * h + np.radians(d)) for weight, k, d in waves)
    SL = 1 + 0.015 * (L - 50) ** 2 / np.sqrt(20 + (L - 50) ** 2)
    SC, SH = 1 + 0.045 * C, 1 + 0.015 * C * T
    bend = 60 * np.exp(-(((np.degrees(h) % 360 - 275) / 25) ** 2))
    RT = -2 * np.sqrt(C**7 / (C**7 + 25.0**7)) * np.sin(np.radians(bend))
    parts = np.array([dL / SL, dC / SC, dH / SH])
    return float(np.sqrt(parts @ parts + RT * parts[1] * parts[2]))


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((50, -1, 2), (50, 0, 0), 2.3669),
    ],
)
def test_our_ciede2000_gives_the_published_values(one, other, known):
    np.testing.assert_allclose(ciede2000(one, other), known, rtol=0, atol=1e-4)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("role", ROLES)
def test_every_role_can_be_read_as_text_on_the_ground_and_on_a_card(theme, role):
    color = getattr(theme, role).color
    assert contrast(color, theme.ground) >= 4.5
    assert contrast(color, theme.card) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_muted_text_can_be_read_and_frames_can_be_seen(theme):
    for ground in (theme.ground, theme.card):
        assert contrast(theme.muted, ground) >= 4.5
        assert contrast(theme.rule, ground) >= 3.0


def test_contrast_is_that_of_the_table_in_the_house_style():
    table = {
        "value": (6.60, 6.10),
        "gradient": (4.91, 7.31),
        "match": (7.26, 12.91),
        "alarm": (7.31, 5.49),
        "aux": (11.80, 14.90),
        "ink": (16.56, 16.96),
    }
    found = [[contrast(getattr(t, r).color, t.ground) for t in THEMES] for r in table]
    np.testing.assert_allclose(found, list(table.values()), rtol=0, atol=0.006, strict=True)


@pytest.mark.parametrize(("theme", "least"), [(LIGHT, 13.6), (DARK, 12.95)], ids=["light", "dark"])
@pytest.mark.parametrize("vision", VISIONS)
def test_roles_differ_in_every_vision(theme, least, vision):
    colors = [lab(getattr(theme, role).color, vision) for role in ROLES]
    assert min(ciede2000(*pair) for pair in combinations(colors, 2)) >= least


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_roles_differ_without_colour_by_line_and_by_marker(theme):
    drawn = [getattr(theme, role) for role in ROLES[:5]]
    assert len({role.line for role in drawn}) == len({role.marker for role in drawn}) == 5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("vision", VISIONS)
def test_plus_and_minus_differ_in_every_vision_from_a_quarter_of_the_scale_on(theme, vision):
    for share in np.linspace(0.25, 1, 13):
        plus, minus = (cell_colors(sign * share, 1.0, theme)[0] for sign in (1, -1))
        assert ciede2000(lab(plus, vision), lab(minus, vision)) >= 28


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("sign", [1, -1])
def test_lightness_of_cells_is_monotone_on_each_side_of_zero(theme, sign):
    shares = sign * np.linspace(0, 1, 33)
    steps = np.diff([lab(cell_colors(share, 1.0, theme)[0])[0] for share in shares])
    assert np.all(steps < 0) or np.all(steps > 0)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_number_in_every_cell_can_be_read(theme):
    for share in np.linspace(-1, 1, 201):
        ground, text = cell_colors(share, 1.0, theme)
        assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_zero_takes_the_middle_colour_exactly(theme):
    assert cell_colors(0.0, 3.0, theme)[0].upper() == theme.diverging[2]
    assert cell_colors(0.0, 0.0, theme)[0].upper() == theme.diverging[2]


def test_figures_and_tables_share_one_light_scale():
    assert LIGHT.diverging is STOPS


def test_no_text_size_is_under_nine_points():
    assert min(TITLE, TEXT, NOTE) >= 9


def test_a_theme_leaves_the_users_settings_as_they_were():
    matplotlib.rcParams["lines.linewidth"] = 7.5
    try:
        before = dict(matplotlib.rcParams)
        with DARK.applied():
            assert matplotlib.rcParams["figure.facecolor"] == "#111111"
            assert matplotlib.rcParams["lines.linewidth"] != 7.5
        assert dict(matplotlib.rcParams) == before
    finally:
        matplotlib.rcParams["lines.linewidth"] = matplotlib.rcParamsDefault["lines.linewidth"]


def test_a_theme_leaves_the_users_settings_alone_after_an_error_too():
    before = dict(matplotlib.rcParams)
    with pytest.raises(ZeroDivisionError), DARK.applied():
        1 / 0  # noqa: B018
    assert dict(matplotlib.rcParams) == before


def test_an_unknown_theme_is_told_the_two_there_are():
    with pytest.raises(ValueError, match="there is no theme") as caught:
        theme_named("solarized")
    assert str(caught.value) == (
        "there is no theme 'solarized'\n"
        "  the two themes: 'light' and 'dark'\n"
        '  write theme="light" or theme="dark"'
    )
