// @ts-check
// "Reply to NAME" brings the form to the comment, and Cancel brings it back. Without this script there is a label in the
// link's place, which chooses the comment in the form; for the keyboard the link is there, too, and leads to the choice.

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLElement | null} */ (
    /** @type {Element} */ (event.target).closest("a[data-reply], .videopost-cancel")
  );
  const form = document.getElementById("respond");
  const id = link?.dataset.reply || 0;
  const parent = /** @type {HTMLInputElement | null} */ (document.getElementById("reply-" + id));
  if (!link || !form || !parent) return;
  event.preventDefault();
  const comment = form.closest(".videopost-comment");
  parent.checked = true;
  if (id) {
    link.after(form);
    document.getElementById("comment")?.focus();
  } else {
    document.getElementById("comments")?.append(form);
    /** @type {HTMLElement | null | undefined} */ (comment?.querySelector("a[data-reply]"))?.focus();
  }
});
