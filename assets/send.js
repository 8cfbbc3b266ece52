// @ts-check
// Sends the comment form in place, to the site's own receiver or to Isso, which takes nothing that a browser sends by
// itself. The answer is said in the form's live region, and what was typed stays until it has arrived. Without this
// script the receiver answers with a page.

{
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-send]"));
  const status = form?.querySelector("[role=status]");
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement | null} */ (form?.querySelector("#" + name));
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
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending || !status) return;
    sending = true;
    status.textContent = "";
    form.querySelectorAll(".videopost-mistake").forEach((mistake) => mistake.remove());
    form.querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
    const request = (form.dataset.send === "isso" ? json : fields)(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", ...request })
      .then(async (response) => ({ ...read(await response.text()), ok: response.ok }))
      .catch(() => ({}));
    sending = false;
    status.textContent = answer.message || form.dataset[answer.ok ? "thanks" : "failed"];
    for (const [name, textContent] of Object.entries(answer.errors || {})) {
      const input = field(name);
      input?.setAttribute("aria-invalid", "true");
      input?.after(Object.assign(document.createElement("span"), { id: name + "-mistake", className: "videopost-mistake", textContent }));
    }
    const comment = field("comment");
    if (answer.ok && comment) {
      comment.value = "";
      form.parentElement?.insertAdjacentHTML("beforebegin", answer.html || ""); // their comment, as the receiver shows it
      /** @type {HTMLElement | null} */ (form.querySelector(".videopost-cancel"))?.click(); // what comes next replies to nobody
    }
    /** @type {HTMLElement | null} */ (form.querySelector("[aria-invalid]"))?.focus();
  });
}
