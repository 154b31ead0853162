import { type WebSocket, WebSocketServer } from "ws";
import type { DialectOptions, DialectServer } from "../dialect";
import { applyPatch, type FaultRule } from "../faults";
import { sendJson, serve } from "../http";
import { toJson } from "../json";
import { ChainCopy } from "../ledger/chain-copy";
import { Connection } from "./connection";

export type OgmiosServerOptions = DialectOptions & {
  /** 0 (default) takes a free port. */
  readonly port?: number;
  /** `--include-transaction-cbor`; true without it. */
  readonly withCbor?: boolean;
};

/** `copy`: its node's list of blocks, which may stand still. */
export type OgmiosServer = DialectServer & { readonly copy: ChainCopy };

/** How often the chain is looked at for those who wait for a block. */
const TICK_MS = 20;
const MOST_MESSAGE_BYTES = 1024 * 1024;

/**
 * Ogmios 6.14 over WebSocket as its JSON schema says, over the devnet's chain. A fault's path is a slash and the method
 * that is asked for, as `^/findIntersection$`.
 */
export async function startOgmiosServer(options: OgmiosServerOptions): Promise<OgmiosServer> {
  const { chain, faults, onFailure, withCbor = true } = options;
  const connections = new Map<WebSocket, Connection>();
  const copy = new ChainCopy(chain, {
    apply: () => undefined,
    undo: ({ height }) => {
      for (const { follower } of connections.values()) follower.undone(height);
    },
  });
  copy.update();
  const http = await serve(options.port ?? 0, async (_request, response) => sendJson(response, 404, "Not found."));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES });
  http.server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, accept);
  });

  function accept(socket: WebSocket): void {
    const send = (answer: unknown, fault: FaultRule | null) => sendAnswer(socket, answer, fault);
    const connection = new Connection({ chain, copy, withCbor, onFailure }, send);
    connections.set(socket, connection);
    socket.on("close", () => connections.delete(socket));
    socket.on("error", () => socket.terminate());
    socket.on("message", (data, isBinary) => receive(isBinary ? "" : data.toString()));

    function receive(text: string): void {
      const method = /"method"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? "";
      const fault = faults.take("RPC", `/${method}`);
      if (fault?.kind === "drop") socket.terminate();
      if (fault?.kind === "drop" || fault?.kind === "timeout") return;
      if (fault?.kind === "status") {
        socket.send(typeof fault.body === "string" ? fault.body : toJson(fault.body ?? null));
        return;
      }
      copy.keepBehind(fault?.kind === "stale" ? fault.blocks : 0);
      connection.receive(text, fault);
    }
  }

  const ticker = setInterval(() => {
    copy.update();
    for (const connection of connections.values()) connection.tellWaiting();
  }, TICK_MS).unref();

  return {
    url: http.url.replace("http:", "ws:"),
    copy,
    async close() {
      clearInterval(ticker);
      for (const socket of connections.keys()) socket.terminate();
      await http.stop();
    },
  };
}

/** What a fault does to an answer that is ready. */
function sendAnswer(socket: WebSocket, answer: unknown, fault: FaultRule | null): void {
  const text = toJson(answer);
  const isAfterwards = fault?.kind === "accept-then-error" ? fault.answer : null;
  if (fault?.kind === "delay") setTimeout(() => socket.send(text), fault.ms).unref();
  else if (fault?.kind === "lie") socket.send(toJson(applyPatch(answer, fault.patch)));
  else if (fault?.kind === "cut" || isAfterwards === "drop") socket.terminate();
  else if (isAfterwards === "500") socket.send(toJson({ jsonrpc: "2.0", error: FAILURE, id: idOf(answer) }));
  else if (isAfterwards !== "timeout") socket.send(text);
}

const FAILURE = { code: -32000, message: "Internal error." };
const idOf = (answer: unknown) => (answer as { id?: unknown }).id;
