// Small aids; every page works without them.
import { startEditors } from "./editor.js";

function focusErrors(root) {
  root.querySelector("[data-focus]")?.focus();
}

focusErrors(document);
startEditors(document);
document.addEventListener("htmx:afterSettle", (event) => {
  focusErrors(event.target);
  startEditors(event.target);
});
