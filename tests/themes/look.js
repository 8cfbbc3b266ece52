// What a stranger would see broken on a page that shows video posts, its own page or a listing: a list of defects, each
// beginning with its kind. Run in the page; `wanted` says how many posts there are to be seen.

(wanted) => {
  const wrong = new Set();
  const say = (kind, text) => wrong.add(`${kind}: ${text}`.slice(0, 160));
  const roots = [...document.querySelectorAll(".videopost")];
  const all = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  const box = (element) => element.getBoundingClientRect();
  const name = (element) => `${element.localName}.${[...element.classList].join(".")} ${element.textContent.trim().slice(0, 20)}`;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const seen = (element) => shown(element) && box(element).width > 1 && !element.closest(".videopost-hidden");
  const scrolled = (element, root) => {
    for (let at = element.parentElement; at && at !== root.parentElement; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== "visible") return true;
    }
  };

  const sheets = document.querySelectorAll("link[href*='videopost.css']").length;
  const scripts = document.querySelectorAll("script[src*='videopost.js']").length;
  if (sheets !== (roots.length ? 1 : 0) || scripts !== sheets) say("sheets", `${sheets} sheets, ${scripts} scripts`);
  if (roots.length < wanted) say("missing", `${roots.length} of ${wanted} posts`);

  // Each post has its player, seen and of its shape; the first poster of the page is eager, all others are lazy.
  for (const root of roots) {
    const column = box(root);
    if (column.width < Math.min(240, innerWidth * .6)) say("narrow", `a post is ${column.width} wide`);
    const player = root.querySelector(".videopost-player");
    if (!player) say("missing", "a player");
    if (root.querySelectorAll(".videopost-player a:empty").length) {
      if ([...root.querySelectorAll(".videopost-player a:empty")].some(seen)) say("nested", "an empty link in a player");
    }
    const stage = player?.querySelector("a:not(:empty), video");
    if (!stage) continue;
    const { width, height } = box(stage);
    if (Math.abs(width / height - 16 / 9) > .05) say("shape", `a player is ${width} x ${height}`);
    if (width < column.width * .95) say("shape", `a player is ${width} wide in ${column.width}`);
    const picture = player.querySelector("img, .videopost-placeholder, video[poster]");
    if (!picture || !seen(picture) || box(picture).height < height * .9) say("poster", "a poster is not seen");
    const play = player.querySelector(".videopost-play");
    if (!play || !seen(play)) say("play", "a player without its button");
    const clock = player.querySelector(".videopost-duration");
    if (clock && seen(clock) && box(clock).bottom > box(stage).bottom) say("badge", "a duration is not upon its poster");
    if (getComputedStyle(player).float !== "none") say("float", "a player floats");
  }
  const posters = all(".videopost-player img");
  for (const [i, poster] of posters.entries()) {
    if ((poster.loading === "lazy") === (i === 0)) say("lazy", `poster ${i + 1} is ${poster.loading}`);
    if ((poster.fetchPriority === "high") !== (i === 0)) say("lazy", `poster ${i + 1} has priority ${poster.fetchPriority}`);
  }
  for (const title of all(".videopost-placeholder")) {
    const words = title.firstElementChild;
    const [line, frame, play] = [words, title, title.closest("figure").querySelector(".videopost-play")].map(box);
    const meets = line.left < play.right && line.right > play.left && line.top < play.bottom && line.bottom > play.top;
    if (meets || line.bottom > frame.bottom) say("covered", "a placeholder's title lies under the button");
    if (parseFloat(getComputedStyle(words).fontSize) < 13) say("small", "a placeholder's title");
    if (getComputedStyle(words).color !== "rgb(255, 255, 255)") say("contrast", `a placeholder's title is ${getComputedStyle(words).color}`);
  }

  // Nothing of a post leaves its column or the window, and no part lies upon another.
  for (const root of roots) {
    const column = box(root);
    if (column.right > innerWidth + 1 && column.width > innerWidth) say("overflow", `a post is ${column.width} wide`);
    for (const element of root.querySelectorAll("*")) {
      if (!seen(element) || scrolled(element, root)) continue;
      const { left, right } = box(element);
      if (left < column.left - 1 || right > column.right + 1) {
        say("overflow", `${name(element)}: ${Math.round(left)}-${Math.round(right)} of ${column.left}-${column.right}`);
      }
      if (["TEXTAREA", "SELECT", "INPUT", "IMG", "VIDEO"].includes(element.tagName)) continue;
      const { overflowX } = getComputedStyle(element);
      if (overflowX === "visible" && element.scrollWidth > element.clientWidth + 2 && element.clientWidth) {
        if (element.closest("p, li, dd, dt, h2, pre") && !element.querySelector("img")) say("overflow", `${name(element)}: ${element.scrollWidth} in ${element.clientWidth}`);
      }
    }
  }
  const parts = all(".videopost-player, .videopost-chapters, .videopost-text, .videopost-sidebars > *, .videopost-comments").filter(seen);
  const inside = (part) => [part, ...part.querySelectorAll("img, iframe, figure, table, pre, div")].filter(seen)
    .filter((element) => element === part || !scrolled(element, part)).map(box);
  parts.forEach((one, i) => parts.slice(i + 1).forEach((other) => {
    if (one.contains(other) || other.contains(one)) return;
    const b = box(other);
    for (const a of inside(one)) {
      const [x, y] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
      if (x > 2 && y > 2) say("overlap", `${one.className} and ${other.className}, ${Math.round(x)} x ${Math.round(y)}`);
    }
  }));

  // No hole below the text: comments follow it where sidebars stand beside it.
  for (const root of roots) {
    const [text, side, comments] = ["text", "sidebars", "comments"].map((part) => root.querySelector(`.videopost-${part}`));
    if (!text || !side || !comments) continue;
    const beside = box(side).top < box(text).bottom - 5;
    if (box(comments).top - box(beside ? text : side).bottom > 120) say("hole", `${Math.round(box(comments).top - box(text).bottom)} pixels below the text`);
    if (!beside && !(box(text).top < box(side).top && box(side).top < box(comments).top)) say("order", "text, sidebars, comments");
  }

  // Words are whole.
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || parent.closest("pre, code, script, style, option, noscript, textarea, table") || !seen(parent)) continue;
      // Words as people write them: no addresses, no names of functions, nothing with a hyphen.
      for (const found of node.data.matchAll(/(?<=^|[\s("“])[\p{L}\p{N}:]{2,24}(?=$|[\s,.;!?)"”])/gu)) {
        const range = document.createRange();
        range.setStart(node, found.index);
        range.setEnd(node, found.index + found[0].length);
        const lines = new Set([...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top / 4)));
        if (lines.size > 1 && range.getClientRects().length > 1) say("broken", `${found[0]} in ${name(parent)}`);
      }
    }
  }

  // Themes number and mark what is theirs.
  for (const element of [...roots, ...all("*")]) {
    if (!seen(element)) continue;
    if (element.closest(".videopost-text, .videopost-said") && !element.matches(".videopost-text, .videopost-teaser, .videopost-body, .videopost-more, summary")) continue;
    for (const pseudo of ["::before", "::after"]) {
      const { content, display } = getComputedStyle(element, pseudo);
      if (!["none", "normal", '""', '"[−]"'].includes(content) && display !== "none") say("pseudo", `${name(element)} has ${content}`);
    }
  }

  // What is read can be read.
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  const over = (colour, below, opacity = 1) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue].map((part, i) => part * alpha * opacity / 255 + below[i] * (1 - alpha * opacity / 255));
  };
  const ancestors = (element) => element ? [...ancestors(element.parentElement), element] : [];
  const canvas = document.createElement("i");
  canvas.style.color = "Canvas";
  document.documentElement.append(canvas);
  const paper = over(getComputedStyle(canvas).color, [255, 255, 255]);
  canvas.remove();
  const light = (rgb) => rgb.map((part) => part / 255)
    .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [.2126, .7152, .0722][i], 0);
  const contrast = (element) => {
    const below = ancestors(element).reduce((rgb, at) => over(getComputedStyle(at).backgroundColor, rgb), paper);
    const [dark, bright] = [light(over(getComputedStyle(element).color, below)), light(below)].sort((a, b) => a - b);
    return (bright + .05) / (dark + .05);
  };
  // The theme's own text may be pale, and its links: then ours are no paler.
  const theirs = all(".videopost-teaser p, .videopost-teaser")[0];
  const link = Object.assign(document.createElement("a"), { href: "#", textContent: "link" });
  theirs?.append(link);
  const least = Math.min(4.5, theirs ? contrast(theirs) : 4.5);
  const leastOfLinks = Math.min(least, theirs ? contrast(link) : least);
  link.remove();
  for (const element of all("p, li, dt, dd, a, b, h2, time, summary, label, button, input, textarea, select, figcaption, .videopost-by")) {
    if (!seen(element) || element.closest(".videopost-play, .videopost-placeholder, sup") || element.querySelector(".videopost-play")) continue;
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && !element.matches("input, textarea, select")) continue;
    const found = contrast(element);
    if (found < (element.closest("a") ? leastOfLinks : least) - .02) say("contrast", `${name(element)} ${found.toFixed(2)}`);
  }

  // Phones zoom into fields of less than 16 pixels.
  for (const field of all("textarea, select, input:not([type=hidden], [type=checkbox])").filter(seen)) {
    if (parseFloat(getComputedStyle(field).fontSize) < 16) say("zoom", `${field.id} is ${getComputedStyle(field).fontSize}`);
    const room = box(field.closest("form")).width;
    if (box(field).width < Math.min(room, 640) * .9) say("form", `${field.id} is ${box(field).width} wide in ${room}`);
  }
  return [...wrong].sort();
}
