// The player's promises, kept in Firefox: run by `make test-firefox`, which builds the example site first.
// `sh tests/firefox/run.sh FOLDER` runs the same on any folder that holds a built site; world.mjs says what stands
// around the browser. FIREFOX names the browser's program, when it is not on the path.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { Site, Strangers } from "./world.mjs";

const FACADE = "figure.videopost-player > a[href]";
const FRAME = "figure.videopost-player > iframe";
const STRICT =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; frame-src https:";

const site = await new Site(process.env.SITE).start();
const strangers = await new Strangers().start();
const posts = site.pages.filter((path) => /id="commentform"/.test(site.source(path)));
const players = (path) => site.source(path).match(/<figure class="videopost-player[^>]*>\s*<a /g)?.length ?? 0;
const embedded = posts.filter((path) => players(path) > 0);
const several = posts.filter((path) => players(path) > 1);
const native = posts.filter((path) => /<video [^]*type="video\/webm"/.test(site.source(path)));

after(() => {
  site.stop();
  strangers.stop();
});

/** A running Firefox that meets nobody but the two servers of these tests. */
const launch = (preferences = {}) =>
  puppeteer.launch({
    browser: "firefox",
    executablePath: process.env.FIREFOX,
    acceptInsecureCerts: true,
    // With this variable Firefox heeds services.settings.server, and leaves its own maker's servers alone.
    env: { ...process.env, MOZ_REMOTE_SETTINGS_DEVTOOLS: "1" },
    extraPrefsFirefox: {
      "services.settings.server": "data:,#remote-settings-dummy/v1",
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": strangers.port,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": strangers.port,
      ...preferences,
    },
  });

/** Open an empty page with fresh storage; `page.complaints` fills with what the browser finds wrong with the pages. */
async function reader(browser, viewport = { width: 1280, height: 900 }) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport(viewport);
  page.complaints = [];
  page.on("console", (message) => message.type() === "error" && page.complaints.push(message.text()));
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.open = (path, query = {}) => page.goto(`${site.origin}/${path}?${new URLSearchParams(query)}`);
  page.leave = () => context.close();
  strangers.forget();
  site.log.length = 0;
  return page;
}

/** Run `test` with a new reader. */
const reading =
  (browser, test, viewport) =>
  async (...rest) => {
    const page = await reader(browser(), viewport);
    try {
      await test(page, ...rest);
    } finally {
      site.release();
      await page.leave();
    }
  };

/** Wait until `ready` returns something true: by asking, since a page without scripts cannot tell. */
async function until(ready, what) {
  for (let tries = 0; tries < 100; tries++) {
    const answer = await ready();
    if (answer) return answer;
    await sleep(50);
  }
  assert.fail(`waited in vain: ${what}`);
}

/** Click in the middle of an element, as a hand does, without the help of the page's scripts. */
async function press(page, selector, index = 0) {
  const [x, y] = await page.evaluate(
    (selector, index) => {
      const element = document.querySelectorAll(selector)[index];
      element.scrollIntoView({ block: "center", behavior: "instant" });
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    },
    selector,
    index,
  );
  await page.mouse.click(x, y);
}

/** Press play, and wait for the player to be asked for. */
async function play(page, index = 0) {
  const asked = strangers.requests.length;
  await press(page, FACADE, index);
  await until(() => strangers.requests.length > asked, "no player was asked for");
  return strangers.requests[asked];
}

/** Where the elements stand on the page, and how large they are. */
const boxes = (page, selector) =>
  page.evaluate(
    (selector) =>
      [...document.querySelectorAll(selector)].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return [x + scrollX, y + scrollY, width, height].map((length) => Math.round(length * 100) / 100);
      }),
    selector,
  );

const focus = (page) => page.evaluate(() => document.activeElement.localName);

async function everyPage(page) {
  assert.ok(site.pages.length > 12, `${site.pages.length} pages`);
  for (const path of site.pages) {
    await page.open(path);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    // Firefox connects early only where there is no proxy.
    assert.equal(await page.evaluate(() => document.querySelector("[rel*=preconnect], [rel*=prefetch]")), null, path);
    await sleep(50);
  }
  await sleep(500);
  assert.deepEqual(strangers.hosts, []);
  assert.deepEqual(page.complaints, []);
}

describe("with scripts", { timeout: 300_000 }, () => {
  let browser;
  before(async () => {
    browser = await launch();
    console.log(await browser.version());
  });
  after(() => browser?.close());
  const read = (test, viewport) => reading(() => browser, test, viewport);

  it("has players of several providers to test", () => {
    assert.ok(embedded.length >= 4, `${embedded}`);
    assert.ok(native.length >= 1 && several.length >= 1, `${native} ${several}`);
  });

  it("asks nobody else for anything before a click, on any page", read(everyPage));

  it(
    "would notice if somebody else were asked",
    read(async (page) => {
      await page.open(embedded[0]);
      await page.evaluate(() => {
        for (const scheme of ["http", "https"]) new Image().src = `${scheme}://${scheme}.tracker.example/dot.png`;
      });
      const asked = ["http.tracker.example", "https.tracker.example"];
      await until(() => asked.every((host) => strangers.hosts.includes(host)), "a host that was asked was not noticed");
    }),
  );

  for (const path of embedded) {
    it(
      `plays after one click, in place, with the focus in a titled frame, from the host it named: ${path}`,
      read(async (page) => {
        await page.open(path);
        const [name, note] = await page.evaluate((facade) => {
          const link = document.querySelector(facade);
          const name = `${link.querySelector("img")?.alt ?? ""} ${link.textContent}`;
          return [name, link.parentElement.querySelector("figcaption").textContent];
        }, FACADE);
        const before = await boxes(page, `${FACADE}, figure.videopost-player, figcaption`);
        const { host, headers } = await play(page);
        const frame = await page.$eval(FRAME, (frame) => ({
          title: frame.title,
          src: frame.src,
          policy: frame.getAttribute("referrerpolicy"),
          focused: document.activeElement === frame,
        }));
        assert.ok(frame.title && name.includes(frame.title), `${frame.title}, not ${name}`);
        assert.ok(frame.focused);
        assert.equal(new URL(frame.src).protocol, "https:");
        assert.equal(new URL(frame.src).host, host);
        assert.ok(note.includes(host), note);
        assert.equal(frame.policy, "strict-origin-when-cross-origin");
        assert.equal(headers.referer, `${site.origin}/`);
        await sleep(200);
        assert.deepEqual([...new Set(strangers.hosts)], [host]);
        assert.deepEqual(await boxes(page, `${FACADE}, ${FRAME}, figure.videopost-player, figcaption`), before);
        assert.deepEqual(page.complaints, []);
      }),
    );
  }

  for (const policy of ["no-referrer", "same-origin"]) {
    it(
      `tells the provider which site it plays on, where the page's own policy is ${policy}`,
      read(async (page) => {
        await page.open(embedded[0], { referrer: policy });
        assert.equal(await page.$eval("meta[name=referrer]", (meta) => meta.content), policy);
        const { headers } = await play(page);
        assert.equal(headers.referer, `${site.origin}/`);
      }),
    );
  }

  it(
    "works under a strict Content-Security-Policy, which refuses nothing",
    read(async (page) => {
      await page.evaluateOnNewDocument(() => {
        window.refused = [];
        addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
          window.refused.push([effectiveDirective, blockedURI, sourceFile, lineNumber].join(" ")),
        );
      });
      const refused = () => page.evaluate(() => window.refused);
      for (const path of site.pages) {
        await page.open(path, { csp: STRICT });
        assert.deepEqual(await refused(), [], path);
      }
      for (const path of embedded) {
        await page.open(path, { csp: STRICT });
        const { host } = await play(page);
        assert.equal(new URL(await page.$eval(FRAME, (frame) => frame.src)).host, host);
        await sleep(100);
        assert.deepEqual(await refused(), [], path);
        assert.deepEqual(page.complaints, []);
      }
      // And the policy is in force:
      await page.evaluate(() => document.body.setAttribute("style", "color: red"));
      await until(async () => (await refused()).length === 1, "an inline style was not refused");
    }),
  );

  it(
    "plays several players on a page, each by itself",
    read(async (page) => {
      await page.open(several[0]);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      const count = (await page.$$(FACADE)).length;
      assert.ok(count >= 2);
      await play(page, count - 1);
      assert.equal((await page.$$(FACADE)).length, count - 1);
      assert.equal((await page.$$(FRAME)).length, 1);
      assert.equal(await focus(page), "iframe");
      const frame = await page.$(FRAME);
      await play(page, 0);
      assert.equal((await page.$$(FACADE)).length, count - 2);
      assert.equal((await page.$$(FRAME)).length, 2);
      assert.ok(await frame.evaluate((frame) => frame.isConnected && frame !== document.activeElement));
      assert.ok(await page.$eval(FRAME, (frame) => frame === document.activeElement));
      assert.equal(strangers.requests.filter(({ headers }) => headers["sec-fetch-dest"] === "iframe").length, 2);
    }),
  );

  it(
    "leaves the page with one step back",
    read(async (page) => {
      await page.open("index.html");
      const start = page.url();
      await page.open(embedded[0]);
      const steps = await page.evaluate(() => history.length);
      await play(page);
      await sleep(300);
      assert.equal(await page.evaluate(() => history.length), steps);
      await page.goBack();
      assert.equal(page.url(), start);
      // And forward again, to a page that can be played once more.
      await page.goForward();
      await until(
        () => page.evaluate((selector) => document.querySelector(selector) !== null, `${FACADE}, ${FRAME}`),
        "no player after going forward",
      );
      assert.equal(await page.evaluate(() => history.length), steps);
    }),
  );

  it(
    "plays with Enter, and lets Escape, Tab and Shift+Tab out again",
    read(async (page) => {
      /** Press Tab until the focus is somewhere else than in the frame; returns on which side of it. */
      const leave = async (...held) => {
        for (let presses = 0; presses < 6; presses++) {
          for (const key of held) await page.keyboard.down(key);
          await page.keyboard.press("Tab");
          for (const key of held) await page.keyboard.up(key);
          await sleep(100);
          const side = await page.evaluate((selector) => {
            const [frame, active] = [document.querySelector(selector), document.activeElement];
            if (active === frame || active === document.body) return "in";
            const side = frame.compareDocumentPosition(active);
            return side & Node.DOCUMENT_POSITION_FOLLOWING ? "after" : "before";
          }, FRAME);
          stops.push(side);
          if (side !== "in" && side !== stops.at(-2)) return;
        }
      };
      const stops = [];
      await page.open(embedded[0]);
      const address = page.url();
      await page.focus(FACADE);
      await page.keyboard.press("Enter");
      await until(() => strangers.requests.length, "no player was asked for");
      assert.equal(await focus(page), "iframe");
      await sleep(300);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await sleep(100);
      assert.equal(page.url(), address);
      assert.equal((await page.$$(FRAME)).length, 1);
      // Out at the end, back in, and out at the beginning.
      await leave();
      await leave("Shift");
      assert.deepEqual(stops.filter((stop, i) => stop !== stops[i - 1]), ["in", "after", "in", "before"]);
    }),
  );

  for (const path of native) {
    it(
      `plays a file with the browser's own player, asks for it only then, and has its captions: ${path}`,
      read(async (page) => {
        const media = () => site.log.filter((asked) => /\.(webm|mp4|mov|ogv|m3u8|vtt)$/.test(asked));
        await page.open(path, { csp: STRICT });
        await page.$eval("figure.videopost-player > video", (video) => video.scrollIntoView());
        await sleep(500);
        assert.deepEqual(media(), []);
        const before = await boxes(page, "figure.videopost-player, figure.videopost-player > video");
        const playing = await page.$eval("figure.videopost-player > video", async (video) => {
          video.muted = true;
          await video.play();
          await new Promise((done) => video.addEventListener("timeupdate", done, { once: true }));
          const tracks = [...video.textTracks];
          for (const track of tracks) track.mode = "showing";
          for (let tries = 0; tries < 50 && tracks.some((track) => !track.cues?.length); tries++) {
            await new Promise((done) => setTimeout(done, 100));
          }
          return {
            controls: video.controls,
            file: video.currentSrc,
            size: [video.videoWidth, video.videoHeight],
            seconds: video.duration,
            captions: tracks.map(({ kind, label, language, cues }) => {
              return { kind, label, language, cues: cues?.length ?? 0 };
            }),
          };
        });
        assert.ok(playing.controls);
        assert.ok(playing.seconds > 1 && playing.size[0] > 0, JSON.stringify(playing));
        assert.ok(media().includes(new URL(playing.file).pathname));
        assert.ok(playing.captions.length > 0);
        for (const { kind, label, language, cues } of playing.captions) {
          assert.ok(kind === "captions" && label && language && cues > 0, JSON.stringify(playing.captions));
        }
        assert.deepEqual(await boxes(page, "figure.videopost-player, figure.videopost-player > video"), before);
        assert.deepEqual(strangers.hosts, []);
        assert.deepEqual(page.complaints, []);
      }),
    );
  }

  for (const width of [360, 1280]) {
    it(
      `reserves the room of a player before its picture is there, ${width} pixels wide`,
      read(
        async (page) => {
          const parts = "figure.videopost-player, figure.videopost-player > *, figure.videopost-player + *";
          let figures = 0;
          for (const path of [...embedded, ...native]) {
            site.hold = /^\/media\//;
            await page.goto(`${site.origin}/${path}`, { waitUntil: "domcontentloaded" });
            const before = await boxes(page, parts);
            assert.ok(before[0][2] > 200 && before[0][3] > 100, `${path}: ${before[0]}`);
            figures += (await page.$$("figure.videopost-player img, figure.videopost-player video[poster]")).length;
            await until(() => site.held.length, `${path} has no picture to wait for`);
            site.release();
            await until(() => page.evaluate(() => document.readyState === "complete"), `${path} did not load`);
            await sleep(100);
            assert.deepEqual(await boxes(page, parts), before, path);
          }
          assert.ok(figures >= embedded.length);
        },
        { width, height: 800 },
      ),
    );
  }
});

describe("without scripts", { timeout: 300_000 }, () => {
  let browser;
  before(async () => {
    browser = await launch({ "javascript.enabled": false });
  });
  after(() => browser?.close());
  const read = (test) => reading(() => browser, test);

  it("asks nobody else for anything, on any page", read(everyPage));

  it(
    "really has no scripts",
    read(async (page) => {
      await page.goto("data:text/html,<title>off</title><script>document.title = 'on'</script>");
      assert.equal(await page.evaluate(() => document.title), "off");
    }),
  );

  it(
    "opens [+], and has a form with somewhere to go",
    read(async (page) => {
      await page.open(embedded[0]);
      const open = () => page.evaluate(() => document.querySelector(".videopost details").open);
      const shown = () =>
        page.evaluate(() => document.querySelector(".videopost details > :not(summary)").checkVisibility());
      assert.equal(await open(), false);
      assert.equal(await shown(), false);
      await press(page, ".videopost details > summary");
      await until(open, "[+] did not open");
      assert.equal(await shown(), true);
      const form = await page.evaluate(() => {
        const form = document.querySelector("#commentform");
        const { width, height } = form.getBoundingClientRect();
        return { action: form.getAttribute("action"), shown: width > 100 && height > 100 };
      });
      assert.match(form.action, /^(mailto|https?):/);
      assert.ok(form.shown);
    }),
  );

  for (const path of embedded) {
    it(
      `leads to the video's own page: ${path}`,
      read(async (page) => {
        await page.open(path);
        const address = await page.evaluate((facade) => document.querySelector(facade).href, FACADE);
        await press(page, FACADE);
        await until(() => page.url() === address, `${page.url()}, not ${address}`);
        assert.equal(strangers.requests[0].url, address);
      }),
    );
  }
});
