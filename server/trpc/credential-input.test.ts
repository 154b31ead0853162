import { expect, test } from "vitest";
import { codeInput } from "./credential-input";

const SHOWN = "abcd-efgh-ijkm-npqr-stuv-wxyz-2345";

test.each([
  ["123 456", "123456"],
  [SHOWN, SHOWN],
  [` ${SHOWN.toUpperCase().replaceAll("-", " - ")}\n`, SHOWN.toUpperCase()],
])("a code is taken however it was typed: %j", (typed, code) => {
  expect(codeInput.parse(typed)).toBe(code);
});
