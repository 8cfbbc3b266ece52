// @ts-check
// Click to play. The page holds a link around a poster; nothing of the provider is loaded before the link is clicked.
// Without this script the link leads to the video's own page.

document.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest?.("a[data-play]");
  // A click that opens a new tab or window is left to the browser.
  if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.title = link.dataset.title || "";
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture; web-share";
  // YouTube and Dailymotion refuse to play without a Referer, whatever the page's own policy says (error 153).
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  if (link.dataset.sandbox) frame.setAttribute("sandbox", link.dataset.sandbox);
  frame.src = link.dataset.play || "";
  link.replaceWith(frame);
  frame.focus();
});
