// @ts-check
// Click to play. A player is a figure around a link with a poster; nothing of the provider is loaded before the link is
// clicked. Without this script the link leads to the video's own page.

document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest(".videopost-player > a");
  // A click that opens a new tab or window is left to the browser.
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { play, at, start, title, sandbox } = /** @type {HTMLElement} */ (link.parentElement).dataset;
  const frame = document.createElement("iframe");
  frame.title = title || "";
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  // YouTube and Dailymotion refuse to play without a Referer, whatever the page's own policy says (error 153).
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  if (sandbox) frame.sandbox.value = sandbox;
  frame.src = play + (start && at ? at.replace("*", start) : "");
  link.replaceWith(frame);
  frame.focus();
});
