import { expect, test } from "vitest";
import { isFromOurPages } from "./same-origin";

const OWN = "https://prizes.example.org";

test.each<[string, Record<string, string>, boolean]>([
  ["a script of ours", { origin: OWN, "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" }, true],
  ["no browser at all", {}, true],
  ["a link on another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }, true],
  ["the same host under another name", { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" }, true],
  ["a script of another site", { origin: "https://evil.example", host: "prizes.example.org" }, false],
  [
    "a form of another site",
    { origin: "https://evil.example", "sec-fetch-mode": "navigate", "sec-fetch-site": "cross-site" },
    false,
  ],
  ["a sandboxed frame", { origin: "null", host: "prizes.example.org" }, false],
  ["an image on another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }, false],
  ["a name that only begins like ours", { origin: "https://prizes.example.org.evil.example" }, false],
])("%s", (_what, headers, expected) => {
  expect(isFromOurPages(new Headers(headers), OWN)).toBe(expected);
});
