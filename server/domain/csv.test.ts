import { expect, it } from "vitest";
import { csvRecord } from "./csv";

it("quotes by RFC 4180 what a comma, a quote or a line end would cut", () => {
  expect(csvRecord(["a", 'say "x"', "1,5", "two\nlines", "", null])).toBe('a,"say ""x""","1,5","two\nlines",,');
});

it("no field begins a formula, and numbers stay numbers", () => {
  expect(csvRecord(['=HYPERLINK("x")', "+1", "-1+2", "@sum", "\tx", "\rx"])).toBe(
    '"\'=HYPERLINK(""x"")",\'+1,\'-1+2,\'@sum,\'\tx,"\'\rx"',
  );
  expect(csvRecord([-5, -5n, "-5", 0n])).toBe("-5,-5,-5,0");
});
