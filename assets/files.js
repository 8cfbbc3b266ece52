// @ts-check
// A file looks like the other players until it is pressed: then the browser's own controls come. Without this script
// they are there from the beginning.

for (const video of /** @type {NodeListOf<HTMLVideoElement>} */ (document.querySelectorAll(".videopost-player > video"))) {
  video.controls = false;
}

document.addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest(".videopost-player > :is(button, video:not([controls]))");
  const figure = button?.closest("figure");
  const video = figure?.querySelector("video");
  if (!figure || !video) return;
  figure.querySelectorAll(".videopost-play, .videopost-placeholder, .videopost-duration").forEach((part) => part.remove());
  video.controls = true;
  video.focus();
  video.play().catch(() => {}); // where it cannot be played, the browser's own controls say so
});
