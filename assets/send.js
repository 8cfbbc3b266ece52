// @ts-check
// Sends the comment form in place, to the site's own receiver or to Isso, which takes nothing that a browser sends by
// itself. The answer is said in the form's live region, and what was typed stays until it has arrived. Without this
// script the receiver answers with a page.

{
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-send]"));
  const status = form?.querySelector("[role=status]");
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement | null} */ (form?.querySelector("#" + name));
  const started = performance.now();
  let sending = false;

  const json = (/** @type {any} */ data) => ({
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      text: data.get("comment"),
      author: data.get("author") || null,
      email: data.get("email") || null,
      website: data.get("url") || null,
      parent: Number(/^isso-(\d+)$/.exec(data.get("comment_parent"))?.[1]) || null,
      title: form?.dataset.title,
    }),
  });
  const fields = (/** @type {any} */ data) => ({
    headers: { Accept: "application/json" },
    // People take seconds to type, programs none.
    body: new URLSearchParams([...data, ["took", "" + Math.round(performance.now() - started)]]),
  });
  /** What was answered: JSON by the receiver, by Isso a page of one paragraph where something is wrong. */
  const read = (/** @type {string} */ text) => {
    try {
      return JSON.parse(text);
    } catch {
      return { message: new DOMParser().parseFromString(text, "text/html").querySelector("p")?.textContent };
    }
  };
  /** Puts a message at a field, or takes it away. */
  const mark = (/** @type {Element} */ input, text = "") => {
    const id = input.id + "-mistake";
    document.getElementById(id)?.remove();
    const others = (input.getAttribute("aria-describedby") || "").replace(id, "").trim();
    input.setAttribute("aria-describedby", text ? `${id} ${others}` : others);
    input.removeAttribute("aria-invalid");
    if (!text) return;
    input.setAttribute("aria-invalid", "true");
    input.after(Object.assign(document.createElement("span"), { id, className: "videopost-mistake", textContent: text }));
  };

  form?.querySelector("[type=submit]")?.removeAttribute("disabled");
  form?.querySelector(".videopost-unscripted")?.remove();
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending || !status) return;
    sending = true;
    status.textContent = "";
    form.querySelectorAll("[aria-invalid]").forEach((input) => mark(input));
    const request = (form.dataset.send === "isso" ? json : fields)(new FormData(form));
    const response = await fetch(form.action, { method: "POST", ...request }).catch(() => null);
    const answer = response ? read(await response.text().catch(() => "")) : {};
    sending = false;
    status.textContent = (response?.ok ? form.dataset.thanks : answer.message || form.dataset.failed) || "";
    for (const [name, text] of Object.entries(answer.errors || {})) {
      const input = field(name);
      if (input) mark(input, text);
    }
    const comment = field("comment");
    if (response?.ok && comment) {
      comment.value = "";
      /** @type {HTMLElement | null} */ (form.querySelector(".videopost-cancel"))?.click(); // what comes next replies to nobody
    }
    /** @type {HTMLElement | null} */ (form.querySelector("[aria-invalid]"))?.focus();
  });
}
