// From data to pixels. All axes are linear: Python takes logarithms before.

/** A function from data to pixels. */
export function linear([low, high], [from, to]) {
  const slope = (to - from) / (high - low || 1);
  return (value) => Math.round((from + (value - low) * slope) * 100) / 100;
}

/** A number to the nearest step, within limits. */
export function snapped(value, { low, high, step }) {
  const near = Number((Math.round(value / step) * step).toPrecision(12));
  return Math.min(Math.max(near, low), high) + 0;
}

/** The path of a line; null breaks it. */
export function linePath(points, x, y) {
  let pen = "M";
  let path = "";
  for (const point of points) {
    if (point) path += `${pen}${x(point[0])},${y(point[1])}`;
    pen = point && pen === "M" ? "L" : point ? pen : "M";
  }
  return path;
}

/** The path of closed rings; null begins another one. */
export function ringPath(points, x, y) {
  return linePath(points, x, y).replaceAll(/(?<=[^M])M/g, "ZM") + (points.length ? "Z" : "");
}

/** Room for the labels of an axis in pixels, by their lengths, but for so many characters at least. */
export function roomFor(labels, least = 0) {
  return Math.ceil(Math.max(least, ...labels.map((one) => [...one].length)) * 6.9) + 10;
}
