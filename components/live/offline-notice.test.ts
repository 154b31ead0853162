import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { OfflineNotice } from "./offline-notice";

it("says that the page is offline and what it shows: by when the server last answered", () => {
  const html = renderToStaticMarkup(createElement(OfflineNotice, { answeredMs: Date.UTC(2026, 10, 22, 13, 24) }));
  expect(html).toContain('role="alert"');
  expect(html).toContain("Offline");
  expect(html).toContain("This page shows what was true");
  expect(html).toContain("2026-11-22 13:24 UTC");
});
