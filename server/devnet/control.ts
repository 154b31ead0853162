import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import * as protocol from "./control-protocol";
import { endDialect, type RunningDialects } from "./dialects";
import type { Faults } from "./faults";
import { payFromFunds } from "./fund-payment";
import type { FundingWallet } from "./funding";
import { readBody, sendJson } from "./http";
import type { Chain } from "./ledger/chain";
import type { Miner } from "./miner";

export type ControlOptions = {
  readonly chain: Chain;
  readonly miner: Miner;
  readonly faults: Faults;
  readonly funding: FundingWallet | null;
  /** Slots between blocks that control makes. */
  readonly blockSlots: number;
  readonly running: RunningDialects;
};

type Command = (options: ControlOptions, body: unknown) => unknown;

const COMMANDS: Record<string, Command> = {
  "POST /mine": (options, body) => {
    const { blocks } = protocol.MineBody.parse(body);
    return {
      blocks: options.chain.mine(blocks, options.blockSlots).map((block) => block.hash),
      ...state(options),
    };
  },
  "POST /advance": (options, body) => {
    const { ms, slots, blocks } = protocol.AdvanceBody.parse(body);
    const { chain } = options;
    chain.clock.advance(ms ?? (slots ?? 0) * chain.genesis.currentEra.slotLengthMs);
    chain.mine(blocks, options.blockSlots);
    return state(options);
  },
  "POST /rollback": (options, body) => {
    const { blocks, drop } = protocol.RollbackBody.parse(body);
    return { undone: options.chain.rollback(blocks, drop), ...state(options) };
  },
  "POST /faults": (options, body) => {
    options.faults.set(protocol.FaultsBody.parse(body).rules);
    return state(options);
  },
  "POST /clear-faults": (options) => {
    options.faults.clear();
    return state(options);
  },
  "POST /speed": (options, body) => {
    options.chain.clock.setSpeed(protocol.SpeedBody.parse(body).speed);
    if (options.miner.running || options.chain.clock.speed === 0) options.miner.start();
    return state(options);
  },
  "POST /pause": (options) => {
    options.miner.stop();
    return state(options);
  },
  "POST /resume": (options) => {
    options.miner.start();
    return state(options);
  },
  "POST /end-dialect": async (options, body) => {
    const { name } = protocol.EndDialectBody.parse(body);
    if (!(await endDialect(options.running, name)))
      throw new RangeError(`no server of the dialect ${name} runs here: it was not asked for, or was ended before`);
    return state(options);
  },
  "GET /state": (options) => state(options),
  "POST /fund": (options, body) => {
    const { address, lovelace } = protocol.GiveBody.parse(body);
    if (!options.funding)
      throw new RangeError("this devnet has no funding wallet: its initial funds were given by address");
    return payFromFunds(options.chain, options.funding, address, BigInt(lovelace));
  },
  "POST /reward": (options, body) => {
    const { address, lovelace } = protocol.GiveBody.parse(body);
    options.chain.reward(address, BigInt(lovelace));
    return state(options);
  },
};

/** The control API: JSON in, JSON out; 400 with a message for what is not possible. */
export async function handleControl(
  options: ControlOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
  const command = COMMANDS[`${request.method} ${path}`];
  if (!command) {
    return sendJson(response, 404, {
      message: `Unknown command ${request.method} ${path}. Known commands: ${Object.keys(COMMANDS).join(", ")}.`,
    });
  }
  try {
    const text = Buffer.from(await readBody(request)).toString("utf8");
    sendJson(response, 200, await command(options, text === "" ? {} : JSON.parse(text)));
  } catch (cause) {
    if (!(cause instanceof z.ZodError || cause instanceof RangeError || cause instanceof SyntaxError)) throw cause;
    sendJson(response, 400, {
      message: cause instanceof z.ZodError ? z.prettifyError(cause) : cause.message,
    });
  }
}

function state({ chain, miner, faults, funding }: ControlOptions): protocol.DevnetState {
  const { hash, height, slot, timeMs } = chain.tip;
  return {
    tip: { hash, height, slot, timeMs },
    nowMs: chain.clock.nowMs(),
    currentSlot: chain.currentSlot(),
    speed: chain.clock.speed,
    mining: miner.running,
    mempool: chain.mempool.entries.map(({ tx }) => tx.hash),
    faults: faults.pending,
    fundingAddress: funding?.address ?? null,
    heapMiB: Math.round(process.memoryUsage().heapUsed / 1024 / 1024),
  };
}
