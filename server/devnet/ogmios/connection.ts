import { z } from "zod";
import { CborError } from "../codec/cbor";
import { fromHex } from "../codec/cbor-shape";
import type { FaultRule } from "../faults";
import type { Chain } from "../ledger/chain";
import type { ChainCopy } from "../ledger/chain-copy";
import { RpcError, submitFailure } from "./errors";
import { Follower } from "./follower";
import { parse, QUERIES } from "./queries";
import { refShape } from "./shapes";

const Request = z.object({
  jsonrpc: z.literal("2.0"),
  method: z.string(),
  params: z.unknown().optional(),
  id: z.unknown().optional(),
});

const Submission = z.object({ transaction: z.object({ cbor: z.string() }) });
const Asked = z.object({ id: z.string() });

type Reply = Readonly<Record<string, unknown>>;
type Waiting = { readonly reply: (part: Reply) => void };

export type ConnectionOptions = {
  readonly chain: Chain;
  readonly copy: ChainCopy;
  readonly withCbor: boolean;
  readonly onFailure: (cause: unknown) => void;
};

/** One client of the Ogmios server. Answers to `nextBlock` come in order, each when there is something to tell. */
export class Connection {
  readonly follower: Follower;
  private readonly waiting: Waiting[] = [];
  /** Ids of the transactions in the mempool when it was acquired. */
  private mempool: ReadonlySet<string> | null = null;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly send: (answer: unknown, fault: FaultRule | null) => void,
  ) {
    this.follower = new Follower(options.copy, options.withCbor);
  }

  receive(text: string, fault: FaultRule | null): void {
    const request = this.read(text);
    if (!request) return;
    const { method, params, id } = request;
    const echo = id === undefined ? {} : { id };
    const reply = (part: Reply) => this.send({ jsonrpc: "2.0", method, ...part, ...echo }, fault);
    try {
      this.options.copy.update();
      if (method === "nextBlock") {
        this.waiting.push({ reply });
        this.tellWaiting();
      } else {
        reply({ result: this.answer(method, params, fault?.kind === "accept-and-lose") });
      }
    } catch (cause) {
      if (!(cause instanceof RpcError)) this.options.onFailure(cause);
      const { code, message, data } = cause instanceof RpcError ? cause : new RpcError(-32000, "Internal error.");
      reply({ error: { code, message, ...(data === undefined ? {} : { data }) } });
    }
  }

  /** Answers what waited for a block, or for a rollback. */
  tellWaiting(): void {
    for (let first = this.waiting[0]; first; first = this.waiting[0]) {
      const result = this.follower.nextBlock();
      if (!result) return;
      this.waiting.shift();
      first.reply({ result });
    }
  }

  private read(text: string): z.output<typeof Request> | null {
    try {
      const parsed = Request.safeParse(JSON.parse(text));
      if (parsed.success) return parsed.data;
    } catch {
      // told below
    }
    this.send({ jsonrpc: "2.0", error: { code: -32600, message: "Invalid request." } }, null);
    return null;
  }

  private answer(method: string, params: unknown, forget: boolean): unknown {
    const { chain, copy } = this.options;
    switch (method) {
      case "findIntersection":
        if (this.waiting.length > 0) throw new RpcError(1001, "Requests are still in flight.");
        return this.follower.findIntersection(params);
      case "submitTransaction":
        return submit(chain, parse(Submission, params).transaction.cbor, forget);
      case "acquireMempool":
        this.mempool = new Set(chain.mempool.entries.map(({ tx }) => tx.hash));
        return { acquired: "mempool", slot: copy.tip?.slot ?? 0 };
      case "hasTransaction":
        if (!this.mempool) throw new RpcError(4000, "You must acquire a mempool snapshot first.");
        return this.mempool.has(parse(Asked, params).id);
      case "releaseMempool":
        if (!this.mempool) throw new RpcError(4000, "You must acquire a mempool snapshot first.");
        this.mempool = null;
        return { released: "mempool" };
    }
    const query = QUERIES[method];
    const { tip } = copy;
    if (!query || !tip) throw new RpcError(-32601, `Unknown method ${method}.`);
    return query({ chain, tip }, params);
  }
}

function submit(chain: Chain, cbor: string, forget: boolean) {
  let bytes: Uint8Array;
  try {
    bytes = fromHex(cbor);
  } catch (cause) {
    throw cause instanceof CborError ? new RpcError(-32602, "Invalid request: not base 16.") : cause;
  }
  const result = chain.submit(bytes, forget);
  if (result.kind === "accepted") return { transaction: { id: result.hash } };
  if (result.kind === "full") throw submitFailure("the mempool is full", []);
  throw submitFailure([result.error, ...result.logs].join("\n"), unknownInputs(chain, bytes));
}

function unknownInputs(chain: Chain, bytes: Uint8Array) {
  try {
    const { inputs } = chain.decode(bytes);
    return inputs.filter((ref) => chain.index.output(ref)?.spentBy !== null).map(refShape);
  } catch {
    return []; // no transaction
  }
}
