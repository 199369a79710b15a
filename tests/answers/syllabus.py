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
    "relu": {
        "relu.forward": ("relu(z)", "function", 1, ["M5"]),
        "relu.derivative": ("relu_derivative(z)", "function", 1, ["R1", "R2"]),
        "relu.jacobian": ("relu_jacobian(z)", "function", 2, []),
        "relu.backward": (
            "relu_backward(z, dL_df)",
            "function",
            2,
            ["R1", "R2", "R3", "R4", "R5", "R7", "R8", "R9", "R10", "R12", "R14", "R15", "R16"],
        ),
        "relu.at_zero": ("relu_at_zero", "value", 2, []),
        "relu.leaky": ("leaky_relu_backward(z, dL_df, slope)", "function", 3, ["R5"]),
        "relu.cache_bug": ("relu_with_backward(z)", "function", 3, ["M5", "R3"]),
        "relu.plot": ("plot_relu(ax)", "figure", 2, []),
    },
}
