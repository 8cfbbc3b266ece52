// @ts-check
// Chapters, and times in the text: links with the seconds to start at. Without this script they lead to the video's own
// page at that time. ?t=95 or #t=1:35 on this page's own address starts its first player there, once it is played. While
// that is a file and plays, the paragraph of its transcript that is spoken is marked.

{
  const figure = /** @type {any} */ (document.querySelector(".videopost-player"));
  const video = figure?.querySelector("video");
  const asked = /[?&#]t=([\d:]+)s?(?=[&#]|$)/.exec(location.href);
  if (figure && asked) {
    const start = asked[1].split(":").reduce((sum, part) => sum * 60 + +part, 0);
    figure.dataset.start = start;
    if (video) video.currentTime = start;
  }
  // What comes last is followed by nothing, which has not begun.
  const isBegun = (/** @type {any} */ line) => line?.firstChild.dataset.start <= video.currentTime;
  video?.addEventListener("timeupdate", () => {
    document.querySelectorAll(".videopost-transcript p").forEach((/** @type {any} */ line) => {
      line.ariaCurrent = isBegun(line) && !isBegun(line.nextElementSibling);
    });
  });
}

document.addEventListener("click", (event) => {
  const link = /** @type {any} */ (event.target).closest("a[data-start]");
  const figure = link?.closest(".videopost")?.querySelector(".videopost-player");
  const stage = figure?.querySelector("video, iframe, a:not(:empty)");
  if (!stage || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const start = (figure.dataset.start = link.dataset.start);
  if (stage.localName === "iframe") {
    // A new frame, because another address in the old one would be one more step for the back button.
    const frame = stage.cloneNode();
    frame.src = figure.dataset.play + (figure.dataset.at || "").replace("*", start);
    stage.replaceWith(frame);
    frame.focus();
  } else {
    // A file is pressed again; of a link these two are nothing.
    stage.currentTime = start;
    stage.controls = false;
    stage.click();
  }
});
