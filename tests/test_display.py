import re
from html.parser import HTMLParser

import numpy as np
import pytest

from bpteach.display import Axis, Joint, Table, array_table, row_of
from bpteach.display.heat import STOPS, colours, contrast
from bpteach.display.numerals import formatter
from bpteach.layout import COLUMN, ROW, LayoutError, ShapeError

NUMBERS = np.array([[0.5, 1.1], [-1.2, 0.2], [0.0, -2.0]])
PROPERTIES = re.compile(
    "(align-(items|self)|background|border(-(bottom|collapse|radius|spacing))?|caption-side|color|"
    "display|flex-wrap|font-(size|variant-numeric|weight)|gap|line-height|margin(-left)?|"
    "(max-|min-)?width|overflow-x|padding|table-layout|text-align|white-space)"
)


class Page(HTMLParser):
    """Elements as (tag, attributes, own text), read as a browser reads them."""

    def __init__(self, source):
        super().__init__()
        self.elements, self.open, self.texts = [], [], []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        assert len(dict(attributes)) == len(attributes)
        self.elements.append([tag, dict(attributes), ""])
        self.open.append(self.elements[-1])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.texts.append(data)
        for element in self.open:
            element[2] += data

    def all(self, tag):
        return [element for element in self.elements if element[0] == tag]

    def cells(self):
        return [element for element in self.all("td") if "title" in element[1]]


def styles(attributes):
    return dict(part.split(":") for part in attributes.get("style", "").split(";") if part)


def table(symbol, layout, axes, numbers, structural=None, note=""):
    structural = np.zeros(numbers.shape, dtype=bool) if structural is None else structural

    def take(*indices):
        return numbers[np.ix_(*indices)], structural[np.ix_(*indices)]

    return Table(symbol, layout, tuple(axes), take, note)


def vectors(wrt="a", of="z", numbers=NUMBERS, **more):
    axes = Axis(wrt, numbers.shape[0]), Axis(of, numbers.shape[1])
    return table(f"d{of}_d{wrt}", COLUMN, axes, numbers, **more)


def diagonal():
    return vectors(
        "z",
        "s",
        np.diag([0.2, 0.25, 0.1]),
        structural=~np.eye(3, dtype=bool),
        note="3 of 9 entries can differ from 0",
    )


def one_hot(n, m, layout=COLUMN, asked=None):
    """dz/dW of z = W a, never built; the indices asked for are appended to `asked`."""
    a = np.arange(1.0, m + 1)
    axes = Axis("W", n, "row"), Axis("W", m, "column"), Axis("z", n)

    def take(i, j, k):
        if asked is not None:
            asked.append((i, j, k))
        hot = np.broadcast_to((i[:, None] == k)[:, None, :], (len(i), len(j), len(k)))
        return np.where(hot, a[j][:, None], 0.0), ~hot

    def reverse(k, j, i):
        return tuple(part.T for part in take(i, j, k))

    if layout is ROW:
        return Table("dz_dW", ROW, axes[::-1], reverse)
    return Table("dz_dW", COLUMN, axes, take)


def chain():
    left, right = vectors("x", "z"), vectors("z", "s", NUMBERS.T[:, :2])
    return row_of([left, right], [Joint("joint holds", "z[2]", "z[2]")])


KINDS = {
    "vector by vector": vectors(),
    "diagonal": diagonal(),
    "one-hot": one_hot(4, 3),
    "one-hot, row": one_hot(4, 3, ROW),
    "huge": one_hot(5000, 4000),
    "shortened": vectors(numbers=np.linspace(-3, 3, 40 * 30).reshape(40, 30)),
    "rank 1": table("dL_dz", COLUMN, [Axis("z", 3)], np.array([1.0, -2.0, 0.5])),
    "rank 4": table(
        "dZ_dW",
        COLUMN,
        [Axis("W", 2, "row"), Axis("W", 3, "column"), Axis("Z", 2, "row"), Axis("Z", 4, "column")],
        np.arange(48.0).reshape(2, 3, 2, 4),
    ),
    "matrix by vector": table(
        "dW_da",
        ROW,
        [Axis("W", 2, "column"), Axis("W", 3, "row"), Axis("a", 4)],
        np.arange(24.0).reshape(2, 3, 4),
    ),
    "empty": vectors(numbers=np.zeros((3, 0))),
    "not finite": vectors(numbers=np.array([[np.nan, np.inf], [-np.inf, 2.5]])),
    "extreme": vectors(numbers=np.array([[1e308, -5e-324], [0.0, -1e308]])),
    "hostile name": vectors("<b>'\"", "z&"),
    "plain": array_table("W", NUMBERS),
    "chain": chain(),
}
every_kind = pytest.mark.parametrize("shown", KINDS.values(), ids=KINDS.keys())


# --- HTML, as a browser reads it ------------------------------------------------------------


@every_kind
def test_every_style_attribute_survives_parsing(shown):
    page = Page(shown.html())
    styled = [attributes for _, attributes, _ in page.elements if "style" in attributes]
    assert styled
    for attributes in styled:
        pairs = [part.split(":") for part in attributes["style"].split(";")]
        assert all(len(pair) == 2 and pair[1] for pair in pairs), attributes
        assert all(PROPERTIES.fullmatch(name) for name, _ in pairs), attributes
        assert len({name for name, _ in pairs}) == len(pairs)


@every_kind
def test_html_has_inline_styles_only(shown):
    page = Page(shown.html())
    assert not page.all("style")
    for tag, attributes, _ in page.elements:
        known = {"style", "title", "scope", "role", "tabindex", "aria-label", "onkeydown"}
        assert set(attributes) <= known, tag
        assert ("onkeydown" in attributes) == ("tabindex" in attributes)


@every_kind
def test_styles_pass_the_filter_of_an_untrusted_notebook(shown):
    for _, attributes, _ in Page(shown.html()).elements:
        for name, value in styles(attributes).items():
            assert "currentcolor" not in value.lower(), name
            assert not re.search(r"\dch\b", value), name


@every_kind
def test_every_number_owns_a_ground_and_an_ink_that_can_be_read(shown):
    for _, attributes, text in Page(shown.html()).cells():
        style = styles(attributes)
        if text == "·":
            assert "background" not in style
            assert "color" not in style
        else:
            assert style["color"] in {"#000000", "#ffffff"}
            assert contrast(style["background"], style["color"]) >= 4.5


@every_kind
def test_only_cells_with_numbers_have_colours_of_their_own(shown):
    for tag, attributes, _ in Page(shown.html()).elements:
        style = styles(attributes)
        if tag != "td":
            assert "color" not in style
            assert style.get("background", "none") == "none"


@every_kind
def test_every_table_has_a_name_and_scrolls_by_keyboard_in_its_own_box(shown):
    page = Page(shown.html())
    boxes = [attributes for _, attributes, _ in page.elements if attributes.get("tabindex") == "0"]
    assert len(boxes) == len(page.all("table"))
    for attributes in boxes:
        assert attributes["role"] == "group"
        assert attributes["aria-label"].endswith("scrolls sideways")
        assert styles(attributes)["overflow-x"] == "auto"
        assert styles(attributes)["max-width"] == "100%"
    assert all(attributes["aria-label"] for _, attributes, _ in page.all("table"))


def test_headers_name_variables_and_say_what_they_head():
    heads = Page(vectors().html()).all("th")
    assert [(text, attributes["scope"]) for _, attributes, text in heads] == [
        ("z1", "col"),
        ("z2", "col"),
        ("a1", "row"),
        ("a2", "row"),
        ("a3", "row"),
    ]


def test_a_title_names_the_entry_and_gives_six_digits():
    titles = [cell[1]["title"] for cell in Page(vectors(numbers=NUMBERS / 3).html()).cells()]
    assert titles[0] == "∂z1/∂a1 = 0.166667"
    assert titles[-1] == "∂z2/∂a3 = −0.666667"


def test_titles_in_row_convention_name_the_same_entries():
    columns = {cell[1]["title"] for cell in Page(one_hot(4, 3).html()).cells()}
    rows = {cell[1]["title"] for cell in Page(one_hot(4, 3, ROW).html()).cells()}
    assert rows == columns
    assert "∂z2/∂W23 = 3" in columns
    assert "∂z2/∂W13 is 0 by structure" in columns


def test_structural_zeros_have_a_dot_that_can_be_heard():
    page = Page(diagonal().html())
    dots = [element for element in page.elements if element[1].get("role") == "img"]
    assert len(dots) == 6
    for _, attributes, text in dots:
        assert (attributes["aria-label"], text) == ("0 by structure", "·")


def test_a_zero_that_is_a_number_is_no_dot():
    texts = [text for _, _, text in Page(vectors().html()).cells()]
    assert texts == ["0.50", "1.10", "−1.20", "0.20", "0.00", "−2.00"]


def test_without_styles_it_reads_as_a_captioned_table():
    html = re.sub(r' style="[^"]*"', "", diagonal().html())
    caption = Page(html).all("figcaption")[0][2]
    assert caption == (
        "∂s/∂z 3×3 column · denominator ↓"
        "rows: z (wrt) · columns: s (of) · row 2, column 1 is ∂s1/∂z2"
    )
    assert "".join(Page(html).texts).endswith(
        "z3··0.10· is 0 by structure3 of 9 entries can differ from 0"
    )


def test_names_are_escaped():
    page = Page(KINDS["hostile name"].html())
    assert page.all("b")[0][2] == "dz&_d<b>'\""
    assert len(page.all("b")) == 1


# --- what rows and columns are --------------------------------------------------------------


def reading(shown):
    return Page(shown.html()).all("figcaption")[0][2].split("↓")[-1].split("→")[-1]


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (vectors(), "rows: a (wrt) · columns: z (of) · row 2, column 1 is ∂z1/∂a2"),
        (
            table("dz_da", ROW, [Axis("z", 3), Axis("a", 2)], NUMBERS),
            "rows: z (of) · columns: a (wrt) · row 2, column 1 is ∂z2/∂a1",
        ),
        (
            vectors(of="L", numbers=NUMBERS[:, :1]),
            "rows: a (wrt) · column: L (of) · row 2 is ∂L/∂a2",
        ),
        (
            table("dL_da", ROW, [Axis("L", 1), Axis("a", 3)], NUMBERS[:, :1].T),
            "row: L (of) · columns: a (wrt) · column 1 is ∂L/∂a1",
        ),
        (
            one_hot(4, 3),
            "slices: z (of) · rows: row i of W (wrt) · columns: column j of W (wrt) · "
            "slice 3, row 2, column 1 is ∂z3/∂W21",
        ),
        (
            one_hot(4, 3, ROW),
            "slices: z (of) · rows: column j of W (wrt) · columns: row i of W (wrt) · "
            "slice 3, row 2, column 1 is ∂z3/∂W12",
        ),
        (
            array_table("dL_dW", NUMBERS, COLUMN),
            "rows: row i of W (wrt) · columns: column j of W (wrt) · row 2, column 1 is ∂L/∂W21",
        ),
        (
            array_table("dL_dW", NUMBERS, ROW),
            "rows: column j of W (wrt) · columns: row i of W (wrt) · row 2, column 1 is ∂L/∂W12",
        ),
        (KINDS["empty"], "rows: a (wrt) · columns: z (of)"),
    ],
)
def test_the_second_line_says_what_rows_and_columns_are(shown, words):
    assert reading(shown) == words


def test_a_variable_with_a_number_keeps_it_apart_from_the_index():
    heads = Page(vectors("z1", "h1").html()).all("th")
    assert [text for _, _, text in heads] == ["h1₁", "h1₂", "z1₁", "z1₂", "z1₃"]
    assert "∂h1₂/∂z1₁ = 1.1" in {
        cell[1]["title"] for cell in Page(vectors("z1", "h1").html()).cells()
    }


# --- colours --------------------------------------------------------------------------------


def test_ink_can_be_read_at_every_value():
    shown = {colours(value, 1.0) for value in [*np.linspace(-1, 1, 2001), np.nan, np.inf, -np.inf]}
    assert len(shown) == 66
    assert min(contrast(*pair) for pair in shown) >= 4.5


def test_contrast_is_that_of_the_guidelines():
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert contrast("#ffffff", "#0043fa") == pytest.approx(6.60, abs=0.005)


@pytest.mark.parametrize("largest", [1e-300, 0.25, 3.0, 1e308])
def test_colours_are_symmetric_about_zero(largest):
    grounds = [colours(share * largest, largest)[0] for share in (-1, -0.5, 0, 0.5, 1)]
    assert grounds == [stop.lower() for stop in STOPS]


def test_opposite_numbers_are_equally_far_from_white():
    for share in np.linspace(0, 1, 33):
        below, above = (colours(value, 1.0)[0] for value in (-share, share))
        assert (below == "#ffffff") == (above == "#ffffff") == (share == 0)


def test_a_table_of_one_sign_still_has_white_at_zero():
    cells = Page(vectors(numbers=np.array([[2.0, 4.0], [0.0, 1.0]])).html()).cells()
    grounds = [styles(attributes)["background"] for _, attributes, _ in cells]
    assert grounds == ["#86a9ff", "#0034c4", "#ffffff", "#c2d4ff"]


def test_last_digits_change_no_colour_and_no_text():
    nudged = NUMBERS * (1 + 1e-15)
    assert vectors(numbers=nudged).html() == vectors().html()
    assert vectors(numbers=np.array([[0.125, -0.375]])).text() == (
        vectors(numbers=np.nextafter(np.array([[0.125, -0.375]]), 1.0)).text()
    )


# --- numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.2, -1.2, 0.0], ["0.20", "−1.20", "0.00"]),
        ([1.0, -2.0, 0.0], ["1", "−2", "0"]),
        ([53.21, 0.5], ["53.21", "0.50"]),
        ([532.1, 0.52], ["532.1", "0.5"]),
        ([5321.7, -3.2], ["5322", "−3"]),
        ([0.0532, 0.001], ["0.053", "0.001"]),
        ([0.5, -0.0004, 1e-30], ["0.50", "−4e−4", "1e−30"]),
        ([123456.7, -0.5, 0.0], ["1.2e+05", "−5.0e−01", "0"]),
        ([2.5e-7], ["2.5e−07"]),
        ([-0.0, 0.5], ["0.00", "0.50"]),
        ([np.nan, np.inf, -np.inf, 1.5], ["nan", "inf", "−inf", "1.50"]),
        ([np.nan], ["nan"]),
    ],
)
def test_numbers_are_short_and_alike(values, texts):
    short = formatter(np.array(values))
    assert [short(value) for value in values] == texts


def test_a_number_that_is_not_zero_never_looks_like_zero():
    values = 10.0 ** np.arange(-320, 309)
    short = formatter(np.array([*values[values < 1], 0.5]))
    assert all(float(short(value).replace("−", "-")) != 0 for value in values[values < 1])


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.int64, np.bool_])
def test_any_real_dtype_is_shown(dtype):
    numbers = np.array([[0, 1], [1, 1]], dtype=dtype)
    assert array_table("W", numbers).text() == "W  2×2\n     j=1  j=2\ni=1    0    1\ni=2    1    1"


# --- large tables ---------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "html", "latex"])
def test_only_the_shown_entries_are_taken(form):
    asked = []
    getattr(one_hot(5000, 4000, asked=asked), form)()
    [(i, j, k)] = asked
    assert i.tolist() == [0, 1, 2, 4997, 4998, 4999]
    assert j.tolist() == [0, 1, 2, 3997, 3998, 3999]
    assert k.tolist() == [0, 1, 2, 3, 4]


def test_a_matrix_is_shortened_above_twelve():
    def heads(n):
        return [text for _, _, text in Page(vectors(numbers=np.ones((n, 2))).html()).all("th")][2:]

    assert heads(12) == [f"a{k}" for k in range(1, 13)]
    assert heads(13) == ["a1", "a2", "a3", "a4", "a5", "⋮", "a9", "a10", "a11", "a12", "a13"]


def test_an_ellipsis_says_how_much_it_hides():
    page = Page(KINDS["shortened"].html())
    hidden = [
        a["aria-label"] for _, a, _ in page.elements if "not shown" in a.get("aria-label", "")
    ]
    assert hidden == ["20 columns not shown", "30 rows not shown"]


def test_the_shown_corners_hold_the_right_entries():
    numbers = np.arange(40.0 * 30).reshape(40, 30)
    titles = {cell[1]["title"] for cell in Page(vectors(numbers=numbers).html()).cells()}
    assert len(titles) == 100
    for i in [0, 4, 35, 39]:
        for j in [0, 4, 25, 29]:
            assert f"∂z{j + 1}/∂a{i + 1} = {numbers[i, j]:g}" in titles


def test_large_tables_are_summed_up_from_what_is_shown():
    assert KINDS["shortened"].text().split("\n")[-1] == (
        "100 of 1,200 entries shown; the numbers among them run from −3.00 to 3.00"
    )
    assert KINDS["huge"].text().split("\n")[-3:] == [
        "… and 4995 more slices",
        "· is 0 by structure",
        "180 of 100,000,000,000 entries shown; the numbers among them run from 1 to 4000",
    ]


def test_a_summary_counts_what_is_not_finite():
    numbers = np.zeros((30, 30))
    numbers[0, :3] = np.nan, np.inf, 2.0
    assert vectors(numbers=numbers).text().split("\n")[-1] == (
        "100 of 900 entries shown, 2 of them nan or inf; the numbers among them run from 0 to 2"
    )


@pytest.mark.parametrize(
    ("numbers", "structural", "words"),
    [
        (np.zeros((30, 30)), np.ones((30, 30), dtype=bool), "shown, all 0 by structure"),
        (np.full((30, 30), np.nan), None, "shown, 100 of them nan or inf"),
    ],
)
def test_a_summary_without_numbers_says_why(numbers, structural, words):
    assert f"100 of 900 entries {words}" in vectors(numbers=numbers, structural=structural).text()


# --- slices ---------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", [COLUMN, ROW])
def test_a_tensor_is_shown_slice_by_slice_over_what_is_derived(layout):
    captions = [text for _, _, text in Page(one_hot(7, 3, layout).html()).all("caption")]
    assert captions == ["∂z1/∂W", "∂z2/∂W", "∂z3/∂W", "∂z4/∂W", "∂z5/∂W"]
    assert "… and 2 more slices" in one_hot(7, 3, layout).text()
    assert "… and 1 more slice\n" in one_hot(6, 3, layout).text()
    assert "more slice" not in one_hot(5, 3, layout).text()


def test_four_axes_show_their_first_slices():
    captions = [text for _, _, text in Page(KINDS["rank 4"].html()).all("caption")]
    assert captions == ["∂Z11/∂W", "∂Z12/∂W", "∂Z13/∂W", "∂Z14/∂W"]
    titles = {cell[1]["title"] for cell in Page(KINDS["rank 4"].html()).cells()}
    assert "∂Z13/∂W23 = 42" in titles
    assert "… and 4 more slices" in KINDS["rank 4"].text()


def test_half_a_matrix_is_named_in_words():
    captions = [text for _, _, text in Page(KINDS["matrix by vector"].html()).all("caption")]
    assert captions == ["∂W/∂a, column 1 of W", "∂W/∂a, column 2 of W"]


def test_one_slice_needs_no_caption():
    gradient = table(
        "dL_dW",
        COLUMN,
        [Axis("W", 3, "row"), Axis("W", 2, "column"), Axis("L", 1)],
        NUMBERS[:, :, None],
    )
    assert not Page(gradient.html()).all("caption")
    assert [cell[1]["title"] for cell in Page(gradient.html()).cells()][1] == "∂L/∂W12 = 1.1"


# --- text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "lines"),
    [
        (
            diagonal(),
            [
                "ds_dz  3×3  column · denominator ↓",
                "      s1    s2    s3",
                "z1  0.20     ·     ·",
                "z2     ·  0.25     ·",
                "z3     ·     ·  0.10",
                "· is 0 by structure",
                "3 of 9 entries can differ from 0",
            ],
        ),
        (
            one_hot(2, 3, ROW),
            [
                "dz_dW  2×3×2  row · numerator →",
                "slices: z (of) · rows: column j of W (wrt) · columns: row i of W (wrt) "
                "· slice 2, row 2, column 1 is",
                "∂z2/∂W12",
                "dz1_dW",
                "     i=1  i=2",
                "j=1    1    ·",
                "j=2    2    ·",
                "j=3    3    ·",
                "dz2_dW",
                "     i=1  i=2",
                "j=1    ·    1",
                "j=2    ·    2",
                "j=3    ·    3",
                "· is 0 by structure",
            ],
        ),
        (KINDS["empty"], ["dz_da  3×0  column · denominator ↓", "no entries: z has size 0"]),
        (
            KINDS["not finite"],
            [
                "dz_da  2×2  column · denominator ↓",
                "      z1    z2",
                "a1   nan   inf",
                "a2  −inf  2.50",
            ],
        ),
        (
            KINDS["rank 1"],
            [
                "dL_dz  3  column · denominator ↓",
                "        z",
                "z1   1.00",
                "z2  −2.00",
                "z3   0.50",
            ],
        ),
        (
            chain(),
            [
                "dz_dx  3×2  column                   ds_dz  2×2  column",
                "       z1     z2                            s1     s2",
                "x1   0.50   1.10     ✓ joint holds   z1   0.50  −1.20",
                "x2  −1.20   0.20     z[2] | z[2]     z2   1.10   0.20",
                "x3   0.00  −2.00",
            ],
        ),
    ],
)
def test_text_is_aligned(shown, lines):
    assert shown.text().split("\n") == lines


def test_repr_is_the_text():
    assert repr(vectors()) == vectors().text()
    assert repr(chain()) == chain().text()


@every_kind
def test_text_is_at_most_a_hundred_wide(shown):
    assert max(map(len, shown.text().split("\n"))) <= 100


def test_text_leaves_out_columns_that_do_not_fit():
    lines = vectors(numbers=np.full((2, 12), -1.5e5) + np.arange(12) / 8).text().split("\n")
    assert lines[1].split() == ["z1", "z2", "z3", "z4", "⋯", "z9", "z10", "z11", "z12"]
    assert lines[2].split() == ["a1", *["−1.5e+05"] * 4, "⋯", *["−1.5e+05"] * 4]


def test_factors_that_do_not_fit_stand_below_each_other():
    wide = vectors("x", "z", np.full((2, 9), 0.25))
    shown = row_of(
        [wide, vectors("a", "f", np.ones((9, 9)))], [Joint("sizes only", "z[9]", "a[9]")]
    )
    assert "\n\n⚠ sizes only: z[9] meets a[9]\n\ndf_da  9×9  column\n" in shown.text()


# --- LaTeX ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shown", "formula"),
    [
        (
            vectors("a", "z1", NUMBERS[:2] * 1e5 + 0.5),
            r"$$\frac{\partial z_{1}}{\partial a} = \begin{bmatrix} 5.0 \times 10^{4} & "
            r"1.1 \times 10^{5} \\ -1.2 \times 10^{5} & 2.0 \times 10^{4} \end{bmatrix}_{2\times 2}"
            r"\quad \text{column convention}$$",
        ),
        (
            one_hot(2, 1, ROW),
            r"$$\frac{\partial z_{1}}{\partial W} = \begin{bmatrix} 1 & \cdot "
            "\\end{bmatrix}_{1\\times 2},\\quad\n"
            r"\frac{\partial z_{2}}{\partial W} = \begin{bmatrix} \cdot & 1 "
            r"\end{bmatrix}_{1\times 2}\quad \text{row convention}$$",
        ),
        (
            array_table("W1", np.array([[np.nan, np.inf], [-np.inf, 0.5]])),
            r"$$W_{1} = \begin{bmatrix} \text{nan} & \infty \\ -\infty & 0.50 "
            r"\end{bmatrix}_{2\times 2}$$",
        ),
        (
            KINDS["empty"],
            r"$$\frac{\partial z}{\partial a} = \text{no entries, 3×0}"
            r"\quad \text{column convention}$$",
        ),
        (
            row_of(
                [vectors(numbers=np.ones((1, 2))), one_hot(2, 1)], [Joint("no joint", "z[2]", "W")]
            ),
            r"$$\underset{\frac{\partial z}{\partial a}\text{, column}}"
            r"{\begin{bmatrix} 1 & 1 \end{bmatrix}_{1\times 2}} \overset{\text{no joint}}{\cdot} "
            r"\underset{\frac{\partial z}{\partial W}\text{, column}}{\text{2×1×2}}$$",
        ),
    ],
)
def test_latex_is_a_display_formula(shown, formula):
    assert shown.latex() == formula


def test_latex_shortens_with_dots():
    formula = KINDS["shortened"].latex()
    assert formula.count(r"\ddots") == 1
    assert formula.count(r"\cdots") == formula.count(r"\vdots") == 10
    assert r"_{40\times 30}" in formula


def test_latex_says_how_many_slices_are_left_out():
    assert r"\text{... and 4995 more slices}" in KINDS["huge"].latex()


# --- rows of factors ------------------------------------------------------------------------


def test_joints_have_a_sign_words_and_a_rule_of_their_own():
    marks = ["joint holds", "sizes only", "no joint"]
    shown = row_of([vectors()] * 4, [Joint(mark, "z[2]", "a[3]") for mark in marks])
    page = Page(shown.html())
    rules = [
        styles(a)["border-bottom"] for _, a, _ in page.elements if "border-bottom" in styles(a)
    ]
    assert rules == ["2px solid", "2px dashed", "2px dotted"]
    said = "".join(page.texts)
    signs = ["✓ joint holds", "⚠ sizes only", "✗ no joint"]
    assert all(f"{sign}z[2] | a[3]" in said for sign in signs)


def test_a_row_needs_a_joint_between_each_two():
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        row_of([vectors(), vectors()], [])
    assert str(caught.value) == (
        "a row of tables needs one joint between each two: 2 tables and 0 joints do not fit"
    )


# --- plain arrays ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shape", "layout", "heads"),
    [
        ("W", (2, 3), None, ["j=1", "j=2", "j=3", "i=1", "i=2"]),
        ("a", (2, 1), None, ["a", "a1", "a2"]),
        ("x", (1, 2), None, ["x1", "x2", "x"]),
        ("dL_dz", (2, 1), COLUMN, ["L", "z1", "z2"]),
        ("dL_dz", (1, 2), None, ["z1", "z2", "L"]),
        ("dL_dW", (2, 3), None, ["j=1", "j=2", "j=3", "i=1", "i=2"]),
        ("dL_dW", (3, 2), ROW, ["i=1", "i=2", "j=1", "j=2", "j=3"]),
        ("dz_da", (3, 2), COLUMN, ["z1", "z2", "a1", "a2", "a3"]),
        ("dz_da", (2, 3), ROW, ["a1", "a2", "a3", "z1", "z2"]),
    ],
)
def test_a_plain_array_gets_headers_from_its_name(name, shape, layout, heads):
    page = Page(array_table(name, np.ones(shape), layout).html())
    assert [text for _, _, text in page.all("th")] == heads


@pytest.mark.parametrize(
    ("name", "shape", "title"),
    [("W", (2, 3), "W12 = 1"), ("a", (3, 1), "a2 = 1"), ("dL_dz", (1, 3), "∂L/∂z2 = 1")],
)
def test_an_entry_of_a_plain_array_is_named(name, shape, title):
    assert Page(array_table(name, np.ones(shape)).html()).cells()[1][1]["title"] == title


def test_a_one_dimensional_array_stands_in_neither_convention():
    with pytest.raises(ShapeError) as caught:
        array_table("a", np.ones(3))
    assert str(caught.value) == (
        "cannot show a as a table with rows and columns\n"
        "  a: 1-D with 3 entries\n"
        "  write a.reshape(-1, 1) for a column, a.reshape(1, -1) for a row"
    )


def test_a_jacobian_without_a_convention_has_no_names_for_its_rows():
    with pytest.raises(LayoutError) as caught:
        array_table("dz_da", NUMBERS)
    assert str(caught.value) == (
        "cannot name the rows of dz_da: they are a in column convention and z in row convention\n"
        '  write array_table("dz_da", dz_da, COLUMN) or array_table("dz_da", dz_da, ROW)'
    )
