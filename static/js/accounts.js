// Says in words that the browser's passkey dialog was closed or failed.
document.addEventListener("allauth.error", (event) => {
  const note = document.querySelector("[data-passkey-failed]");
  if (!note) return;
  event.preventDefault();
  note.hidden = false;
  note.tabIndex = -1;
  note.focus();
});
