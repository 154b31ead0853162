import { type WebSocket, WebSocketServer } from "ws";
import type { FaultRule, Faults } from "../faults";
import { applyPatch } from "../faults";
import { sendJson, serve } from "../http";
import { toJson } from "../json";
import type { Chain } from "../ledger/chain";
import { ChainCopy } from "../ledger/chain-copy";
import { Connection } from "./connection";

/* Ogmios 6.14 over WebSocket as its description says (docs/static/api/v6.14), over the devnet's chain. */

export type OgmiosServerOptions = {
  readonly chain: Chain;
  readonly faults: Faults;
  /** 0 takes a free port. */
  readonly port: number;
  /** `--include-transaction-cbor`; true without it. */
  readonly withCbor?: boolean;
  readonly onFailure: (cause: unknown) => void;
};

export type OgmiosServer = {
  /** ws://... */
  readonly url: string;
  /** Its node's list of blocks: it may stand still or keep behind. */
  readonly copy: ChainCopy;
  close(): Promise<void>;
};

/** How often the chain is looked at for those who wait for a block. */
const TICK_MS = 20;
const MOST_MESSAGE_BYTES = 1024 * 1024;

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
  const http = await serve(options.port, async (_request, response) => sendJson(response, 404, "Not found."));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES });
  http.server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, accept);
  });

  function accept(socket: WebSocket): void {
    const connection = new Connection({ chain, copy, withCbor, onFailure }, (answer, method) => {
      const fault = faults.take("ANSWER", `/ogmios/${method}`);
      if (fault) return spoilAnswer(socket, answer, fault);
      socket.send(toJson(answer));
    });
    connections.set(socket, connection);
    socket.on("close", () => connections.delete(socket));
    socket.on("error", () => socket.terminate());
    socket.on("message", (data, isBinary) => {
      const text = isBinary ? "" : data.toString();
      const method = /"method"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? "";
      const fault = faults.take("ASK", `/ogmios/${method}`);
      if (fault?.kind === "drop") return socket.terminate();
      if (fault?.kind === "timeout") return;
      connection.receive(text, fault?.kind === "accept-and-lose");
    });
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
function spoilAnswer(socket: WebSocket, answer: unknown, fault: FaultRule): void {
  if (fault.kind === "lie") socket.send(toJson(applyPatch(answer, fault.patch)));
  else if (fault.kind === "delay") setTimeout(() => socket.send(toJson(answer)), fault.ms).unref();
  else if (fault.kind === "status") socket.send(typeof fault.body === "string" ? fault.body : toJson(fault.body));
  else if (fault.kind !== "timeout") socket.terminate();
}
