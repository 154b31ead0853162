import { expect, it } from "vitest";
import { sectionOf } from "./runbook";

const DOCUMENT =
  "# Runbooks\n\nFirst.\n\n## site-down\n\nLook.\n\n### Then\n\nLook again.\n\n## site\n\n## last\nEnd.\n";

it("a runbook is the section of its very name, up to the next", () => {
  expect(sectionOf(DOCUMENT, "site-down")).toBe("Look.\n\n### Then\n\nLook again.");
  expect(sectionOf(DOCUMENT, "last")).toBe("End.");
  expect(sectionOf(DOCUMENT, "site")).toBeNull();
  expect(sectionOf(DOCUMENT, "Runbooks")).toBeNull();
});
