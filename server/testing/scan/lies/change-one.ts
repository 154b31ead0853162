import type { Dice } from "../dice";

/** Changes one of the values in it, within its type or beyond it. */
export function changeOne(value: object, dice: Dice): object {
  const leaves = leavesOf(value);
  if (leaves.length === 0) return value;
  const { holder, key } = dice.pick(leaves);
  holder[key] = dice.chance(0.1) ? dice.pick([null, "", -1, 2 ** 60, [], {}]) : neighbourOf(holder[key], dice);
  return value;
}

type Leaf = { readonly holder: Record<string, unknown>; readonly key: string };

function leavesOf(holder: object): Leaf[] {
  return Object.entries(holder).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? leavesOf(value)
      : [{ holder: holder as Record<string, unknown>, key }],
  );
}

function neighbourOf(value: unknown, dice: Dice): unknown {
  if (typeof value === "number") return value + dice.pick([-1, 1, 1_000]);
  if (typeof value === "boolean") return !value;
  if (typeof value !== "string") return 0;
  const at = dice.below(value.length);
  const digit = value.charAt(at) === "0" ? "1" : "0";
  return value.slice(0, at) + digit + value.slice(at + 1);
}
