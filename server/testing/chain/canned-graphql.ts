import { type CannedServer, type Reply, startCannedServer } from "./canned-server";

export type Variables = Readonly<Record<string, string | number | readonly string[]>>;
/** What an operation is answered with: the data, or a whole reply. `count` is how often it was asked before. */
export type Operation = (variables: Variables, count: number) => Reply | { readonly data: unknown };

export type CannedGraphql = CannedServer & {
  operations: Record<string, Operation>;
  /** Names of what was asked, in that order. */
  readonly names: string[];
};

/** A GraphQL server on 127.0.0.1 that answers each operation as a test tells it to. */
export async function startCannedGraphql(): Promise<CannedGraphql> {
  const server = await startCannedServer("");
  const counts = new Map<string, number>();
  const canned: CannedGraphql = Object.assign(server, { operations: {}, names: [] });
  server.routes[""] = () => {
    const { operationName: name, variables } = JSON.parse(String(server.bodies.at(-1))) as {
      operationName: string;
      variables: Variables;
    };
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    canned.names.push(name);
    const answer = canned.operations[name]?.(variables, count);
    if (!answer) throw new Error(`nothing is canned for ${name}`);
    return "data" in answer ? { body: answer } : answer;
  };
  return canned;
}
