// @ts-check
// "Reply to NAME" brings the form to the comment, and Cancel brings it back. Without this script the link leads to the
// form, where the comment to reply to is chosen from a list.

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLElement | null} */ (
    /** @type {Element} */ (event.target).closest("a[data-reply], .videopost-cancel")
  );
  const form = document.getElementById("respond");
  const parent = /** @type {HTMLSelectElement | null} */ (document.getElementById("comment_parent"));
  if (!link || !form || !parent) return;
  event.preventDefault();
  const comment = form.closest(".videopost-comment");
  parent.value = link.dataset.reply || "0";
  if (link.dataset.reply) {
    link.after(form);
    document.getElementById("comment")?.focus();
  } else {
    document.getElementById("comments")?.append(form);
    /** @type {HTMLElement | null | undefined} */ (comment?.querySelector("a[data-reply]"))?.focus();
  }
});
