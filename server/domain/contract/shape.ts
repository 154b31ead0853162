import type { PlutusConstr, PlutusData } from "../cardano/plutus-data";
import type { Hex } from "../units";

/*
 * Takes Plutus data apart as a type of the contract. Each function throws a ShapeError that names the part
 * which is not as expected: data from the chain may be anybody's.
 */

export class ShapeError extends Error {}

export function asInt(data: PlutusData | undefined, what: string): bigint {
  if (typeof data !== "bigint") throw new ShapeError(`${what} should be an integer`);
  return data;
}

/** Integers that count or tell time; those fit a number exactly or are refused. */
export function asCount(data: PlutusData | undefined, what: string): number {
  const value = asInt(data, what);
  if (value < -1n || value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new ShapeError(`${what} is ${value}, out of range`);
  }
  return Number(value);
}

export function asBytes(data: PlutusData | undefined, what: string): Hex {
  if (typeof data !== "string") throw new ShapeError(`${what} should be a byte string`);
  return data;
}

export function asList(data: PlutusData | undefined, what: string): readonly PlutusData[] {
  if (!Array.isArray(data)) throw new ShapeError(`${what} should be a list`);
  return data;
}

export function asConstr(data: PlutusData | undefined, what: string): PlutusConstr {
  if (data === undefined || typeof data !== "object" || !("constr" in data)) {
    throw new ShapeError(`${what} should be a constructor`);
  }
  return data;
}

/** The fields of constructor `index`, which must be exactly `count`. */
export function fieldsOf(
  data: PlutusData | undefined,
  index: number,
  count: number,
  what: string,
): readonly PlutusData[] {
  const found = asConstr(data, what);
  if (found.constr !== index || found.fields.length !== count) {
    throw new ShapeError(
      `${what} should be constructor ${index} with ${count} fields, not ${found.constr} with ${found.fields.length}`,
    );
  }
  return found.fields;
}
