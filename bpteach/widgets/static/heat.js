// A matrix as a table: each cell has its colour, its number and its sign.

import { made, put, write } from "./dom.js";
import { said } from "./frames.js";

/** Build the cells of a matrix, and give a function that fills them. */
export function heatTable() {
  const table = made("table", { class: "bpt-heat" });
  let shape = "";
  let cells = [];

  function build(part) {
    const named = part.rows.length > 0;
    table.replaceChildren();
    if (part.columns.length) {
      const heads = part.columns.map(() => made("th", { scope: "col" }));
      table.append(made("thead", {}, made("tr", {}, ...(named ? [made("td")] : []), ...heads)));
    }
    const body = made("tbody");
    cells = part.text.map((line) => {
      const made_ = line.map(() => made("td"));
      body.append(made("tr", {}, ...(named ? [made("th", { scope: "row" })] : []), ...made_));
      return made_;
    });
    table.append(body);
  }

  function update(part) {
    const now = [part.text.length, part.text[0]?.length, part.rows.length > 0, part.columns.length > 0].join();
    if (now !== shape) build(part);
    shape = now;
    if (part.wide) table.style.setProperty("--wide", part.wide);
    const corner = table.querySelector("thead td");
    if (corner) write(corner, part.corner ?? "");
    table.querySelectorAll("th[scope=col]").forEach((head, k) => write(head, part.columns[k]));
    table.querySelectorAll("th[scope=row]").forEach((head, k) => write(head, part.rows[k]));
    part.text.forEach((line, r) =>
      line.forEach((words, c) => {
        const cell = cells[r][c];
        write(cell, words);
        put(cell, "data-heat", part.heat[r][c]);
        put(cell, "title", part.full?.[r][c]);
        put(cell, "class", edges(part.frames ?? [], r, c));
        put(cell, "data-role", (part.frames ?? []).find((frame) => inside(frame, r, c))?.role);
      }),
    );
  }

  return { table, update };
}

function inside({ rows, columns }, r, c) {
  return rows[0] <= r && r <= rows[1] && columns[0] <= c && c <= columns[1];
}

function edges(frames, r, c) {
  const frame = frames.find((one) => inside(one, r, c));
  if (!frame) return null;
  const sides = [
    [frame.rows[0] === r, "top"],
    [frame.rows[1] === r, "bottom"],
    [frame.columns[0] === c, "left"],
    [frame.columns[1] === c, "right"],
  ];
  return sides.filter(([is]) => is).map(([, side]) => `bpt-${side}`).join(" ") || null;
}

export function heat() {
  const words = made("span", { class: "bpt-caption" });
  const note = made("span", { class: "bpt-pill" });
  const caption = made("caption", {}, words, note);
  const { table, update } = heatTable();
  return {
    element: made("div", { class: "bpt-matrix" }, table),
    update(part) {
      update(part);
      write(words, said(part.caption));
      write(note, said(part.note));
      caption.hidden = !part.caption;
      note.hidden = !part.note;
      if (table.firstChild !== caption) table.prepend(caption);
    },
  };
}
