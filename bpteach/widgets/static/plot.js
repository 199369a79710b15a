// A chart in SVG, as wide as its place.

import { drawn, made, put, write } from "./dom.js";
import { said } from "./frames.js";
import { handles } from "./handles.js";
import { linear, linePath, ringPath, roomFor } from "./scales.js";

const TOP = 26; // the name of the vertical axis stands above it
const RIGHT = 14;
const BELOW = 40;
const NARROW = 400; // charts that have no room for words beside them
let charts = 0;

const MARKERS = {
  circle: "M-.5,0A.5,.5 0 1 0 .5,0A.5,.5 0 1 0 -.5,0Z",
  open: "M-.5,0A.5,.5 0 1 0 .5,0A.5,.5 0 1 0 -.5,0Z",
  square: "M-.45,-.45H.45V.45H-.45Z",
  triangle: "M0,-.55L.55,.45H-.55Z",
  diamond: "M0,-.6L.6,0L0,.6L-.6,0Z",
  cross: "M-.45,-.45L.45,.45M-.45,.45L.45,-.45",
};
const MARKER_OF = {
  ...{ value: "circle", gradient: "square", match: "triangle" },
  ...{ alarm: "cross", aux: "diamond", ink: "open" },
};
const SIDES = {
  ...{ right: [9, 4, "start"], left: [-9, 4, "end"] },
  ...{ above: [0, -10, "middle"], below: [0, 18, "middle"], on: [0, 4, "middle"] },
};

const MARKS = {
  line: (mark, { x, y }) => [
    drawn("path", { class: mark.thin ? "bpt-line bpt-thin" : "bpt-line", d: linePath(mark.points, x, y) }),
  ],
  points(mark, { x, y }) {
    const kind = mark.marker ?? MARKER_OF[mark.role] ?? "circle";
    return mark.points.filter(Boolean).map(([a, b]) =>
      drawn("path", {
        class: `bpt-marker bpt-${kind}${mark.hollow ? " bpt-hollow" : ""}${mark.edged ? " bpt-edged" : ""}`,
        d: MARKERS[kind],
        transform: `translate(${x(a)},${y(b)}) scale(${mark.size})`,
      }),
    );
  },
  area(mark, { x, y, hatch }) {
    const d = ringPath(mark.points, x, y);
    const shape = { "fill-rule": "evenodd", d };
    const edge = mark.edged ? " bpt-edge" : "";
    const tint = drawn("path", { class: `bpt-area${edge}`, "data-heat": mark.heat, ...shape });
    return mark.hatch ? [drawn("path", { fill: `url(#${hatch})`, ...shape })] : [tint];
  },
  rule(mark, { x, y, box }) {
    const ends =
      mark.x === undefined
        ? { x1: box.left, x2: box.right, y1: y(mark.y), y2: y(mark.y) }
        : { x1: x(mark.x), x2: x(mark.x), y1: box.top, y2: box.bottom };
    return [drawn("line", { class: "bpt-line bpt-thin", ...ends })];
  },
  label(mark, { x, y }) {
    const [dx, dy, anchor] = SIDES[mark.side];
    const place = { x: x(mark.x) + dx, y: y(mark.y) + dy, "text-anchor": anchor };
    const lines = said(mark.words).split("\n");
    const spans = lines.map((words, k) => drawn("tspan", { x: place.x, dy: k ? "1.3em" : 0 }, words));
    return [drawn("text", { class: mark.strong ? "bpt-note bpt-strong" : "bpt-note", ...place }, ...spans)];
  },
};

function axes(part, { x, y, box, beside }) {
  const group = drawn("g", { class: "bpt-axes" });
  for (const [place, words] of part.y.ticks) {
    group.append(drawn("line", { class: "bpt-grid", x1: box.left, x2: box.right, y1: y(place), y2: y(place) }));
    group.append(drawn("text", { x: box.left - 8, y: y(place) + 4, "text-anchor": "end" }, words));
  }
  for (const [place, words] of beside) {
    group.append(drawn("text", { x: box.right + 6, y: y(place) + 4 }, words));
  }
  for (const [place, words] of part.x.ticks) {
    group.append(drawn("line", { class: "bpt-grid", x1: x(place), x2: x(place), y1: box.top, y2: box.bottom }));
    group.append(drawn("text", { x: x(place), y: box.bottom + 17, "text-anchor": "middle" }, words));
  }
  const frame = `M${box.left},${box.top}V${box.bottom}H${box.right}`;
  group.append(drawn("path", { class: "bpt-frame", d: frame }));
  group.append(drawn("text", { class: "bpt-axis", x: 2, y: 13 }, said(part.y.label)));
  const middle = { x: (box.left + box.right) / 2, y: box.bottom + 35, "text-anchor": "middle" };
  group.append(drawn("text", { class: "bpt-axis", ...middle }, said(part.x.label)));
  return group;
}

export function plot(context) {
  const id = (charts += 1);
  const hatch = `bpt-hatch-${id}`;
  const stripes = drawn("pattern", { id: hatch, width: 7, height: 7, patternUnits: "userSpaceOnUse" });
  stripes.append(drawn("path", { class: "bpt-stripe", d: "M-1,8L8,-1M-1,1L1,-1M6,8L8,6" }));
  const clip = drawn("rect");
  const definitions = drawn("defs", {}, stripes, drawn("clipPath", { id: `bpt-clip-${id}` }, clip));
  const svg = drawn("svg", { role: "img", class: "bpt-chart" });
  const caption = made("p", { class: "bpt-heading" });
  const canvas = made("div", { class: "bpt-canvas" }, svg);
  const held = handles(context, canvas);
  const element = made("figure", { class: "bpt-plot" }, caption, canvas);
  let part = null;
  let drawnFor = "";
  let groups = [];

  function scales(width) {
    const left = roomFor(part.y.ticks.map(([, words]) => words), part.y.room);
    const beside = width < NARROW ? [] : (part.y.beside ?? []);
    const right = beside.length ? roomFor(beside.map(([, words]) => words)) : RIGHT;
    const box = { left, top: TOP, right: width - right, bottom: part.height - BELOW };
    return {
      box,
      beside,
      hatch,
      range: part.y,
      x: linear([part.x.low, part.x.high], [box.left, box.right]),
      y: linear([part.y.low, part.y.high], [box.bottom, box.top]),
    };
  }

  function draw() {
    const width = Math.floor(element.clientWidth);
    if (!part || !width) return;
    const space = scales(width);
    const frame = JSON.stringify([width, part.height, part.x, part.y]);
    if (frame !== drawnFor) {
      drawnFor = frame;
      for (const [name, value] of Object.entries({ width, height: part.height })) put(svg, name, value);
      const { box } = space;
      const [across, up] = [box.right - box.left + 12, box.bottom - box.top + 12];
      for (const [name, value] of Object.entries({ x: box.left - 6, y: box.top - 6, width: across, height: up })) {
        put(clip, name, value);
      }
      svg.replaceChildren(definitions, axes(part, space));
      groups = [];
    }
    part.marks.forEach((mark, k) => {
      if (groups[k]?.mark === mark) return;
      const group = drawn("g", { "data-role": mark.role });
      if (mark.kind !== "label" && mark.kind !== "points") put(group, "clip-path", `url(#bpt-clip-${id})`);
      group.append(...MARKS[mark.kind](mark, space));
      if (groups[k]) groups[k].group.replaceWith(group);
      else svg.append(group);
      groups[k] = { mark, group };
    });
    for (const { group } of groups.splice(part.marks.length)) group.remove();
    held.update(part.handles, space);
  }

  const resized = new ResizeObserver(draw);
  resized.observe(element);
  return {
    element,
    update(now) {
      part = now;
      caption.hidden = !part.caption;
      write(caption, said(part.caption));
      put(svg, "aria-label", said(part.alt));
      draw();
    },
    drop: () => resized.disconnect(),
  };
}
