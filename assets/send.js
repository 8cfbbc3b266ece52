// @ts-check
// Sends the comment form in place, to the site's own receiver or to Isso, which takes nothing that a browser sends by
// itself. The answer is said in the form's live region, and what was typed stays until it has arrived. Without this
// script the receiver answers with a page.

for (const form of /** @type {NodeListOf<any>} */ (document.querySelectorAll("form[data-send]"))) {
  const status = form.querySelector("[role=status]");
  let sending = false;

  /** Does something with each field that may be remembered; nothing in a browser that keeps nothing. */
  const remember = (/** @type {(input: any, key: string, tick: any) => void} */ act) => {
    try {
      for (const name of ["author", "url"]) act(form[name], "videopost-" + name, form.keep); // by their ids
    } catch {}
  };
  remember((input, key, tick) => {
    const kept = localStorage[key];
    tick.closest("p").hidden = false;
    if (!kept) return;
    input.value = kept;
    tick.checked = true;
  });

  /** What Isso takes: of the fields, what it knows. */
  const json = (/** @type {any} */ data) => ({
    ...Object.fromEntries(data),
    text: data.get("comment"),
    website: data.get("url"),
    parent: +/** @type {any} */ (/^isso-(\d+)$/.exec(data.get("comment_parent"))?.[1]) || null,
    title: form.dataset.title,
  });
  /** What was answered: JSON by the receiver, by Isso a page of one paragraph where something is wrong. */
  const read = (/** @type {string} */ text) => {
    try {
      return JSON.parse(text);
    } catch {
      return { message: /<p>([^<]+)/.exec(text)?.[1] };
    }
  };

  form.querySelector("[type=submit]")?.removeAttribute("disabled");
  form.addEventListener("submit", async (/** @type {SubmitEvent} */ event) => {
    if (/** @type {any} */ (event.submitter)?.name) return; // a preview is a page of the receiver
    event.preventDefault();
    if (sending) return;
    sending = true;
    status.textContent = "";
    for (const input of form.querySelectorAll("[aria-invalid]")) {
      input.removeAttribute("aria-invalid");
      input.nextSibling.textContent = "";
    }
    const data = new FormData(form);
    const body =
      form.dataset.send === "isso"
        ? new Blob([JSON.stringify(json(data))], { type: "application/json" })
        : // Milliseconds since the page was opened: people take seconds to type, programs none.
          new URLSearchParams([.../** @type {any} */ (data), ["took", performance.now()]]);
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, body })
      .then(async (response) => ({ ...read(await response.text()), ok: response.ok }))
      .catch(() => ({}));
    sending = false;
    status.textContent = answer.message || form.dataset[answer.ok ? "thanks" : "failed"];
    for (const name in answer.errors) {
      const place = /** @type {any} */ (document.getElementById(name + "-mistake")); // behind its field
      place?.previousSibling.setAttribute("aria-invalid", "true");
      if (place) place.textContent = answer.errors[name];
    }
    if (answer.ok) {
      if (answer.change) {
        // What was sent stays to be seen; whatever the answer says is words, and leads to the receiver.
        const own = document.createElement("p");
        own.innerText = form.comment.value + "\n";
        own.append(Object.assign(document.createElement("a"), { href: form.action + "/../comment?" + answer.link, textContent: answer.change }));
        form.parentElement.before(own);
      }
      form.comment.value = "";
      remember((input, key, tick) => (tick.checked ? (localStorage[key] = input.value) : delete localStorage[key]));
      form.querySelector(".videopost-cancel")?.click(); // what comes next replies to nobody
    }
    form.querySelector("[aria-invalid]")?.focus();
  });
}
