import { contentHashOf } from "@/server/domain/hash";
import type { ProtocolParameters } from "@/server/domain/ports";

/** Protocol parameters by name, each as a text that is the same for the same value. */
export type ToldParameters = Readonly<Record<string, string>>;

/** Lists of costs are told by how many they are, and by the beginning of their hash: `297 costs, 1f0c36e2`. */
export function tellParameters({ costModels, ...others }: ProtocolParameters): ToldParameters {
  return {
    ...Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)])),
    ...Object.fromEntries(Object.entries(costModels).map(([name, costs]) => [name, sayCosts(costs)])),
  };
}

const sayCosts = (costs: readonly number[]): string =>
  `${costs.length} costs, ${contentHashOf(costs.join(",")).slice(0, 8)}`;

type Teller = { readonly name: string; readonly parameters: ToldParameters | null };

/**
 * Where sources do not tell the same parameters, in words with both sides: one of them is old, or lies. What is built
 * by old ones is refused. In the first minutes of an epoch they may differ for a moment.
 */
export function findParameterDifferences(tellers: readonly Teller[]): string[] {
  const [first, ...others] = tellers.flatMap(({ name, parameters }) => (parameters ? [{ name, parameters }] : []));
  if (!first) return [];
  return others.flatMap(({ name, parameters }) =>
    Object.entries(first.parameters)
      .filter(([field, value]) => parameters[field] !== value)
      .map(
        ([field, value]) => `${field} is ${value} by ${first.name}, and ${parameters[field] ?? "not told"} by ${name}`,
      ),
  );
}
