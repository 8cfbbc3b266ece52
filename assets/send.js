// @ts-check
// Sends the comment form in place, to the site's own receiver or to Isso, which takes nothing that a browser sends by
// itself. The answer is said in the form's live region, and what was typed stays until it has arrived. Without this
// script the receiver answers with a page.

{
  // Its fields are its properties, by their ids.
  const form = /** @type {any} */ (document.querySelector("form[data-send]"));
  const status = form?.querySelector("[role=status]");
  let sending = false;

  const json = (/** @type {any} */ data) => ({
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      ...Object.fromEntries(data), // of which Isso takes what it knows
      text: data.get("comment"),
      website: data.get("url") || null,
      parent: Number(/^isso-(\d+)$/.exec(data.get("comment_parent"))?.[1]) || null,
      title: form?.dataset.title,
    }),
  });
  const fields = (/** @type {any} */ data) => ({
    headers: { Accept: "application/json" },
    // Milliseconds since the page was opened: people take seconds to type, programs none.
    body: new URLSearchParams([...data, ["took", performance.now() | 0]]),
  });
  /** What was answered: JSON by the receiver, by Isso a page of one paragraph where something is wrong. */
  const read = (/** @type {string} */ text) => {
    try {
      return JSON.parse(text);
    } catch {
      return { message: /<p>([^<]+)/.exec(text)?.[1] };
    }
  };

  form?.querySelector("[type=submit]")?.removeAttribute("disabled");
  form?.addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (sending || !status) return;
    sending = true;
    status.textContent = "";
    for (const mistake of form.querySelectorAll(".videopost-mistake")) mistake.remove();
    for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    const data = new FormData(form);
    data.append(/** @type {HTMLButtonElement | null} */ (event.submitter)?.name || "", "1"); // which may ask for a preview
    const request = (form.dataset.send === "isso" ? json : fields)(data);
    const answer = await fetch(form.action, { method: "POST", ...request })
      .then(async (response) => ({ ...read(await response.text()), ok: response.ok }))
      .catch(() => ({}));
    sending = false;
    status.textContent = answer.message || form.dataset[answer.ok ? "thanks" : "failed"];
    for (const [name, textContent] of Object.entries(answer.errors || {})) {
      form[name]?.setAttribute?.("aria-invalid", "true"); // the comment to reply to is several fields
      form[name]?.after?.(Object.assign(document.createElement("span"), { id: name + "-mistake", className: "videopost-mistake", textContent }));
    }
    if (answer.status === "preview") status.innerHTML = answer.html;
    else if (answer.ok) {
      form.comment.value = "";
      form.parentElement.insertAdjacentHTML("beforebegin", answer.html || ""); // their comment, as the receiver shows it
      form.querySelector(".videopost-cancel")?.click(); // what comes next replies to nobody
    }
    form.querySelector("[aria-invalid]")?.focus();
  });
}
