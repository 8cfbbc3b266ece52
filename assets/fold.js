// @ts-check
// "[−]" at the end of a full text folds it up again. Without this script only the one at its beginning does.

document.addEventListener("click", (event) => {
  const more = /** @type {Element} */ (event.target).closest(".videopost-less")?.closest("details");
  if (!more) return;
  event.preventDefault();
  more.open = false;
  more.querySelector("summary")?.focus();
});
