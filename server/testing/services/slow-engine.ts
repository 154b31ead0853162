import type { PayoutContext } from "@/server/services/payout/payout-context";

/** Calls at which an engine may be held up: after it has read, and before it writes. */
export const SLOW_CALLS = ["transaction", "parameters", "assetSupply", "put", "signPlan"] as const;
export type SlowCall = (typeof SLOW_CALLS)[number];

export type SlowEngine = {
  readonly ctx: PayoutContext;
  /** Resolves when it is held up; never, if it does not make that call so often. */
  readonly heldUp: Promise<void>;
  readonly goOn: () => void;
};

/** An engine that is held up at its `nth` call of a kind until it is told to go on. No lock of the database is held. */
export function slowEngine(ctx: PayoutContext, call: SlowCall, nth: number): SlowEngine {
  let goOn: () => void = () => undefined;
  let hold: () => void = () => undefined;
  const goingOn = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const heldUp = new Promise<void>((resolve) => {
    hold = resolve;
  });
  let calls = 0;
  /** Of all that the object can do, this call alone is slow. */
  const slowAt = <T extends object>(target: T, name: SlowCall): T => {
    if (call !== name) return target;
    return new Proxy(target, {
      get(object, key) {
        const value: unknown = Reflect.get(object, key);
        if (typeof value !== "function") return value;
        if (key !== name) return value.bind(object);
        return async (...given: unknown[]) => {
          if (++calls === nth) {
            hold();
            await goingOn;
          }
          return value.apply(object, given);
        };
      },
    });
  };
  return {
    ctx: {
      ...ctx,
      db: slowAt(ctx.db, "transaction"),
      source: slowAt(slowAt(ctx.source, "parameters"), "assetSupply"),
      reportStore: slowAt(ctx.reportStore, "put"),
      oracle: ctx.oracle && slowAt(ctx.oracle, "signPlan"),
    },
    heldUp,
    goOn,
  };
}
