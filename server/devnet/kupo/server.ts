import type { DialectOptions, DialectServer } from "../dialect";
import { type Answer, type Asked, answerWithFaults } from "../faulty-answer";
import { serve } from "../http";
import { ChainCopy } from "../ledger/chain-copy";
import { type KupoPoint, MatchIndex } from "./index-of-matches";
import { includes, isMatch, type Pattern, patternText, readPattern } from "./patterns";
import { BadQuery, boundPoints, isWanted, queryItems, readMatchQuery } from "./query";
import { matchShape, pointShape, scriptShape } from "./shapes";

/* Kupo 2.12 as its OpenAPI description and manual say, over the devnet's chain. */

export type KupoServerOptions = DialectOptions & {
  /** 0 (default) takes a free port. */
  readonly port?: number;
  /** `--match`; all outputs without it. */
  readonly patterns?: readonly string[];
  /** `--since`: blocks before this slot are not indexed. */
  readonly sinceSlot?: number;
  /** `--prune-utxo`: what was spent so many slots before the newest block is forgotten. */
  readonly prunedAfterSlots?: number;
};

/** `copy`: its own list of blocks, which may stand still. */
export type KupoServer = DialectServer & { readonly copy: ChainCopy };

export async function startKupoServer(options: KupoServerOptions): Promise<KupoServer> {
  const { chain, faults, sinceSlot = 0, prunedAfterSlots = Number.POSITIVE_INFINITY } = options;
  const patterns = (options.patterns ?? ["*"]).map((text) => {
    const pattern = readPattern(text);
    if (!pattern) throw new Error(`${text} is no pattern of Kupo's`);
    return pattern;
  });
  const index = new MatchIndex(patterns, sinceSlot);
  const copy = new ChainCopy(chain, index);

  const checkpoints = () => copy.blocks.filter(({ slot }) => slot >= sinceSlot);
  /** The newest block at or before the slot. */
  const ancestor = (slot: number): KupoPoint | null => checkpoints().findLast((block) => block.slot <= slot) ?? null;

  function getCheckpoints(path: readonly string[], search: string): Answer {
    const [text] = path;
    if (text === undefined) {
      const newest = checkpoints().toReversed();
      // Dense near the tip, then sparse.
      const some = newest.filter((_, at) => at < 100 || Number.isInteger(Math.log2(at)));
      return good(some.map(pointShape));
    }
    if (!/^\d{1,19}$/.test(text)) return bad("The path parameter must be an absolute slot number.");
    const items = queryItems(search);
    const isStrict = items.length === 1 && items[0]?.[0] === "strict" && items[0][1] === null;
    if (items.length > 0 && !isStrict) return bad("Invalid strict-mode query flag!");
    const found = ancestor(Number(text));
    return good(found && (!isStrict || found.slot === Number(text)) ? pointShape(found) : null);
  }

  function getMatches(text: string, search: string, accept: string): Answer {
    const pattern = readPattern(text);
    if (!pattern) return bad("Invalid pattern!");
    const query = readMatchQuery(queryItems(search));
    for (const point of boundPoints(query)) {
      const there = copy.blocks.some(({ slot, hash }) => slot === point.slot && hash === point.hash);
      if (there && point.slot >= sinceSlot) continue;
      const details = ancestor(point.slot);
      const hint = `There's no point corresponding to ${point.slot}.${point.hash}.`;
      if (!details) return bad("The provided point (or slot) is unknown.");
      return { status: 400, body: { hint, details: { ancestor: pointShape(details) } } };
    }
    const forgottenSlot = (copy.tip?.slot ?? 0) - prunedAfterSlots;
    const found = index.matches.filter(
      (match) =>
        isMatch(pattern, match.output) && isWanted(match, query) && (match.spent?.slot ?? Infinity) >= forgottenSlot,
    );
    if (query.order === "most_recent_first") found.reverse();
    const shape = { asText: /asset-quantity="?string/.test(accept), resolved: query.resolvesHashes };
    return good(found.map((match) => matchShape(match, shape)));
  }

  /** All of them, or those that include what is asked for. */
  function getPatterns(text: string | null): Answer {
    const asked = readPattern(text ?? "*");
    if (!asked) return bad("Invalid pattern!");
    const isShown = (pattern: Pattern) => text === null || includes(pattern, asked);
    return good(patterns.filter(isShown).map(patternText));
  }

  function getDatum(hash: string | undefined): Answer {
    if (!/^[0-9a-f]{64}$/.test(hash ?? ""))
      return bad("The given path parameter isn't a well-formed datum hash digest.");
    const bytes = chain.index.datums.get(hash ?? "")?.bytes;
    return good(bytes ? { datum: Buffer.from(bytes).toString("hex") } : null);
  }

  function getScript(hash: string | undefined): Answer {
    if (!/^[0-9a-f]{56}$/.test(hash ?? ""))
      return bad("The given path parameter isn't a well-formed script hash digest.");
    const script = chain.index.scripts.get(hash ?? "")?.script;
    return good(script ? scriptShape(script) : null);
  }

  function getHealth(): Answer {
    const [newest, node] = [copy.tip?.slot ?? null, chain.tip.slot];
    const isSynced = node - (newest ?? 0) < 2_000;
    return {
      status: isSynced ? 200 : 202,
      body: {
        connection_status: "connected",
        most_recent_checkpoint: newest,
        most_recent_node_tip: node,
        seconds_since_last_block: 0,
        network_synchronization: node === 0 ? 1 : (newest ?? 0) / node,
        configuration: { indexes: "installed" },
        version: "v2.12.0",
      },
    };
  }

  function respond(url: URL, accept: string): Answer {
    const [first = "", ...rest] = url.pathname.split("/").slice(1).map(decodeURIComponent);
    const pattern = rest.length === 0 ? "*" : rest.join("/");
    if (first === "health") return getHealth();
    if (first === "checkpoints" && rest.length < 2) return getCheckpoints(rest, url.search);
    if (first === "matches" && rest.length < 3) return getMatches(pattern, url.search, accept);
    if (first === "patterns" && rest.length < 3) return getPatterns(rest.length === 0 ? null : pattern);
    if (first === "datums") return getDatum(rest[0]);
    if (first === "scripts") return getScript(rest[0]);
    return { status: 404, body: { hint: "Endpoint not found." } };
  }

  function answerOf({ method, url, headers, fault }: Asked): Answer {
    copy.keepBehind(fault?.kind === "stale" ? fault.blocks : 0);
    copy.update();
    const newest = copy.tip;
    const marks: Readonly<Record<string, string>> = newest
      ? { ETag: newest.hash, "X-Most-Recent-Checkpoint": `${newest.slot}` }
      : {};
    if (method !== "GET") return { status: 406, body: { hint: "Unsupported method called on known endpoint." } };
    if (newest && headers["if-none-match"] === newest.hash) return { status: 304, body: "", headers: marks };
    try {
      return { headers: marks, ...respond(url, headers.accept ?? "") };
    } catch (cause) {
      if (cause instanceof BadQuery) return bad(cause.message);
      if (cause instanceof URIError) return bad("Invalid pattern!");
      throw cause;
    }
  }

  const told = {
    faults,
    prefix: /^\/v1(?=\/)/,
    respond: answerOf,
    failure: { status: 500, body: { hint: "Unexpected server error. See server logs for details." } },
    errorBody: () => ({ hint: "A fault was asked for." }),
    onFailure: options.onFailure,
  };
  copy.update();
  const server = await serve(options.port ?? 0, (request, response) => answerWithFaults(told, request, response));
  return { url: server.url, copy, close: server.stop };
}

const good = (body: unknown): Answer => ({ status: 200, body });
const bad = (hint: string): Answer => ({ status: 400, body: { hint } });
