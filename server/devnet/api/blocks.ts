import { toHex } from "../codec/cbor-shape";
import { epochOfSlot } from "../ledger/genesis";
import { type Block, feeLovelace, sumLovelace } from "../ledger/records";
import { badRequest, notFound } from "./errors";
import { paginate } from "./paging";
import { type ApiRequest, get, param } from "./router";
import type { ChainView } from "./view";

/** The devnet has one block producer; real ones have a pool id. */
const SLOT_LEADER = "Devnet block producer";

export const blockRoutes = [
  get("/blocks/latest", ({ view }) => blockShape(view, view.tip)),
  get("/blocks/latest/txs", ({ view, query }) => paginate(hashes(view.tip), query)),
  get("/blocks/latest/txs/cbor", ({ view, query }) => paginate(cbors(view.tip), query)),
  get("/blocks/slot/:slot", (request) => {
    const text = param(request, "slot");
    const { view } = request;
    if (!/^\d{1,15}$/.test(text)) throw badRequest("Missing, out of range or malformed slot_number.");
    const block = view.blocks().find((candidate) => candidate.slot === Number(text));
    if (!block) throw notFound();
    return blockShape(view, block);
  }),
  get("/blocks/:id", (request) => blockShape(request.view, findBlock(request))),
  get("/blocks/:id/next", (request) => {
    const { height } = findBlock(request);
    const following = request.view.blocks().slice(height + 1);
    return paginate(following, withoutOrder(request.query)).map((block) => blockShape(request.view, block));
  }),
  get("/blocks/:id/previous", (request) => neighboursBefore(request)),
  get("/blocks/:id/txs", (request) => paginate(hashes(findBlock(request)), request.query)),
  get("/blocks/:id/txs/cbor", (request) => paginate(cbors(findBlock(request)), request.query)),
];

/** Page 1 holds the blocks just before the given one. Each page lists them oldest first. */
function neighboursBefore(request: ApiRequest): unknown[] {
  const { height } = findBlock(request);
  const nearestFirst = request.view.blocks().slice(0, height).reverse();
  const page = paginate(nearestFirst, withoutOrder(request.query)).reverse();
  return page.map((block) => blockShape(request.view, block));
}

/** These two endpoints take no `order`. */
function withoutOrder(query: URLSearchParams): URLSearchParams {
  const copy = new URLSearchParams(query);
  copy.delete("order");
  return copy;
}

function findBlock(request: ApiRequest): Block {
  const id = param(request, "id");
  const block = /^\d+$/.test(id) && id.length < 64 ? byHeight(request.view, id) : byHash(request.view, id);
  if (!block) throw notFound();
  return block;
}

function byHeight(view: ChainView, text: string): Block | undefined {
  if (Number(text) > 2_147_483_647) throw badRequest("Missing, out of range or malformed block number.");
  return view.blockAt(Number(text));
}

function byHash(view: ChainView, text: string): Block | undefined {
  if (!/^[0-9a-f]{64}$/i.test(text)) throw badRequest("Missing or malformed block hash.");
  return view.blockByHash(text.toLowerCase());
}

const hashes = (block: Block) => block.transactions.map((record) => record.hash);

const cbors = (block: Block) => block.transactions.map(({ hash, bytes }) => ({ tx_hash: hash, cbor: toHex(bytes) }));

function blockShape(view: ChainView, block: Block) {
  const { epoch, epochSlot } = epochOfSlot(view.chain.genesis, block.slot);
  const records = block.transactions;
  const none = records.length === 0;
  return {
    time: Math.floor(block.timeMs / 1000),
    height: block.height,
    hash: block.hash,
    slot: block.slot,
    epoch,
    epoch_slot: epochSlot,
    slot_leader: SLOT_LEADER,
    size: records.reduce((sum, record) => sum + (record.tx?.bytes.length ?? 0), 0),
    tx_count: records.length,
    output: none ? null : records.reduce((sum, record) => sum + sumLovelace(record.produced), 0n).toString(),
    fees: none ? null : records.reduce((sum, record) => sum + feeLovelace(record), 0n).toString(),
    block_vrf: null,
    op_cert: null,
    op_cert_counter: null,
    previous_block: block.previousHash,
    next_block: view.blockAt(block.height + 1)?.hash ?? null,
    confirmations: view.tipHeight - block.height,
  };
}
