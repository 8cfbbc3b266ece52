// What a reader sees of a video post's page: a list of what is wrong, each with its figures. Run in the page.

() => {
  const wrong = [];
  const check = (good, text) => good || wrong.push(text);
  const root = document.querySelector(".videopost");
  const all = (selector) => [...root.querySelectorAll(selector)];
  const box = (element) => element.getBoundingClientRect();
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d", { willReadFrequently: true });

  /** Red, green and blue of a colour, with its opacity, drawn upon what lies below. */
  const over = (colour, below, opacity = 1) => {
    pen.globalAlpha = 1;
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    const share = (alpha / 255) * opacity;
    return [red, green, blue].map((part, i) => part * share + below[i] * (1 - share));
  };
  const ancestors = (element) => element ? [...ancestors(element.parentElement), element] : [];
  const canvas = document.createElement("i");
  canvas.style.color = "Canvas";
  document.documentElement.append(canvas);
  const paper = over(getComputedStyle(canvas).color, [255, 255, 255]);
  canvas.remove();
  const behind = (element) =>
    ancestors(element).reduce((below, at) => over(getComputedStyle(at).backgroundColor, below), paper);
  const light = (rgb) =>
    rgb.map((part) => part / 255).map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
      .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
  const ratio = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + .05) / (dark + .05);
  };
  const contrast = (element, property = "color") => {
    const below = behind(element);
    const opacity = ancestors(element).reduce((product, at) => product * getComputedStyle(at).opacity, 1);
    return ratio(over(getComputedStyle(element)[property], below, opacity), below);
  };

  // Everything is there, and within the column.
  const column = box(root);
  for (const part of ["player", "chapters", "teaser", "info", "details", "thread", "comments"]) {
    const element = root.querySelector(`.videopost-${part}`);
    const { width, height } = box(element);
    check(width > 50 && (part === "teaser" || height > 20) && element.checkVisibility({ visibilityProperty: true,
      opacityProperty: true }), `${part} is not seen: ${width} x ${height}`);
  }
  for (const element of all("*")) {
    if (element.closest(".videopost-hidden, .videopost-play") || !element.checkVisibility()) continue;
    const { left, right, width } = box(element);
    check(width === 0 || left >= column.left - 1 && right <= column.right + 1,
      `${element.localName}.${element.className} leaves the column: ${left}-${right} of ${column.left}-${column.right}`);
    const { overflowX } = getComputedStyle(element);
    check(overflowX === "visible" || element.scrollWidth <= element.clientWidth + 1 || element.closest("figure > a"),
      `${element.localName}.${element.className} is clipped: ${element.scrollWidth} in ${element.clientWidth}`);
  }

  // The player has its shape and a size.
  const stage = box(root.querySelector(".videopost-player > *"));
  check(Math.abs(stage.width / stage.height - 16 / 9) < .02, `the player is ${stage.width} x ${stage.height}`);
  check(stage.width >= Math.min(280, column.width) && stage.width >= column.width * .95,
    `the player is ${stage.width} wide in ${column.width}`);
  const picture = root.querySelector(".videopost-player img");
  if (picture) {
    const { width, height } = box(picture);
    check(Math.abs(width - stage.width) < 2 && Math.abs(height - stage.height) < 2, `the poster is ${width} x ${height}`);
  }

  // [+] ends the last line of the teaser, and nothing lies upon it.
  const marker = root.querySelector(".videopost-more > summary");
  const place = marker.getClientRects()[0];
  const range = document.createRange();
  range.selectNodeContents(root.querySelector(".videopost-teaser > p:last-child"));
  const line = [...range.getClientRects()].at(-1);
  const [y, middle] = [place.top + place.height / 2, line.top + line.height / 2];
  const next = place.left <= line.left + line.width && y > middle;
  check(Math.abs(y - middle) < 6 || next, `[+] is at ${y}, the last line at ${middle}`);
  check(next || place.left - line.right < 24, `[+] stands ${place.left - line.right} from the last word`);
  marker.scrollIntoView({ block: "center", behavior: "instant" });
  const seen = marker.getClientRects()[0];
  check(seen.left >= 0 && seen.right <= innerWidth, `[+] is out of view: ${seen.left}-${seen.right}`);
  const top = document.elementFromPoint(seen.left + 8, seen.top + seen.height / 2);
  check(marker.contains(top), `upon [+] lies ${top?.localName}.${top?.className}`);
  check(getComputedStyle(marker).listStyleType === "none" || getComputedStyle(marker).display !== "list-item",
    "[+] has a triangle too");

  // What is read can be read: 4.5 to 1, or what the theme gives its own text, or links, where that is less.
  const least = (element) => Math.min(4.5, contrast(element) - .01);
  const own = least(root.querySelector(".videopost-teaser p"));
  const linked = least(root.querySelector(".videopost-chapters a"));
  const texts = { "[+]": ".videopost-more > summary", teaser: ".videopost-teaser p", caption: "figcaption",
    heading: ".videopost-sidebars h2", term: ".videopost-details dt", value: ".videopost-details dd",
    clock: ".videopost-clock", comment: ".videopost-said p", date: ".videopost-permalink time",
    avatar: ".videopost-avatar", reply: ".videopost-answer", note: ".videopost-notes", label: ".videopost-comments label",
    field: ".videopost-comments textarea", button: ".videopost-comments button" };
  for (const [name, selector] of Object.entries(texts)) {
    for (const element of all(selector).filter((one) => one.checkVisibility())) {
      const found = contrast(element);
      check(found >= (element.closest("a") ? linked : own), `contrast of ${name}: ${found.toFixed(2)}`);
      check(parseFloat(getComputedStyle(element).fontSize) >= 11, `${name} is ${getComputedStyle(element).fontSize} small`);
    }
  }

  // The form can be filled in.
  const room = box(root.querySelector("#commentform").parentElement).width;
  for (const field of all("textarea, input:not([type=hidden], [type=radio], [type=checkbox])")) {
    if (field.closest(".videopost-hidden")) continue;
    const { width, height } = box(field);
    check(width >= Math.min(room, 640) * .6, `${field.id} is ${width} wide in ${room}`);
    check(height >= (field.localName === "textarea" ? 100 : 24), `${field.id} is ${height} high`);
    const style = getComputedStyle(field);
    const border = parseFloat(style.borderBottomWidth) >= 1 && style.borderBottomStyle !== "none";
    const edge = border ? ratio(over(style.borderBottomColor, behind(field.parentElement)), behind(field.parentElement)) : 1;
    check(edge >= 1.4 || ratio(behind(field), behind(field.parentElement)) >= 1.2, `${field.id} has no edge: ${edge}`);
  }
  // [+] opens the full text below it, within the column.
  marker.click();
  const body = box(root.querySelector(".videopost-body"));
  check(body.height > 20 && body.top >= marker.getClientRects()[0].top, `the text opens ${body.height} high`);
  check(body.left >= column.left - 1 && body.right <= column.right + 1, `the text leaves the column at ${body.right}`);
  marker.click();

  const button = box(root.querySelector("#commentform button"));
  check(button.height >= 24 && button.width >= 40, `the button is ${button.width} x ${button.height}`);
  return wrong;
}
