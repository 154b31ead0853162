import { describe, expect, it } from "vitest";
import type { TransactionPlace } from "@/server/domain/ports";
import { compareTransactions, type OurTransaction } from "./compare-transactions";
import type { Witness } from "./no-answer";

const ran: OurTransaction = {
  hash: "11".repeat(32),
  height: 5,
  blockHash: "aa".repeat(32),
  valid: true,
  runsScripts: true,
  mustBeListed: true,
};
const plain: OurTransaction = { ...ran, hash: "22".repeat(32), runsScripts: false };
const PLACE: TransactionPlace = { blockHash: ran.blockHash, height: 5, slot: 5, timeMs: 5, valid: true };

/** What differs where both list both, and the witness says this of where they are. Nothing else may be asked. */
async function differing(place: TransactionPlace | null, ours = [ran, plain]) {
  const asked: string[] = [];
  const unasked = new Proxy({}, { get: (_, name) => () => expect.fail(`${String(name)} was asked`) });
  const witness = {
    transactionPlace: async (hash: string) => {
      asked.push(hash);
      return place;
    },
  } as unknown as Witness;
  const { rows } = await compareTransactions(unasked as never, witness, {
    of: "game",
    subject: { id: 1, kind: "game", subject: "", readHeight: 9, checkedHeight: 9 },
    ours,
    theirs: [ran, plain],
    range: { from: 0, to: 9 },
  });
  return { rows, asked };
}

describe("where scripts ran, the witness is asked whether they succeeded", () => {
  it("and nowhere else", async () => {
    expect(await differing(PLACE)).toEqual({ rows: [], asked: [ran.hash] });
  });

  it("a lie about validity is told with both sides", async () => {
    const { rows } = await differing({ ...PLACE, valid: false });
    expect(rows).toEqual([{ what: "validity", hash: ran.hash, height: 5, ours: true, theirs: false }]);
  });

  it("so is another block, and none", async () => {
    const other = await differing({ ...PLACE, blockHash: "bb".repeat(32) });
    expect(other.rows).toMatchObject([{ what: "place", hash: ran.hash, theirs: `block 5 ${"bb".repeat(32)}` }]);
    expect((await differing(null)).rows).toMatchObject([{ what: "place", theirs: null }]);
  });

  it("of history below our blocks the height decides", async () => {
    const older = { ...ran, blockHash: "" };
    expect((await differing({ ...PLACE, blockHash: "bb".repeat(32) }, [older, plain])).rows).toEqual([]);
    expect((await differing({ ...PLACE, height: 6 }, [older, plain])).rows).toHaveLength(1);
  });
});

it("what merely touches an address need not be listed, but what is listed elsewhere differs", async () => {
  const touching = { ...plain, hash: "33".repeat(32), mustBeListed: false };
  expect((await differing(PLACE, [ran, plain, touching])).rows).toEqual([]);
  const moved = { ...plain, height: 6, mustBeListed: false };
  expect((await differing(PLACE, [ran, moved])).rows).toMatchObject([{ what: "transaction", ours: 6, theirs: 5 }]);
});
