// The notebook cell around a widget, and the line of it that holds an answer.

/** The CodeMirror view of the cell that `element` is an output of, or null elsewhere. */
function editorAround(element) {
  const content = element.closest(".jp-CodeCell")?.querySelector(".jp-InputArea .cm-content");
  const { cmTile, cmView } = content ?? {};
  return cmTile?.view ?? cmTile?.root?.view ?? cmView?.rootView?.view ?? null;
}

/** Put `line` in the place of the line that begins with `name =`. Tells whether it could. */
export function writeLine(element, name, line) {
  const view = editorAround(element);
  if (!view?.dispatch) return false;
  const text = view.state.doc.toString();
  const found = new RegExp(`^${name}[ \\t]*=.*$`, "m").exec(text);
  if (!found) return false;
  const [from, to] = [found.index, found.index + found[0].length];
  view.dispatch({ changes: { from, to, insert: line } });
  return true;
}
