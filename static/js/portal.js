// Small aids; every page works without them.
function focusErrors(root) {
  root.querySelector("[data-focus]")?.focus();
}

// A live region has to stay in the page to be heard, so the count is copied out of the part that was swapped.
function announceCount(root) {
  const count = root.querySelector("[data-count]");
  const status = document.querySelector("[data-announce]");
  if (count && status) status.textContent = count.textContent;
}

focusErrors(document);
document.addEventListener("htmx:afterSettle", (event) => {
  focusErrors(event.target);
  announceCount(event.target);
});
