import { makeLeases, type OpenStore } from "./leases";
import { LIMITS, type Limits } from "./limits";

/** One call in this many asks the store; what is left unused is lost with the window. */
const LEASES = 10;

/**
 * The doors' limits. The first block of a key costs no statement: n instances let pass at most n - 1 blocks more than
 * the limit.
 */
export function leasedLimits(open: OpenStore, options: Parameters<typeof makeLeases>[1] = {}): Limits {
  const leases = makeLeases(open, options);
  return {
    take(name, key, factor = 1) {
      const limit = { ...LIMITS[name], calls: LIMITS[name].calls * factor };
      const block = Math.max(1, Math.floor(limit.calls / LEASES));
      return leases.take({ name: factor === 1 ? name : `${name}*${factor}`, key, limit, block, free: block });
    },
  };
}
