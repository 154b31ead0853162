import { expect, test } from "vitest";
import { z } from "zod";
import { listOf, recordOf } from "./values";

/* An answer of 16 MiB has millions of entries, and each that is wrong would cost more memory than it is long. */
const MANY = 100_000;
const rows = z.object({ answer: z.object({ rows: listOf(z.object({ hash: z.string() }, "should be a row")) }) });

test("a list of wrong entries is read up to the first, and says where that is", () => {
  const answer = { answer: { rows: [{ hash: "ab" }, ...Array.from({ length: MANY }, () => 1)] } };
  const { error } = rows.safeParse(answer);
  expect(error?.issues).toHaveLength(1);
  expect(error?.issues).toMatchObject([{ path: ["answer", "rows", 1], message: "should be a row" }]);
  expect(rows.parse({ answer: { rows: [{ hash: "ab", more: 1 }] } })).toEqual({ answer: { rows: [{ hash: "ab" }] } });
  expect(rows.safeParse({ answer: { rows: {} } }).success).toBe(false);
});

test("the same of an object whose names are not known before", () => {
  const amounts = recordOf(z.string().regex(/^[a-f0-9]+$/, "should be hex"), z.number());
  const wrong = Object.fromEntries(Array.from({ length: MANY }, (_, at) => [`name ${at}`, 1]));
  expect(amounts.safeParse(wrong).error?.issues).toMatchObject([{ path: ["name 0"], message: "should be hex" }]);
  expect(amounts.safeParse({ ab: "1", ...wrong }).error?.issues).toMatchObject([{ path: ["ab"] }]);
  expect(amounts.parse({ ab: 1, cd: 2 })).toEqual({ ab: 1, cd: 2 });
  expect(amounts.safeParse([]).success).toBe(false);
});
