// @ts-check
// Chapters, and times in the text: links with the seconds to start at. Without this script they lead to the video's own
// page at that time. ?t=95 or #t=1:35 on this page's own address starts its first player there, once it is played.

{
  const figure = /** @type {HTMLElement | null} */ (document.querySelector(".videopost-player"));
  const asked = /[?&#]t=([\d:]+)s?([&#]|$)/.exec(location.href);
  if (figure && asked) {
    const start = asked[1].split(":").reduce((sum, part) => sum * 60 + +part, 0);
    const stage = figure.querySelector("video");
    figure.dataset.start = /** @type {any} */ (start);
    if (stage) stage.currentTime = start;
  }
}

document.addEventListener("click", (event) => {
  const link = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("a[data-start]"));
  const figure = /** @type {HTMLElement | null} */ (link?.closest(".videopost")?.querySelector(".videopost-player"));
  const stage = /** @type {any} */ (figure?.querySelector("video, iframe, a:not(:empty)"));
  if (!link || !figure || !stage || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { play, at = "", start = "" } = Object.assign(figure.dataset, { start: link.dataset.start });
  if (stage.play) {
    stage.currentTime = start;
    stage.controls = false;
    stage.click();
  } else if (stage.src) {
    // A new frame, because another address in the old one would be one more step for the back button.
    const frame = stage.cloneNode();
    frame.src = play + at.replace("*", start);
    stage.replaceWith(frame);
    frame.focus();
  } else stage.click();
});
