import assert from "node:assert/strict";
import test from "node:test";

import { linear, linePath, ringPath, roomFor, snapped } from "../../bpteach/widgets/static/scales.js";

const same = (value) => value;

test("data go to pixels, also upside down", () => {
  const y = linear([0, 1], [200, 20]);
  assert.deepEqual([y(0), y(0.5), y(1)], [200, 110, 20]);
});

test("an axis of no length gives no infinity", () => {
  assert.equal(linear([2, 2], [10, 90])(2), 10);
});

test("a line breaks where a point is missing", () => {
  assert.equal(linePath([[0, 1], [1, 2], null, null, [3, 4], [5, 6]], same, same), "M0,1L1,2M3,4L5,6");
  assert.equal(linePath([null, [1, 2]], same, same), "M1,2");
  assert.equal(linePath([], same, same), "");
});

test("rings are closed, each of them", () => {
  assert.equal(ringPath([[0, 0], [1, 0], [1, 1], null, [2, 2], [3, 2]], same, same), "M0,0L1,0L1,1ZM2,2L3,2Z");
  assert.equal(ringPath([], same, same), "");
});

test("longer labels take more room", () => {
  assert.ok(roomFor(["−0.25"]) > roomFor(["1"]));
  assert.equal(roomFor([]), 10);
  assert.equal(roomFor(["1"], 4), roomFor(["−0.5"]));
  assert.equal(roomFor(["−0.25"], 4), roomFor(["−0.25"]));
});

test("a height is rounded to a step, without the noise of floats, and kept within its limits", () => {
  const limits = { low: -3, high: 3, step: 0.1 };
  assert.deepEqual([0.149, 0.3000001, -0.04, 9, -9].map((one) => snapped(one, limits)), [0.1, 0.3, 0, 3, -3]);
});
