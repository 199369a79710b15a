"""SYLLABUS.md as a table: unit, id, (call or name, kind, difficulty, mistakes to be named)."""

SYLLABUS = {
    "shapes": {
        "shapes.as_column": ("as_column(v)", "function", 1, ["L2"]),
        "shapes.inner_outer": ("inner(u, v), outer(u, v)", "function", 1, ["B2", "L2"]),
        "shapes.center_rows": ("center_rows(A)", "function", 2, ["L3"]),
        "shapes.vec": ("vec(W)", "function", 2, ["T4", "L4"]),
        "shapes.quiz": ("shapes_quiz", "value", 1, []),
        "shapes.order_product": ("shapes_order_product", "order", 3, []),
    },
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
    "sigmoid": {
        "sigmoid.values": ("sigmoid_values", "value", 1, []),
        "sigmoid.forward": ("sigmoid(z)", "function", 2, ["O1"]),
        "sigmoid.derivative": ("sigmoid_derivative(z)", "function", 2, ["O2", "S6"]),
        "sigmoid.jacobian": ("sigmoid_jacobian(z)", "function", 2, ["S12"]),
        "sigmoid.backward": (
            "sigmoid_backward(z, dL_ds)",
            "function",
            2,
            ["S1", "S2", "S3", "S4", "S6", "S7", "S8", "S9", "S10", "S12", "S14"],
        ),
        "sigmoid.backward_cached": (
            "sigmoid_backward_cached(s, dL_ds)",
            "function",
            2,
            ["S1", "S3"],
        ),
        "sigmoid.tanh": ("tanh_backward(z, dL_dt)", "function", 3, ["S3"]),
        "sigmoid.plot": ("plot_sigmoid(ax)", "figure", 2, []),
        "sigmoid.layout": ("sigmoid_layout", "choice", 3, []),
    },
}
