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
    "network": {
        "network.forward": ("forward(W1, b1, W2, b2, a)", "function", 2, []),
        "network.backward": (
            "backward(W1, b1, W2, b2, a, t)",
            "function",
            3,
            ["B5", "B11", "V1", "V2", "V3", "V5", "V7", "V8", "V9"],
        ),
        "network.backward_row": ("backward_row(W1, b1, W2, b2, a, t)", "function", 4, []),
        "network.numerical": (
            "numerical_gradient(f, x, h)",
            "function",
            3,
            ["G1", "G2", "G3", "G4", "G5", "G6", "G7"],
        ),
        "network.checker": (
            "gradients_agree(f, gradient, x)",
            "function",
            3,
            ["G11", "G12", "G13", "G14"],
        ),
        "network.sabotage": ("network_sabotage", "choice", 3, []),
        "network.skip": ("skip_backward(W, b, a, dL_do)", "function", 4, ["F1", "F2", "V1"]),
        "network.hidden_loss": (
            "hidden_loss_backward(W1, b1, W2, b2, a, t, weight)",
            "function",
            5,
            ["F1"],
        ),
    },
}
