import assert from "node:assert/strict";
import test from "node:test";

import { isNative, keyName, keySign } from "../../bpteach/widgets/static/keys.js";

const event = (key, more = {}) => ({ key, shiftKey: false, altKey: false, ...more });

test("keys have the names that Python gives them", () => {
  assert.equal(keyName(event("s")), "S");
  assert.equal(keyName(event("S", { shiftKey: true })), "Shift+S");
  assert.equal(keyName(event("S")), "S"); // caps lock
  assert.equal(keyName(event("ArrowLeft", { altKey: true })), "Alt+ArrowLeft");
  assert.equal(keyName(event("ArrowLeft", { shiftKey: true })), "Shift+ArrowLeft");
  assert.equal(keyName(event("+", { shiftKey: true })), "+");
  assert.equal(keyName(event(" ")), " ");
});

test("keys are shown by their signs", () => {
  assert.equal(keySign("ArrowUp"), "↑");
  assert.equal(keySign("Alt+ArrowLeft"), "Alt+←");
  assert.equal(keySign(" "), "Space");
  assert.equal(keySign("Shift+S"), "Shift+S");
});

/** An element that knows only which of the simple selectors it is. */
function element(...names) {
  return { matches: (selector) => selector.split(/,\s*/).some((one) => names.includes(one)) };
}

test("a field keeps every key, a slider its arrows, a button Enter and Space", () => {
  const slider = element("input[type=range]", "input");
  assert.ok(isNative(element("select"), "S"));
  assert.ok(isNative(slider, "ArrowLeft"));
  assert.ok(isNative(slider, "Home"));
  assert.ok(!isNative(slider, "S"));
  const button = element("button");
  assert.ok(isNative(button, " "));
  assert.ok(!isNative(button, "ArrowLeft"));
  assert.ok(!isNative(element("div"), " "));
});
