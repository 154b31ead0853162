import type { ChainView } from "../api/view";
import { badInput, PostgrestError, type Row } from "./postgrest";

export type KoiosRequest = {
  readonly view: ChainView;
  /** Arguments of the function: of the query for GET, of the body for POST. */
  readonly args: Readonly<Record<string, unknown>>;
};

/** The rows before PostgREST shapes them. */
export type Rows = (request: KoiosRequest) => readonly Row[];

export type Functions = Readonly<Record<string, Rows>>;

/** An argument that is a list of texts. */
export function texts({ args }: KoiosRequest, name: string): readonly string[] {
  const list = args[name];
  if (list === undefined) throw new PostgrestError(404, "PGRST202", `Could not find the function with ${name}`);
  if (!Array.isArray(list) || !list.every((each) => typeof each === "string")) {
    throw badInput(`${name} should be an array of texts`);
  }
  return list;
}

/** An argument that is a list of hashes in hex, decoded as Postgres does: upper case is the same. */
export function hashes(request: KoiosRequest, name: string): ReadonlySet<string> {
  return new Set(texts(request, name).map(hexText));
}

export function hexText(text: string): string {
  if (/^([0-9a-f]{2})*$/i.test(text)) return text.toLowerCase();
  throw badInput(`invalid hexadecimal data: "${text.slice(0, 80)}"`);
}

export function flag({ args }: KoiosRequest, name: string): boolean {
  return args[name] === true || args[name] === "true";
}

export function wholeNumber({ args }: KoiosRequest, name: string, otherwise: number): number {
  const given = args[name] ?? otherwise;
  const text = String(given);
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw badInput(`invalid input syntax for type integer: "${text.slice(0, 80)}"`);
}

/** Policy id and asset name, together the unit. */
export function unit({ args }: KoiosRequest): string {
  if (typeof args._asset_policy !== "string") {
    throw new PostgrestError(404, "PGRST202", "Could not find the function without _asset_policy");
  }
  return hexText(args._asset_policy) + hexText(String(args._asset_name ?? ""));
}

/** The same for a list of pairs. */
export function units({ args }: KoiosRequest): readonly string[] {
  const list = args._asset_list;
  if (!Array.isArray(list) || !list.every((each) => Array.isArray(each))) throw badInput("_asset_list should be pairs");
  return list.map(([policy, name = ""]: unknown[]) => hexText(String(policy)) + hexText(String(name)));
}
