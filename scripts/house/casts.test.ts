import { expect, it } from "vitest";
import { checkCasts } from "./casts.mjs";

const text = `${"export const a = b as C;\n".repeat(20)}${"const d = e as unknown as F;\n".repeat(5)}const g = [1] as const;`;

it("counts each cast except `as const`, in domain and services, without tests", () => {
  const { figures, problems } = checkCasts([
    { path: "server/domain/a.ts", text },
    { path: "server/domain/a.test.ts", text },
    { path: "server/services/testing/b.ts", text },
    { path: "server/chain/c.ts", text },
  ]);
  expect(figures).toEqual({ casts: 30 });
  expect(problems).toContain("server/domain/a.ts:1: cast to C");
  expect(problems.at(-1)).toBe("30 casts in domain and services; the most is 29");
});

it("passes below the limit", () => {
  expect(checkCasts([{ path: "server/services/a.ts", text: "export const a = <B>c;" }])).toEqual({
    figures: { casts: 1 },
    problems: [],
  });
});
