import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { cruise, type ICruiseOptions, type IFlattenedRuleSet } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { afterEach, describe, expect, it } from "vitest";

/* The rules that keep the verifier of final bytes apart from the builder, broken one by one in a small house. */

const ROOT = process.cwd();
const { forbidden, options } = createRequire(import.meta.url)("../.dependency-cruiser.cjs");

const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

/** Names of the rules that a house of these files breaks, each once. */
async function broken(files: Readonly<Record<string, string>>): Promise<string[]> {
  const house = mkdtempSync(path.join(tmpdir(), "house-"));
  made.push(house);
  symlinkSync(path.join(ROOT, "node_modules"), path.join(house, "node_modules"));
  for (const [file, text] of Object.entries(files)) {
    const place = path.join(house, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
  }
  const { tsConfig: _, ...rest } = options as ICruiseOptions & { tsConfig: object };
  const cruising = { ...rest, baseDir: house, validate: true, ruleSet: { forbidden } as IFlattenedRuleSet };
  const { output } = await cruise(["server"], cruising, undefined, {
    tsConfig: extractTSConfig(path.join(ROOT, "tsconfig.json")),
  });
  if (typeof output === "string") throw new Error(output);
  expect(output.summary.totalCruised).toBeGreaterThan(1);
  return [...new Set(output.summary.violations.map(({ rule }) => rule.name))];
}

const VERIFIER = "server/domain/verifier/verify.ts";
const TYPES = "server/domain/contract/types.ts";
const HASH = "server/domain/hash.ts";
const types = { [TYPES]: "export type Payout = { lovelace: bigint };\nexport const NO_PLAN = 0;\n" };
const hash = { [HASH]: "export const hash = 1;\n" };

describe("the rules of the house", () => {
  it("let the verifier take types of the builder, and facts of hashes and CBOR", async () => {
    const text = 'import type { Payout } from "../contract/types";\nimport { hash } from "../hash";\n';
    expect(await broken({ ...types, ...hash, [VERIFIER]: `${text}export const a: Payout | number = hash;\n` })).toEqual(
      [],
    );
  });

  it.each([
    ["a value", 'import { NO_PLAN } from "../contract/types";\nexport const a = NO_PLAN;\n'],
    [
      "a value beside a type, of one import",
      'import { type Payout, NO_PLAN } from "../contract/types";\nexport const a: Payout | number = NO_PLAN;\n',
    ],
    [
      "a value beside a type, of two imports",
      'import type { Payout } from "../contract/types";\nimport { NO_PLAN } from "../contract/types";\nexport const a: Payout | number = NO_PLAN;\n',
    ],
    ["what it passes on", 'export { NO_PLAN } from "../contract/types";\n'],
    ["what it loads later", 'export const a = () => import("../contract/types");\n'],
  ])("refuse that the verifier takes %s of the builder", async (_what, text) => {
    expect(await broken({ ...types, [VERIFIER]: text })).toContain("verifier-shares-only-types");
  });

  it("refuse that what it shares leads to the builder", async () => {
    const shared = { [HASH]: 'export { NO_PLAN as hash } from "./contract/types";\n' };
    const text = 'export { hash } from "../hash";\n';
    expect(await broken({ ...types, ...shared, [VERIFIER]: text })).toContain("verifier-shares-only-types");
  });

  it.each(["server/chain/pool/build-pay.ts", "server/domain/contract/successor.ts", "server/domain/plan/batches.ts"])(
    "refuse that %s asks the verifier, for a type either",
    async (file) => {
      const verifier = { [VERIFIER]: "export type Expected = number;\nexport const a = 1;\n" };
      for (const text of ["import { a }", "import type { Expected }"]) {
        const asks = `${text} from "${path.relative(path.dirname(file), VERIFIER).replace(/\.ts$/, "")}";\n`;
        expect(await broken({ ...verifier, [file]: asks })).toContain("builder-knows-no-verifier");
      }
    },
  );

  it("let services ask it", async () => {
    const asks = 'import { a } from "../../domain/verifier/verify";\nexport const b = a;\n';
    expect(await broken({ [VERIFIER]: "export const a = 1;\n", "server/services/pool/send.ts": asks })).toEqual([]);
  });
});
