import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { failure, json, NOT_FOUND, type Question, type Reply, readQuestion } from "@/server/testing/scan/api/question";
import { ERAS, GENESIS } from "@/server/testing/scan/api/rows";
import { BLOCKFROST, pageOf } from "@/server/testing/scan/api/traits";
import { SECURITY_PARAM } from "./source";
import { CONCERNS, type StoredBlock } from "./store";
import type { Found, Lookup } from "./view";

export type CountingServer = {
  readonly url: string;
  /** Questions asked since the last `reset`, by route; second and later pages apart. */
  readonly calls: ReadonlyMap<string, number>;
  reset(): void;
  close(): Promise<void>;
};

const PREFIX = "/api/v0/";

/** An honest server with Blockfrost's routes on 127.0.0.1, as far as the scan asks it. */
export async function startServer(lookup: Lookup): Promise<CountingServer> {
  const calls = new Map<string, number>();
  const server = createServer((request, response) => {
    const question = readQuestion(request.url ?? "", PREFIX);
    const reply = question ? answer(lookup, question) : NOT_FOUND;
    if (question) calls.set(routeOf(question), (calls.get(routeOf(question)) ?? 0) + 1);
    response.writeHead(reply.status, { "content-type": "application/json" });
    response.end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PREFIX.slice(0, -1)}`,
    calls,
    reset: () => calls.clear(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const LATER_PAGE = ", later page";

function routeOf({ parts: [resource, , part], query }: Question): string {
  const page = Number(query.get("page") ?? 1) > 1 ? LATER_PAGE : "";
  return `${resource}${part === undefined ? "" : `/${part}`}${page}`;
}

function answer(lookup: Lookup, question: Question): Reply {
  const [resource, id = "", part] = question.parts;
  if (resource === "blocks") return answerBlocks(lookup, question);
  if (resource === "txs") {
    const found = lookup.find(id);
    if (!found) return NOT_FOUND;
    return json(part === "cbor" ? { cbor: lookup.store.bytesOf(found.number) } : placeRow(lookup, found));
  }
  if (resource === "genesis") return json({ ...GENESIS, security_param: SECURITY_PARAM });
  if (resource === "network" && id === "eras") return json(ERAS);
  const row = part === "history" ? mintRow : part === "transactions" ? transactionRow : null;
  if (!row) return failure(400, "Bad Request", "Invalid path.");
  const [from, to] = [Number(question.query.get("from") ?? 0), Number(question.query.get("to") ?? Infinity)];
  const among = part === "history" ? CONCERNS.mint | CONCERNS.burn : undefined;
  const listed = lookup.listOf(id, from, to, among).filter((found) => among !== undefined || !isBurn(lookup, found));
  return pageOf(
    listed.map((found) => row(lookup, found)),
    question,
    BLOCKFROST,
  );
}

function answerBlocks(lookup: Lookup, question: Question): Reply {
  const [, id = "", part] = question.parts;
  const block = id === "latest" ? lookup.tip() : id.length < 10 ? lookup.blockAt(Number(id)) : lookup.blockOf(id);
  if (!block) return NOT_FOUND;
  if (part === "txs") return pageOf(lookup.idsOf(block), question, BLOCKFROST);
  if (part === undefined) return json(blockRow(lookup, block));
  const [page, count] = [Number(question.query.get("page") ?? 1), Number(question.query.get("count") ?? 100)];
  const shown = lookup.blocksAfter(block, page * count).slice((page - 1) * count);
  return json(shown.map((each) => blockRow(lookup, each)));
}

const isBurn = ({ store }: Lookup, { number }: Found) => (store.concernsOf(number) & CONCERNS.burn) !== 0;

const blockRow = (lookup: Lookup, { hash, height, slot, timeMs, previousHash, first, end }: StoredBlock) => ({
  time: timeMs / 1_000,
  height,
  hash,
  slot,
  tx_count: end - first,
  previous_block: previousHash,
  next_block: lookup.blockAt(height + 1)?.hash ?? null,
});

const transactionRow = ({ store }: Lookup, { number, block }: Found) => ({
  tx_hash: store.idOf(number),
  block_height: block.height,
});

const mintRow = (lookup: Lookup, found: Found) => ({
  tx_hash: lookup.store.idOf(found.number),
  action: isBurn(lookup, found) ? "burned" : "minted",
});

const placeRow = ({ store }: Lookup, { number, block }: Found) => ({
  hash: store.idOf(number),
  block: block.hash,
  block_height: block.height,
  block_time: block.timeMs / 1_000,
  slot: block.slot,
  valid_contract: true,
});
