// @ts-check
// Lighthouse's four figures for some pages of the site in the folder SITE, with its defaults: a phone on a slow network.
// Anything below 100 is named, and fails. The performance is the median of three runs, since machines are shared.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createGzip } from "node:zlib";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const ALL = "index.html videos.html film/rocky-iv.html rocky-training-in-russia.html";
const PAGES = (process.env.PAGES ?? ALL).split(" ");
const RUNS = 3;
const FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"];
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".webp": "image/webp", ".jpg": "image/jpeg",
  ".vtt": "text/vtt", ".mp4": "video/mp4", ".webm": "video/webm", ".xml": "application/xml",
};
const TEXTS = [".html", ".css", ".js", ".svg", ".vtt", ".xml"];

/** The site as an ordinary web server has it: texts compressed, files kept by the browser. */
const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://site").pathname));
  const file = join(process.env.SITE ?? "", path);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return void response.writeHead(404).end();
  const packed = TEXTS.includes(extname(file));
  response.writeHead(200, {
    "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
    "Cache-Control": "max-age=31536000",
    ...(packed && { "Content-Encoding": "gzip" }),
  });
  const stream = createReadStream(file);
  (packed ? stream.pipe(createGzip()) : stream).pipe(response);
});
await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(null)));
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

const chrome = await launch({ chromePath: process.env.CHROME_PATH, chromeFlags: FLAGS });
const results = Object.fromEntries(PAGES.map((page) => [page, []]));
try {
  for (const page of PAGES) {
    for (let run = 0; run < RUNS; run++) {
      const result = await lighthouse(`http://127.0.0.1:${port}/${page}`, { port: chrome.port, logLevel: "error" });
      if (!result || result.lhr.runtimeError) throw new Error(result?.lhr.runtimeError?.message ?? "no result");
      results[page].push(result.lhr);
    }
  }
} finally {
  await chrome.kill();
  server.close();
}

const median = (values) => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
let failed = false;

/** Print the figures of a page, and what it takes to have more. */
const judge = (page, runs) => {
  for (const id of Object.keys(runs[0].categories)) {
    const scores = runs.map((run) => Math.round(100 * (run.categories[id].score ?? 0)));
    // Only the performance differs from run to run.
    const score = id === "performance" ? median(scores) : Math.min(...scores);
    const all = id === "performance" ? ` (${scores.join(", ")})` : "";
    console.log(`${page}: ${runs[0].categories[id].title}: ${score}${all}`);
    failed ||= score < 100;
    if (score === 100) continue;
    const worst = runs[scores.indexOf(Math.min(...scores))];
    for (const { id: audit, weight } of worst.categories[id].auditRefs) {
      const { score: part, title, displayValue = "" } = worst.audits[audit];
      if (!weight || part === null || part === 1) continue;
      console.log(`  ${audit} ${Math.round(100 * part)}: ${title} ${displayValue}`);
    }
  }
};

for (const [page, runs] of Object.entries(results)) judge(page, runs);
process.exitCode = failed ? 1 : 0;
