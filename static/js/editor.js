// The toolbar of the Markdown editor: each button wraps the selection or begins its lines.
const AROUND = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"] };
const LINE_START = { heading: "## ", list: "- ", quote: "> " };

function replace(area, from, to, text) {
  area.focus();
  area.setRangeText(text, from, to, "select");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function format(area, mark) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  if (AROUND[mark]) {
    const [before, after] = AROUND[mark];
    replace(area, from, to, before + value.slice(from, to) + after);
    return;
  }
  const start = value.lastIndexOf("\n", from - 1) + 1;
  const lines = value.slice(start, to).split("\n");
  replace(area, start, to, lines.map((line) => LINE_START[mark] + line).join("\n"));
}

function moveFocus(toolbar, event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const buttons = [...toolbar.children];
  const forward = getComputedStyle(toolbar).direction === "rtl" ? -step : step;
  const next = buttons[(buttons.indexOf(document.activeElement) + forward + buttons.length) % buttons.length];
  buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
  next.focus();
}

function startEditors(root) {
  for (const editor of root.querySelectorAll("[data-editor]")) {
    const toolbar = editor.querySelector("[role=toolbar]");
    if (!toolbar.hidden) continue;
    const area = editor.querySelector("textarea");
    toolbar.hidden = false;
    [...toolbar.children].forEach((button, index) => { button.tabIndex = index ? -1 : 0; });
    toolbar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-mark]");
      if (button) format(area, button.dataset.mark);
    });
    toolbar.addEventListener("keydown", (event) => moveFocus(toolbar, event));
  }
}

startEditors(document);
document.addEventListener("htmx:afterSettle", (event) => startEditors(event.target));
