"""SYLLABUS.md as a table: unit, id, (call or name, kind, difficulty, mistakes to be named)."""

SYLLABUS = {
    "linear": {
        "linear.forward": ("linear(W, a, b)", "function", 1, []),
        "linear.db": ("dL_db(dL_dz)", "function", 2, ["D1", "D2", "D3", "D5", "D6"]),
        "linear.da": ("dL_da(W, dL_dz)", "function", 2, ["C1", "C2", "C3", "C4", "C9"]),
        "linear.tensor": ("dz_dW(W, a)", "function", 3, ["B8"]),
        "linear.contract": ("contract(T, dL_dz)", "function", 3, ["B7", "B9", "T1", "T2", "T3"]),
        "linear.dW": ("dL_dW(a, dL_dz)", "function", 3, ["B1", "B2", "B3", "B6", "B10", "B13"]),
        "linear.row_form": (
            "linear_backward_row(W, a, dL_dz)",
            "function",
            4,
            ["B1", "C3", "D6"],
        ),
        "linear.kron": ("dz_dvecW(a, n)", "function", 4, ["T4"]),
        "linear.xw": ("xw_backward(x, V, dL_dz)", "function", 4, ["B1", "C1"]),
    },
}
