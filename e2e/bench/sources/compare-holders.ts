import { createHash } from "node:crypto";
import { blockHeader, followed } from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/db/testing/database";
import { createBlockfrostSource } from "@/server/chain/sources/blockfrost/source";
import { createKoiosSource } from "@/server/chain/sources/koios/source";
import { makeAddress } from "@/server/domain/cardano/address";
import type { BlockHeader } from "@/server/domain/ports";
import { type Rules, rulesField } from "@/server/domain/rules/rules";
import { gameSubject } from "@/server/services/followed/followed";
import { compareDay } from "@/server/services/second-opinion/compare-day";
import { PRIZE_ASSET, testRules } from "@/server/testing/services/world-terms";
import { startDevnetProcess } from "../payout/devnet-process";
import { say, timed } from "../timed";

const LOVELACE = 2_000_000n;
const QUANTITY = 7n;
const BLOCKS = 20;
const ROWS_A_STATEMENT = 10_000;

/**
 * So many addresses hold the token on a chain in another process, and in our books. A Koios there is asked for its
 * second opinion of a day, over HTTP. Answers the seconds. Throws where it says anything but that it agrees.
 */
export async function compareHolders(count: number): Promise<number> {
  const addresses = Array.from({ length: count }, (_, number) => addressOf(number));
  const devnet = await startDevnetProcess({
    genesis: {
      initialFunds: addresses.map((address) => ({ address, lovelace: LOVELACE, assets: { [PRIZE_ASSET]: QUANTITY } })),
    },
    speed: 0,
    dialects: ["koios"],
  });
  try {
    await fetch(`${devnet.controlUrl}/mine`, { method: "POST", body: JSON.stringify({ blocks: BLOCKS }) });
    const database = await createTestDatabase();
    try {
      const source = createBlockfrostSource({ url: devnet.url, name: "the bench's chain" });
      const rules = rulesField.parse(testRules(addressOf(count), LOVELACE));
      const tip = await source.tip();
      await writeBooks(database, { addresses, rules, tip });
      const ctx = { db: database.db, source };
      const witness = createKoiosSource({ url: devnet.koiosUrl ?? "", name: "the bench's Koios" });
      const { value, ms } = await timed(() => compareDay(ctx, witness, { block: tip, rules }));
      if (value.kind !== "agrees") throw new Error(`Koios says: ${JSON.stringify(value)}`);
      say(`  ${value.holders} holders agree`);
      return Math.round(ms) / 1_000;
    } finally {
      await database.drop();
    }
  } finally {
    await devnet.stop();
  }
}

function addressOf(number: number): string {
  const hash = createHash("sha256").update(`holder ${number}`).digest("hex").slice(0, 56);
  return makeAddress(0, { kind: "key", hash }, null);
}

type Books = {
  readonly addresses: readonly string[];
  readonly rules: Rules;
  readonly tip: BlockHeader;
};

/** What a scan of that chain would have written of the token. */
async function writeBooks({ db }: TestDatabase, { addresses, rules, tip }: Books): Promise<void> {
  const { hash, height, slot, timeMs, previousHash } = tip;
  await db.insert(blockHeader).values({ hash, height, slot, timeMs, previousHash: previousHash ?? "" });
  const read = { readHeight: height };
  const rows = [
    { kind: "asset" as const, subject: PRIZE_ASSET, ...read },
    { kind: "game" as const, subject: gameSubject(rules), ...read },
  ];
  const [token] = await db.insert(followed).values(rows).returning();
  if (!token) throw new Error("the token was not written");
  const { $client } = db;
  for (let at = 0; at < addresses.length; at += ROWS_A_STATEMENT) {
    const some = addresses.slice(at, at + ROWS_A_STATEMENT);
    await $client`insert into address (text) select * from unnest(${some}::text[])`;
  }
  await $client`
    insert into asset_utxo (asset_id, tx_hash, output_index, address_id, quantity, created_height)
    select ${token.id}::int, encode(sha256(id::text::bytea), 'hex'), 0, id, ${QUANTITY.toString()}::numeric, 0
    from address`;
}
