import type { AdvanceRequest, DevnetState, MineRequest, RollbackRequest } from "./control-protocol";
import type { DialectName } from "./dialects";
import type { FaultRule } from "./faults";

/** Controls a devnet for tests and the demo. Every method returns the state after it, or throws what was wrong. */
export class DevnetControl {
  constructor(private readonly controlUrl: string) {}

  state(): Promise<DevnetState> {
    return this.call("GET", "/state");
  }

  /** Makes blocks now, moving the clock as needed. */
  mine(blocks = 1): Promise<DevnetState & { blocks: string[] }> {
    return this.call("POST", "/mine", { blocks } satisfies MineRequest);
  }

  advance(by: AdvanceRequest): Promise<DevnetState> {
    return this.call("POST", "/advance", by);
  }

  /** `undone` holds the ids of the undone transactions. They return to the mempool unless `drop`. */
  rollback(blocks: number, options: Pick<RollbackRequest, "drop"> = {}): Promise<DevnetState & { undone: string[] }> {
    return this.call("POST", "/rollback", { blocks, ...options } satisfies RollbackRequest);
  }

  setFaults(...rules: FaultRule[]): Promise<DevnetState> {
    return this.call("POST", "/faults", { rules });
  }

  clearFaults(): Promise<DevnetState> {
    return this.call("POST", "/clear-faults");
  }

  /** Stops automatic mining; the clock goes on. */
  pause(): Promise<DevnetState> {
    return this.call("POST", "/pause");
  }

  resume(): Promise<DevnetState> {
    return this.call("POST", "/resume");
  }

  setSpeed(speed: number): Promise<DevnetState> {
    return this.call("POST", "/speed", { speed });
  }

  /** Its server is gone as if it had died; the chain goes on. */
  endDialect(name: DialectName): Promise<DevnetState> {
    return this.call("POST", "/end-dialect", { name });
  }

  /** Pays from the funding wallet. The payment waits in the mempool for the next block. */
  fund(address: string, lovelace: bigint): Promise<{ txHash: string }> {
    return this.call("POST", "/fund", { address, lovelace: lovelace.toString() });
  }

  /** Gives a registered reward account a reward at the tip. */
  reward(address: string, lovelace: bigint): Promise<DevnetState> {
    return this.call("POST", "/reward", { address, lovelace: lovelace.toString() });
  }

  private async call<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.controlUrl + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { message?: string };
    if (!response.ok) throw new Error(`devnet ${method} ${path}: ${answer.message}`);
    return answer;
  }
}
