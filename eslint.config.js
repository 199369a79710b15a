import js from "@eslint/js";

const NO_MATHEMATICS = ["exp", "log", "log10", "log2", "tanh", "pow", "sqrt", "sin", "cos"].map((property) => ({
  object: "Math",
  property,
  message: "Mathematics is Python's: send the numbers in the spec.",
}));

const browser = [
  ...["document", "navigator", "matchMedia", "ResizeObserver", "requestAnimationFrame"],
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval"],
];

export default [
  js.configs.recommended,
  {
    languageOptions: {
      ecmaVersion: 2023,
      globals: Object.fromEntries(browser.map((name) => [name, "readonly"])),
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 12],
      eqeqeq: "error",
      "max-depth": ["error", 3],
      "max-len": ["error", { code: 120 }],
      "max-lines": ["error", 400],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-restricted-properties": [
        "error",
        ...NO_MATHEMATICS,
        { property: "innerHTML", message: "Text is written with textContent." },
      ],
      "no-shadow": "error",
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
];
