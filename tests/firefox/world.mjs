// What stands around the browser in these tests: a server for the built site, and a stand-in for everybody else.
//
// The browser sends all that is not for the site's own server to a proxy on this machine, which ends the encryption
// itself and writes down who was to be contacted, with the headers that were really sent. Nothing leaves the machine.

import { createSign, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { join, relative, sep } from "node:path";

const TYPES = {
  css: "text/css",
  html: "text/html; charset=utf-8",
  js: "text/javascript",
  jpg: "image/jpeg",
  m3u8: "application/vnd.apple.mpegurl",
  mp4: "video/mp4",
  png: "image/png",
  svg: "image/svg+xml",
  vtt: "text/vtt",
  webm: "video/webm",
  webp: "image/webp",
  xml: "application/xml",
};

/** What every other host answers: a page with something to put the focus on. */
const STRANGER = "<!doctype html><title>Player</title><button>Pause</button>";

const listening = async (server) => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address().port;
};

/** The built site, on a free port.
 *
 * `?csp=` adds a Content-Security-Policy to the answer, `?referrer=` a referrer policy to the page. Every request is
 * written down in `log`; those whose path matches `hold` wait until it is released.
 */
export class Site {
  constructor(folder) {
    this.folder = folder;
    this.log = [];
    this.held = [];
    this.hold = null;
    this.server = http.createServer((request, response) => this.#receive(request, response));
  }

  async start() {
    this.origin = `http://127.0.0.1:${await listening(this.server)}`;
    return this;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** The paths of all pages, as in `tag/rocky.html`. */
  get pages() {
    const walk = (folder) =>
      readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? walk(path) : entry.name.endsWith(".html") ? [path] : [];
      });
    return walk(this.folder).map((path) => relative(this.folder, path).split(sep).join("/")).sort();
  }

  source(path) {
    return readFileSync(join(this.folder, path), "utf8");
  }

  release() {
    this.hold = null;
    for (const answer of this.held.splice(0)) answer();
  }

  #receive(request, response) {
    const url = new URL(request.url, this.origin);
    const path = decodeURIComponent(url.pathname);
    this.log.push(path);
    const answer = () => this.#answer(request, response, url, path);
    if (this.hold?.test(path)) this.held.push(answer);
    else answer();
  }

  #answer(request, response, url, path) {
    const file = join(this.folder, path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(file) || statSync(file).isDirectory()) {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[file.split(".").pop()] ?? "application/octet-stream";
    let body = readFileSync(file);
    const headers = { "content-type": type, "cache-control": "no-store", "accept-ranges": "bytes" };
    if (type === TYPES.html) {
      const policy = url.searchParams.get("referrer");
      if (policy) body = Buffer.from(`${body}`.replace("<head>", `<head><meta name="referrer" content="${policy}">`));
      if (url.searchParams.has("csp")) headers["content-security-policy"] = url.searchParams.get("csp");
    }
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    if (range) {
      const last = Math.min(Number(range[2] || body.length - 1), body.length - 1);
      headers["content-range"] = `bytes ${range[1]}-${last}/${body.length}`;
      body = body.subarray(Number(range[1]), last + 1);
    }
    response.writeHead(range ? 206 : 200, { ...headers, "content-length": body.length }).end(body);
  }
}

/** Everybody else. `hosts` are those a connection was opened to, `requests` what they were asked. */
export class Strangers {
  constructor() {
    this.hosts = [];
    this.requests = [];
    const answer = (request, response) => {
      const url = /^http:/.test(request.url) ? request.url : `https://${request.headers.host}${request.url}`;
      this.hosts.push(new URL(url).hostname);
      this.requests.push({ url, host: new URL(url).hostname, headers: request.headers });
      response.writeHead(200, { "content-type": "text/html", "cache-control": "no-store" }).end(STRANGER);
    };
    this.tls = https.createServer(selfSigned(), answer);
    this.tls.on("tlsClientError", () => {});
    this.proxy = http.createServer(answer);
    this.proxy.on("connect", (request, socket) => {
      this.hosts.push(request.url.replace(/:\d+$/, ""));
      socket.on("error", () => {});
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      this.tls.emit("connection", socket);
    });
  }

  async start() {
    this.port = await listening(this.proxy);
    return this;
  }

  stop() {
    this.tls.closeAllConnections();
    this.proxy.closeAllConnections();
    this.proxy.close();
  }

  /** Begin a new record. */
  forget() {
    this.hosts = [];
    this.requests = [];
  }
}

/** A key and a certificate that nobody vouches for: the browser of these tests is told to accept it. */
function selfSigned() {
  const der = (tag, ...parts) => {
    const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
    const size = body.length;
    const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
    return Buffer.concat([Buffer.from([tag, ...length]), body]);
  };
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = der(0x30, der(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2])); // ecdsa-with-SHA256
  const commonName = der(0x30, der(0x06, [0x55, 4, 3]), der(0x0c, Buffer.from("strangers")));
  const name = der(0x30, der(0x31, commonName));
  const validity = der(0x30, der(0x17, Buffer.from("200101000000Z")), der(0x17, Buffer.from("491231235959Z")));
  const version = der(0xa0, der(0x02, [2]));
  const serial = der(0x02, [1]);
  const subject = publicKey.export({ type: "spki", format: "der" });
  const signed = der(0x30, version, serial, algorithm, name, validity, name, subject);
  const signature = createSign("sha256").update(signed).sign(privateKey);
  const certificate = der(0x30, signed, algorithm, der(0x03, [0], signature)).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`,
  };
}
