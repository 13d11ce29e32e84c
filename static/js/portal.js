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

// On a phone the results come first: the filter is folded until it is wanted or in use.
function foldFilters() {
  if (location.search || !matchMedia("(max-width: 61.99rem)").matches) return;
  for (const panel of document.querySelectorAll(".filter-panel")) panel.open = false;
}

focusErrors(document);
foldFilters();
document.addEventListener("htmx:afterSettle", (event) => {
  focusErrors(event.target);
  announceCount(event.target);
});
