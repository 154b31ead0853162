import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { OfflineNotice } from "./offline-notice";

it("says that the page is offline and what it shows: by when the server last answered", () => {
  const html = renderToStaticMarkup(createElement(OfflineNotice, { answeredMs: Date.UTC(2026, 10, 22, 13, 24) }));
  expect(html).toContain('role="alert"');
  expect(html).toContain("Offline");
  expect(html).toMatch(/What you see is from.*2026-11-22 13:24:00 UTC/);
});
